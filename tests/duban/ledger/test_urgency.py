"""The number that lists are sorted by never disagrees with stage, standing and date, whoever writes."""

from __future__ import annotations

import datetime

import pytest

from duban.ledger.lifecycle import OWING, Stage, Standing
from duban.ledger.models import Finding, Inspection
from duban.ledger.urgency import NOT_OWED, UNDATED

DAYS = (
    None,
    datetime.date(1, 1, 1),
    datetime.date(2026, 2, 28),
    datetime.date(2028, 2, 29),
    datetime.date(9999, 12, 31),
)


@pytest.fixture
def inspection(db: None) -> Inspection:
    return Inspection.objects.create(name="排序")


def test_it_follows_from_stage_standing_and_date(inspection: Inspection) -> None:
    cases = [(stage, standing, day) for stage in Stage for standing in Standing for day in DAYS]
    Finding.objects.bulk_create(
        Finding(
            number=str(at), inspection=inspection, problem="一", stage=stage, standing=standing, due_on=day,
            registered_at="2026-01-01T00:00Z",
        )
        for at, (stage, standing, day) in enumerate(cases)
    )  # fmt: skip
    for row in Finding.objects.all():
        owed = row.stage in OWING and row.standing == Standing.ACTIVE
        place = row.due_on.toordinal() if row.due_on else UNDATED
        assert row.urgency == place + (0 if owed else NOT_OWED), row


def test_it_follows_every_way_of_writing(inspection: Inspection) -> None:
    day = datetime.date(2026, 3, 2)
    row = Finding.objects.create(
        number="1", inspection=inspection, problem="一", due_on=day, registered_at="2026-01-01T00:00Z"
    )
    Finding.objects.filter(pk=row.pk).update(stage=Stage.CLOSED)
    assert Finding.objects.get().urgency == NOT_OWED + day.toordinal()
    row.stage, row.due_on = Stage.REOPENED, None
    row.save()
    assert Finding.objects.get().urgency == UNDATED
    row.standing = Standing.SUSPENDED
    Finding.objects.bulk_update([row], ["standing"])
    assert Finding.objects.get().urgency == NOT_OWED + UNDATED
