"""The nouns of the ledger. Rows are written by :mod:`duban.ledger.actions` and by nothing else."""

from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models.approvals import ClassDeadline, Filing, PlanApproval, PlanPublication, PlanScope
from duban.ledger.models.bulk import BulkChoice, BulkRow, BulkRun
from duban.ledger.models.charges import OF_PEOPLE, Charge, ChargeRole
from duban.ledger.models.content import Indicator, Measure, Milestone, Remark, Site
from duban.ledger.models.corrections import ColumnMatch, Erratum, OpeningFacts, Takeover
from duban.ledger.models.deadlines import Deadline, DeadlineKind, DeadlinePurpose, DeadlineSource
from duban.ledger.models.events import AnchorEvent
from duban.ledger.models.exports import Export, ExportState
from duban.ledger.models.findings import Category, Finding, NumberSeries, Priority, Source
from duban.ledger.models.imports import ImportDraft, ImportRun, ImportTrial
from duban.ledger.models.inspections import Inspection, InspectionLevel, InspectionType
from duban.ledger.models.meetings import AgendaItem, CoordinationNote, Meeting, MeetingKind
from duban.ledger.models.mentions import Mention, MentionKind, MentionStatus
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
from duban.ledger.models.requests import Request, RequestKind, RequestState
from duban.ledger.models.steps import StandingChange, Step, Waiver
from duban.ledger.models.views import SavedView

__all__ = [
    "OF_PEOPLE",
    "AgendaItem",
    "AnchorEvent",
    "BulkChoice",
    "BulkRow",
    "BulkRun",
    "Category",
    "Charge",
    "ChargeRole",
    "ClassDeadline",
    "ColumnMatch",
    "CoordinationNote",
    "Deadline",
    "DeadlineKind",
    "DeadlinePurpose",
    "DeadlineSource",
    "Erratum",
    "Export",
    "ExportState",
    "Filing",
    "Finding",
    "How",
    "ImportDraft",
    "ImportRun",
    "ImportTrial",
    "Indicator",
    "Inspection",
    "InspectionLevel",
    "InspectionType",
    "Measure",
    "Meeting",
    "MeetingKind",
    "Mention",
    "MentionKind",
    "MentionStatus",
    "Milestone",
    "NumberSeries",
    "OpeningFacts",
    "Plan",
    "PlanApproval",
    "PlanItem",
    "PlanItemVersion",
    "PlanKind",
    "PlanPublication",
    "PlanScope",
    "PlanVersion",
    "PlanVersionDocument",
    "Priority",
    "Provenance",
    "Remark",
    "Request",
    "RequestKind",
    "RequestState",
    "SavedView",
    "Site",
    "Source",
    "Stage",
    "Standing",
    "StandingChange",
    "Step",
    "Takeover",
    "VersionReason",
    "Waiver",
]
