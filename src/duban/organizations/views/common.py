"""What the pages of the directory share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from duban.organizations.errors import Refused
from duban.organizations.policy import KEEP, VIEW, Keeper


def demand_reader(request: HttpRequest) -> None:
    if not request.user.has_perm(VIEW):
        raise Http404


def demand_keeper(request: HttpRequest) -> Keeper:
    if not request.user.has_perm(KEEP):
        raise Http404
    return cast(Keeper, request.user)


def attempt(request: HttpRequest, form: forms.Form, deed: Callable[[dict[str, Any]], Any], said: str) -> bool:
    """Do what a form asks; what happened, or all that stands in the way, is told on the next page."""
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}{_('：')}{_('；').join(map(str, errors))}")
        return False
    try:
        deed(form.cleaned_data)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return False
    messages.success(request, said)
    return True
