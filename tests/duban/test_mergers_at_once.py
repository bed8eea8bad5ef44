"""Mergers, revisions, many rows and tables at the same moment: no circle, no deadlock, each of them whole or told why not."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

import pytest

from duban.journal.verification import verify_all
from duban.ledger.actions import revise_plan
from duban.ledger.agreeing import disagreements
from duban.ledger.errors import Refused
from duban.ledger.importing import SheetRow, carry_out
from duban.ledger.importing.carrying import Table
from duban.ledger.inputs import ItemChange, PlanInput
from duban.ledger.leaving import chain
from duban.ledger.models import BulkRow, Finding, Plan, Step
from duban.ledger.verbs import VERBS
from duban.ledger.verbs.bulk import carry_on, open_run
from tests.duban.killing_acts import House
from tests.duban.ledger.planning import act, decide, get
from tests.duban.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def ask(house: House, one: str, other: str) -> None:
    act("ask_standing", one, house.cast.clerk, kind="merge", into=other, reason="同一问题。")


def approve(house: House, number: str) -> Step:
    return act("approve_standing", number, house.cast.head)


def test_a_ring_of_mergers_never_closes() -> None:
    """Each is asked to go into the next; one at least stays, whoever comes first, and the others live on in it."""
    house = House()
    for size in (2, 3, 4):
        ring = house.file(size)
        for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
            ask(house, one, other)
        given = at_once(*(lambda number=number: approve(house, number) for number in ring))  # type: ignore[misc]
        refused = [each for each in given if not isinstance(each, Step)]
        assert len(refused) == 1, given
        assert "不能把问题并入它自己" in str(refused[0])
        for number in ring:
            assert [get(number), *chain(get(number))][-1].standing == "active"
    assert verify_all().holds


def test_chains_that_meet_are_one_chain() -> None:
    """A is to go into B, C into D, while B goes into C and D into A: none of the four holds all that it touches."""
    house = House()
    a, b, c, d = house.file(4)
    for one, other in ((a, b), (b, c), (c, d), (d, a)):
        ask(house, one, other)
    pairs = [(b, d), (a, c)]
    given = list(itertools.chain.from_iterable(at_once(*_both(house, pair)) for pair in pairs))
    assert sum(isinstance(each, Step) for each in given) == 3, given
    assert Finding.objects.filter(standing="active").count() == 1
    assert not list(disagreements())


def _both(house: House, pair: tuple[str, str]) -> list[Any]:
    return [lambda number=number: approve(house, number) for number in pair]


def test_what_came_back_is_not_merged_again_into_what_went_into_it() -> None:
    house = House()
    one, other = house.file(2)
    ask(house, one, other)
    approve(house, one)
    act("ask_standing", one, house.cast.clerk, kind="resume", reason="并非同一问题。")
    approve(house, one)
    ask(house, other, one)
    approve(house, other)
    with pytest.raises(Refused, match="互相并入"):
        act("withdraw_step", one, house.cast.head, reason="误批。")
    assert get(one).standing == "active"


def test_many_rows_a_revision_a_table_and_a_meeting_at_once() -> None:
    """They touch the same findings in different orders: one waits for the other, and all of it is there afterwards."""
    house = House()
    numbers = house.file(6)
    plan, clerk, head = Plan.objects.latest("pk"), house.cast.clerk, house.cast.head
    items = list(plan.items.order_by("-pk"))
    said = {"role": "supporting", "names": ("棠溪县",)}
    run = open_run(VERBS["charge"], numbers, said, clerk, uuid.uuid4())
    changes = [ItemChange("changed", each.pk, house.item(goal=f"目标{each.pk}。")) for each in items]
    row = SheetRow(
        2, {"problem": "表中问题。", "measures": "巡查。", "main": "鹿鸣县", "stage": "整改中"}, {}, {}
    )

    def meet() -> object:
        return decide(house.cast)

    def bring_in() -> object:
        table = Table("台账.xlsx")
        return carry_out([row], clerk, table=table, inspection="表中督察", attestation="属实。")

    given = at_once(
        lambda: carry_on(run, VERBS["charge"].inputs(**said)),
        lambda: revise_plan(plan, PlanInput(title="修订稿"), changes, head),
        lambda: [
            act("charge", number, head, role="person", names=("陆明 局长",)) for number in numbers[::-1]
        ],
        bring_in,
        meet,
    )
    assert not [each for each in given if isinstance(each, Exception)], given
    assert BulkRow.objects.filter(run=run, step__isnull=False).count() == len(numbers)
    for number in numbers:
        held = set(get(number).charges.filter(until=None).values_list("role", "printed"))
        assert ("supporting", "棠溪县") in held
        assert any(role == "person" for role, _name in held)
        assert get(number).goal.startswith("目标")
        assert get(number).step_count == 3
    assert Finding.objects.filter(problem="表中问题。").count() == 1
    assert verify_all().holds
    assert not list(disagreements())
