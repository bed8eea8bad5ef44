"""The ledger on paper: all rows of the question, not only those in view, under its words and the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.ledger import queries
from duban.ledger.choices import Choices
from duban.ledger.columns import chosen, lines
from duban.ledger.filters import Filters
from duban.ledger.paging import first_rows
from duban.ledger.querysets import FindingQuerySet

#: More rows than anybody puts on paper; beyond them the lists go out as Excel.
SHOWN = 1000


def _fetch(rows: FindingQuerySet) -> FindingQuerySet:
    return queries.with_first_deadline(queries.with_charges(rows))


@require_safe
def print_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    columns = chosen(request.GET.getlist("col"))
    page = first_rows(request.user, filters, today, SHOWN, fetch=_fetch)
    total = len(page.rows) if page.is_all else queries.counted(request.user, filters, today).count()
    context = {
        "today": today,
        "columns": columns,
        "lines": lines(page.rows, columns, today, "?"),
        "total": total,
        "shown": len(page.rows),
        "asked": Choices(filters, request.user).in_words(),
    }
    return render(request, "ledger/print.html", context)
