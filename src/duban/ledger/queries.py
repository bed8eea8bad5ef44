"""Reading the ledger for its pages: bounded numbers of statements, whatever the size of the list."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _

from duban.accounts.permissions import Someone
from duban.files.models import Document
from duban.ledger.filters import Filters
from duban.ledger.models import (
    Charge,
    ChargeRole,
    Deadline,
    Finding,
    Indicator,
    Measure,
    Milestone,
    Provenance,
    Site,
)
from duban.ledger.ordering import order_of
from duban.ledger.protected import is_protected
from duban.ledger.querysets import FindingQuerySet, Way

EXECUTING = (ChargeRole.MAIN, ChargeRole.LEAD)


def listed(person: Someone, filters: Filters, today: datetime.date) -> FindingQuerySet:
    """The one query behind list, totals and exports; :mod:`duban.ledger.paging` has its first rows sooner."""
    return order_of(filters.sort).sort(_asked(person, filters, today, Way.DRIVING))


def counted(person: Someone, filters: Filters, today: datetime.date) -> FindingQuerySet:
    """The same rows in no order, only to be counted."""
    return _asked(person, filters, today, Way.COUNTING).order_by()


def _asked(person: Someone, filters: Filters, today: datetime.date, way: Way) -> FindingQuerySet:
    plain = filters.plain(Finding.objects.all(), today)
    return filters.hard(person, today).seen_by(person).ask(plain, way)


def with_charges(rows: FindingQuerySet) -> FindingQuerySet:
    current = Charge.objects.filter(until__isnull=True)
    return rows.select_related("category", "inspection").prefetch_related(
        Prefetch("charges", queryset=current, to_attr="current_charges")
    )


def with_first_deadline(rows: FindingQuerySet) -> FindingQuerySet:
    """``holding``: by what the deadline came that holds; ``first_due`` and ``first_kind``: what was promised first."""
    said = Deadline.objects.filter(finding=OuterRef("pk"), purpose="complete").order_by("pk")
    first = {name: Subquery(said.values(name)[:1]) for name in ("date", "kind")}
    holding = Subquery(said.reverse().values("source")[:1])
    return rows.annotate(holding=holding, first_due=first["date"], first_kind=first["kind"])


def with_work(rows: FindingQuerySet) -> FindingQuerySet:
    """What the wall chart draws."""
    return with_charges(rows).prefetch_related(
        Prefetch("measures", Measure.objects.filter(superseded_by__isnull=True), "current_measures"),
        Prefetch("milestones", Milestone.objects.filter(superseded_by__isnull=True), "current_milestones"),
    )


def with_everything(rows: FindingQuerySet) -> FindingQuerySet:
    """What the four lists print."""
    return with_work(rows).prefetch_related(
        Prefetch("indicators", Indicator.objects.filter(superseded_by__isnull=True), "current_indicators"),
        # Of when the work is to be done; when it is to be accepted or closed stands beside.
        Prefetch("deadlines", Deadline.objects.filter(purpose="complete")),
    )


def charged(finding: Finding, *roles: str) -> list[Charge]:
    """Current charges of these roles, of a finding fetched by :func:`with_charges`."""
    current: list[Charge] = finding.current_charges  # type: ignore[attr-defined]
    return [charge for charge in current if charge.role in roles]


def charged_names(finding: Finding, *roles: str) -> list[str]:
    """How they are called: who answers for the whole and for a measure as well is named once."""
    return list(dict.fromkeys(charge.printed for charge in charged(finding, *roles)))


@dataclass(frozen=True, slots=True)
class Superseded:
    """Something an earlier version of the plan said: what it was, its text, and until when."""

    name: str
    text: str
    until: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the values of one finding stand, by field; and which of those documents the reader may open herself."""

    by_field: Mapping[str, Provenance] = field(default_factory=dict)
    #: Every deadline row points at the version that set it, so each has a place of its own.
    deadlines: Mapping[int, Provenance] = field(default_factory=dict)
    open_documents: frozenset[int] = frozenset()

    def of(self, name: str) -> Provenance | None:
        return self.by_field.get(name)

    def may_open(self, found: Provenance) -> bool:
        return found.document_id in self.open_documents


def sources(finding: Finding, person: Someone) -> Sources:
    """The places of the latest version that says something of this finding."""
    rows = Provenance.objects.filter(finding=finding)
    latest = rows.order_by("-plan_version").values("plan_version")[:1]
    visible = Document.objects.visible_to(person).filter(pk=OuterRef("document"))
    wanted = rows.filter(Q(plan_version__in=latest) | Q(field="deadline"))
    wanted = wanted.select_related("document", "confirmed_by").defer("document__text", "document__blocks")
    found = list(wanted.annotate(may_open=Exists(visible)))
    newest = max((row.plan_version_id for row in found), default=0)
    return Sources(
        by_field={row.field: row for row in found if row.plan_version_id == newest},
        deadlines={row.plan_version_id: row for row in found if row.field == "deadline"},
        open_documents=frozenset(row.document_id for row in found if row.may_open),
    )


def whole(rows: FindingQuerySet) -> FindingQuerySet:
    """A finding with everything that ever hung on it, for its page."""
    parts = ("measures", "milestones", "indicators", "remarks")
    return rows.select_related("category", "inspection", "plan_item__plan").prefetch_related(
        *(Prefetch(part, to_attr=f"all_{part}") for part in parts),
        Prefetch("charges", to_attr="all_charges"),
        Prefetch("sites", Site.objects.filter(ended_at=None).select_related("region"), "current_sites"),
        "deadlines",
    )


def part(finding: Finding) -> list[Superseded]:
    """Parts the rows of :func:`whole` into what holds now (``current_…``) and what earlier versions said."""
    gone: list[Superseded] = []
    for name in ("measures", "milestones", "indicators", "remarks"):
        rows = getattr(finding, f"all_{name}")
        setattr(finding, f"current_{name}", [row for row in rows if row.superseded_by_id is None])
        gone += [_superseded(row) for row in rows if row.superseded_by_id is not None]
    charges: list[Charge] = finding.all_charges  # type: ignore[attr-defined]
    finding.current_charges = [row for row in charges if row.until is None]  # type: ignore[attr-defined]
    ended = [row for row in charges if row.until is not None]
    return gone + [
        Superseded(str(row.get_role_display()), row.printed, _("至%s") % row.until) for row in ended
    ]


def _superseded(row: Any) -> Superseded:
    text = row.label if is_protected(getattr(row, "label", "")) else str(row)
    return Superseded(str(row._meta.verbose_name), text, _("修订后不再列入"))


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
