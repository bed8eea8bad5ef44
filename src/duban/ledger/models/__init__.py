"""The nouns of the ledger. Rows are written by :mod:`duban.ledger.actions` and by nothing else."""

from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models.charges import Charge, ChargeRole
from duban.ledger.models.content import Indicator, Measure, Milestone, Remark, Site
from duban.ledger.models.deadlines import Deadline, DeadlineKind, DeadlinePurpose, DeadlineSource
from duban.ledger.models.findings import Category, Finding, NumberSeries, Priority, Source
from duban.ledger.models.inspections import Inspection, InspectionLevel, InspectionType
from duban.ledger.models.plans import (
    Plan,
    PlanItem,
    PlanItemVersion,
    PlanKind,
    PlanVersion,
    PlanVersionDocument,
    VersionReason,
)
from duban.ledger.models.provenance import How, Provenance

__all__ = [
    "Category",
    "Charge",
    "ChargeRole",
    "Deadline",
    "DeadlineKind",
    "DeadlinePurpose",
    "DeadlineSource",
    "Finding",
    "How",
    "Indicator",
    "Inspection",
    "InspectionLevel",
    "InspectionType",
    "Measure",
    "Milestone",
    "NumberSeries",
    "Plan",
    "PlanItem",
    "PlanItemVersion",
    "PlanKind",
    "PlanVersion",
    "PlanVersionDocument",
    "Priority",
    "Provenance",
    "Remark",
    "Site",
    "Source",
    "Stage",
    "Standing",
    "VersionReason",
]
