"""The door: where somebody comes from, and what her session carries once she is in."""

from __future__ import annotations

from datetime import datetime
from time import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from duban.accounts import news
from duban.accounts.actions import credentials, signing
from duban.accounts.models import Person
from duban.accounts.permissions import roles_of
from duban.accounts.rules import rule

_WAITING = "second_step"
#: Where the session keeps the provider's token.
PROVIDER = "provider"
#: How long the second step may take, in seconds.
_PATIENCE = 300


def address_of(request: HttpRequest) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TRUST_FORWARDED_FOR else ""
    return (forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))[:45]


def needs_second_factor(person: Person) -> bool:
    if person.is_demo:
        return False
    return bool(rule("second_factor_required")) or bool(roles_of(person) & set(rule("second_factor_roles")))


def enter(
    request: HttpRequest, person: Person, now: datetime, *, token: str = "", second_factor_done: bool = False
) -> None:
    """She is in: the session begins anew, with how long it may lie idle and what she has to set first. ``token``: the
    sealed one of the identity provider, if she came through that; her password here is then no matter."""
    here_before = person.last_login
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session["idle"] = int(rule("idle_minutes"))
    request.session["seen"] = int(time())
    request.session["enrol"] = (
        not second_factor_done and person.second_factor_at is None and needs_second_factor(person)
    )
    request.session[PROVIDER] = token
    signing.came_in(person, address_of(request), by_provider=bool(token))
    if not token:
        credentials.expire_password(person, now)
    for sentence in news.since(person, here_before):
        messages.info(request, sentence)


def wait_for_second_step(request: HttpRequest, person: Person, then: str, token: str = "") -> None:
    """The first step was right; the session remembers only that, for a few minutes."""
    mark = person.get_session_auth_hash()
    request.session[_WAITING] = {
        "person": person.pk,
        "at": int(time()),
        "then": then,
        "token": token,
        "mark": mark,
    }


def waiting_person(request: HttpRequest) -> tuple[Person | None, str, str]:
    """Who stands at the second step, where she wants to go, and her token if the provider sent her."""
    waiting = request.session.get(_WAITING)
    if not waiting or time() - waiting["at"] > _PATIENCE:
        return None, "", ""
    person = Person.objects.filter(pk=waiting["person"], is_active=True).first()
    # What ends her sessions (a new password, switched off and on again) ends what is only half a sign-in as well.
    if person is None or not constant_time_compare(person.get_session_auth_hash(), waiting.get("mark", "")):
        return None, "", ""
    return person, waiting["then"], waiting.get("token", "")


def stop_waiting(request: HttpRequest) -> None:
    request.session.pop(_WAITING, None)
