"""The ledger page: its first rows at once, its totals right after them, a finding beside the list."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.ledger import queries
from duban.ledger.choices import NAMED, Choices
from duban.ledger.columns import COLUMNS, USUAL, ShownColumn, chosen, lines
from duban.ledger.filters import Filters
from duban.ledger.gaps import gaps
from duban.ledger.lifecycle import STATIONS, station_index
from duban.ledger.lists import LISTS, WHOLE
from duban.ledger.models import Finding
from duban.ledger.ordering import ORDERS
from duban.ledger.paging import Page, first_rows
from duban.ledger.progress import NEAR_DAYS, progress
from duban.ledger.querysets import FindingQuerySet
from duban.ledger.searching.initials import is_asked
from duban.ledger.suggesting import by_initials, suggest
from duban.ledger.tabs import tabs
from duban.ledger.tallying import tallied
from duban.ledger.verbs.bulk import offered

PAGE_SIZE = 50
#: Texts that no column of the list shows.
_UNSEEN = ("search_text", "status_text", "standing_reason")


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    columns = chosen(request.GET.getlist("col"))
    page = first_rows(request.user, filters, today, PAGE_SIZE, request.GET.get("after", ""), _fetch)
    table = {
        "lines": lines(page.rows, columns, today, _here(request)),
        "page": page,
        "columns": columns,
        "may_pick": bool(isinstance(request.user, Person) and offered(request.user)),
    }
    if request.GET.get("after") and request.headers.get("HX-Request"):
        return render(request, "ledger/list/_lines.html", table)
    choices = Choices(filters, request.user)
    context = {
        **table,
        "today": today,
        "filters": filters,
        "totals": _totals(request, filters, today, page),
        "off_list": _off_list(request, filters, today, page),
        "list_address": reverse("ledger:list"),
        "selects": choices.first(),
        "more_selects": choices.more(),
        "more_count": choices.more_count,
        "chips": choices.chips(),
        "may_be_initials": is_asked(filters.q),
        "sorts": [(code, order.name) for code, order in ORDERS.items()],
        "lists": [*LISTS.values(), WHOLE],
        "may_import": may_review(request.user),
        "tabs": tabs(request),
        "all_columns": _offered(columns),
        "usual_columns": USUAL,
        "panel": _panel(request, request.GET.get("open", "")),
    }
    return render(request, "ledger/list.html", context)


@require_safe
def list_totals(request: HttpRequest) -> HttpResponse:
    """The exact totals under the list, asked for after its rows are there."""
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    found = queries.counted(request.user, filters, today).tallied(today, NEAR_DAYS)
    return render(
        request, "ledger/list/_totals.html", {"totals": found, "list_address": reverse("ledger:list")}
    )


@require_safe
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """What can be typed into a field of the filter form."""
    if name not in NAMED:
        raise Http404
    term = request.GET.get(name, "").replace("\x00", "")
    found = suggest(name, term, request.user)
    # A browser offers what has the typed letters in it: the letters are said with the name.
    return render(
        request, "ledger/list/_options.html", {"options": found, "by": term if is_asked(term) else ""}
    )


@require_safe
def meant(request: HttpRequest) -> HttpResponse:
    """Units and leaders whose first letters were searched for."""
    found = by_initials(request.GET.get("q", ""), request.user)
    return render(request, "ledger/list/_meant.html", {"meant": found})


@require_safe
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """A finding beside the list."""
    shown = _panel(request, number)
    if shown is None:
        raise Http404
    return render(request, "ledger/list/_panel.html", {"panel": shown})


def _fetch(rows: FindingQuerySet) -> FindingQuerySet:
    return queries.with_first_deadline(queries.with_charges(rows)).defer(*_UNSEEN)


def _totals(
    request: HttpRequest, filters: Filters, today: datetime.date, page: Page
) -> dict[str, int] | None:
    """Counted from the rows where these are all; otherwise only where the address asks for them."""
    if page.is_all:
        return tallied(page.rows, today)
    if request.GET.get("totals"):
        return queries.counted(request.user, filters, today).tallied(today, NEAR_DAYS)
    return None


def _off_list(request: HttpRequest, filters: Filters, today: datetime.date, page: Page) -> int:
    """Where nothing was found: how many would be, were those counted that are no longer on the list."""
    if page.rows or not page.is_all or filters.standing or request.GET.get("open"):
        return 0
    if page.among is not None:
        return filters.with_all().plain(Finding.objects.filter(pk__in=page.among), today).count()
    return queries.counted(request.user, filters.with_all(), today).count()


def _here(request: HttpRequest) -> str:
    """The address of the list up to what is open beside it."""
    query = request.GET.copy()
    for name in ("open", "after"):
        query.pop(name, None)
    return f"{reverse('ledger:list')}?{query.urlencode()}{'&' if query else ''}"


def _offered(columns: list[ShownColumn]) -> list[tuple[ShownColumn, bool]]:
    """All columns, those that are shown first and in their order."""
    rest = [column for column in COLUMNS.values() if column not in columns]
    return [(column, True) for column in columns] + [(column, False) for column in rest]


def _panel(request: HttpRequest, number: str) -> dict[str, Any] | None:
    if not number:
        return None
    rows = Finding.objects.visible_to(request.user).filter(number=number.replace("\x00", ""))
    finding = queries.with_everything(rows).first()
    if finding is None:
        return None
    current = finding.current_charges  # type: ignore[attr-defined]
    today = timezone.localdate()
    return {
        "finding": finding,
        "progress": progress(finding, today),
        "charges": queries.group_by_role(current),
        "deadlines": list(finding.deadlines.all()),
        "stations": STATIONS,
        "station": station_index(finding.stage),
        "gaps": gaps(finding, current),
    }
