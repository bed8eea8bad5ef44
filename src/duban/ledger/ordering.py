"""Orders of a list, each with a key by which it goes on after a row: stable, and as fast on the last page as on the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.ledger.querysets import FindingQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from duban.ledger.models import Finding


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

    def after(self, rows: FindingQuerySet, key: str) -> FindingQuerySet:
        """The rows behind this place; a key that is none of this order stands before them all."""
        values = self._values(key)
        return rows if values is None else rows.filter(self._beyond(values, "gt"))

    def front(self, rows: FindingQuerySet, count: int) -> tuple[FindingQuerySet, FindingQuerySet | None]:
        """The first so many of these rows, by the place of the last one, and those behind; None: there are none behind."""
        for values in self.sort(rows).values_list(*self.columns)[count - 1 : count]:
            bound = {f"{self.columns[0]}__lte": values[0]}
            near = rows.filter(self._beyond(values, "lt") | self._at(values), **bound)
            return near, rows.filter(self._beyond(values, "gt"))
        return rows, None

    def _at(self, values: Sequence[Any]) -> Q:
        return Q(**dict(zip(self.columns, values, strict=True)))

    def _beyond(self, values: Sequence[Any], side: str) -> Q:
        """Before or behind a place. The first column is said twice, so that an index is entered at the right place."""
        beyond, equal = Q(pk__in=()), Q()
        for column, value in zip(self.columns, values, strict=True):
            beyond |= equal & Q(**{f"{column}__{side}": value})
            equal &= Q(**{column: value})
        return beyond & Q(**{f"{self.columns[0]}__{side}e": values[0]})

    def _values(self, key: str) -> list[Any] | None:
        parts = key.split("~")
        if len(parts) != len(self.columns):
            return None
        if self.columns == ("number",):
            return [key.replace("\x00", "")[:20]]
        numeric = all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts)
        return [int(part) for part in parts] if numeric else None


ORDERS: Mapping[str, Order] = {
    "": Order(_("最急的在前"), ("urgency", "ordinal", "id")),
    "order": Order(_("文件顺序"), ("inspection_id", "ordinal", "id")),
    "number": Order(_("台账编号"), ("number",)),
}


def order_of(name: str) -> Order:
    return ORDERS.get(name, ORDERS[""])
