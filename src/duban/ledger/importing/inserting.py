"""How far the writing of an import is: the verbs of the ledger write all of it at once, so the rows are counted as they go
to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from duban.ledger.importing.steps import Steps, Tell
from duban.ledger.importing.trial import RowPlan, Trial

#: Of every new problem: its item, its version, itself, a chain of the record and a line in it.
_OF_EACH = 5


def rows_left_by(trial: Trial, updates: bool) -> int:
    """About so many rows an import writes."""
    rows = [*trial.of("new"), *(trial.of("changed") if updates else ())]
    return sum(map(_rows_of, rows))


def _rows_of(row: RowPlan) -> int:
    item = row.item
    parts = (item.measures, item.milestones, item.charges, item.extra, item.indicators, row.sites)
    more = bool(item.deadline.kind) + 2 * bool(row.opening)
    return _OF_EACH + sum(map(len, parts)) + more


@contextmanager
def inserting(expected: int, tell: Tell) -> Iterator[None]:
    """Tell of the rows that are inserted inside."""
    steps = Steps(expected, tell)

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if sql.startswith("INSERT") and params:
            steps.skip(_inserted(sql, params))
        return done

    with connection.execute_wrapper(count):
        yield


def _inserted(sql: str, params: Sequence[Any]) -> int:
    """PostgreSQL is given a list for each column, SQLite one value after the other."""
    if isinstance(params[0], list):
        return len(params[0])
    return len(params) // (sql[: sql.index(")")].count(",") + 1)
