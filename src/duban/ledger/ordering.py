"""Orders of a list, each with a key by which it goes on after a row: stable, and as fast on the last page as on the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from duban.ledger.querysets import FindingQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from duban.ledger.models import Finding

#: Where a row stands: its values in the columns of an order.
Place = tuple[Any, ...]


class _Stands(Func):
    """A row stands before or behind a place, said of all columns at once, as an index is entered."""

    output_field = BooleanField()

    def __init__(self, columns: tuple[str, ...], side: str, place: Place) -> None:
        held = ", ".join(["%%s"] * len(place))
        super().__init__(*columns, template=f"(%(expressions)s) {side} ({held})")
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *more: Any, **named: Any) -> Any:
        sql, parameters = super().as_sql(compiler, connection, *more, **named)
        return sql, [*parameters, *self.place]


@dataclass(frozen=True, slots=True)
class Order:
    """Rows ascend by these columns, which together tell every row from every other."""

    name: StrOrPromise
    columns: tuple[str, ...]

    def sort(self, rows: FindingQuerySet) -> FindingQuerySet:
        return rows.order_by(*self.columns)

    def key(self, finding: Finding) -> str:
        """The place of a row in this order, for an address."""
        return "~".join(str(getattr(finding, column)) for column in self.columns)

    def place(self, key: str) -> Place | None:
        """Where the row with this key stands; None for a key that is none of this order."""
        values = self._values(key)
        return None if values is None else tuple(values)

    def behind(self, rows: FindingQuerySet, place: Place | None) -> FindingQuerySet:
        """The rows behind this place; all of them where there is none."""
        return rows if place is None else rows.filter(_Stands(self.columns, ">", place))

    def front(
        self, rows: FindingQuerySet, count: int, place: Place | None = None
    ) -> tuple[FindingQuerySet, Place | None]:
        """The first so many rows behind a place, and the place of the last one; None: there are none behind it."""
        rest = self.behind(rows, place)
        for last in self.sort(rest).values_list(*self.columns)[count - 1 : count]:
            return rest.filter(_Stands(self.columns, "<=", last)), last
        return rest, None

    def _values(self, key: str) -> list[Any] | None:
        parts = key.split("~")
        if len(parts) != len(self.columns):
            return None
        if self.columns == ("number",):
            return [key.replace("\x00", "")[:20]]
        numeric = all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts)
        return [int(part) for part in parts] if numeric else None


ORDERS: Mapping[str, Order] = {
    "": Order(_("按紧急程度"), ("urgency", "ordinal", "id")),
    "order": Order(_("文件顺序"), ("inspection_id", "ordinal", "id")),
    "number": Order(_("台账编号"), ("number",)),
}


def order_of(name: str) -> Order:
    return ORDERS.get(name, ORDERS[""])
