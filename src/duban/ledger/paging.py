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
from duban.ledger.querysets import FindingQuerySet

#: So many rows in front are looked at before the whole question is put; fewer where each is read for words, and where she
#: sees a part, for what is hers is found among the charges nearly as soon.
LOOKED_AT = 2400
READ = 1000
LOOKED_AT_FOR_HERS = 700
#: And never more than these; fewer where all of them are read, for an index finds what is rare sooner.
FURTHEST = 12_000
FURTHEST_READ = 6_000


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
    hard = filters.hard(person, today).seen_by(person)

    def asked(rows: FindingQuerySet) -> list[int]:
        return list(order.sort(rows).values_list("pk", flat=True)[:limit])

    if not hard:
        return asked(plain)
    found: list[int] = []
    rest: FindingQuerySet | None = plain
    sees_all = sight(person).everything
    looked_at, further = 0, (READ if filters.q else LOOKED_AT) if sees_all else LOOKED_AT_FOR_HERS
    furthest = FURTHEST_READ if filters.q and sees_all else FURTHEST
    # Where some of the rows in front answered, a longer look is likely to be enough, and still short.
    while rest is not None and further > 0 and looked_at + further <= furthest:
        near, rest = order.front(rest, further)
        found += asked(hard.look(near))
        if rest is None or len(found) >= limit:
            return found[:limit]
        looked_at += further
        further = 3 * looked_at * (limit - len(found)) // (2 * len(found)) if found else 0
    return asked(hard.drive(plain))
