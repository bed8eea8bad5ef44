"""The first rows of a list, or the next ones, at a cost that does not grow with the ledger.

Where only the finding's own columns are asked for, an index gives the rows in order. Where charges or words are asked for as
well, the rows in front are looked at one by one; only when too few of them answer is the whole question put, and then there
is not much to sort.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from duban.accounts.permissions import Someone
from duban.accounts.sight import sight
from duban.ledger.filters import Filters
from duban.ledger.models import Finding
from duban.ledger.ordering import Order, order_of
from duban.ledger.querysets import FindingQuerySet, Way

#: So many rows in front are looked at before the whole question is put.
LOOKED_AT = 1500
#: And never more than these.
FURTHEST = 12_000
#: So many findings are read sooner than an index is asked.
FEW = 3000


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in their order, and where the next ones begin (empty: there are none)."""

    rows: list[Finding]
    next_key: str
    is_first: bool

    @property
    def is_all(self) -> bool:
        return self.is_first and not self.next_key


def first_rows(
    person: Someone,
    filters: Filters,
    today: datetime.date,
    size: int,
    after: str = "",
    fetch: Callable[[FindingQuerySet], FindingQuerySet] = lambda rows: rows,
) -> Page:
    """``fetch`` says what else the rows bring along."""
    order = order_of(filters.sort)
    pks = _first(person, filters, today, order, size + 1, after)
    found = {row.pk: row for row in fetch(Finding.objects.filter(pk__in=pks[:size]))}
    rows = [found[pk] for pk in pks[:size] if pk in found]
    return Page(rows, order.key(rows[-1]) if len(pks) > size and rows else "", not after)


def _first(
    person: Someone, filters: Filters, today: datetime.date, order: Order, limit: int, after: str
) -> list[int]:
    plain = filters.plain(Finding.objects.all(), today)
    if after:
        plain = order.after(plain, after)
    parts = filters.hard_parts(person, today)
    if not sight(person).everything:
        parts.append(lambda rows, way: rows.visible_to(person, way=way))

    def asked(rows: FindingQuerySet, leading: range) -> list[int]:
        for at, part in enumerate(parts):
            rows = part(rows, Way.DRIVING if at in leading else Way.LOOKING)
        return list(order.sort(rows).values_list("pk", flat=True)[:limit])

    if not parts:
        return asked(plain, range(0))
    found: list[int] = []
    rest: FindingQuerySet | None = plain
    looked_at, further = 0, LOOKED_AT
    # Where some of the rows in front answered, a longer look is likely to be enough, and still short.
    while rest is not None and further > 0 and looked_at + further <= FURTHEST:
        near, rest = order.front(rest, further)
        found += asked(near, range(0))
        if rest is None or len(found) >= limit:
            return found[:limit]
        looked_at += further
        further = 3 * looked_at * (limit - len(found)) // (2 * len(found)) if found else 0
    return asked(plain, _leading(person, filters, len(parts)))


def _leading(person: Someone, filters: Filters, parts: int) -> range:
    """The parts by which findings are fetched, for the others to be looked at: all where it is about charges; with words, the
    words, unless she sees so few that reading all of these is less work than fetching all that have the words."""
    if not filters.q:
        return range(parts)
    if sight(person).everything:
        return range(1)
    few = Finding.objects.visible_to(person, way=Way.DRIVING).order_by()[: FEW + 1].count() <= FEW
    return range(parts - 1, parts) if few else range(1)
