"""What lists print of findings, piece by piece: plain rows, two statements a piece, never many in memory."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import DateField, F, FloatField, IntegerField, TextField, Value
from django.db.models.functions import Cast

from duban.ledger.models import Charge, Deadline, Finding, Indicator, Measure, Milestone, Site
from duban.ledger.querysets import FindingQuerySet
from duban.ledger.sites import written

#: So many findings are held in memory at a time.
PIECE = 1000


class Charged(NamedTuple):
    printed: str
    office: str
    post: str
    #: It stands there as a member of a group.
    is_member: bool


class Target(NamedTuple):
    name: str
    op: str
    value: float
    unit: str
    by: datetime.date | None


class Due(NamedTuple):
    raw: str
    kind: str
    date: datetime.date | None


@dataclass(slots=True)
class Printed:
    """A finding as lists print it, with what holds now."""

    pk: int
    number: str
    problem: str
    goal: str
    printed_no: str
    source: str
    priority: str
    standing: str
    stage: str
    completed_before_plan: bool
    status_text: str
    deadline_kind: str
    due_on: datetime.date | None
    inspection: str
    #: What it stands under, from the widest heading down to its own category.
    headings: tuple[str, ...]
    charges: dict[str, list[Charged]] = field(default_factory=dict)
    measures: list[str] = field(default_factory=list)
    milestones: list[tuple[datetime.date, str]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    deadlines: list[Due] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)


_COLUMNS = (
    "pk", "number", "problem", "goal", "printed_no", "source", "priority", "standing", "stage", "completed_before_plan",
    "status_text", "deadline_kind", "due_on", "inspection__name", "category__name", "category__parent__name",
    "category__parent__parent__name", "category__parent__parent__parent__name",
)  # fmt: skip
#: Of headings, so many are printed.
_LEVELS = 4
_CHARGE, _MEASURE, _MILESTONE, _TARGET, _DUE, _SITE = range(6)


def gathered(pks: Sequence[int], piece: int = PIECE) -> Iterator[Printed]:
    """These findings in this order. One that is gone meanwhile is left out."""
    for begin in range(0, len(pks), piece):
        wanted = pks[begin : begin + piece]
        found = {row.pk: row for row in bare(Finding.objects.filter(pk__in=wanted))}
        hang(found)
        yield from (found[pk] for pk in wanted if pk in found)


def bare(rows: FindingQuerySet) -> list[Printed]:
    """Findings in the order of these rows, with nothing that hangs on them."""
    return [_printed(row) for row in rows.values_list(*_COLUMNS)]


def _printed(row: tuple[Any, ...]) -> Printed:
    headings = tuple(name for name in reversed(row[-_LEVELS:]) if name)
    values: tuple[Any, ...] = (*row[:-_LEVELS], headings)
    return Printed(*values)


def hang(found: dict[int, Printed]) -> None:
    """Charges, measures, dates and targets of these findings, all in one statement."""
    for finding, what, one, two, three, four, day, value, via, _seat, _pk in _parts(list(found)):
        row = found[finding]
        if what == _CHARGE:
            row.charges.setdefault(one, []).append(Charged(two, three, four, via is not None))
        elif what == _MEASURE:
            row.measures.append(one)
        elif what == _MILESTONE:
            row.milestones.append((day, one))
        elif what == _TARGET:
            row.targets.append(Target(one, two, value, three, day))
        elif what == _SITE:
            row.sites.append(written(one, two or "", three))
        else:
            row.deadlines.append(Due(one, two, day))
    for row in found.values():
        row.milestones.sort(key=lambda step: step[0])


def _parts(pks: list[int]) -> Iterator[tuple[Any, ...]]:
    charges = _part(
        Charge, _CHARGE, pks, until=None, one="role", two="printed", three="office", four="post", via="via"
    )
    others = (
        _part(Measure, _MEASURE, pks, superseded_by=None, one="text"),
        _part(Milestone, _MILESTONE, pks, superseded_by=None, one="what", day="date"),
        _part(
            Indicator,
            _TARGET,
            pks,
            superseded_by=None,
            one="name",
            two="op",
            three="unit",
            value="value",
            day="by",
        ),
        _part(Deadline, _DUE, pks, one="raw", two="kind", day="date"),
        _part(Site, _SITE, pks, ended_at=None, one="name", two="region__name", three="place"),
    )
    return iter(charges.union(*others, all=True).order_by("finding_id", "kind_of", "seat", "id"))


#: What a part may say, by the type that both databases are told for it.
_SAID: dict[str, Any] = {
    "one": TextField,
    "two": TextField,
    "three": TextField,
    "four": TextField,
    "day": DateField,
    "value": FloatField,
    "via": IntegerField,
}
_TEXTS = frozenset({"one", "two", "three", "four"})
#: What is filled where a row no longer holds.
_ENDINGS = ("until", "superseded_by", "ended_at")


def _part(model: Any, what: int, pks: list[int], **said: Any) -> Any:
    """Rows of one kind that hold now, in the columns that all kinds share."""
    held: dict[str, Any] = {f"{name}__isnull": True for name in _ENDINGS if name in said}
    # Under names of their own: a model may have a column of the same name.
    shared = {f"said_{name}": _column(name, said.get(name)) for name in _SAID}
    ordinal = any(each.name == "ordinal" for each in model._meta.get_fields())
    seat = F("ordinal") if ordinal and what != _MILESTONE else Value(0, output_field=IntegerField())
    # Lists go by when the work is to be done; when it is to be accepted and closed stands beside.
    held |= {"purpose": "complete"} if model is Deadline else {}
    rows = model.objects.filter(finding__in=pks, **held).order_by()
    rows = rows.annotate(kind_of=Value(what, output_field=IntegerField()), seat=seat, **shared)
    return rows.values_list("finding_id", "kind_of", *shared, "seat", "id")


def _column(name: str, source: str | None) -> Any:
    kind = _SAID[name]()
    if source is not None:
        return Cast(F(source), kind) if name in _TEXTS else F(source)
    return Value("", output_field=kind) if name in _TEXTS else Cast(Value(None), kind)
