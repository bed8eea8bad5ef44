"""At the threshold of every page: the idle are signed out, and who has a password or a second factor to set does that
first. Only sessions that began at our door (``entering``) carry the marks that are looked at here.

Two more things hold for every page: a body that is too large is refused before it is read, and no cache keeps what
somebody saw."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from duban.accounts.actions import signing
from duban.accounts.entering import PROVIDER
from duban.accounts.models import Person
from duban.asking import number

#: How often the moment of the last request is written, in seconds.
_WRITTEN = 60
#: Pages that ask by themselves while nobody is there.
_UNATTENDED = ("/presence/", "/progress/")
_ALWAYS_OPEN = ("accounts:sign_out", "set_language")

#: Bytes that are read from anybody, and from who is signed in (an upload counts its own, a little below this).
MOST_FROM_STRANGERS = 1024 * 1024
MOST = 301 * 1024 * 1024

#: What Django answers with nothing in it where a method is not allowed.
_NOT_SO = 405

Respond = Callable[[HttpRequest], HttpResponse]


class Threshold:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        # No database takes a NUL character, and no page of ours asks with one.
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        most = MOST if person.is_authenticated else MOST_FROM_STRANGERS
        if _length(request) > most:
            return _too_much(request, most)
        response = self._answer(request, person)
        if response.status_code == _NOT_SO and not response.streaming and not response.content:
            response = _not_so(request, response)
        if person.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def _answer(self, request: HttpRequest, person: object) -> HttpResponse:
        if isinstance(person, Person):
            if _is_idle(request):
                return _signed_out(request, person)
            gate = _gate(request, person)
            if gate and request.path not in {reverse(gate), *map(reverse, _ALWAYS_OPEN)}:
                return _to(request, reverse(gate))
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    return number(request.META.get("CONTENT_LENGTH") or "") or 0


def _not_so(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address that is only sent to was opened: a page of the house, where a browser asked."""
    if "text/html" not in request.headers.get("Accept", ""):
        return response
    page = render(request, "405.html", status=_NOT_SO)
    page["Allow"] = response.get("Allow", "")
    return page


def _too_much(request: HttpRequest, most: int) -> HttpResponse:
    """Uploads of our page ask for JSON and show the sentence themselves; everybody else gets a page."""
    sentence = _("一次上传合计不能超过%sMB，这次没有保存任何文件；请分几次上传。") % (
        (most - 1) // 1024 // 1024
    )
    if most == MOST_FROM_STRANGERS:
        sentence = _("您还没有登录，或登录已过期，这次的内容没有接收，也没有保存；请登录后再上传。")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": sentence}, status=413)
    return render(request, "413.html", {"sentence": sentence}, status=413)


def _is_idle(request: HttpRequest) -> bool:
    """Notes the moment as it looks, unless it is a page asking by itself."""
    minutes, seen, now = request.session.get("idle"), request.session.get("seen", 0), int(time())
    if minutes is None:
        return False
    if now - seen > minutes * 60:
        return True
    if now - seen >= _WRITTEN and not request.path.endswith(_UNATTENDED):
        request.session["seen"] = now
    return False


def _signed_out(request: HttpRequest, person: Person) -> HttpResponse:
    signing.went_out(person, idle=True)
    logout(request)
    return _to(request, resolve_url("accounts:sign_in") + "?idle=1")


def _gate(request: HttpRequest, person: Person) -> str:
    if person.must_change_password and not request.session.get(PROVIDER):
        return "accounts:change_password"
    if request.session.get("enrol") and person.second_factor_at is None:
        return "accounts:second_factor"
    return ""


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """A page in the browser follows the answer; a part that htmx asked for must take the whole page there."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    if "text/html" not in request.headers.get("Accept", "text/html,*/*") and request.method != "GET":
        return HttpResponse(status=403)
    return redirect(address)
