"""What was entered of a plan by mistake is taken back, as long as nothing was built on it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from duban.ledger.agreeing import disagreements
from duban.ledger.errors import GateShut, Refused
from duban.ledger.inputs import DeadlineInput
from duban.ledger.models import ClassDeadline, Inspection, PlanApproval
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, known
from tests.duban.ledger.test_plans import DAY, do, meeting, record, version
from tests.duban.ledger.walking import rule_says
from tests.duban.test_two_at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    known("省整改办")
    accepted = file_plan(item(charges=CHARGES), item(charges=CHARGES, problem="另一个问题。"))
    return [each.number for each in accepted.findings]


def test_what_steps_were_built_on_is_not_taken_back(numbers: list[str], cast: Cast) -> None:
    Road(numbers[0], cast).submitted()
    item = do(
        "put_on_agenda", meeting(cast), cast.clerk, title="审议", version=version().pk, decision="通过。"
    )
    letter = do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY)
    place = do("publish_plan", version(), cast.clerk, channel="市政府网站", published_on=DAY)
    act("file_plan", numbers[0], cast.clerk)
    for verb, row in (("take_back_approval", letter), ("take_back_agenda", item)):
        with pytest.raises(Refused, match=f"{numbers[0]}等问题已据此办理"):
            do(verb, row, cast.clerk, reason="登记有误")
    do("take_back_publication", place, cast.clerk, reason="登记有误")
    with pytest.raises(GateShut, match="尚未公开"):
        act("start_work", numbers[0], cast.clerk)
    place = do("publish_plan", version(), cast.clerk, channel="市政府网站", published_on=DAY)
    act("start_work", numbers[0], cast.clerk)
    with pytest.raises(Refused, match="已据此办理"):
        do("take_back_publication", place, cast.clerk, reason="登记有误")


def test_a_decision_on_a_finding_outside_of_all_plans_stays_once_it_is_filed(
    numbers: list[str], cast: Cast
) -> None:
    finding = get(numbers[0])
    finding.plan_item = None
    finding.save(update_fields=["plan_item"])
    rule_says("plan_approval_required", False)
    Road(numbers[0], cast).submitted()
    item = do(
        "put_on_agenda", meeting(cast), cast.clerk, title="审议", findings=(numbers[0],), decision="通过。"
    )
    act("file_plan", numbers[0], cast.clerk)
    with pytest.raises(Refused, match=f"{numbers[0]}等问题已据此办理"):
        do("take_back_agenda", item, cast.clerk, reason="登记有误")


@pytest.mark.django_db(transaction=True)
def test_no_plan_is_filed_on_a_letter_that_is_taken_back_at_that_moment(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    known("省整改办")
    number = file_plan(item(charges=CHARGES)).findings[0].number
    Road(number, cast).submitted()
    do("put_on_agenda", meeting(cast), cast.clerk, title="审议", version=version().pk, decision="通过。")
    letter = do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY)
    given = at_once(
        lambda: do("take_back_approval", letter, cast.head, reason="登记有误"),
        lambda: act("file_plan", number, cast.clerk),
    )
    assert sum(isinstance(each, Refused) for each in given) == 1, given
    assert PlanApproval.objects.exists() is (get(number).stage == "plan_filed")


def test_a_class_deadline_taken_back_leaves_the_one_before(numbers: list[str], cast: Cast) -> None:
    seat, later = Inspection.objects.get(), DAY + datetime.timedelta(days=30)
    do("set_class_deadline", seat, cast.clerk, kind="immediate", date=DAY)
    wrong = do("set_class_deadline", seat, cast.clerk, kind="immediate", date=later)
    do("take_back_class_deadline", wrong, cast.clerk, reason="日期有误")
    assert ClassDeadline.objects.latest("pk").date == DAY
    assert record("inspection", seat.pk)[-1] == "撤回“立行立改”类问题的统一时限2026-04-01；理由：日期有误。"


def test_a_class_deadline_that_problems_were_filed_with_stays(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    at_once = item(charges=CHARGES, deadline=DeadlineInput("立行立改", "immediate"))
    number = file_plan(at_once).findings[0].number
    dated = do("set_class_deadline", Inspection.objects.get(), cast.clerk, kind="immediate", date=DAY)
    Road(number, cast).filed()
    with pytest.raises(Refused, match=f"{number}等问题备案时已按这一时限确定日期"):
        do("take_back_class_deadline", dated, cast.clerk, reason="日期有误")
    rest = {
        "kind": "suspend",
        "until": timezone.localdate() + datetime.timedelta(days=60),
        "reason": "征收。",
    }
    act("ask_standing", number, cast.clerk, **rest)
    act("approve_standing", number, cast.head, letter_no="整改〔2026〕30号")
    with pytest.raises(Refused, match=f"{number}等问题备案时已按这一时限确定日期"):
        do("take_back_class_deadline", dated, cast.clerk, reason="日期有误")
    for reason in ("误批", "误提", "备案有误"):
        act("withdraw_step", number, cast.head, reason=reason)
    do("take_back_class_deadline", dated, cast.clerk, reason="日期有误")


def test_what_a_withdrawn_filing_gave_is_given_anew(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    """The day of the class goes with the filing; the next one goes by what holds then, for every purpose."""
    made = file_plan(item(charges=CHARGES, deadline=DeadlineInput("立行立改", "immediate")))
    number, seat = made.findings[0].number, Inspection.objects.get()
    for purpose, day in (("complete", datetime.date(2099, 6, 30)), ("close", datetime.date(2099, 7, 31))):
        wrong = {"kind": "immediate", "purpose": purpose, "date": day}
        do("set_class_deadline", seat, cast.clerk, **wrong)
    Road(number, cast).filed()
    assert get(number).due_on == datetime.date(2099, 6, 30)
    act("withdraw_step", number, cast.head, reason="类别时限有误")
    row = get(number)
    assert (row.due_on, row.deadline_kind) == (None, "immediate")
    for purpose, day in (("complete", datetime.date(2098, 6, 30)), ("close", datetime.date(2098, 7, 31))):
        do("set_class_deadline", seat, cast.clerk, kind="immediate", purpose=purpose, date=day)
    act("file_plan", number, cast.clerk)
    closing = get(number).deadlines.filter(purpose="close").last()
    assert closing is not None
    assert (get(number).due_on, closing.date) == (datetime.date(2098, 6, 30), datetime.date(2098, 7, 31))
    assert not list(disagreements())
