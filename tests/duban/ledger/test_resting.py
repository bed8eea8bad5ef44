"""Work that rests: for how long, for longer, and beside a deadline that somebody wants changed at the same time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from duban.ledger.actions import revise_plan
from duban.ledger.agreeing import disagreements
from duban.ledger.errors import Refused
from duban.ledger.inputs import ItemChange, PlanInput
from duban.ledger.models import Plan, PlanItem, Request
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import do, finding, rule_says, to_work, told

pytestmark = pytest.mark.django_db

DAY = datetime.date
LETTER = "岚环督函〔2026〕21号"
LONGER = {"kind": "deadline", "deadline": DAY(2026, 9, 30), "reason": "来不及。", "assessment": "论证。"}
REST = {"kind": "suspend", "until": DAY(2026, 5, 1), "reason": "征收未完成。"}


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on(DAY(2026, 3, 2)):
        yield


def on(day: datetime.date) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.combine(day, datetime.time(10), datetime.UTC), tick=False)


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer, cast: Cast) -> str:
    """In work, due on 30 June 2026."""
    rule_says("suspension_rests_deadline", True)
    return to_work(file_plan(item(), item(printed_no="（二）")).findings[0].number, cast)


def rest(number: str, cast: Cast, **said: object) -> None:
    do("ask_standing", number, cast.luming, **{**REST, **said})
    do("approve_standing", number, cast.head, letter_no=LETTER)


def back_to_work(number: str, cast: Cast) -> None:
    do("ask_standing", number, cast.luming, kind="resume", reason="条件具备。")
    do("approve_standing", number, cast.head, letter_no=LETTER)


def test_who_comes_back_late_gains_nothing_by_it(number: str, cast: Cast) -> None:
    rest(number, cast)
    with on(DAY(2026, 8, 1)):
        back_to_work(number, cast)
    assert (finding(number).due_on, told(number)[-1]) == (
        DAY(2026, 6, 30) + (DAY(2026, 5, 2) - DAY(2026, 3, 2)),
        "批准鲁晓的申请：恢复整改，中止61天，时限相应顺延。记录保留。",
    )


def test_a_rest_is_made_longer_and_stays_one_rest(number: str, cast: Cast, client: Client) -> None:
    rest(number, cast)
    with on(DAY(2026, 4, 20)):
        with pytest.raises(Refused, match="已中止至2026年5月1日，延长须晚于这一天"):
            rest(number, cast, until=DAY(2026, 4, 30))
        with pytest.raises(Refused, match="只能申请恢复或延长中止"):
            do("ask_standing", number, cast.luming, kind="withdraw", reason="试。")
        client.force_login(cast.luming)
        page = client.get(f"/ledger/{number}/").content.decode()
        assert (page.count(">申请恢复整改</a>"), page.count(">申请延长中止</a>")) == (1, 1)
        rest(number, cast, until=DAY(2026, 7, 1), reason="征收仍未完成。")
    assert "中止延长至2026年7月1日" in told(number)[-1]
    assert finding(number).standing_changes.last().until == DAY(2026, 7, 1)  # type: ignore[union-attr]
    with on(DAY(2026, 6, 1)):
        back_to_work(number, cast)
        assert finding(number).due_on == DAY(2026, 6, 30) + (DAY(2026, 6, 1) - DAY(2026, 3, 2))
        do("withdraw_step", number, cast.head, reason="误批。")
        do("refuse_standing", number, cast.head, reason="条件不具备。")
    with on(DAY(2026, 6, 11)):
        back_to_work(number, cast)
    assert finding(number).due_on == DAY(2026, 6, 30) + (DAY(2026, 6, 11) - DAY(2026, 3, 2))
    assert not list(disagreements())


def test_a_longer_rest_that_was_a_mistake_is_taken_back_to_the_shorter(number: str, cast: Cast) -> None:
    rest(number, cast)
    rest(number, cast, until=DAY(2026, 7, 1))
    do("withdraw_step", number, cast.head, reason="误批。")
    assert finding(number).standing_changes.last().until == DAY(2026, 5, 1)  # type: ignore[union-attr]
    assert finding(number).standing == "suspended"


def test_a_rest_that_would_be_over_is_not_approved(number: str, cast: Cast) -> None:
    do("ask_standing", number, cast.luming, **REST)
    with on(DAY(2026, 5, 1)), pytest.raises(Refused, match="该日已到或已过，不能批准"):
        do("approve_standing", number, cast.head, letter_no=LETTER)
    assert finding(number).standing == "active"


def test_what_was_asked_of_a_rest_does_not_bring_back_what_the_plan_dropped(number: str, cast: Cast) -> None:
    rest(number, cast)
    do("ask_standing", number, cast.luming, kind="resume", reason="条件具备。")
    gone = ItemChange("gone", PlanItem.objects.get(finding__number=number).pk)
    revise_plan(Plan.objects.get(), PlanInput("修订稿"), [gone], cast.clerk)
    with pytest.raises(Refused, match="在册情况是“中止”，现已撤销"):
        do("approve_standing", number, cast.head, letter_no=LETTER)
    do("refuse_standing", number, cast.head, reason="方案已不再列入。")
    assert finding(number).standing == "withdrawn"


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        (("ask_change", LONGER), ("ask_standing", REST), "调整时限"),
        (("ask_standing", REST), ("ask_change", LONGER), "中止整改"),
    ],
)
def test_one_asks_for_more_time_or_for_a_rest_and_is_told_the_way_out(
    number: str,
    cast: Cast,
    client: Client,
    first: tuple[str, dict[str, object]],
    then: tuple[str, dict[str, object]],
    kind: str,
) -> None:
    do(first[0], number, cast.luming, **first[1])
    why = f"提出“{kind}”的申请，尚未审批；调整时限和中止整改都改变整改时限，不同时申请。请等待审批，或先撤回该申请"
    with pytest.raises(Refused, match=why):
        do(then[0], number, cast.luming, **then[1])
    client.force_login(cast.luming)
    page = client.get(f"/ledger/{number}/steps/{then[0]}/").content.decode()
    assert why in page
    assert f'value="{then[1]["kind"]}"' not in page
    assert f"kind={then[1]['kind']}" not in page
    do("ask_change", number, cast.luming, kind="goal", goal="新目标。", reason="试。", assessment="试。")
    do("take_back", number, cast.luming, request=Request.objects.exclude(kind="goal").get().pk)
    do(then[0], number, cast.luming, **then[1])


def test_where_both_wait_all_the_same_the_day_is_settled_first(number: str, cast: Cast) -> None:
    do("ask_change", number, cast.luming, **LONGER)
    do("refuse_change", number, cast.head, reason="工期可以压缩。")
    do("ask_standing", number, cast.luming, **REST)
    Request.objects.filter(kind="deadline").update(state="open", decided_by=None, decided_at=None)
    with pytest.raises(Refused, match="“调整时限”的申请尚未审批，请先批准或不予批准，再审批中止"):
        do("approve_standing", number, cast.head, letter_no=LETTER)
    do("approve_change", number, cast.head, letter_no=LETTER)
    do("approve_standing", number, cast.head, letter_no=LETTER)
    assert (finding(number).due_on, finding(number).standing) == (DAY(2026, 9, 30), "suspended")
