"""A finding with everything that ever hung on it: what its page, its print and its panel are made of."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from duban.ledger.bundle import Part, gather
from duban.ledger.lifecycle import Standing
from duban.ledger.models import (
    AgendaItem,
    AnchorEvent,
    Charge,
    CoordinationNote,
    Deadline,
    Erratum,
    Filing,
    Finding,
    Indicator,
    Measure,
    Mention,
    Milestone,
    PlanApproval,
    PlanItemVersion,
    PlanPublication,
    PlanScope,
    Remark,
    Request,
    Site,
    StandingChange,
    Step,
    Waiver,
)
from duban.ledger.protected import is_protected
from duban.ledger.querysets import FindingQuerySet
from duban.organizations.models import Body

_BY = {"by_name": "by__display_name"}
_MEETING = {
    "meeting_name": "meeting__name",
    "held_on": "meeting__held_on",
    "minutes_no": "meeting__minutes_no",
}


@cache
def parts() -> dict[str, Part]:
    """By the names under which they stand on the finding afterwards: ``all_measures``, ``all_charges`` …"""
    return {
        "measures": Part(Measure.objects.all()),
        "milestones": Part(Milestone.objects.all()),
        "indicators": Part(Indicator.objects.all()),
        "remarks": Part(Remark.objects.all()),
        "sites": Part(Site.objects.all(), more={"region_name": "region__name"}),
        "charges": Part(Charge.objects.all(), more={"body_kind": "body__kind", "body_name": "body__name"}),
        "deadlines": Part(
            Deadline.objects.all(),
            more={"approver_name": "approver__display_name", "event_day": "event__happened_on"},
        ),
        "events": Part(AnchorEvent.objects.all(), more=_BY),
        "steps": Part(Step.objects.all(), without=("facts", "token"), more=_BY),
        "requests": Part(
            Request.objects.all(),
            more={
                "asked_name": "asked_by__display_name",
                "decided_name": "decided_by__display_name",
                "approver_name": "approver__name",
                "document_name": "document__name",
                "decision_document_name": "decision_document__name",
            },
        ),
        "filings": Part(Filing.objects.all(), without=("frozen", "facts"), more=_BY),
        "standings": Part(
            StandingChange.objects.all(),
            more={"into_number": "into__number", "to_name": "to_body__name", **_BY},
        ),
        "absorbed": Part(_still_merged(), link="into", more={"from_number": "finding__number", **_BY}),
        "waivers": Part(Waiver.objects.all(), more=_BY),
        "errata": Part(Erratum.objects.all(), more=_BY),
        "notes": Part(CoordinationNote.objects.all(), more={"body_name": "body__name", **_BY}),
        "scopes": Part(PlanScope.objects.all(), more={"title": "plan__title", "plan_kind": "plan__kind"}),
        "mentions": Part(
            Mention.objects.filter(taken_back_at__isnull=True),
            more={"document_uuid": "document__uuid", **_BY},
        ),
        **_of_plan(),
    }


def _still_merged() -> QuerySet[StandingChange]:
    """Mergers after which nothing happened to the merged one."""
    later = StandingChange.objects.filter(finding=OuterRef("finding"), pk__gt=OuterRef("pk"))
    return StandingChange.objects.filter(~Exists(later), after=Standing.MERGED)


def _of_plan() -> dict[str, Part]:
    """What was said of the plan it stands in, or of itself: its texts by version, letters, meetings, publications."""
    facts = {"version_number": "version__number", "version_title": "version__title"}
    return {
        "agenda": Part(
            AgendaItem.objects.exclude(decision=""),
            link="findings",
            more=_MEETING,
        ),
        "plan_agenda": Part(
            AgendaItem.objects.exclude(decision=""),
            link="approves__items__item",
            outer="plan_item",
            more=_MEETING,
        ),
        "item_versions": Part(PlanItemVersion.objects.all(), link="item", outer="plan_item", more=facts),
        "approvals": Part(
            PlanApproval.objects.all(),
            link="version__items__item",
            outer="plan_item",
            more={"body_name": "body__name", **facts},
        ),
        "publications": Part(
            PlanPublication.objects.all(), link="version__items__item", outer="plan_item", more=facts
        ),
    }


def whole(rows: FindingQuerySet) -> Finding | None:
    """The first of these findings with everything on it, in one statement."""
    ahead = (
        "category",
        "plan_item__plan",
        "inspection__region__parent__parent",
        "opening__takeover__attested_by",
    )
    found = gather(rows.select_related(*ahead).order_by("pk"), parts())
    if found is not None:
        _part(found)
    return found


def _part(finding: Any) -> None:
    """What holds now, beside what earlier versions said."""
    for name in ("measures", "milestones", "indicators", "remarks"):
        rows = getattr(finding, f"all_{name}")
        setattr(finding, f"current_{name}", [row for row in rows if row.superseded_by_id is None])
    finding.current_sites = [row for row in finding.all_sites if row.ended_at is None]
    finding.current_charges = [row for row in finding.all_charges if row.until is None]
    for row in [*finding.all_agenda, *finding.all_plan_agenda]:
        row.held_on = datetime.date.fromisoformat(row.held_on)
    agenda = {row.pk: row for row in [*finding.all_agenda, *finding.all_plan_agenda]}
    finding.decisions = sorted(agenda.values(), key=lambda row: (row.held_on, row.pk), reverse=True)
    for row in finding.all_remarks:
        row.is_protected = is_protected(row.label)
    finding.standing_waivers = [row for row in finding.all_waivers if row.ended_at is None]
    finding.standing_scopes = [row for row in finding.all_scopes if row.until is None]
    for row in finding.all_mentions:
        row.document_uuid = UUID(row.document_uuid)
    for row in [*finding.all_charges, *finding.all_approvals]:
        row.body = _body(row)


def _body(row: Any) -> Body | None:
    """As much of the unit as is known here, so that nobody asks for it again."""
    if row.body_id is None:
        return None
    return Body(pk=row.body_id, name=row.body_name, kind=getattr(row, "body_kind", ""))
