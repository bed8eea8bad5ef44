"""A change of what was approved: asked for with reasons, decided by another person, the original kept beside it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.models import Request, Step
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.exporting.conftest import sheets
from tests.duban.ledger.walking import do, finding, rule_says, to_draft, to_work, told

pytestmark = pytest.mark.django_db

LATER = datetime.date(2026, 9, 30)
WHY = {"reason": "雨季施工受阻。", "assessment": "经专家论证，九月底可以完成。"}
LETTER = "岚环督函〔2026〕21号"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer, cast: Cast) -> str:
    """A problem in work under a plan that the province approved, due on 30 June 2026."""
    return to_work(file_plan(item()).findings[0].number, cast)


def ask(number: str, cast: Cast, **said: object) -> Step:
    return do("ask_change", number, cast.luming, **{"kind": "deadline", "deadline": LATER, **WHY, **said})


def test_an_extension_stands_beside_the_original(number: str, cast: Cast) -> None:
    ask(number, cast)
    assert finding(number).due_on == datetime.date(2026, 6, 30)
    do("approve_change", number, cast.head, letter_no=LETTER, decision="同意。")
    row = finding(number)
    original, extension = row.deadlines.all()
    assert (original.raw, original.source) == ("2026年6月底前", "plan")
    assert (extension.date, extension.source, extension.approver) == (LATER, "extension", cast.head)
    assert extension.request is not None
    assert extension.request.letter_no == LETTER
    assert extension.request.approver is not None
    assert (row.due_on, row.stage) == (LATER, "in_progress")
    assert "时限由“2026年6月底前（2026-06-30）”调整为“2026年9月30日”" in told(number)[-1]
    assert LETTER in told(number)[-1]


def test_wherever_the_new_date_stands_the_first_stands_too(
    number: str, cast: Cast, client: Client, item: ItemMaker, file_plan: Filer
) -> None:
    ask(number, cast)
    do("approve_change", number, cast.head, letter_no=LETTER)
    client.force_login(cast.head)
    for address in ("/ledger/", "/ledger/print/"):
        assert "原定2026-06-30" in client.get(address).content.decode(), address
    for kind in ("measures", "responsibility", "effects", "whole"):
        said = str(sheets(client.get(f"/ledger/export/{kind}/").getvalue()))
        assert "2026年9月30日" in said, kind
        assert "2026年6月底前" in said, kind
    step = finding(number).steps.latest("ordinal")
    do("withdraw_step", number, cast.head, step=step.ordinal, reason="批准有误。")
    assert "原定" not in client.get("/ledger/").content.decode()


def test_an_approval_by_mistake_is_taken_back_and_given_again(number: str, cast: Cast) -> None:
    """The request waits as it did, and is approved on the deadline that holds again."""
    ask(number, cast)
    for _twice in range(2):
        do("approve_change", number, cast.head, letter_no=LETTER)
        assert finding(number).due_on == LATER
        do("withdraw_step", number, cast.head, reason="误批。")
        assert finding(number).due_on == datetime.date(2026, 6, 30)
    assert Request.objects.get().state == "open"


def test_the_plan_is_frozen_anew_and_the_first_freeze_stays(number: str, cast: Cast) -> None:
    ask(number, cast)
    do("approve_change", number, cast.head, letter_no=LETTER)
    first, second = finding(number).filings.all()
    assert (first.number, second.number) == (1, 2)
    assert (first.request, second.request) == (None, Request.objects.get())
    assert (first.frozen["deadline"]["date"], second.frozen["deadline"]["date"]) == (
        "2026-06-30",
        "2026-09-30",
    )
    assert first.fingerprint != second.fingerprint


def test_all_that_a_request_lacks_comes_in_one_answer(number: str, cast: Cast) -> None:
    with pytest.raises(GateShut) as shut:
        do("ask_change", number, cast.luming, kind="deadline", reason="来不及。")
    assert [gap.what for gap in shut.value.gaps] == ["deadline", "assessment"]
    assert not Request.objects.exists()


def test_assessment_is_asked_for_where_the_rule_wants_it(number: str, cast: Cast) -> None:
    rule_says("change_assessment_required", False)
    ask(number, cast, assessment="")
    followed = {each["rule"]: each["value"] for each in Request.objects.get().facts["rules"]}
    assert followed["change_assessment_required"] is False


@pytest.mark.parametrize(
    ("days", "today", "in_time"),
    [
        (0, datetime.date(2026, 6, 30), True),
        (0, datetime.date(2026, 7, 1), False),
        (30, datetime.date(2026, 6, 1), False),
        (30, datetime.date(2026, 5, 31), True),
    ],
)
def test_an_extension_is_asked_for_while_there_is_time(
    number: str, cast: Cast, days: int, today: datetime.date, in_time: bool
) -> None:
    rule_says("extension_apply_before_days", days)
    rule_says("holiday_shift", "none")
    with time_machine.travel(datetime.datetime.combine(today, datetime.time(10), datetime.UTC), tick=False):
        if in_time:
            assert ask(number, cast)
        else:
            with pytest.raises(Refused, match=r"不能再申请延期.*措施、目标和点位仍可申请调整"):
                ask(number, cast)


def test_nobody_approves_what_she_asked_for(number: str, cast: Cast) -> None:
    do("ask_change", number, cast.head, kind="deadline", deadline=LATER, **WHY)
    with pytest.raises(NotAllowed, match="另一位"):
        do("approve_change", number, cast.head, letter_no=LETTER)
    assert finding(number).due_on == datetime.date(2026, 6, 30)


def test_one_person_may_do_both_where_the_rule_lets_her_and_the_row_says_so(number: str, cast: Cast) -> None:
    rule_says("requester_may_approve", True)
    do("ask_change", number, cast.head, kind="deadline", deadline=LATER, **WHY)
    do("approve_change", number, cast.head, letter_no=LETTER)
    assert Request.objects.get().one_person


def test_the_database_itself_wants_two_people(number: str, cast: Cast) -> None:
    ask(number, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.update(state="approved", decided_by=cast.luming, decided_at=timezone.now())


def test_a_change_passes_whoever_let_the_plan_pass(number: str, cast: Cast) -> None:
    ask(number, cast)
    with pytest.raises(GateShut, match="岚江省生态环境保护督察工作领导小组办公室") as shut:
        do("approve_change", number, cast.head)
    assert shut.value.gaps[0].what == "letter_no"
    assert Request.objects.get().approver is None


def test_the_head_of_the_office_decides_where_the_office_approved_itself(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    rule_says("plan_approval_required", False)
    number = to_work(file_plan(item()).findings[0].number, cast, approved=False)
    ask(number, cast)
    do("approve_change", number, cast.head)
    assert (finding(number).due_on, Request.objects.get().approver) == (LATER, None)


def test_a_date_that_has_passed_before_its_approval_is_accepted_and_marked(number: str, cast: Cast) -> None:
    ask(number, cast, deadline=datetime.date(2026, 3, 20), deadline_words="2026年3月20日前")
    with time_machine.travel(datetime.datetime(2026, 4, 2, 2, tzinfo=datetime.UTC), tick=False):
        do("approve_change", number, cast.head, letter_no=LETTER)
    row = finding(number).deadlines.last()
    assert row is not None
    assert (row.raw, row.before_approval) == ("2026年3月20日前", True)
    assert "批准前已经到期" in told(number)[-1]


def test_measures_are_struck_out_and_added_as_a_revised_plan_does(number: str, cast: Cast) -> None:
    before = {row.text: row.pk for row in finding(number).measures.all()}
    ask(number, cast, kind="measures", measures=("建成污水管网12公里。", "新建泵站2座。"))
    do("approve_change", number, cast.head, letter_no=LETTER)
    standing = finding(number).measures.filter(superseded_by__isnull=True)
    assert [row.text for row in standing] == ["建成污水管网12公里。", "新建泵站2座。"]
    assert standing[0].pk == before["建成污水管网12公里。"]
    gone = finding(number).measures.get(text="封堵排口。")
    assert gone.struck_by == Request.objects.get()
    assert not finding(number).milestones.filter(superseded_by__isnull=True).exists()
    assert "新建泵站2座。" in finding(number).search_text
    assert "增加1项、删去1项" in told(number)[-1]


def test_a_goal_is_changed_and_the_request_keeps_the_old_one(number: str, cast: Cast) -> None:
    ask(number, cast, kind="goal", goal="断面水质达到Ⅱ类。")
    do("approve_change", number, cast.head, letter_no=LETTER)
    row = Request.objects.get()
    assert finding(number).goal == row.proposal["goal"] == "断面水质达到Ⅱ类。"
    assert row.original["goal"] == "消除直排，断面水质达到Ⅲ类。"


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "goal", "goal": "消除直排，断面水质达到Ⅲ类。"},
        {"kind": "goal", "goal": " "},
        {"kind": "measures", "measures": ("封堵排口。", "建成污水管网12公里。")},
        {"kind": "measures", "measures": ("封堵排口。", "封堵排口。")},
        {"kind": "measures", "measures": ()},
        {"deadline": datetime.date(2026, 6, 30)},
        {"kind": "merge"},
        {"reason": " "},
    ],
)
def test_an_empty_change_is_refused(number: str, cast: Cast, said: dict[str, object]) -> None:
    with pytest.raises(Refused):
        ask(number, cast, **said)
    assert not Request.objects.exists()


def test_a_refusal_keeps_what_holds_and_says_why(number: str, cast: Cast) -> None:
    ask(number, cast)
    do("refuse_change", number, cast.head, reason="工期可以压缩。")
    row = Request.objects.get()
    assert (row.state, row.decision, row.decided_by) == ("refused", "工期可以压缩。", cast.head)
    assert finding(number).due_on == datetime.date(2026, 6, 30)
    assert "没有批准鲁晓的申请" in told(number)[-1]
    with pytest.raises(Refused, match="没有待审批的申请"):
        do("approve_change", number, cast.head, letter_no=LETTER)


def test_who_asked_takes_it_back_and_may_ask_again(number: str, cast: Cast) -> None:
    ask(number, cast)
    with pytest.raises(Refused, match="尚未审批"):
        ask(number, cast)
    do("take_back", number, cast.luming)
    assert Request.objects.get().state == "taken_back"
    ask(number, cast)
    assert Request.objects.filter(state="open").count() == 1


@pytest.mark.parametrize("verb", ["approve_change", "refuse_change"])
@pytest.mark.parametrize("who", ["clerk", "luming", "leader", "reader"])
def test_only_the_head_decides(number: str, cast: Cast, verb: str, who: str) -> None:
    ask(number, cast)
    with pytest.raises(NotAllowed, match="整改办负责人"):
        do(verb, number, getattr(cast, who), reason="试试。")
    assert Request.objects.get().state == "open"


@pytest.mark.parametrize("verb", ["ask_change", "approve_change", "refuse_change", "take_back"])
@pytest.mark.parametrize("who", ["tangxi", "admin", "outsider"])
def test_to_the_others_it_does_not_exist(number: str, cast: Cast, verb: str, who: str) -> None:
    with pytest.raises(Unseen):
        do(verb, number, getattr(cast, who), reason="试试。")


def test_what_is_not_approved_yet_is_not_asked_to_be_changed(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    number = to_draft(file_plan(item()).findings[0].number, cast)
    with pytest.raises(OutOfStep, match="不能申请调整"):
        ask(number, cast)


def test_several_open_requests_are_told_apart(number: str, cast: Cast) -> None:
    ask(number, cast)
    ask(number, cast, kind="goal", goal="断面水质达到Ⅱ类。")
    with pytest.raises(Refused, match="请指明是哪一项"):
        do("approve_change", number, cast.head, letter_no=LETTER)
    goal = Request.objects.get(kind="goal")
    do("refuse_change", number, cast.head, request=goal.pk, reason="目标不变。")
    do("approve_change", number, cast.head, letter_no=LETTER)
    assert dict(Request.objects.values_list("kind", "state")) == {"deadline": "approved", "goal": "refused"}


def test_a_day_before_it_all_began_is_a_slip(number: str, cast: Cast) -> None:
    with pytest.raises(GateShut, match="早于登记日期和现行时限"):
        ask(number, cast, deadline=datetime.date(2016, 9, 30))
    assert not Request.objects.exists()


def test_the_day_of_a_request_is_the_day_of_the_office(number: str, cast: Cast) -> None:
    """Half past midnight of the third is still the second in UTC."""
    with time_machine.travel(datetime.datetime(2026, 3, 2, 16, 30, tzinfo=datetime.UTC), tick=False):
        ask(number, cast)
        with pytest.raises(Refused, match="鲁晓已于2026-03-03提出"):
            ask(number, cast, deadline=datetime.date(2026, 10, 31))
