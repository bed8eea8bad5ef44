"""The door of the identity provider: out, back, and signing out there too."""

from __future__ import annotations

from time import time

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from duban.accounts import entering
from duban.accounts.actions import signing
from duban.accounts.errors import Refused
from duban.accounts.forms import waiting_sentence
from duban.accounts.models import Person
from duban.accounts.oidc import configuration, flow
from duban.accounts.oidc.errors import ProviderAway
from duban.accounts.sealing import SealBroken, opened, seal

_LEFT_OUT = "-"


class _Counted(Refused):
    """A refusal that was counted where it was made."""


@login_not_required
@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider. The page exists only where one is configured."""
    _demand_configured()
    try:
        provider = configuration.provider()
        there = flow.begin(provider, request.session, _here(request, provider), _then(request), time())
    except Refused as refused:
        return _back_to_door(request, refused)
    return redirect(there)


@login_not_required
@never_cache
@require_safe
@sensitive_variables()
def back(request: HttpRequest) -> HttpResponse:
    """From the provider. What it says is believed only as the answer to a question of this session."""
    _demand_configured()
    said = request.GET.dict()
    expected = flow.is_expected(request.session, said)
    try:
        known = flow.finish(configuration.provider(), request.session, said, time())
        person = _person(request, known)
    except Refused as refused:
        if expected and not isinstance(refused, ProviderAway | _Counted):
            signing.failed_at(entering.address_of(request), timezone.now())
        return _back_to_door(request, refused)
    return _let_in(request, person, known)


def _person(request: HttpRequest, known: flow.Known) -> Person:
    """Whoever the provider knows must have an account here that somebody approved; none is made by coming in."""
    address, now = entering.address_of(request), timezone.now()
    until = signing.waiting_until(known.username, address, now)
    if until is not None:
        raise _Counted(waiting_sentence(until))
    found = list(Person.objects.filter(username__iexact=known.username)[:2])
    if len(found) == 1 and found[0].is_active:
        return found[0]
    signing.failed(known.username, address, now)
    if len(found) == 1:
        raise _Counted(_("这个账号还没有批准或已停用，没有登录；请联系系统管理员。"))
    raise _Counted(
        _("督办里没有与“%(name)s”对应的账号，没有登录；请联系系统管理员申请。") % {"name": known.username}
    )


def _let_in(request: HttpRequest, person: Person, known: flow.Known) -> HttpResponse:
    token = _kept(known.token)
    if person.second_factor_at is not None and not known.second_factor_done:
        entering.wait_for_second_step(request, person, known.then, token)
        return redirect("accounts:second_step")
    entering.enter(request, person, timezone.now(), token=token, second_factor_done=known.second_factor_done)
    return redirect(known.then)


def _kept(token: str) -> str:
    """For signing out there; without keys nobody is kept out, only that is left out."""
    try:
        return seal(token)
    except SealBroken:
        return _LEFT_OUT


def signing_out(request: HttpRequest) -> str:
    """Where a session that came from the provider ends there; empty for all others."""
    kept = request.session.get(entering.PROVIDER)
    if not kept or not configuration.is_configured():
        return ""
    home = request.build_absolute_uri(reverse("accounts:sign_in"))
    try:
        return flow.end_address(configuration.provider(), opened(kept), home)
    except Refused:
        return ""


def signed_out(request: HttpRequest, there: str) -> HttpResponse:
    """A page that goes on to the provider: policies of content stop forms that are answered by going elsewhere."""
    context = {"there": there, "provider_name": configuration.name()}
    return render(request, "accounts/provider_sign_out.html", context)


def _demand_configured() -> None:
    if not configuration.is_configured():
        raise Http404


def _here(request: HttpRequest, provider: configuration.Provider) -> str:
    return provider.redirect_uri or request.build_absolute_uri(reverse("accounts:provider_back"))


def _then(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else resolve_url("pages:home")


def _back_to_door(request: HttpRequest, refused: Refused) -> HttpResponse:
    for reason in refused.reasons:
        messages.error(request, reason)
    return redirect("accounts:sign_in")
