"""What intake hands to the ledger when a reviewed document is accepted.

Plain frozen values, no models: whoever accepts a plan says *what* is accepted and *where each value came from*;
the ledger decides what rows that makes. ``Origin.field`` names the value inside its item:

    printed_no · category · problem · goal · status · deadline · context.0 …
    measures.0, measures.1 …    milestones.0 …    charges.0 …    indicators.0 …    extra.<label>

Indexes count from 0 in the order of the tuples below.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

How = Literal["read", "selected", "typed"]
Role = Literal["main", "lead", "supporting", "supervising", "accepting", "leader", "person", "watcher"]
DeadlineKind = Literal["fixed", "immediate", "ongoing", "immediate_ongoing", "conditional"]
RuleUnit = Literal["day", "working_day", "month", "year"]
ChangeKind = Literal["new", "changed", "gone", "same"]

#: The roles of a reading (:data:`gongwen.results.ROLES`) as charges of the ledger.
CHARGE_OF_ROLE: Mapping[str, Role] = MappingProxyType(
    {
        "responsible": "main",
        "lead": "lead",
        "support": "supporting",
        "regulator": "supervising",
        "leader": "leader",
    }
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one value stands in a document, how it got here, and who confirmed it.

    A value that a person typed without selecting text has ``start == end == 0`` and ``how="typed"``.
    """

    field: str
    document: uuid.UUID
    start: int
    end: int
    quote: str
    how: How = "read"
    reader: str = ""
    confirmed_by: int | None = None
    confirmed_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A relative deadline: so many days, working days, months or years after an anchor."""

    anchor: str
    amount: int
    unit: RuleUnit


@dataclass(frozen=True, slots=True)
class DeadlineInput:
    raw: str = ""
    kind: DeadlineKind | None = None
    date: datetime.date | None = None
    rule: RuleInput | None = None


@dataclass(frozen=True, slots=True)
class MilestoneInput:
    """A dated step; ``measure`` is the index of the measure it stands in, None where it stands in the goal."""

    date: datetime.date
    what: str
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class ChargeInput:
    """A unit (or, with role ``leader``, a person) charged with the problem or with one of its measures.

    ``name`` as printed: 鹿鸣县, 市水务局; ``office`` what belongs to it: 党委、政府; for leaders ``name`` is the person.
    """

    role: Role
    name: str
    office: str = ""
    post: str = ""
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorInput:
    name: str
    op: str
    value: float
    unit: str = ""
    by: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PlanItemInput:
    """One confirmed problem of a plan. ``ref`` is the caller's own mark for it and comes back in the result."""

    problem: str
    printed_no: str = ""
    category: tuple[str, ...] = ()
    goal: str = ""
    measures: tuple[str, ...] = ()
    deadline: DeadlineInput = field(default_factory=DeadlineInput)
    milestones: tuple[MilestoneInput, ...] = ()
    charges: tuple[ChargeInput, ...] = ()
    indicators: tuple[IndicatorInput, ...] = ()
    context: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    status: Literal["", "completed", "in_progress"] = ""
    status_text: str = ""
    priority: Literal["", "key", "common"] = ""
    source: str = "inspection"
    origins: tuple[Origin, ...] = ()
    ref: str = ""


@dataclass(frozen=True, slots=True)
class InspectionInput:
    """The inspection a plan answers. ``id`` names one that the ledger already knows; the rest is then ignored."""

    id: int | None = None
    name: str = ""
    type: str = ""
    level: str = ""
    team: str = ""
    letter_no: str = ""
    onsite_start: datetime.date | None = None
    onsite_end: datetime.date | None = None
    feedback_date: datetime.date | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class PlanInput:
    title: str
    kind: Literal["master", "special", "unit"] = "master"
    published: datetime.date | None = None
    #: The documents that make up this version, main text first.
    documents: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One accepted line of a comparison. ``plan_item`` is None only for a new one, ``item`` only for one that is gone.

    ``whole``: the item was made from the finding as it stands, not from a document, so that whatever it does not say is
    gone."""

    kind: ChangeKind
    plan_item: int | None = None
    item: PlanItemInput | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """What one item became. ``finding`` is its primary key, ``number`` its ledger number."""

    ref: str
    plan_item: int
    finding: int
    number: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an acceptance did, in numbers a person can check."""

    inspection: int
    plan: int
    version: int
    findings: tuple[Accepted, ...] = ()
    completed_before_plan: int = 0
    changed: int = 0
    gone: int = 0
    new_bodies: tuple[str, ...] = ()
