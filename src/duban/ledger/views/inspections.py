from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.accounts.permissions import Someone, sees_all
from duban.journal import queries as journal
from duban.ledger import queries
from duban.ledger.lifecycle import Standing
from duban.ledger.models import Finding, Inspection, PlanVersion
from duban.ledger.plans.queries import SPECIAL, master_due
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import Way
from duban.ledger.urgency import NOT_OWED


@require_safe
def inspection_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    counted = _counted(request.user, today)
    inspections = list(Inspection.objects.filter(pk__in=counted).order_by("-feedback_date", "-pk"))
    rows = [(row, counted[row.pk]) for row in inspections]
    return render(request, "ledger/inspections.html", {"rows": rows, "today": today})


def _counted(person: Someone, today: datetime.date) -> dict[int, dict[str, Any]]:
    """By inspection, what of it she sees: as many as the list has that each number leads to."""
    seen = Finding.objects.visible_to(person, Way.COUNTING).listed().order_by()
    found = seen.values("inspection").annotate(
        total=Count("pk"),
        late=Count("pk", filter=Q(urgency__lt=today.toordinal())),
        finished=Count("pk", filter=Q(standing=Standing.ACTIVE, urgency__gte=NOT_OWED)),
    )
    return {row["inspection"]: dict(row) for row in found}


@require_safe
def inspection_page(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    seen = Finding.objects.visible_to(request.user).filter(inspection=pk)
    inspection = Inspection.objects.filter(pk=pk, findings__in=seen).select_related("region").first()
    if inspection is None:
        raise Http404
    versions = list(
        PlanVersion.objects.filter(plan__inspection=inspection)
        .exclude(plan__kind__in=SPECIAL)
        .select_related("plan", "created_by")
        .annotate(items_count=Count("items", filter=Q(items__item__finding__in=seen)))
        .order_by("plan", "-number")
    )
    listed = seen.listed()
    # The lines of a plan count all its problems, so they are for those who see them all.
    plans = {version.plan_id for version in versions} if sees_all(request.user) else set()
    context = {
        "today": today,
        "inspection": inspection,
        "totals": listed.tallied(today, NEAR_DAYS),
        "categories": queries.category_counts(inspection.pk, listed, today),
        "versions": versions,
        "master_due": master_due(inspection, versions, today),
        "entries": list(journal.streams("plan", plans).order_by("-at")[:50]),
    }
    return render(request, "ledger/inspection.html", context)
