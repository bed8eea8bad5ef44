"""First pages: each answers its person's question — what is due, what is late, what waits for me."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.accounts.models import Role
from duban.accounts.permissions import SEES_OWN_UNIT, is_leader, may, roles_of, sees_all
from duban.ledger.asked import asked_by_us
from duban.ledger.models import Finding
from duban.ledger.querysets import Way
from duban.pages import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if sees_all(request.user):
        return _office(request)
    if is_leader(request.user):
        return _leader(request)
    if roles_of(request.user) & SEES_OWN_UNIT:
        return _unit(request)
    if Role.AUDIT_ADMIN in roles_of(request.user):
        return redirect("journal:record")
    if may(request.user, "see_people"):
        return redirect("accounts:people")
    return _charged(request) or render(request, "pages/home_none.html")


def _office(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = Finding.objects.visible_to(request.user)
    context = {
        "today": today,
        "waiting": queries.waiting(request.user, today),  # type: ignore[arg-type]
        "sets": queries.waiting_sets(request.user),  # type: ignore[arg-type]
        "requests": queries.open_requests(request.user),  # type: ignore[arg-type]
        **queries.overview(rows, today),
    }
    return render(request, "pages/home_office.html", context)


def _leader(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    mine = queries.under_name(request.user)  # type: ignore[arg-type]
    overview = queries.overview(mine, today)
    shown = {finding.pk for finding in (*overview["late"], *overview["near"])}
    context = {
        "today": today,
        "name": request.user.display_name,  # type: ignore[union-attr]
        "debts": [finding for finding in queries.debts(mine) if finding.pk not in shown],
        "besides": _besides(request, today),
        "fresh": queries.registered_this_week(mine, today),
        **overview,
    }
    return render(request, "pages/home_leader.html", context)


def _besides(request: HttpRequest, today: date) -> list[queries.Waits]:
    """What waits for a leader besides what is late and near, of which her sentences speak already."""
    found = queries.waiting(request.user, today)  # type: ignore[arg-type]
    return [each for each in found.heaps if each.code not in {"late", "near"}] if found else []


def _charged(request: HttpRequest) -> HttpResponse | None:
    """Without a role, but charged in person (包案领导、责任人): what she answers for."""
    if not Finding.objects.visible_to(request.user).exists():
        return None
    return _debts(request, request.user.display_name)  # type: ignore[union-attr]


def _unit(request: HttpRequest) -> HttpResponse:
    return _debts(request, queries.unit_names(request.user))  # type: ignore[arg-type]


def _debts(request: HttpRequest, whose: str) -> HttpResponse:
    today = timezone.localdate()
    rows = Finding.objects.visible_to(request.user)
    context = {
        "today": today,
        "unit": whose,
        "waiting": queries.waiting(request.user, today),  # type: ignore[arg-type]
        "asked": asked_by_us(request.user),
        "debts": queries.debts(rows),
        "totals": queries.totals(Finding.objects.visible_to(request.user, Way.COUNTING), today),
    }
    return render(request, "pages/home_unit.html", context)
