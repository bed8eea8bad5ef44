"""Names of people that documents print and that could be anybody's: the office says whose each is, once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.accounts import queries
from duban.accounts.actions import naming
from duban.accounts.forms import ReasonForm, WhoForm
from duban.accounts.models import NamedPerson
from duban.accounts.views.common import attempt, complain, demand

_SHOWN = 100


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    demand(request, "answer_name")
    waiting = NamedPerson.objects.filter(answered_at__isnull=True).order_by("name", "post")
    answered = NamedPerson.objects.filter(answered_at__isnull=False).select_related("person")
    context = {
        "questions": queries.offers(list(waiting[:_SHOWN]), timezone.localdate()),
        "answered": answered.order_by("-answered_at", "-pk")[:_SHOWN],
        "choices": queries.choosable(),
        "reason_form": ReasonForm(auto_id=False),
    }
    return render(request, "accounts/names.html", context)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """``person``: an account; empty: she has none."""
    actor, row, form = demand(request, "answer_name"), _row(pk), WhoForm(request.POST)
    if form.is_valid():
        who = form.cleaned_data["person"]
        attempt(request, lambda: naming.answer(row, who, actor), _("已记住“%(name)s”是谁。") % {"name": row})
    else:
        complain(request, form)
    return redirect("accounts:names")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor, row, form = demand(request, "answer_name"), _row(pk), ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        said = _("“%(name)s”又回到待核对的人名里。") % {"name": row}
        attempt(request, lambda: naming.withdraw_answer(row, reason, actor), said)
    else:
        complain(request, form)
    return redirect("accounts:names")


def _row(pk: int) -> Any:
    return get_object_or_404(NamedPerson, pk=pk)
