"""A short record, and ways to forge it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from duban.journal import guards
from duban.journal.actions import Line, record_all
from duban.journal.models import Entry
from duban.journal.sentences import sentence
from tests.duban.conftest import Cast

SUBJECT = ("test", "1")
OTHER = ("test", "2")


@sentence("test.happened")
def _happened(facts: dict[str, object]) -> str:
    return f"发生了{facts['what']}。"


def happen(subject: tuple[str, str], *what: object, actor: Any = None) -> list[Entry]:
    with transaction.atomic():
        return record_all([Line(subject, "test.happened", {"what": each}) for each in what], actor)


@pytest.fixture
def short(cast: Cast) -> list[Entry]:
    """Three lines of one subject between lines of another."""
    happen(OTHER, "子")
    entries = happen(SUBJECT, "甲", "乙", "丙", actor=cast.clerk)
    happen(OTHER, "丑")
    return entries


Forge = Callable[..., None]


@pytest.fixture
def forge(db: None) -> Forge:
    """Run a statement as somebody would who has the database in her hands."""

    def run(statement: str, *values: object) -> None:
        guards.take_down(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        guards.put_up(connection)

    return run
