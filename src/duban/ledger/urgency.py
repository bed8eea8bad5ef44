"""One number by which findings are sorted: what is owed first, the longest overdue on top; kept by the database itself.

A dated finding that is owed has the ordinal of its day, so that "late" is "less than today". After all days come those that
are owed without a date, and after them what is not owed (finished, withdrawn), in the same order.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from duban.ledger.lifecycle import OWING, Standing

#: Owed, without a fixed day. The last day of the calendar is number 3652059.
UNDATED = 4_000_000
#: From here on nothing is owed.
NOT_OWED = 5_000_000


class Ordinal(Func):
    """The number of a day as Python counts it (1 January of the year 1 is 1)."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = "CAST(julianday(%(expressions)s) - 1721424.5 AS integer)"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="(%(expressions)s - DATE '0001-01-01' + 1)", **context
        )


def expression() -> Any:
    owed = Q(standing=Standing.ACTIVE.value, stage__in=sorted(str(stage) for stage in OWING))
    offset = Case(When(owed, then=Value(0)), default=Value(NOT_OWED), output_field=IntegerField())
    return offset + Coalesce(Ordinal("due_on"), Value(UNDATED))
