"""A finding's page is its file: everything on it, for whoever may see it, at one price."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from duban.journal.actions import Line, record_all
from duban.ledger.chart import wall
from duban.ledger.inputs import DeadlineInput, MilestoneInput
from duban.ledger.models import (
    AgendaItem,
    Deadline,
    Erratum,
    Filing,
    Finding,
    Meeting,
    OpeningFacts,
    Plan,
    PlanScope,
    Site,
    Takeover,
)
from duban.ledger.schedule import percent_in, schedule, steps
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import charge_all, do, finding, let_pass, to_draft, to_filed, to_work

pytestmark = pytest.mark.django_db

LETTER = "岚环督函〔2026〕21号"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item()).findings[0].number


def page(client: Client, number: str, who: object, query: str = "") -> str:
    client.force_login(who)  # type: ignore[arg-type]
    return str(client.get(f"/ledger/{number}/{query}").content.decode())


def extended(number: str, cast: Cast) -> None:
    said = {"reason": "雨季施工受阻。", "assessment": "专家论证可行。"}
    do("ask_change", number, cast.luming, kind="deadline", deadline=datetime.date(2026, 9, 30), **said)
    do("approve_change", number, cast.head, letter_no=LETTER, decision="不得再延。")


def test_the_next_step_names_what_is_missing_and_who_supplies_it(
    client: Client, number: str, cast: Cast
) -> None:
    text = page(client, number, cast.clerk)
    assert "交办之前还缺 2 项" in text
    assert f'href="/ledger/{number}/steps/charge/?role=lead"' in text
    assert f'class="button button-next" href="/ledger/{number}/steps/assign/"' in text
    charge_all(number)
    assert "需要的都已齐备。" in page(client, number, cast.clerk)


@pytest.mark.parametrize("who", ["luming", "leader", "reader"])
def test_whoever_may_not_take_it_reads_who_does(client: Client, number: str, cast: Cast, who: str) -> None:
    text = page(client, number, getattr(cast, who))
    assert "“交办”由整改办负责人、整改办经办人办理。" in text
    assert "button-next" not in text
    assert "/steps/" not in text or who == "luming"


def test_a_step_of_the_closing_station_is_announced_and_not_offered(
    client: Client, number: str, cast: Cast
) -> None:
    to_work(number, cast)
    for who in (cast.luming, cast.clerk, cast.reader):
        text = page(client, number, who)
        assert "“自查自验”随验收销号一并开通" in text
        assert "届时由主体责任单位的联络员办理" in text
        assert "措施全部落实" in text
        assert "还缺" not in text
        assert "button-next" not in text
        assert "/steps/self_accept/" not in text
    assert client.get(f"/ledger/{number}/steps/self_accept/").status_code == 404
    Finding.objects.update(stage="monitoring")
    assert "目前没有下一步" in page(client, number, cast.clerk)


@pytest.mark.parametrize("who", ["tangxi", "admin", "outsider"])
def test_to_the_others_there_is_no_such_file(client: Client, number: str, cast: Cast, who: str) -> None:
    to_filed(number, cast)
    client.force_login(getattr(cast, who))
    for place in ("", "filings/", "?paper=1", "?kind=finding.assign"):
        assert client.get(f"/ledger/{number}/{place}").status_code == 404


def test_at_most_one_filled_button(client: Client, number: str, cast: Cast) -> None:
    to_work(number, cast)
    do("ask_change", number, cast.luming, kind="goal", goal="新目标。", reason="试。", assessment="论证。")
    do("ask_standing", number, cast.luming, kind="withdraw", reason="重复。")
    for who in (cast.head, cast.clerk, cast.luming):
        assert page(client, number, who).count("button-next") <= 1
    assert "批准调整目标</a>" in page(client, number, cast.head)


def test_a_request_waits_with_the_buttons_of_whoever_decides(client: Client, number: str, cast: Cast) -> None:
    to_work(number, cast)
    do("ask_change", number, cast.luming, kind="goal", goal="新目标。", reason="试。", assessment="论证。")
    head, own, reader = (page(client, number, who) for who in (cast.head, cast.luming, cast.reader))
    assert ("steps/approve_change/" in head, "steps/refuse_change/" in head) == (True, True)
    assert ("steps/approve_change/" in own, "steps/take_back/" in own) == (False, True)
    assert "由整改办负责人审批。" in reader
    assert "整改目标由“消除直排，断面水质达到Ⅲ类。”调整为“新目标。”" in reader


def test_who_asked_is_not_offered_to_decide(client: Client, number: str, cast: Cast) -> None:
    do("ask_standing", number, cast.head, kind="withdraw", reason="重复。")
    assert "steps/approve_standing/" not in page(client, number, cast.head)


def test_original_and_extended_deadline_stand_side_by_side(client: Client, number: str, cast: Cast) -> None:
    to_work(number, cast)
    extended(number, cast)
    text = page(client, number, cast.reader)
    for told in (
        "原定",
        "2026年6月底前",
        "延期批准",
        "2026年9月30日",
        LETTER,
        "不得再延。",
        "专家论证可行。",
    ):
        assert told in text
    deadline = text.partition('id="deadline"')[2]
    assert deadline.index("2026-06-30") < deadline.index("2026-09-30")


def test_everything_that_hangs_on_it_is_on_the_page(client: Client, number: str, cast: Cast) -> None:
    full(number, cast)
    text = page(client, number, cast.reader)
    for told in (
        "污水处理厂周边点位",
        "城区黑臭水体专项方案",
        "与县里会商接管事宜。",
        "下月前完成",
        "旧台账第7号",
        "以原台账为准",
        "市政府常务会议",
        "岚环督函〔2026〕3号",
        "市政府网站",
        "录入有误。",
        "批复前已到期",
        "整改备〔2026〕1号",
        "第2版",
    ):
        assert told in text


def full(number: str, cast: Cast) -> None:
    """Something of every kind."""
    to_work(number, cast)
    extended(number, cast)
    row = finding(number)
    now = timezone.now()
    Site.objects.create(finding=row, ordinal=0, name="污水处理厂周边点位")
    plan = Plan.objects.create(inspection=row.inspection, kind="special", title="城区黑臭水体专项方案")
    PlanScope.objects.create(plan=plan, finding=row, since=datetime.date(2026, 2, 1))
    do("coordinate", number, cast.luming, text="与县里会商接管事宜。", outcome="下月前完成")
    do("correct", number, cast.clerk, what="printed_no", after="（十一）", reason="录入有误。")
    takeover = Takeover.objects.create(
        name="原台账.xlsx", sha256="0" * 64, attested_by=cast.head, attestation="以原台账为准", at=now, rows=1
    )
    OpeningFacts.objects.create(
        finding=row, takeover=takeover, row=1, old_number="旧台账第7号", stage="in_progress"
    )
    Deadline.objects.create(
        finding=row,
        kind="fixed",
        date=datetime.date(2026, 9, 30),
        raw="九月底",
        before_approval=True,
        created_at=now,
    )


def heavy(number: str, cast: Cast) -> None:
    """A hundred entries, and ten of whatever can be ten."""
    full(number, cast)
    row = finding(number)
    lines = [Line(("finding", str(row.pk)), "finding.coordinate", COORDINATED) for _at in range(100)]
    record_all(lines, cast.clerk)
    now = timezone.now()
    meeting = Meeting.objects.create(kind="special", name="专题会", held_on=now.date(), by=cast.clerk, at=now)
    for at in range(10):
        Site.objects.create(finding=row, ordinal=at + 1, name=f"点位{at}")
        Erratum.objects.create(
            finding=row, field="problem", before="a", after="b", reason="c", by=cast.clerk, at=now
        )
        matter = AgendaItem.objects.create(meeting=meeting, ordinal=at, title=f"议题{at}", decision="同意。")
        matter.findings.add(row)


COORDINATED = {"day": "2026-03-01", "text": "会商。", "outcome": "", "unit": ""}


@pytest.mark.parametrize("who", ["clerk", "head", "luming", "leader", "reader"])
@pytest.mark.parametrize("query", ["", "?kind=finding.coordinate", "?paper=1"])
def test_the_page_costs_the_same_whatever_hangs_on_it(
    client: Client,
    item: ItemMaker,
    file_plan: Filer,
    cast: Cast,
    who: str,
    query: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    many = item(
        measures=tuple(f"措施{at}。" for at in range(20)),
        milestones=tuple(MilestoneInput(datetime.date(2026, 4, 1), f"节点{at}", at) for at in range(20)),
    )
    number = file_plan(many).findings[0].number
    heavy(number, cast)
    client.force_login(getattr(cast, who))
    with django_assert_max_num_queries(12):
        assert client.get(f"/ledger/{number}/{query}").status_code == 200


@pytest.mark.parametrize("stage", ["registered", "draft", "review", "filed"])
def test_at_no_stage_does_it_cost_more(
    client: Client,
    item: ItemMaker,
    file_plan: Filer,
    cast: Cast,
    stage: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ongoing = item(deadline=DeadlineInput("长期坚持", "ongoing"), indicators=(), milestones=())
    number = file_plan(ongoing).findings[0].number
    if stage != "registered":
        to_draft(number, cast)
    if stage in {"review", "filed"}:
        let_pass(cast)
        do(
            "draft_plan",
            number,
            cast.clerk,
            milestones=("2026-12-31 取得明显成效",),
            indicators=("管网 ≥ 12 公里",),
        )
        do("submit_plan", number, cast.clerk)
    if stage == "filed":
        do("file_plan", number, cast.clerk)
    record_all(
        [Line(("finding", str(finding(number).pk)), "finding.coordinate", COORDINATED) for _at in range(50)],
        cast.clerk,
    )
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(12):
        assert client.get(f"/ledger/{number}/").status_code == 200


def test_the_record_is_filtered_and_paged(client: Client, number: str, cast: Cast) -> None:
    heavy(number, cast)
    first = client_text(client, number, cast, "")
    assert first.count("<time datetime") >= 30
    assert "登记入台账" not in first
    older = client_text(client, number, cast, "?kind=finding.assign")
    assert "交办给鹿鸣县" in older
    assert "启动整改" not in older.partition('class="record"')[2]
    mine = client_text(client, number, cast, "?who=鲁晓").partition('class="record"')[2]
    assert "报送方案" in mine
    assert "交办给" not in mine
    assert "登记入台账" in client_text(client, number, cast, "?paper=1")


def client_text(client: Client, number: str, cast: Cast, query: str) -> str:
    return page(client, number, cast.clerk, query)


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=²", "?kind=%00", "?who=%00x", "?kind=无", "?before=0"]
)
def test_a_strange_question_is_no_accident(client: Client, number: str, cast: Cast, query: str) -> None:
    client.force_login(cast.clerk)
    assert client.get(f"/ledger/{number}/{query}").status_code == 200


def test_two_versions_of_the_plan_are_compared(client: Client, number: str, cast: Cast) -> None:
    to_work(number, cast)
    extended(number, cast)
    client.force_login(cast.luming)
    text = client.get(f"/ledger/{number}/filings/").content.decode()
    assert "第1版与第2版" in text
    assert "<del>2026年6月底前 2026-06-30</del>" in text
    assert "<ins>2026年9月30日 2026-09-30</ins>" in text
    alone = client.get(f"/ledger/{number}/filings/?b=1").content.decode()
    assert "备案的方案，第1版" in alone
    assert "<ins>" not in alone
    assert client.get(f"/ledger/{number}/filings/?a=²&b=99999").status_code == 200


def test_without_a_filing_there_is_nothing_to_compare(client: Client, number: str, cast: Cast) -> None:
    client.force_login(cast.clerk)
    assert client.get(f"/ledger/{number}/filings/").status_code == 404


def test_a_void_filing_is_marked(client: Client, number: str, cast: Cast) -> None:
    to_filed(number, cast)
    do("withdraw_step", number, cast.head, reason="办错了。")
    assert Filing.objects.get().voided_by is not None
    assert "已撤回" in page(client, number, cast.clerk)


def test_names_of_documents_are_for_those_who_may_open_them(client: Client, number: str, cast: Cast) -> None:
    assert "整改方案.txt" in page(client, number, cast.clerk)
    for who in (cast.luming, cast.leader):
        assert "整改方案.txt" not in page(client, number, who)


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("9月底前完成工程量30%以上", 30.0),
        ("完成20％", 20.0),
        ("完成主体工程", None),
        ("产能提高150%", None),
        ("削减10%，累计完成60%", 60.0),
    ],
)
def test_percentages_of_dated_steps(words: str, percent: float | None) -> None:
    assert percent_in(words) == percent


def test_what_the_plan_expects_by_a_day(item: ItemMaker, file_plan: Filer) -> None:
    dated = (
        MilestoneInput(datetime.date(2026, 4, 1), "完成工程量30%"),
        MilestoneInput(datetime.date(2026, 5, 1), "完成工程量70%"),
    )
    row = Finding.objects.get(number=file_plan(item(milestones=dated)).findings[0].number)
    milestones = list(row.milestones.all())
    expected = {
        datetime.date(2026, 3, 2): 0.0,
        datetime.date(2026, 3, 17): 15.0,
        datetime.date(2026, 4, 1): 30.0,
        datetime.date(2026, 5, 1): 70.0,
        datetime.date(2026, 6, 30): 100.0,
        datetime.date(2027, 1, 1): 100.0,
    }
    for day, percent in expected.items():
        made = schedule(row, milestones, day)
        assert made is not None
        assert made.planned == pytest.approx(percent)
    told = steps(milestones, datetime.date(2026, 4, 15))
    assert (told.total, told.past, told.next.what if told.next else "") == (2, 1, "完成工程量70%")
    assert steps(milestones, datetime.date(2026, 5, 2)).next is None


def test_without_a_last_day_there_is_no_schedule(item: ItemMaker, file_plan: Filer) -> None:
    made = file_plan(item(deadline=DeadlineInput("长期坚持", "ongoing")))
    row = Finding.objects.get(number=made.findings[0].number)
    assert schedule(row, [], datetime.date(2026, 3, 2)) is None


def test_on_the_last_day_everything_is_done(item: ItemMaker, file_plan: Filer) -> None:
    dated = (
        MilestoneInput(datetime.date(2026, 6, 30), "全部完成"),
        MilestoneInput(datetime.date(2026, 5, 1), "完成40%"),
    )
    row = Finding.objects.get(number=file_plan(item(milestones=dated)).findings[0].number)
    made = schedule(row, list(row.milestones.all()), datetime.date(2026, 4, 1))
    assert made is not None
    told = [(point.percent, point.what) for point in made.points]
    assert told == [(0.0, ""), (40.0, "完成40%"), (100.0, "全部完成")]


def test_where_the_plan_names_no_percentage_the_page_names_none(
    client: Client, number: str, cast: Cast
) -> None:
    text = page(client, number, cast.clerk)
    assert "方案列有 <b>1</b> 个节点，到2026年3月2日有 <b>0</b> 个日期已过" in text
    assert "下一个是2026年3月31日：完成排口封堵；整改时限是2026年6月30日。" in text
    assert "应完成 <b>" not in text
    assert "plan-curve" not in text
    assert "实际进展待调度开通" in text


def test_of_what_is_done_no_day_is_drawn_late(item: ItemMaker, file_plan: Filer) -> None:
    """Closed before it was taken over, finished, resting or gone: its day passed long ago, and nothing is owed."""
    row = Finding.objects.get(number=file_plan(item()).findings[0].number)
    row.current_milestones = []  # type: ignore[attr-defined]
    after = datetime.date(2026, 9, 1)
    for stage, standing, is_late in (
        ("in_progress", "active", True),
        ("closed", "active", False),
        ("self_accepted", "active", False),
        ("in_progress", "suspended", False),
        ("in_progress", "withdrawn", False),
    ):
        row.stage, row.standing = stage, standing
        drawn = wall(row, after)
        assert drawn is not None
        assert (drawn.is_late, drawn.late_width > 0) == (is_late, is_late)


def test_a_goal_that_somebody_struck_out_is_not_said_to_have_been_missing(
    client: Client, item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    ours, bare = (row.number for row in file_plan(item(), item(goal="")).findings)
    to_draft(ours, cast)
    do("draft_plan", ours, cast.clerk, goal="")
    text = page(client, ours, cast.clerk)
    assert "文件中没有写明整改目标" not in text
    assert "整改目标已被删去，经过见记录。原来写的是：<del>消除直排，断面水质达到Ⅲ类。</del>" in text
    assert "文件中没有写明整改目标" in page(client, bare, cast.clerk)


def test_what_rests_is_offered_to_come_back(client: Client, number: str, cast: Cast) -> None:
    until = datetime.date(2026, 5, 1)
    do("ask_standing", number, cast.clerk, kind="suspend", until=until, reason="权属诉讼未决。")
    do("approve_standing", number, cast.head)
    text = page(client, number, cast.clerk)
    assert "中止至2026-05-01，期满或条件具备后申请恢复。" in text
    assert f'class="button button-next" href="/ledger/{number}/steps/ask_standing/?kind=resume"' in text
    assert f"/ledger/{number}/steps/assign/" not in text
    form = client.get(f"/ledger/{number}/steps/ask_standing/?kind=resume").content.decode()
    assert '<input type="hidden" name="kind" value="resume"' in form
    assert form.count("申请恢复整改") >= 2
    assert "申请撤销" not in form
    with time_machine.travel(datetime.datetime(2026, 5, 3, 2, tzinfo=datetime.UTC), tick=False):
        client.force_login(cast.clerk)
        assert "中止期已满" in client.get(f"/ledger/{number}/").content.decode()


def test_what_was_sent_back_says_why_until_it_goes_on_again(client: Client, number: str, cast: Cast) -> None:
    to_draft(number, cast)
    let_pass(cast)
    do("submit_plan", number, cast.luming)
    do("return_plan", number, cast.clerk, reason="请写明节点的责任单位。")
    returned = "方静于 2026-03-02 退回方案：请写明节点的责任单位。"
    assert returned in page(client, number, cast.luming)
    do("draft_plan", number, cast.luming, goal="秸秆不再露天焚烧。")
    assert returned in page(client, number, cast.luming)
    do("submit_plan", number, cast.luming)
    assert returned not in page(client, number, cast.luming)


def test_what_was_struck_out_is_told_so(client: Client, number: str, cast: Cast) -> None:
    to_draft(number, cast)
    before = finding(number).goal
    do("draft_plan", number, cast.luming, goal="")
    assert f"删去整改目标“{before}”" in page(client, number, cast.luming)
