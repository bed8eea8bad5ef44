"""Who carries how much: by leader, or by unit, for whatever the ledger is asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.ledger.choices import Choices
from duban.ledger.filters import Filters
from duban.ledger.lifecycle import STATIONS
from duban.ledger.loads import by_leader, by_unit


@require_safe
def load_page(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    kind = "body" if request.GET.get("by") == "unit" else "leader"
    # Who is counted by unit or leader is not asked for one of them as well.
    filters = filters.without(kind)
    loads = (by_unit if kind == "body" else by_leader)(request.user, filters, today)
    context = {
        "today": today,
        "kind": kind,
        "loads": loads,
        "stations": [str(name) for name, _stages in STATIONS],
        "asked": Choices(filters, request.user).in_words(),
    }
    return render(request, "ledger/load.html", context)
