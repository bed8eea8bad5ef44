"""How much stands under each leader's name, or on each unit: the same question as the list, counted by who answers.

A finding under two names counts for both; the sums say so, and reconcile with the list through the findings that are under
some name and those that are under none.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from duban.accounts.permissions import Someone
from duban.ledger import queries
from duban.ledger.filters import Filters
from duban.ledger.lifecycle import STATIONS, station_index
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
    # Counted here: a unit charged twice with one finding is counted once, and databases are slow at distinct counts.
    charged = set(charges.values_list("who", key, "finding"))
    facts = dict.fromkeys(finding for _who, _key, finding in charged)
    for pk, urgency, stage in rows.values_list("pk", "urgency", "stage"):
        if pk in facts:
            facts[pk] = _respects(urgency, stage, today.toordinal())
    counted: dict[tuple[str, Any], Counter[str]] = defaultdict(Counter)
    for (who, pk, respects), count in Counter((w, k, facts[finding]) for w, k, finding in charged).items():
        for respect in respects or ():
            counted[who, pk][respect] += count
    lines = _lines(counted)
    return Loads(lines[:SHOWN], rows.count(), len(facts), _sum(lines[:SHOWN]), len(lines) > SHOWN)


def _respects(urgency: int, stage: str, day: int) -> tuple[str, ...]:
    """What a finding counts for: itself, its station, and how it stands against its deadline."""
    found = ("total", f"at_{station_index(stage)}")
    if urgency < day:
        return (*found, "late")
    return (*found, "near") if urgency <= day + NEAR_DAYS else found


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
