"""Inspections, their categories, and the versions of their plans, as far as she sees findings of them."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from duban.accounts.permissions import sees_all
from duban.api.fields import Id
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import reads
from duban.api.shapes.common import Coded, Paged, Ref, coded, ref
from duban.api.shapes.journal import Entries, entry
from duban.files.models import Document
from duban.journal import queries as journal
from duban.ledger import queries
from duban.ledger.models import Finding, Inspection, PlanItemVersion, PlanVersion, PlanVersionDocument
from duban.ledger.plans import queries as plans
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.protected import is_protected
from duban.ledger.querysets import FindingQuerySet

router = Router()


class InspectionRow(Schema):
    """一次督察，数目只计您能看到的在册问题。"""

    id: int
    name: str
    type: Coded | None
    level: Coded | None
    team: str
    letter_no: str
    onsite_start: datetime.date | None
    onsite_end: datetime.date | None
    feedback_date: datetime.date | None
    region: Ref | None
    total: int
    late: int
    finished: int


class Inspections(Paged[InspectionRow]):
    """督察的一页。"""


class CategoryRow(Schema):
    id: int | None
    name: str
    count: int
    late: int


class VersionRow(Schema):
    id: int
    number: int
    reason: Coded
    title: str
    published: datetime.date | None
    created_at: datetime.datetime
    created_by: str
    items: int = Field(description="其中您能看到的问题数")
    documents: list[UUID] = Field(description="您能读的原件")


class PlanRow(Schema):
    id: int
    kind: Coded
    title: str
    versions: list[VersionRow]


class InspectionWhole(InspectionRow):
    near: int
    undated: int
    categories: list[CategoryRow]
    plans: list[PlanRow]


class PlanItemRow(Schema):
    number: str | None = Field(description="台账编号")
    printed_no: str
    ordinal: int
    content: dict[str, Any] = Field(description="这一版方案写的内容")


class PlanItems(Paged[PlanItemRow]):
    """方案某一版的各项。"""


def _seen(request: HttpRequest) -> FindingQuerySet:
    return Finding.objects.visible_to(request.user)


def _counted(request: HttpRequest) -> QuerySet[Inspection]:
    seen, today = _seen(request).listed(), timezone.localdate()
    mine = Q(findings__in=seen)
    late = mine & Q(findings__in=seen.late(today))
    return (
        Inspection.objects.filter(findings__in=_seen(request))
        .select_related("region")
        .annotate(
            total=Count("findings", filter=mine, distinct=True),
            late=Count("findings", filter=late, distinct=True),
            finished=Count("findings", filter=mine & Q(findings__in=seen.done()), distinct=True),
        )
    )


def _one(request: HttpRequest, id: int) -> Inspection:
    found = _counted(request).filter(pk=id).first()
    if found is None:
        raise Http404
    return found


@reads(router, "/inspections", Inspections, "督察列表")
def list_inspections(request: HttpRequest, asking: Query[Asking]) -> Any:
    return told(page(request, _counted(request), (by("id", descending=True),), asking), _row)


@reads(router, "/inspections/{int:id}", InspectionWhole, "一次督察及其方案")
def read_inspection(request: HttpRequest, id: Path[Id]) -> Any:
    found, today = _one(request, id), timezone.localdate()
    listed = _seen(request).listed().filter(inspection=id)
    totals = listed.tallied(today, NEAR_DAYS)
    counted = queries.category_counts(id, listed, today)
    return {
        **_row(found),
        "near": totals["near"],
        "undated": totals["undated"],
        "categories": [_category(each) for each in counted],
        "plans": _plans(request, found),
    }


@reads(router, "/plans/{int:id}/versions/{int:number}/items", PlanItems, "方案某一版的各项")
def list_plan_items(request: HttpRequest, id: Path[Id], number: Path[Id], asking: Query[Asking]) -> Any:
    """只列出您能看到的问题。"""
    rows = PlanItemVersion.objects.filter(
        version__plan=id, version__number=number, item__finding__in=_seen(request)
    )
    if not rows.exists():
        raise Http404
    found = page(request, rows.select_related("item__finding"), (by("ordinal"), by("id")), asking)
    return told(found, _item)


@reads(router, "/plans/{int:id}/journal", Entries, "一个方案的记录")
def plan_journal(request: HttpRequest, id: Path[Id], asking: Query[Asking]) -> Any:
    """方案的记录写有全部问题的数目，只给能看到全部问题的人。"""
    if not sees_all(request.user):
        raise Http404
    rows = journal.stream("plan", id).select_related("stream")
    return told(page(request, rows, (by("sequence", descending=True),), asking), entry)


def _row(row: Any) -> dict[str, Any]:
    plain = ("name", "team", "letter_no", "onsite_start", "onsite_end", "feedback_date")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "type": coded(row, "type"),
        "level": coded(row, "level"),
        "region": ref(row.region),
        "total": row.total,
        "late": row.late,
        "finished": row.finished,
    }


def _category(row: dict[str, Any]) -> dict[str, Any]:
    name = row["category__name"] or ""
    return {"id": row["category"], "name": name, "count": row["count"], "late": row["late"]}


def _plans(request: HttpRequest, inspection: Inspection) -> list[dict[str, Any]]:
    mine = Q(items__item__finding__in=_seen(request))
    hers = Document.objects.visible_to(request.user).only("uuid")
    papers = PlanVersionDocument.objects.filter(document__in=hers).select_related("document")
    papers = papers.defer("document__text", "document__blocks")
    versions = (
        PlanVersion.objects.filter(plan__in=plans.known(inspection, request.user))
        .select_related("plan", "created_by")
        .prefetch_related(Prefetch("documents", papers))
        .annotate(items_count=Count("items", filter=mine))
        .order_by("plan", "-number")
    )
    found: dict[int, dict[str, Any]] = {}
    for version in versions:
        plan = version.plan
        row: dict[str, Any] = {
            "id": plan.pk,
            "kind": coded(plan, "kind"),
            "title": plan.title,
            "versions": [],
        }
        found.setdefault(plan.pk, row)["versions"].append(_version(version))
    return list(found.values())


def _version(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "reason": coded(row, "reason"),
        "title": row.title,
        "published": row.published,
        "created_at": row.created_at,
        "created_by": row.created_by.display_name,
        "items": row.items_count,
        "documents": [each.document.uuid for each in row.documents.all()],
    }


def _item(row: PlanItemVersion) -> dict[str, Any]:
    finding = getattr(row.item, "finding", None)
    return {
        "number": finding.number if finding else None,
        "printed_no": row.printed_no,
        "ordinal": row.ordinal,
        "content": _content(row.content),
    }


def _content(content: dict[str, Any]) -> dict[str, Any]:
    """What the plan says of this item; who complained is read by itself, with a reason."""
    extra = content.get("extra") or {}
    return {**content, "extra": {label: "" if is_protected(label) else text for label, text in extra.items()}}
