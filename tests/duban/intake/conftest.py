"""Sets under review: received and read in one call, with the reading given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from duban.intake.actions import receiving, settling
from duban.intake.actions.receiving import Incoming
from duban.intake.models import DraftItem, IntakeSet
from duban.intake.reading import Outcome
from tests.duban.conftest import Cast
from tests.duban.intake import plans

SetMaker = Callable[..., IntakeSet]


@pytest.fixture
def read_set(cast: Cast) -> SetMaker:
    """``read_set(("方案.txt", outcome), …)``: files of one set and what their reading gave."""

    def make(*files: tuple[str, Outcome], **more: Any) -> IntakeSet:
        arrived = [Incoming(name, len(name), [f"{name}{at}".encode()]) for at, (name, _o) in enumerate(files)]
        made = receiving.receive(cast.clerk, arrived, **more).intake_set
        assert made is not None
        for row, (_name, outcome) in zip(made.files.order_by("position"), files, strict=True):
            settling.settle(row.pk, outcome)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def reviewed(read_set: SetMaker) -> IntakeSet:
    """A set of one plan with three items."""
    return read_set(("澜州市整改方案.txt", plans.answer()))


@pytest.fixture
def items(reviewed: IntakeSet) -> list[DraftItem]:
    return list(reviewed.items.all())
