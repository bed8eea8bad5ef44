"""How much stands under each leader's name, or on each unit: the same question as the list, counted by who answers.

A finding under two names counts for both; the sums say so, and reconcile with the list through the findings that are under
some name and those that are under none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from duban.accounts.permissions import Someone
from duban.ledger import queries
from duban.ledger.filters import Filters
from duban.ledger.lifecycle import STATIONS
from duban.ledger.models import Charge
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import FindingQuerySet

SHOWN = 300


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
    return _loads(person, filters, today, charges.annotate(who=F("person_name")), "who")


def by_unit(person: Someone, filters: Filters, today: datetime.date) -> Loads:
    """By the units that carry findings out."""
    charges = Charge.objects.filter(role__in=queries.EXECUTING, until__isnull=True, body__isnull=False)
    return _loads(person, filters, today, charges.annotate(who=F("body__name")), "body")


def _loads(person: Someone, filters: Filters, today: datetime.date, charges: Any, key: str) -> Loads:
    rows: FindingQuerySet = queries.counted(person, filters, today)
    charges = charges.filter(finding__in=rows.values("pk")).order_by()
    counted = charges.values(*{"who", key}).annotate(**_counts(today)).order_by("-total", "who")
    lines = _lines(list(counted[: SHOWN + 1]), key)
    under = charges.aggregate(count=Count("finding", distinct=True))["count"]
    return Loads(lines[:SHOWN], rows.count(), under, _sum(lines[:SHOWN]), len(lines) > SHOWN)


def _counts(today: datetime.date) -> dict[str, Any]:
    """A unit may be charged twice with one finding; it is counted once."""
    day = today.toordinal()
    near = Q(finding__urgency__gte=day, finding__urgency__lte=day + NEAR_DAYS)
    asked = {"total": Q(), "late": Q(finding__urgency__lt=day), "near": near}
    for at, (_name, stages) in enumerate(STATIONS):
        asked[f"at_{at}"] = Q(finding__stage__in=stages)
    return {name: Count("finding", filter=which, distinct=True) for name, which in asked.items()}


def _lines(counted: Iterable[dict[str, Any]], key: str) -> tuple[Load, ...]:
    rows = list(counted)
    longest = max((row["total"] for row in rows), default=1)
    return tuple(
        Load(
            str(row["who"]),
            str(row[key]),
            row["total"],
            row["late"],
            row["near"],
            tuple(row[f"at_{at}"] for at in range(len(STATIONS))),
            round(100 * row["total"] / longest, 1),
        )
        for row in rows
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
