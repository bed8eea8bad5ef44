"""A wrong step is withdrawn by a step, a typing error corrected by an erratum; promises are changed by neither."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from duban.ledger.errors import NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.inputs import ChargeInput
from duban.ledger.models import (
    AgendaItem,
    Charge,
    Erratum,
    Meeting,
    Provenance,
    Request,
    StandingChange,
    Step,
)
from duban.organizations.models import Body, BodyKind, GroupMember
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import approve, do, finding, let_pass, to_draft, to_filed, to_work, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item()).findings[0].number


def take_back(number: str, actor: object, **said: object) -> Step:
    return do("withdraw_step", number, actor, **{"reason": "办错了。", **said})  # type: ignore[arg-type]


def test_a_step_is_withdrawn_by_a_step(number: str, cast: Cast) -> None:
    to_draft(number, cast)
    step = take_back(number, cast.clerk)
    row = finding(number)
    assert (row.stage, row.step_count) == ("registered", 2)
    assert step.withdraws == Step.objects.get(verb="assign")
    assert (step.start, step.end) == ("plan_draft", "registered")
    assert told(number)[-1] == "撤回方静办理的“交办”。理由：办错了。"
    do("assign", number, cast.clerk)
    assert finding(number).stage == "plan_draft"


def test_steps_are_withdrawn_one_after_the_other(number: str, cast: Cast) -> None:
    to_filed(number, cast)
    for stage in ("plan_review", "plan_draft", "registered"):
        take_back(number, cast.head)
        assert finding(number).stage == stage
    with pytest.raises(Refused, match="没有可以撤回的步骤"):
        take_back(number, cast.head)


def test_an_earlier_step_stands_on_what_came_after_it(number: str, cast: Cast) -> None:
    to_filed(number, cast)
    with pytest.raises(Refused, match=r"其后已办理“报送方案”（鲁晓，.*“方案备案”（方静，"):
        take_back(number, cast.head, step=1)
    assert finding(number).stage == "plan_filed"


def test_only_who_took_it_or_the_head_takes_it_back(number: str, cast: Cast) -> None:
    to_draft(number, cast)
    with pytest.raises(NotAllowed, match="办理人本人或整改办负责人"):
        take_back(number, cast.luming)
    with pytest.raises(NotAllowed):
        take_back(number, cast.reader)
    with pytest.raises(Unseen):
        take_back(number, cast.tangxi)
    assert take_back(number, cast.head)


def test_a_withdrawn_filing_is_void_and_stays(number: str, cast: Cast) -> None:
    to_filed(number, cast)
    with pytest.raises(NotAllowed, match="只能由整改办负责人撤回"):
        take_back(number, cast.clerk)
    step = take_back(number, cast.head)
    filing = finding(number).filings.get()
    assert (filing.voided_by, filing.number) == (step, 1)
    do("file_plan", number, cast.clerk)
    assert [(row.number, row.voided_by_id is None) for row in finding(number).filings.all()] == [
        (1, False),
        (2, True),
    ]


def test_members_of_a_group_go_with_the_filing_that_charged_them(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    GroupMember.objects.create(
        group=group, body=Body.objects.get(name="棠溪县"), since=datetime.date(2026, 1, 1)
    )
    charges = (
        ChargeInput("main", "各县市区"),
        ChargeInput("supervising", "市生态环境局"),
        ChargeInput("leader", "程砚秋"),
    )
    number = to_draft(file_plan(item(charges=charges)).findings[0].number, cast)
    let_pass(cast)
    do("submit_plan", number, cast.clerk)
    do("file_plan", number, cast.clerk)
    members = Charge.objects.filter(finding__number=number, via__isnull=False, until__isnull=True)
    assert [row.printed for row in members] == ["棠溪县"]
    take_back(number, cast.head)
    assert not members.all().exists()
    do("file_plan", number, cast.clerk)
    assert members.all().count() == 1


def test_what_was_built_on_a_step_is_named(number: str, cast: Cast) -> None:
    to_draft(number, cast)
    let_pass(cast)
    do("submit_plan", number, cast.luming)
    now = timezone.now() + datetime.timedelta(hours=1)
    meeting = Meeting.objects.create(
        kind="executive", name="市政府专题会议", held_on=now.date(), by=cast.clerk, at=now
    )
    item = AgendaItem.objects.create(meeting=meeting, ordinal=1, title="排口整治", decision="同意。")
    item.findings.add(finding(number))
    with pytest.raises(Refused, match="市政府专题会议已审议“排口整治”"):
        take_back(number, cast.luming)
    assert finding(number).stage == "plan_review"


def test_a_waiting_request_rests_on_the_plan(number: str, cast: Cast) -> None:
    to_filed(number, cast)
    do("ask_change", number, cast.luming, kind="goal", goal="新目标。", reason="试。", assessment="论证。")
    with pytest.raises(Refused, match="其后已办理“申请调整”"):
        take_back(number, cast.head, step=3)
    take_back(number, cast.luming)
    assert Request.objects.get().state == "taken_back"
    take_back(number, cast.head)
    assert finding(number).stage == "plan_review"


def test_an_approval_is_taken_back_and_the_request_waits_again(number: str, cast: Cast) -> None:
    to_work(number, cast)
    ask = {"reason": "雨季。", "assessment": "论证。", "kind": "deadline"}
    do("ask_change", number, cast.luming, deadline=datetime.date(2026, 9, 30), **ask)
    do("approve_change", number, cast.head, letter_no="岚环督函〔2026〕21号")
    take_back(number, cast.head)
    row = finding(number)
    assert str(row.due_on) == "2026-06-30"
    assert [each.source for each in row.deadlines.all()] == ["plan", "extension", "back"]
    assert Request.objects.get().state == "open"
    assert [each.voided_by_id is None for each in row.filings.all()] == [True, False]


def test_approved_measures_come_back_as_they_were(number: str, cast: Cast) -> None:
    to_work(number, cast)
    before = [(row.pk, row.text, row.ordinal) for row in finding(number).measures.all()]
    do(
        "ask_change",
        number,
        cast.luming,
        kind="measures",
        measures=("建成污水管网12公里。", "新建泵站2座。"),
        reason="雨季。",
        assessment="论证。",
    )
    do("approve_change", number, cast.head, letter_no="岚环督函〔2026〕21号")
    take_back(number, cast.head)
    standing = finding(number).measures.filter(superseded_by__isnull=True)
    assert [(row.pk, row.text, row.ordinal) for row in standing] == before
    assert finding(number).milestones.filter(superseded_by__isnull=True).count() == 1
    assert "新建泵站" not in finding(number).search_text


def test_a_transfer_is_taken_back_with_its_charges(number: str, cast: Cast) -> None:
    do("ask_standing", number, cast.clerk, kind="transfer", to_body="棠溪县", reason="属地不符。")
    do("approve_standing", number, cast.head)
    take_back(number, cast.head)
    standing = finding(number).charges.filter(role="main", until__isnull=True)
    assert [row.printed for row in standing] == ["鹿鸣县"]
    assert StandingChange.objects.count() == 2
    assert Request.objects.get().state == "open"


@pytest.mark.parametrize("verb", ["correct", "coordinate"])
def test_a_step_that_moved_nothing_is_put_right_otherwise(number: str, cast: Cast, verb: str) -> None:
    said = {
        "correct": {"what": "printed_no", "after": "（十一）", "reason": "录入错误。"},
        "coordinate": {"text": "与县里会商。"},
    }[verb]
    do(verb, number, cast.clerk, **said)
    with pytest.raises(Refused, match="没有改变办理阶段"):
        take_back(number, cast.clerk)


def correct(number: str, cast: Cast, what: str, after: str) -> Step:
    return do("correct", number, cast.clerk, what=what, after=after, reason="录入有误。")


def test_a_typing_error_is_corrected_on_record(number: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="由整改办负责人对照原件更正"):
        correct(number, cast, "problem", "鹿鸣县沿江排口直排。")
    do("correct", number, cast.head, what="problem", after="鹿鸣县沿江排口直排。", reason="录入有误。")
    row = Erratum.objects.get()
    assert (row.before, row.after) == ("鹿鸣县沿河排口直排。", "鹿鸣县沿江排口直排。")
    assert finding(number).problem == "鹿鸣县沿江排口直排。"
    assert "沿江" in finding(number).search_text
    assert told(number)[-1] == (
        "更正问题：“鹿鸣县沿河排口直排。”改为“鹿鸣县沿江排口直排。”。理由：录入有误。"
    )


def test_a_post_is_corrected_and_a_unit_is_not(number: str, cast: Cast) -> None:
    leader = finding(number).charges.get(role="leader")
    correct(number, cast, f"post.{leader.pk}", "市委副书记")
    leader.refresh_from_db()
    assert leader.post == "市委副书记"
    main = finding(number).charges.get(role="main")
    with pytest.raises(Refused, match="不能作为笔误更正"):
        correct(number, cast, f"name.{main.pk}", "棠溪县")


def quote(number: str, field: str, words: str) -> None:
    """The document shows this where the value came from."""
    rows = Provenance.objects.filter(finding__number=number)
    if not rows.filter(field=field).update(quote=words):
        like = rows.first()
        assert like is not None
        like.pk, like.field, like.quote = None, field, words
        like.save()


def test_a_misread_deadline_is_corrected_by_a_further_row(number: str, cast: Cast) -> None:
    quote(number, "deadline", "2026年 8月底前")
    correct(number, cast, "deadline", "2026年8月底前")
    original, right = finding(number).deadlines.all()
    assert (str(original.date), original.source) == ("2026-06-30", "plan")
    assert (str(right.date), right.source, right.plan_version) == (
        "2026-08-31",
        "erratum",
        original.plan_version,
    )
    assert str(finding(number).due_on) == "2026-08-31"


@pytest.mark.parametrize("after", ["2026年9月底前", "2026年12月31日前"])
def test_a_deadline_that_the_document_does_not_show_is_no_typing_error(
    number: str, cast: Cast, after: str
) -> None:
    with pytest.raises(Refused, match="不能当作笔误更正，没有任何改动。请先交办，再编制方案。"):
        correct(number, cast, "deadline", after)
    assert finding(number).deadlines.count() == 1
    assert not Erratum.objects.exists()


def test_a_measure_is_corrected_to_what_the_document_says_and_to_nothing_less(
    number: str, cast: Cast
) -> None:
    row = finding(number).measures.all()[1]
    quote(number, "measures.1", "建成污水管网21公里并投入运行。")
    with pytest.raises(Refused, match="不能当作笔误更正，没有任何改动。请先交办，再编制方案。"):
        correct(number, cast, f"measure.{row.pk}", "建成污水管网")
    correct(number, cast, f"measure.{row.pk}", "建成污水管网21公里并投入运行。")
    row.refresh_from_db()
    assert row.text == "建成污水管网21公里并投入运行。"


def test_a_dated_step_is_corrected_with_its_day(number: str, cast: Cast) -> None:
    row = finding(number).milestones.get()
    quote(number, "milestones.0", "2026年5月底前完成排口封堵")
    with pytest.raises(Refused, match="不能当作笔误更正，没有任何改动。请先交办，再编制方案。"):
        correct(number, cast, f"milestone.{row.pk}", "2026-07-31 完成排口封堵")
    correct(number, cast, f"milestone.{row.pk}", "2026-05-31 完成排口封堵")
    row.refresh_from_db()
    assert (str(row.date), row.what) == ("2026-05-31", "完成排口封堵")


@pytest.mark.parametrize(
    ("what", "after"),
    [
        ("stage", "closed"),
        ("", "x"),
        ("goal", ""),
        ("problem", " "),
        ("printed_no", "（一）"),
        ("number", "1"),
    ],
)
def test_what_is_no_typing_error_is_refused(number: str, cast: Cast, what: str, after: str) -> None:
    with pytest.raises(Refused):
        correct(number, cast, what, after)
    assert not Erratum.objects.exists()


def test_the_form_shows_what_stands_in_each_place_with_script_and_without(
    number: str, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    long = "整治沿河排口，完成雨污分流改造并建立巡查制度，" * 4
    finding(number).measures.update(text=long)
    client.force_login(cast.clerk)
    address = f"/ledger/{number}/steps/correct/"
    with django_assert_max_num_queries(12):
        page = client.get(address).content.decode()
    assert 'data-fills="after"' in page
    assert (
        '<option value="problem" data-words="鹿鸣县沿河排口直排。">问题：鹿鸣县沿河排口直排。</option>'
        in page
    )
    assert '<option value="deadline" data-words="2026年6月底前">' in page
    assert f"</span>{long}</li>" in page
    assert "副市长" in page
    answer = client.post(address, {"what": "", "after": "某", "reason": "录入有误。"}).content.decode()
    assert "<p>请先选择更正哪一处。没有任何改动。</p>" in answer


def test_corrected_words_say_so_until_they_are_others(number: str, cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)

    def marks() -> list[str]:
        page = client.get(f"/ledger/{number}/").content.decode()
        found = re.findall(r'href="#(erratum-\d+)" title="([^"]*)">已更正</a>', page)
        assert all(f'id="{anchor}"' in page for anchor, _title in found)
        return [title for _anchor, title in found]

    assert marks() == []
    post = finding(number).charges.get(role="leader")
    correct(number, cast, "printed_no", "（十一）")
    correct(number, cast, f"post.{post.pk}", "常务副市长")
    assert marks() == ["原为“（一）”，方静于2026-03-02更正", "原为“副市长”，方静于2026-03-02更正"]
    correct(number, cast, "printed_no", "（十二）")
    assert marks()[0] == "原为“（十一）”，方静于2026-03-02更正"
    finding(number).charges.filter(pk=post.pk).update(post="市长")
    assert len(marks()) == 1


@pytest.mark.parametrize("who", ["luming", "leader", "reader"])
def test_only_the_office_corrects(number: str, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed, match="整改办"):
        do("correct", number, getattr(cast, who), what="printed_no", after="（二）", reason="试。")


def test_a_correction_after_somebody_elses_step_is_told(number: str, cast: Cast) -> None:
    to_draft(number, cast)
    with pytest.raises(OutOfStep, match="交办"):
        do("correct", number, cast.clerk, what="printed_no", after="（二）", reason="试。", seen=0)


def test_an_approval_of_the_plan_does_not_change_what_was_corrected(number: str, cast: Cast) -> None:
    correct(number, cast, "printed_no", "（十一）")
    version = finding(number).plan_item.versions.get().version  # type: ignore[union-attr]
    approve(version, cast)
    assert finding(number).printed_no == "（十一）"


def test_what_happened_beside_the_line_does_not_hold_a_wrong_step_fast(number: str, cast: Cast) -> None:
    to_work(number, cast)
    do("coordinate", number, cast.clerk, text="与县里会商。")
    do("change_people", number, cast.clerk, role="leader", names=("韩雪 副市长",), reason="轮岗。")
    take_back(number, cast.clerk)
    row = finding(number)
    assert row.stage == "plan_filed"
    assert row.charges.filter(role="leader", until=None).get().person_name == "韩雪"
