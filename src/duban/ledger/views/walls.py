"""挂图作战 for whatever the ledger is asked: the same question, the same findings."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.ledger import queries
from duban.ledger.choices import Choices
from duban.ledger.filters import Filters
from duban.ledger.paging import first_rows
from duban.ledger.wallchart import by_category, chart

#: More findings than these belong on another sheet of the wall.
SHOWN = 120
#: Per cent of the paper's own size; 0 fits the window.
ZOOMS = (0, 100, 150, 200)


@require_safe
def wall_chart(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    in_order = replace(filters, sort=filters.sort or "order")
    page = first_rows(request.user, in_order, today, SHOWN, request.GET.get("after", ""), queries.with_work)
    total = len(page.rows) if page.is_all else queries.counted(request.user, filters, today).count()
    zoom = next((each for each in ZOOMS if str(each) == request.GET.get("zoom")), 0)
    picture = chart(by_category(page.rows), today)
    context = {
        "today": today,
        "chart": picture,
        "page": page,
        "total": total,
        "asked": Choices(filters, request.user).in_words(),
        "zoom": zoom,
        "zooms": ZOOMS,
        "shown_width": round(picture.width * zoom / 100) if zoom else "100%",
    }
    return render(request, "ledger/wall.html", context)
