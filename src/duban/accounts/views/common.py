"""What the pages of accounts share: who asks, and how a verb's answer becomes a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts import permissions
from duban.accounts.actions import signing
from duban.accounts.actions.people import Printed
from duban.accounts.entering import address_of
from duban.accounts.errors import NotProved, Refused
from duban.accounts.forms import waiting_sentence
from duban.accounts.models import Person
from duban.accounts.rules import rule


def person_of(request: HttpRequest) -> Person:
    """Who asks. The pages are behind the sign-in, so it is always somebody."""
    return cast(Person, request.user)


def demand(request: HttpRequest, step: str) -> Person:
    """Pages of a step exist only for who may take it; for everybody else there is no such page."""
    if not permissions.may(request.user, step):
        raise Http404
    return person_of(request)


def proving(request: HttpRequest, deed: Callable[[], Any]) -> Any:
    """A deed that asks for a password or a code again: guessing is counted here as it is at the door."""
    person, address, now = person_of(request), address_of(request), timezone.now()
    until = signing.waiting_until(person.username, address, now)
    if until is not None:
        raise Refused(waiting_sentence(until))
    try:
        return deed()
    except NotProved:
        signing.failed(person.username, address, now)
        raise


def attempt(request: HttpRequest, deed: Callable[[], Any], said: str) -> bool:
    """Do it; what happened, or what stands in the way, is told on the next page."""
    try:
        deed()
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return False
    messages.success(request, said)
    return True


def complain(request: HttpRequest, form: forms.Form) -> None:
    """What is wrong with a small form, told on the next page with the name of the field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}{_('：')}{error}" if label else str(error))


def add_errors(form: forms.Form, refused: Refused) -> None:
    for reason in refused.reasons:
        form.add_error(None, reason)


def printed_page(request: HttpRequest, printed: list[Printed], *, new: bool) -> HttpResponse:
    """First passwords, once, for paper."""
    context = {"printed": printed, "new": new, "days": int(rule("first_password_days"))}
    return render(request, "accounts/printed.html", context)
