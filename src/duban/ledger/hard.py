"""Questions that the finding's own columns do not answer: who is charged with it, and what words it has.

They are put in one of three ways, with one answer. Looking at one finding after the other costs as much as is shown; going
from charges and from the index of words to their findings costs as much as there is to find. What is charged to several is
found among the charges, before any finding is fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from duban.accounts.permissions import Someone
from duban.accounts.sight import sight
from duban.ledger.models import Charge, Finding
from duban.ledger.querysets import FindingQuerySet, Way, charges_of, held
from duban.ledger.searching.lookups import Words

Part = Callable[[FindingQuerySet, Way], FindingQuerySet]
#: So many findings are read sooner than an index of words is asked.
FEW = 3000


class _Found(Subquery):
    """Nothing found is not an unknown finding."""

    empty_result_set_value = NotImplemented


class _OneOf(Func):
    """The finding is one of these. On PostgreSQL they are gathered first: it takes a few hundred that are charged to two for
    thousands, and would rather read the whole ledger than fetch them."""

    output_field = BooleanField()

    def __init__(self, found: QuerySet[Any, Any]) -> None:
        super().__init__(F("pk"), _Found(found), template="%(expressions)s", arg_joiner=" IN ")

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY", **more
        )


class _Plain(Func):
    """The number itself, by which no index is entered."""

    template = "+%(expressions)s"
    output_field = BigIntegerField()


@dataclass(slots=True)
class Hard:
    """The hard questions that are asked together."""

    words: str = ""
    #: For each question, the charges of which one must be in force.
    charges: list[tuple[Q, ...]] = field(default_factory=list)
    #: A role that somebody must have. Nearly every finding may have one, so that nothing begins with it if it can be helped.
    role: str = ""
    #: What can only be asked of findings.
    others: list[Part] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.words or self.charges or self.role or self.others)

    def seen_by(self, person: Someone) -> Hard:
        """And she sees it."""
        seen = sight(person)
        if seen.everything:
            return self
        return replace(self, charges=[charges_of(seen), *self.charges])

    def ask(self, rows: FindingQuerySet, way: Way) -> FindingQuerySet:
        return self.look(rows) if way is Way.LOOKING else self.drive(rows, way)

    def look(self, rows: FindingQuerySet) -> FindingQuerySet:
        """Words last: a text is longer than a charge."""
        for wanted in [*self.charges, *self._roles()]:
            rows = rows.filter(held(*wanted, way=Way.LOOKING))
        for part in self.others:
            rows = part(rows, Way.LOOKING)
        if self.words and self.charges and connection.vendor == "postgresql":
            # It would read the text of every row before it asks whose it is.
            rows = Finding.objects.filter(_OneOf(rows.order_by().values("pk")))
        return rows.filter(search_text__reads=self.words) if self.words else rows

    def drive(self, rows: FindingQuerySet, way: Way = Way.DRIVING) -> FindingQuerySet:
        found = self._charged()
        if self.words:
            rows = self._said(rows, found, way)
        elif found is not None:
            rows = rows.filter(pk__in=found) if way is Way.COUNTING else rows.filter(_OneOf(found))
        for part in self.others:
            rows = part(rows, Way.LOOKING if self.charges and way is Way.DRIVING else way)
        return rows

    def few(self, most: int) -> list[int] | None:
        """The findings that have two charges at once, by their numbers; None where they may be more than this, and where
        something else is asked."""
        if self.words or self.others or self.role or len(self.charges) != 2:
            return None
        first, second = self.charges
        # The sign keeps SQLite from asking the other charges of each finding one by one.
        found = _now().filter(_any(second)).alias(of=_Plain("finding")).filter(of__in=_findings(first))
        numbers = list(found.values_list("finding", flat=True)[: most + 1])
        return sorted(set(numbers)) if len(numbers) <= most else None

    def _said(self, rows: FindingQuerySet, among: QuerySet[Charge] | None, way: Way) -> FindingQuerySet:
        """By the index, unless so few are left that reading them is less work than asking it for a frequent word."""
        if among is None:
            return rows.mentioning(self.words, way)
        if way is Way.DRIVING and _findings(self.charges[0])[: FEW + 1].count() <= FEW:
            return rows.filter(pk__in=among, search_text__reads=self.words)
        return rows.filter(search_text__mentions=Words(self.words, among))

    def _charged(self) -> QuerySet[Charge] | None:
        """The findings on which each question has its charge."""
        if not self.charges:
            return _findings(*self._roles()) if self.role else None
        first, *others = self.charges
        also = self._having_role() if self.role else Q()
        found = _findings(tuple(each & also for each in first))
        return found.intersection(*map(_findings, others)) if others else found

    def _having_role(self) -> Q:
        """A rare role is looked up among all who have it; a common one on each finding."""
        having = _now().filter(role=self.role)
        is_common = Exists(having[FEW : FEW + 1])
        among, here = (
            Q(finding__in=having.values("finding")),
            Exists(having.filter(finding=OuterRef("finding"))),
        )
        return (~Q(is_common) & among) | (Q(is_common) & Q(here))

    def _roles(self) -> list[tuple[Q]]:
        return [(Q(role=self.role),)] if self.role else []


def hers(person: Someone) -> QuerySet[Charge, Any]:
    """The findings of somebody who sees a part, from the charges by which she sees them."""
    return _findings(charges_of(sight(person)))


def _now() -> QuerySet[Charge]:
    return Charge.objects.filter(until__isnull=True).order_by()


def _findings(wanted: tuple[Q, ...]) -> QuerySet[Charge, Any]:
    now = _now()
    first, *others = (now.filter(each).values("finding") for each in wanted)
    return first.union(*others, all=True) if others else first


def _any(wanted: tuple[Q, ...]) -> Q:
    return reduce(or_, wanted)
