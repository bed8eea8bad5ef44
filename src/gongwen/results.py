"""What reading a document gives, as frozen classes; :mod:`gongwen.export` turns them into the JSON of the contract.

A value taken from the document is a :class:`Quote`: its text as printed (line breaks and indentation
removed, nothing else) and its span in ``Reading.text``. What is not printed is None or empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

Span = tuple[int, int]

Kind = Literal["plan", "report", "petitions", "notice", "unknown"]
DeadlineKind = Literal["fixed", "immediate", "ongoing", "immediate_ongoing", "conditional"]
Operator = Literal["<=", ">=", "<", ">", "=", "down_by", "up_by"]
Status = Literal["completed", "in_progress"]
InspectionType = Literal["routine", "special", "lookback", "patrol"]
Level = Literal["central", "provincial", "municipal"]

ROLES = ("responsible", "lead", "support", "regulator", "leader")


class Quote(NamedTuple):
    """Text of the document with its place."""

    text: str
    span: Span


class Doubt(NamedTuple):
    """What a person should look at. ``message`` is a Chinese sentence; ``field`` names the item's field it is about
    (``deadline``, ``measures[2]``, ``units.lead``), None for the whole item or document."""

    code: str
    message: str
    span: Span | None = None
    field: str | None = None


class Party(NamedTuple):
    """A unit or a leader. ``text`` as printed without 党委、政府、管委会 of a place, which stand in ``office``."""

    text: str
    span: Span
    office: str | None = None


class DeadlineRule(NamedTuple):
    """A relative deadline: ``amount`` ``unit`` (day, working_day, month, year) after ``anchor``."""

    anchor: str
    amount: int
    unit: Literal["day", "working_day", "month", "year"]


class Deadline(NamedTuple):
    raw: Quote | None = None
    kind: DeadlineKind | None = None
    date: date | None = None
    rule: DeadlineRule | None = None


class Milestone(NamedTuple):
    date: date
    what: Quote


class Indicator(NamedTuple):
    """``name`` ``op`` ``value`` ``unit`` ``by``; ``span`` is the place of the whole statement."""

    name: str
    op: Operator
    value: float
    unit: str
    by: date | None = None
    span: Span | None = None


class Total(NamedTuple):
    """A headline figure the document states about itself."""

    what: str
    value: float
    raw: Quote


class Units(NamedTuple):
    responsible: tuple[Party, ...] = ()
    lead: tuple[Party, ...] = ()
    support: tuple[Party, ...] = ()
    regulator: tuple[Party, ...] = ()
    leader: tuple[Party, ...] = ()


class Item(NamedTuple):
    """A problem, task, site or petition. ``no`` as printed; ``span`` covers the whole item."""

    no: str | None
    problem: Quote | None
    span: Span
    no_span: Span | None = None
    path: tuple[Quote, ...] = ()
    goal: Quote | None = None
    measures: tuple[Quote, ...] = ()
    deadline: Deadline = Deadline()
    milestones: tuple[Milestone, ...] = ()
    units: Units = Units()
    status: Status | None = None
    status_text: Quote | None = None
    context: tuple[Quote, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    extra: Mapping[str, Quote] = MappingProxyType({})
    doubts: tuple[Doubt, ...] = ()


class Inspection(NamedTuple):
    type: InspectionType | None = None
    level: Level | None = None
    body: Quote | None = None
    letter_no: Quote | None = None
    onsite_start: date | None = None
    onsite_end: date | None = None
    feedback_date: date | None = None


class SourceInfo(NamedTuple):
    name: str
    sha256: str
    media_type: str
    reader: str
    pages: int | None


class Reading(NamedTuple):
    """Everything one document says. ``layout`` names the reading that won among the competing ones."""

    source: SourceInfo
    text: str
    kind: Kind = "unknown"
    title: Quote | None = None
    issuer: Quote | None = None
    jurisdiction: Quote | None = None
    published: date | None = None
    inspection: Inspection = Inspection()
    totals: tuple[Total, ...] = ()
    items: tuple[Item, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    layout: str | None = None
