"""Reading the ledger for its pages: bounded numbers of statements, whatever the size of the list."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Prefetch, Q

from duban.accounts.permissions import Someone
from duban.ledger.filters import Filters
from duban.ledger.models import Charge, ChargeRole, Finding, Indicator, Measure, Milestone, Provenance
from duban.ledger.querysets import FindingQuerySet

EXECUTING = (ChargeRole.MAIN, ChargeRole.LEAD)


def listed(person: Someone, filters: Filters, today: datetime.date) -> FindingQuerySet:
    """The one query behind list, totals and exports."""
    return filters.ordered(filters.apply(Finding.objects.visible_to(person), today))


def with_charges(rows: FindingQuerySet) -> FindingQuerySet:
    current = Charge.objects.filter(until__isnull=True)
    return rows.select_related("category", "inspection").prefetch_related(
        Prefetch("charges", queryset=current, to_attr="current_charges")
    )


def with_everything(rows: FindingQuerySet) -> FindingQuerySet:
    """What the four lists print."""
    return with_charges(rows).prefetch_related(
        Prefetch("measures", Measure.objects.filter(superseded_by__isnull=True), "current_measures"),
        Prefetch("milestones", Milestone.objects.filter(superseded_by__isnull=True), "current_milestones"),
        Prefetch("indicators", Indicator.objects.filter(superseded_by__isnull=True), "current_indicators"),
        "deadlines",
    )


def charged(finding: Finding, *roles: str) -> list[Charge]:
    """Current charges of these roles, of a finding fetched by :func:`with_charges`."""
    current: list[Charge] = finding.current_charges  # type: ignore[attr-defined]
    return [charge for charge in current if charge.role in roles]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the values of one finding stand, by field."""

    by_field: dict[str, Provenance] = field(default_factory=dict)

    def of(self, name: str) -> Provenance | None:
        return self.by_field.get(name)


def sources(finding: Finding) -> Sources:
    """The places of the latest version that says something of this finding."""
    rows = Provenance.objects.filter(finding=finding)
    latest = rows.aggregate(latest=Max("plan_version"))["latest"]
    found = rows.filter(plan_version=latest).select_related("document", "confirmed_by")
    return Sources({row.field: row for row in found.defer("document__text", "document__blocks")})


def by_unit(rows: FindingQuerySet, limit: int = 8) -> list[dict[str, Any]]:
    """Findings of a selection by the unit that carries them out, most first."""
    charges = Charge.objects.filter(
        finding__in=rows, role__in=EXECUTING, until__isnull=True, body__isnull=False
    )
    counted = charges.values("body", "body__name").annotate(count=Count("finding", distinct=True))
    return [dict(row) for row in counted.order_by("-count", "body__name")[:limit]]


def category_counts(inspection: int, rows: FindingQuerySet, today: datetime.date) -> list[dict[str, Any]]:
    """Findings of an inspection by category, in the document's order."""
    late = Q(pk__in=rows.late(today))
    counted = (
        rows.filter(inspection=inspection).order_by("category__ordinal").values("category", "category__name")
    )
    return [dict(row) for row in counted.annotate(count=Count("pk"), late=Count("pk", filter=late))]


def group_by_role(charges: list[Charge]) -> list[tuple[str, list[Charge]]]:
    """Charges under the name of their role, in the order in which officials list roles."""
    by_role: dict[str, list[Charge]] = defaultdict(list)
    for charge in charges:
        by_role[charge.role].append(charge)
    return [(str(ChargeRole(role).label), by_role[role]) for role in ChargeRole.values if role in by_role]
