"""Keeping the question of the ledger page as a view, and removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duban.accounts.models import Person
from duban.ledger.errors import Refused
from duban.ledger.saved_views import lasting, remove_view, save_view, seen_by


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    query = lasting(request.POST.get("query", ""))
    try:
        name = request.POST.get("name", "").replace("\x00", "")
        row = save_view(_actor(request), name, query, shared=bool(request.POST.get("shared")))
        query = row.query
        messages.info(request, _("视图“%s”已保存，就在台账上方。") % row.name)
    except Refused as error:
        messages.error(request, str(error))
    return redirect(_list(query))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _actor(request)
    row = get_object_or_404(seen_by(actor), pk=pk)
    try:
        remove_view(actor, row)
        messages.info(
            request, _("视图“%s”已删除。它的筛选条件还在这一页上，删错了可以重新“存为视图”。") % row.name
        )
    except Refused as error:
        messages.error(request, str(error))
    # What it asked stays in the address, so that a wrong click loses nothing.
    return redirect(_list(row.query))


def _actor(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _list(query: str) -> str:
    return f"{reverse('ledger:list')}?{query}" if query else reverse("ledger:list")
