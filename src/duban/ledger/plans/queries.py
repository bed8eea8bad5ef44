"""Reading plans and meetings for their pages: what this person may see, in a bounded number of statements."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from duban.accounts.models import Membership, Role
from duban.accounts.permissions import Someone, is_office, sees_all
from duban.files.models import Document
from duban.ledger.lifecycle import PLANNING, Stage, Standing
from duban.ledger.models import (
    AgendaItem,
    AnchorEvent,
    ClassDeadline,
    DeadlineKind,
    Finding,
    Inspection,
    Meeting,
    Plan,
    PlanApproval,
    PlanItemVersion,
    PlanKind,
    PlanPublication,
    PlanScope,
    PlanVersion,
    PlanVersionDocument,
)
from duban.ledger.querysets import Way
from duban.organizations.models import Body
from duban.rulebook.calendar import Calendar
from duban.rulebook.queries import rule

_DOCUMENTS = PlanVersionDocument.objects.select_related("document").defer(
    "document__text", "document__blocks"
)
_LETTERS = PlanApproval.objects.select_related("body", "document").defer("document__text", "document__blocks")
#: So many numbers are named, the others counted.
_NAMED = 10
SPECIAL = (PlanKind.SPECIAL, PlanKind.CAMPAIGN)


def meetings(person: Someone) -> QuerySet[Meeting]:
    """Who sees the whole ledger sees all meetings, others those that dealt with a finding of theirs or with its plan."""
    rows = Meeting.objects.select_related("body", "minutes").defer("minutes__text", "minutes__blocks")
    hers = matters(person).filter(meeting=OuterRef("pk")).values("meeting").annotate(count=Count("pk"))
    rows = rows.annotate(matters=Coalesce(Subquery(hers.values("count")), 0))
    return rows if sees_all(person) else rows.filter(matters__gt=0)


def matters(person: Someone) -> QuerySet[AgendaItem]:
    """Matters of meetings that she may know of: those about findings that she sees, or about the plan these stand in."""
    rows = AgendaItem.objects.order_by()
    if sees_all(person):
        return rows
    seen = Finding.objects.visible_to(person, Way.DRIVING).order_by()
    named = AgendaItem.findings.through.objects.filter(finding__in=seen).values("agendaitem")
    planned = PlanItemVersion.objects.filter(item__finding__in=seen).values("version")
    return rows.filter(Q(pk__in=named) | Q(approves__in=planned))


def agenda(meeting: Meeting, person: Someone) -> list[AgendaItem]:
    """The matters of a meeting, each with the findings of it that she may see; others see their own matters only."""
    seen = Finding.objects.visible_to(person)
    rows = matters(person).filter(meeting=meeting).select_related("approves__plan", "inspection")
    rows = rows.order_by("ordinal", "pk")
    return list(rows.prefetch_related(Prefetch("findings", seen.order_by("number"), to_attr="shown")))


def decisions(finding: Finding) -> QuerySet[AgendaItem]:
    """What meetings dealt with this finding."""
    return AgendaItem.objects.filter(findings=finding).select_related("meeting").order_by("-meeting__held_on")


def known(inspection: Inspection, person: Someone) -> QuerySet[Plan]:
    """The plans of an inspection of which she sees a finding; the master plan is about all of them. A special plan or a
    campaign is known by those whom it concerns: its title alone tells what was found elsewhere."""
    rows = Plan.objects.filter(inspection=inspection)
    if sees_all(person):
        return rows
    hers = PlanScope.objects.filter(plan=OuterRef("pk"), finding__in=Finding.objects.visible_to(person))
    return rows.filter(~Q(kind__in=SPECIAL) | Exists(hers))


def versions(inspection: Inspection, person: Someone) -> QuerySet[PlanVersion]:
    """The versions of the plans of an inspection, with what put them in force; items are counted as far as she sees."""
    seen = Finding.objects.visible_to(person)
    decided = AgendaItem.objects.exclude(decision="").select_related("meeting")
    return (
        PlanVersion.objects.filter(plan__in=known(inspection, person))
        .exclude(plan__kind__in=SPECIAL, documents=None)
        .select_related("plan", "created_by")
        .prefetch_related(
            Prefetch("documents", _DOCUMENTS),
            Prefetch("approvals", _LETTERS, to_attr="letters"),
            Prefetch("publications", PlanPublication.objects.all(), to_attr="places"),
            Prefetch("decisions", decided, to_attr="decided"),
        )
        .annotate(items_count=Count("items", filter=Q(items__item__finding__in=seen)))
        .order_by("plan", "-number")
    )


def special_plans(inspection: Inspection, person: Someone) -> QuerySet[Plan]:
    """Special plans and campaigns of an inspection, with how many findings she sees in them today."""
    mine = Q(scope__until=None, scope__finding__in=Finding.objects.visible_to(person))
    rows = Plan.objects.filter(inspection=inspection, kind__in=SPECIAL).select_related("lead")
    rows = rows.annotate(covers=Count("scope", filter=mine, distinct=True)).order_by("-pk")
    return rows if is_office(person) else rows.filter(covers__gt=0)


def special_plan(pk: int, person: Someone) -> Plan | None:
    rows = Plan.objects.filter(pk=pk, kind__in=SPECIAL).select_related("lead", "inspection")
    if not sees_all(person):
        mine = Finding.objects.visible_to(person)
        rows = rows.filter(Exists(PlanScope.objects.filter(plan=OuterRef("pk"), finding__in=mine)))
    return rows.first()


def scope(plan: Plan, person: Someone) -> list[PlanScope]:
    rows = PlanScope.objects.filter(plan=plan, finding__in=Finding.objects.visible_to(person))
    return list(rows.select_related("finding").order_by("until", "finding__number"))


def class_deadlines(inspection: Inspection) -> list[ClassDeadline]:
    """The latest word for each class and purpose."""
    rows = ClassDeadline.objects.filter(inspection=inspection).order_by("pk")
    return list({(row.kind, row.purpose): row for row in rows}.values())


@dataclass(frozen=True, slots=True)
class OfClass:
    """Findings that a date for their class would reach at their filing."""

    kind: str
    count: int
    numbers: list[str]


def reached(inspection: Inspection) -> list[OfClass]:
    """By class, the findings that are not yet filed and have no date of their own."""
    rows = Finding.objects.filter(inspection=inspection, stage__in=[*PLANNING, Stage.PLAN_REVIEW])
    rows = rows.filter(standing=Standing.ACTIVE, due_on=None).exclude(deadline_kind=DeadlineKind.FIXED)
    found: dict[str, list[str]] = {}
    for kind, number in rows.order_by("number").values_list("deadline_kind", "number"):
        found.setdefault(kind, []).append(number)
    labels = dict(DeadlineKind.choices)
    return [OfClass(str(labels[kind]), len(ns), ns[:_NAMED]) for kind, ns in found.items() if kind in labels]


def events(inspection: Inspection, person: Someone) -> list[AnchorEvent]:
    """Named events of the plans that she knows, from which terms are counted."""
    rows = AnchorEvent.objects.filter(plan__in=known(inspection, person)).select_related("plan")
    return list(rows.order_by("happened_on", "pk"))


@dataclass(frozen=True, slots=True)
class MasterDue:
    """When the master plan is due, by which rule, and how it stands. ``unconfirmed``: a year was counted through whose
    calendar nobody has published."""

    date: datetime.date
    unconfirmed: bool
    rule: str
    written_on: datetime.date | None
    is_late: bool


def master_due(
    inspection: Inspection, versions: Sequence[PlanVersion], today: datetime.date
) -> MasterDue | None:
    """The term for the master plan runs from the feedback; without its day nothing can be said."""
    if inspection.feedback_date is None:
        return None
    ruling = rule("plan_due_wd", inspection.region, on=inspection.feedback_date)
    counted = Calendar().add_working_days(inspection.feedback_date, ruling.value)
    masters = [row for row in versions if row.plan.kind == PlanKind.MASTER]
    first = min(masters, key=lambda row: row.number, default=None)
    # A plan that does not say when it was written is not called late.
    written = first.published if first else today
    told = _("%(name)s：反馈后%(value)s") % {"name": ruling.rule.name, "value": ruling.shown}
    return MasterDue(
        counted.date,
        counted.unconfirmed,
        told,
        first.published if first else None,
        is_late=written is not None and written > counted.date,
    )


def options(kinds: set[str]) -> dict[str, list[tuple[Any, Any]]]:
    """What the fields of a form may name: the newest documents, plan versions and inspections."""
    found = {"version": _versions, "inspection": _inspections, "document": _documents}
    return {kind: found[kind]() for kind in kinds}


def suggestions(kinds: set[str]) -> dict[str, list[str]]:
    """Names that a field offers: units of today, and leaders with their posts."""
    found = {"bodies": _bodies, "leaders": _leaders}
    return {kind: found[kind]() for kind in kinds}


def _bodies() -> list[str]:
    rows = Body.objects.filter(valid_to__isnull=True, successor__isnull=True).order_by("name")
    return list(rows.values_list("name", flat=True)[:2000])


def _leaders() -> list[str]:
    rows = Membership.objects.filter(role=Role.LEADER, until__isnull=True).order_by("person__display_name")
    return list(rows.values_list("person__display_name", flat=True).distinct()[:500])


def _versions() -> list[tuple[Any, Any]]:
    recent = PlanVersion.objects.select_related("plan").order_by("-pk")[:100]
    return [(row.pk, _("%(title)s（第%(n)s版）") % {"title": row.title, "n": row.number}) for row in recent]


def _inspections() -> list[tuple[Any, Any]]:
    return list(Inspection.objects.order_by("-pk").values_list("pk", "name")[:100])


def _documents() -> list[tuple[Any, Any]]:
    """For the office alone, as all of these forms are."""
    return list(Document.objects.order_by("-pk").values_list("uuid", "name")[:200])
