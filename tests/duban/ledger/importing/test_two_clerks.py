"""Two clerks bring the same table at the same moment, or one of them twice: every problem is registered once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duban.accounts.models import Person
from duban.ledger.importing import Mode, Outcome, SheetRow, carry_out, drafting
from duban.ledger.importing.carrying import Table
from duban.ledger.models import Finding, ImportDraft, Inspection
from tests.duban.conftest import Cast
from tests.duban.ledger.importing.conftest import ROWS, Maker
from tests.duban.ledger.importing.test_importing import rows_from
from tests.duban.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SEAT = "2026年市级督察"


def bring(rows: Sequence[SheetRow], actor: Person) -> Outcome:
    return carry_out(rows, actor, table=Table("台账.xlsx"), inspection=SEAT)


def test_the_second_clerk_finds_what_the_first_has_brought(workbook: Maker, cast: Cast) -> None:
    more = [*ROWS, ("3", "第三个问题。", *[""] * 7)]
    for data, new in ((workbook(), 2), (workbook(rows=more), 1)):
        rows = rows_from(data)
        first, second = at_once(
            lambda rows=rows: bring(rows, cast.clerk), lambda rows=rows: bring(rows, cast.head)
        )
        assert sorted([first.new, second.new]) == [0, new]
        assert max(first.same, second.same) == len(rows)
    assert Finding.objects.count() == 3
    assert Inspection.objects.filter(name=SEAT).count() == 1


def test_a_second_click_does_nothing_and_tells_the_same(workbook: Maker, cast: Cast) -> None:
    data = workbook(("督察", "具体问题"), [(SEAT, "甲问题。"), (SEAT, "乙问题。")])
    draft = drafting.receive("台账.xlsx", data, cast.clerk)
    assert drafting.is_plain(draft, cast.clerk)

    def click() -> ImportDraft:
        return drafting.complete(draft.pk, Mode.STOP, "", cast.clerk)

    first, second = at_once(click, click)
    assert first.outcome == second.outcome
    assert first.outcome["new"] == Finding.objects.count() == 2
