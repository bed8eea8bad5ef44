"""How much stands under each leader's name, or on each unit: the same question as the list, counted by who answers.

A finding under two names counts for both; the sums say so, and reconcile with the list through the findings that are under
some name and those that are under none.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Concat

from duban.accounts.permissions import Someone
from duban.ledger import queries
from duban.ledger.filters import Filters
from duban.ledger.lifecycle import STATIONS, station_index
from duban.ledger.models import Charge
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import FindingQuerySet
from duban.organizations.models import Body

SHOWN = 300
#: From so many findings on, all charges are fetched sooner than those on these.
MANY = 20_000


@dataclass(frozen=True, slots=True)
class Load:
    """A line: who, and how many findings in each respect; ``asks`` is what the list is asked to show them."""

    name: str
    asks: str
    total: int
    late: int
    near: int
    stations: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Loads:
    lines: tuple[Load, ...]
    #: Findings of the question, and how many of them are under somebody's name here.
    total: int
    under: int
    #: What the lines add up to: a finding under two names counts twice.
    sums: Load
    is_cut: bool

    @property
    def without(self) -> int:
        return self.total - self.under


def by_leader(person: Someone, filters: Filters, today: datetime.date) -> Loads:
    charges = Charge.objects.filter(role="leader", until__isnull=True).exclude(person_name="")
    return _loads(person, filters, today, charges.values_list("person_name", "finding"), _own_names)


def by_unit(person: Someone, filters: Filters, today: datetime.date) -> Loads:
    """By the units that carry findings out."""
    charges = Charge.objects.filter(role__in=queries.EXECUTING, until__isnull=True, body__isnull=False)
    return _loads(person, filters, today, charges.values_list("body", "finding"), _unit_names)


def _own_names(keys: Iterable[Any]) -> dict[Any, str]:
    return {name: name for name in keys}


def _unit_names(keys: Iterable[Any]) -> dict[Any, str]:
    return dict(Body.objects.filter(pk__in=list(keys)).values_list("pk", "name"))


def _loads(
    person: Someone,
    filters: Filters,
    today: datetime.date,
    charges: QuerySet[Any, tuple[Any, int]],
    named: Callable[[Iterable[Any]], Mapping[Any, str]],
) -> Loads:
    """Counted here: a unit charged twice with one finding is counted once, and databases are slow at distinct counts."""
    rows: FindingQuerySet = queries.counted(person, filters, today)
    facts = dict(_fetched(rows.order_by("urgency").values_list("pk", _respect(today))))
    if len(facts) < MANY:
        charges = charges.filter(finding__in=rows.values("pk"))
    charged = {pair for pair in _fetched(charges.order_by()) if pair[1] in facts}
    counted: dict[Any, Counter[str]] = defaultdict(Counter)
    for (who, said), count in Counter((who, facts[finding]) for who, finding in charged).items():
        for respect in _respects(said):
            counted[who][respect] += count
    names = named(counted)
    lines = _lines({(names[who], who): counts for who, counts in counted.items()})
    under = len({finding for _who, finding in charged})
    return Loads(lines[:SHOWN], len(facts), under, _sum(lines[:SHOWN]), len(lines) > SHOWN)


def _fetched(rows: QuerySet[Any, Any]) -> list[Any]:
    """All at once and as they come: these are pairs by the hundred thousand."""
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[Any] = cursor.fetchall()
        return found


def _respect(today: datetime.date) -> Concat:
    """The stage of a finding, and how it stands against its deadline."""
    day = today.toordinal()
    against = Case(
        When(urgency__lt=day, then=Value(" late")),
        When(urgency__lte=day + NEAR_DAYS, then=Value(" near")),
        default=Value(""),
    )
    return Concat("stage", against, output_field=CharField())


def _respects(said: str) -> Iterable[str]:
    """What a finding counts for: itself, its station, and how it stands."""
    stage, *against = said.split()
    return ("total", f"at_{station_index(stage)}", *against)


def _lines(counted: Mapping[tuple[str, Any], Counter[str]]) -> tuple[Load, ...]:
    ordered = sorted(counted.items(), key=lambda each: (-each[1]["total"], each[0][0]))
    longest = max((counts["total"] for _who, counts in ordered), default=1)
    return tuple(
        Load(
            who,
            str(asks),
            counts["total"],
            counts["late"],
            counts["near"],
            tuple(counts[f"at_{at}"] for at in range(len(STATIONS))),
            round(100 * counts["total"] / longest, 1),
        )
        for (who, asks), counts in ordered
    )


def _sum(lines: tuple[Load, ...]) -> Load:
    return Load(
        "",
        "",
        sum(line.total for line in lines),
        sum(line.late for line in lines),
        sum(line.near for line in lines),
        tuple(sum(line.stations[at] for line in lines) for at in range(len(STATIONS))),
        100.0,
    )
