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

from django.db.models import Aggregate, Q, QuerySet, TextField

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
    return _loads(person, filters, today, charges.values_list("role", "person_name"), _own_names)


def by_unit(person: Someone, filters: Filters, today: datetime.date) -> Loads:
    """By the units that carry findings out."""
    charges = Charge.objects.filter(role__in=queries.EXECUTING, until__isnull=True, body__isnull=False)
    return _loads(person, filters, today, charges.values_list("role", "body"), _unit_names)


def _own_names(keys: Iterable[Any]) -> dict[Any, str]:
    return {name: name for name in keys}


def _unit_names(keys: Iterable[Any]) -> dict[Any, str]:
    return dict(Body.objects.filter(pk__in=list(keys)).values_list("pk", "name"))


def _loads(
    person: Someone,
    filters: Filters,
    today: datetime.date,
    charges: QuerySet[Any, tuple[str, Any]],
    named: Callable[[Iterable[Any]], Mapping[Any, str]],
) -> Loads:
    """Counted here: a unit charged twice with one finding is counted once, and databases are slow at distinct counts."""
    rows: FindingQuerySet = queries.counted(person, filters, today).order_by()
    marks = _Marks(rows, today)
    if marks.total < MANY:
        charges = charges.filter(finding__in=rows.values("pk"))
    charged: dict[Any, set[int]] = defaultdict(set)
    # By role as well, because the charges stand in their index by that first.
    for _role, who, numbers in charges.annotate(numbers=Numbers("finding")).order_by():
        charged[who].update(marks.among(numbers))
    counted = {who: marks.counted(findings) for who, findings in charged.items() if findings}
    names = named(counted)
    lines = _lines({(names[who], who): counts for who, counts in counted.items()})
    under = len(set().union(*charged.values()))
    return Loads(lines[:SHOWN], marks.total, under, _sum(lines[:SHOWN]), len(lines) > SHOWN)


class _Marks:
    """What each finding of a question counts for, under its number: these are a hundred thousand, so a byte must do."""

    def __init__(self, rows: FindingQuerySet, today: datetime.date) -> None:
        day = today.toordinal()
        against = {
            "late": Q(urgency__lt=day),
            "near": Q(urgency__gte=day, urgency__lte=day + NEAR_DAYS),
        }
        found = rows.values_list("stage").annotate(
            numbers=Numbers("pk"), **{name: Numbers("pk", filter=wanted) for name, wanted in against.items()}
        )
        #: By mark, what a finding that bears it counts for; nothing bears the first.
        self._respects: list[tuple[str, ...]] = [()]
        self._of = bytearray()
        self.total = 0
        for stage, numbers, *some in found:
            station = ("total", f"at_{station_index(stage)}")
            self.total += self._mark(numbers, station)
            for name, these in zip(against, some, strict=True):
                self._mark(these, (*station, name))

    def _mark(self, numbers: str | None, respects: tuple[str, ...]) -> int:
        self._respects.append(respects)
        mark, found = len(self._respects) - 1, _read(numbers)
        if found:
            self._of.extend(bytes(max(0, max(found) + 1 - len(self._of))))
        for number in found:
            self._of[number] = mark
        return len(found)

    def among(self, numbers: str | None) -> list[int]:
        """Those of these findings that the question is about."""
        of, end = self._of, len(self._of)
        return [number for number in _read(numbers) if number < end and of[number]]

    def counted(self, findings: Iterable[int]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for mark, count in Counter(map(self._of.__getitem__, findings)).items():
            counts.update(dict.fromkeys(self._respects[mark], count))
        return counts


def _read(numbers: str | None) -> list[int]:
    return list(map(int, numbers.split(","))) if numbers else []


class Numbers(Aggregate):
    """The keys of many rows as one text: fetched as rows of their own, they would be most of the work."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        said = self.copy()
        said.template = "STRING_AGG(%(expressions)s::text, ',')"
        return said.as_sql(compiler, connection, **more)


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
