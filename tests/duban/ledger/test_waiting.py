"""What waits for a person: only what she can take now, heap by heap, and the list has what is counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from duban.accounts.models import Person
from duban.ledger import queries
from duban.ledger.filters import Filters
from duban.ledger.lifecycle import Stage
from duban.ledger.models import Finding
from duban.ledger.moves import MOVES, Station
from duban.ledger.waiting import MINE, heaps_of
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import do, let_pass, rule_says, to_draft, to_filed, to_work

DAY = datetime.date(2026, 3, 2)
UNTIL = datetime.date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item()).findings[0].number


def waits(person: Person, today: datetime.date = DAY) -> dict[str, int]:
    """What waits for her, without the empty heaps; each list has what its heap counts."""
    found = heaps_of(Finding.objects.visible_to(person), person, today)
    for code, count in found.items():
        filters = Filters(waiting=code)
        assert queries.listed(person, filters, today).count() == count
        assert queries.counted(person, filters, today).count() == count
    return {code: count for code, count in found.items() if count}


def only(*codes: str) -> dict[str, int]:
    return {**dict.fromkeys(codes, 1), MINE: 1}


def test_a_step_waits_for_whoever_owes_it_and_for_nobody_else(number: str, cast: Cast) -> None:
    def told() -> list[dict[str, int]]:
        return [waits(person) for person in (cast.clerk, cast.luming, cast.tangxi, cast.reader, cast.admin)]

    assert told() == [only("assign"), {}, {}, {}, {}]
    to_draft(number, cast)
    assert told() == [{}, only("submit"), {}, {}, {}]
    do("submit_plan", number, cast.luming)
    assert told() == [only("review"), {}, {}, {}, {}]
    do("return_plan", number, cast.clerk, reason="措施不具体。")
    assert told() == [{}, only("returned"), {}, {}, {}]
    do("submit_plan", number, cast.luming)
    do("withdraw_step", number, cast.luming, reason="报错了。")
    assert told() == [{}, only("returned"), {}, {}, {}]
    do("submit_plan", number, cast.luming)
    let_pass(cast)
    assert told() == [only("file"), {}, {}, {}, {}]
    do("file_plan", number, cast.clerk)
    assert told() == [{}, only("start"), {}, {}, {}]
    do("start_work", number, cast.luming)
    assert told() == [{}, {}, {}, {}, {}]


def test_no_step_of_the_ledger_that_leads_on_waits_for_nobody(number: str, cast: Cast) -> None:
    """And what the closing station will take waits for nobody yet."""
    ours = {
        str(stage)
        for move in MOVES
        if move.station == Station.LEDGER and move.end and not move.is_return
        for stage in move.start
    }
    for stage in Stage:
        Finding.objects.update(stage=stage)
        heaps = waits(cast.clerk).keys() | waits(cast.luming).keys()
        assert bool(heaps) == (str(stage) in ours)


def test_work_waits_as_its_day_comes_near_for_who_carries_it_out_and_who_leads(
    number: str, cast: Cast
) -> None:
    to_work(number, cast)
    near, late = datetime.date(2026, 6, 1), datetime.date(2026, 7, 1)
    for day, heap in ((near, "near"), (late, "late")):
        assert waits(cast.luming, day) == waits(cast.leader, day) == only(heap)
        assert waits(cast.clerk, day) == waits(cast.tangxi, day) == {}
    Finding.objects.update(stage=Stage.SELF_ACCEPTED)
    assert waits(cast.luming, late) == waits(cast.leader, late) == {}


def test_a_request_waits_for_whoever_may_decide_it_and_is_shown_to_the_leader(
    number: str, cast: Cast
) -> None:
    to_work(number, cast)
    asked = {"kind": "deadline", "deadline": UNTIL, "reason": "雨季施工受阻。", "assessment": "论证可行。"}
    do("ask_change", number, cast.luming, **asked)
    assert waits(cast.head) == waits(cast.leader) == only("requests")
    assert waits(cast.clerk) == waits(cast.luming) == waits(cast.tangxi) == {}
    do("refuse_change", number, cast.head, reason="理由不足。")
    assert waits(cast.head) == waits(cast.leader) == {}


def test_nobody_is_told_to_decide_her_own_request_unless_the_rule_lets_her(number: str, cast: Cast) -> None:
    to_work(number, cast)
    do("ask_standing", number, cast.head, kind="suspend", until=UNTIL, reason="汛期停工。")
    assert waits(cast.head) == {}
    rule_says("requester_may_approve", True)
    assert waits(cast.head) == only("requests")


def test_a_request_to_resume_waits_though_the_problem_is_not_in_the_count(number: str, cast: Cast) -> None:
    to_work(number, cast)
    do("ask_standing", number, cast.luming, kind="suspend", until=UNTIL, reason="汛期停工。")
    do("approve_standing", number, cast.head)
    assert waits(cast.head) == {}
    do("ask_standing", number, cast.luming, kind="resume", reason="汛期已过。")
    assert waits(cast.head) == only("requests")


def test_a_rest_that_is_over_waits_for_who_must_take_it_up_again_or_ask_for_longer(
    number: str, cast: Cast
) -> None:
    to_work(number, cast)
    do("ask_standing", number, cast.luming, kind="suspend", until=UNTIL, reason="汛期停工。")
    do("approve_standing", number, cast.head)
    after = UNTIL + datetime.timedelta(days=1)
    assert waits(cast.luming, UNTIL) == waits(cast.leader, UNTIL) == {}
    assert waits(cast.luming, after) == waits(cast.leader, after) == only("rested")
    assert waits(cast.head, after) == waits(cast.clerk, after) == waits(cast.tangxi, after) == {}
    longer = {"until": UNTIL + datetime.timedelta(days=30), "reason": "汛期未过。"}
    do("ask_standing", number, cast.luming, kind="suspend", **longer)
    assert (waits(cast.luming, after), waits(cast.head, after)) == ({}, only("requests"))
    do("approve_standing", number, cast.head)
    assert waits(cast.luming, after) == {}
    assert waits(cast.luming, after + datetime.timedelta(days=30)) == only("rested")


def test_all_heaps_are_counted_at_once(
    item: ItemMaker, file_plan: Filer, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    numbers = [row.number for row in file_plan(*(item() for _ in range(4))).findings]
    to_filed(numbers[0], cast)
    to_draft(numbers[1], cast)
    for person in (cast.clerk, cast.head, cast.luming, cast.leader):
        with django_assert_max_num_queries(5):
            heaps_of(Finding.objects.visible_to(person), person, DAY)
    assert waits(cast.luming) == {"start": 1, "submit": 1, MINE: 2}
    assert waits(cast.clerk) == {"assign": 2, MINE: 2}
