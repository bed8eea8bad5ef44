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
from duban.ledger.hard import Hard
from duban.ledger.models import Finding
from duban.ledger.ordering import Order, Place, order_of
from duban.ledger.querysets import FindingQuerySet


@dataclass(frozen=True, slots=True)
class Reach:
    """How many rows are looked at for each that is wanted, before the whole question is put; and how many in all by a second
    look, where the first promises enough of them. Beyond that the charges or the index of words give every finding for less
    than the look would cost."""

    for_each: int
    in_all: int = 0


#: A row whose text is read costs as much as several whose charges are asked: the index is next.
BY_CHARGES, BY_WORDS = Reach(48), Reach(24)
#: Whoever sees a part: what is hers is found among the charges nearly as soon. Words are not, and of what is not hers no text
#: is read.
AMONG_HERS, HER_WORDS = Reach(20), Reach(20, 9000)
#: What is looked for does not lie evenly.
LUCK = 1.5
#: So many findings are asked for by their numbers.
FEW = 500


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in their order, and where the next ones begin (empty: there are none)."""

    rows: list[Finding]
    next_key: str
    is_first: bool
    #: The numbers of all findings of which the charges that are asked for hold, wherever they stand; None: not known.
    among: list[int] | None = None

    @property
    def is_all(self) -> bool:
        return self.is_first and not self.next_key


@dataclass(frozen=True, slots=True)
class _Found:
    pks: list[int]
    among: list[int] | None = None


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
    first = _first(person, filters, today, order, size + 1, after)
    pks = first.pks
    found = {row.pk: row for row in fetch(Finding.objects.filter(pk__in=pks[:size]))}
    rows = [found[pk] for pk in pks[:size] if pk in found]
    return Page(rows, order.key(rows[-1]) if len(pks) > size and rows else "", not after, first.among)


def _first(
    person: Someone, filters: Filters, today: datetime.date, order: Order, limit: int, after: str
) -> _Found:
    plain = filters.plain(Finding.objects.all(), today)
    hard = filters.hard(person, today).seen_by(person)
    begin = order.place(after) if after else None

    def asked(rows: FindingQuerySet) -> list[int]:
        return list(order.sort(rows).values_list("pk", flat=True)[:limit])

    if not hard:
        return _Found(asked(order.behind(plain, begin)))
    found, is_end = _looked(hard, order, plain, begin, limit, _reach(person, filters))
    if is_end or len(found) == limit:
        return _Found(found)
    # None of the rows in front: there are likely to be few.
    few = hard.few(FEW) if not found else None
    if few is None:
        return _Found(asked(hard.drive(order.behind(plain, begin))))
    return _Found(asked(order.behind(plain.filter(pk__in=few), begin)) if few else [], few)


def _looked(
    hard: Hard, order: Order, plain: FindingQuerySet, begin: Place | None, limit: int, reach: Reach
) -> tuple[list[int], bool]:
    """What is found by looking at the rows behind a place, and whether there are none behind those looked at. A second, longer
    look is taken where enough of the rows in front answered that it is likely to do; it ends with the last row needed."""
    found: list[int] = []

    def look(count: int, place: Place | None) -> Place | None:
        near, last = order.front(plain, count, place)
        found.extend(order.sort(hard.look(near)).values_list("pk", flat=True)[: limit - len(found)])
        return last

    at_first = reach.for_each * limit
    last = look(at_first, begin)
    is_likely = LUCK * limit * at_first <= len(found) * reach.in_all
    if last and len(found) < limit and is_likely:
        last = look(reach.in_all - at_first, last)
    return found, last is None


def _reach(person: Someone, filters: Filters) -> Reach:
    if sight(person).everything:
        return BY_WORDS if filters.q else BY_CHARGES
    return HER_WORDS if filters.q else AMONG_HERS
