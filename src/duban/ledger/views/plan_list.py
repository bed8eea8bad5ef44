"""All plans that somebody sees a finding of, whatever their inspection: how far each has come into force."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duban.accounts.permissions import Someone, sees_all
from duban.ledger.models import (
    AgendaItem,
    Finding,
    Plan,
    PlanApproval,
    PlanKind,
    PlanPublication,
    PlanScope,
    PlanVersion,
)
from duban.ledger.plans.queries import SPECIAL
from duban.ledger.querysets import Way

PAGE_SIZE = 50


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(plans_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "ledger/plan_list.html", {"page": page, "special": SPECIAL})


def plans_of(person: Someone) -> QuerySet[Plan]:
    """With the newest version of each, and what put that version in force."""
    seen = Finding.objects.visible_to(person, Way.DRIVING).order_by()
    newest = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number")
    rows = Plan.objects.select_related("inspection", "lead").annotate(
        version=Subquery(newest.values("pk")[:1]),
        version_number=Subquery(newest.values("number")[:1]),
        covers=_counted(seen.filter(plan_item__plan=OuterRef("pk")), "plan_item__plan")
        + _counted(PlanScope.objects.filter(plan=OuterRef("pk"), until=None, finding__in=seen), "plan"),
    )
    rows = rows.annotate(
        is_decided=Exists(AgendaItem.objects.filter(approves=OuterRef("version")).exclude(decision="")),
        is_approved=Exists(PlanApproval.objects.filter(version=OuterRef("version"))),
        is_public=Exists(PlanPublication.objects.filter(version=OuterRef("version"))),
    )
    mine = Q() if sees_all(person) else Q(covers__gt=0)
    first = Case(When(kind=PlanKind.MASTER, then=0), default=1, output_field=IntegerField())
    return rows.filter(mine).order_by("-inspection__feedback_date", "-inspection", first, "pk")


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
