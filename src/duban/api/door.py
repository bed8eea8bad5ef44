"""The door of the interface: whoever comes with a token is its person for this request, whoever has none is nobody.

Cookies do not count here, so that no page can make a browser act through it. Bodies are looked at for their size before
they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.entering import PROVIDER, address_of
from duban.accounts.middleware import MOST
from duban.api import pace, tokens
from duban.api.models import Scope, Token
from duban.api.problems import not_found, problem, unauthorized
from duban.asking import number

PREFIX = "/api/v1/"
#: What is open to everybody: it tells how to ask, and nothing of what there is.
OPEN = PREFIX + "openapi.json"
#: Bytes of a body that is JSON; uploads have the limits of the upload page.
MOST_JSON = 16 * 1024 * 1024
_MOST_UNKNOWN = 120
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_JSON = "application/json"

Respond = Callable[[HttpRequest], HttpResponse]


class NoSession(SessionBase):
    """There is none, and nothing is kept. Like somebody who came through a provider of identities, whoever comes with a
    token is not sent to the page that changes passwords: the door has asked for it."""

    def __init__(self) -> None:
        super().__init__()
        self._session_cache = {PROVIDER: "token"}

    def load(self) -> dict[str, Any]:
        return {}

    def save(self, must_create: bool = False) -> None:
        return None


class TokenDoor:
    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        request.session = NoSession()
        request.user, request.token = AnonymousUser(), None  # type: ignore[attr-defined]
        refused = enter(request) or _too_large(request)
        return refused or _in_our_shape(self.get_response(request))


def enter(request: HttpRequest) -> HttpResponse | None:
    """Put the token's person in the request, or say why not. Without a token she stays nobody."""
    kind, _sep, shown = request.headers.get("Authorization", "").partition(" ")
    if not shown:
        too_fast = _too_fast(f"address {address_of(request)}", _MOST_UNKNOWN)
        return too_fast or (None if request.path_info == OPEN else unauthorized())
    token = tokens.find(shown.strip()) if kind.casefold() == "bearer" else None
    if token is None:
        unknown = unauthorized(_("没有这个令牌，请核对后重试，或在“我的账号—接口令牌”重新申领。"))
        return _too_fast(f"address {address_of(request)}", _MOST_UNKNOWN) or unknown
    return _let_in(request, token)


def _let_in(request: HttpRequest, token: Token) -> HttpResponse | None:
    now = timezone.now()
    why = tokens.refusal(token, now)
    if why:
        return unauthorized(why)
    too_fast = _too_fast(f"token {token.pk}", pace.allowed())
    if too_fast is not None:
        return too_fast
    if token.scope != Scope.WRITE and request.method not in _SAFE:
        return problem(403, "read_only", _("这个令牌只能读取，不能办理；请申领“读取和办理”的令牌。"))
    tokens.note_use(token, now)
    request.user, request.token = token.person, token  # type: ignore[attr-defined]
    return None


def _too_fast(who: str, allowed: int) -> HttpResponse | None:
    seconds = pace.waiting(who, allowed)
    if not seconds:
        return None
    sentence = _("请求太密，请%s秒后再试；没有任何改动。") % seconds
    return problem(429, "too_fast", sentence, headers={"Retry-After": str(seconds)})


def _too_large(request: HttpRequest) -> HttpResponse | None:
    length = number(request.META.get("CONTENT_LENGTH") or "") or 0
    is_form = (request.content_type or "").startswith("multipart/")
    most = MOST if is_form else MOST_JSON
    if length <= most:
        return None
    sentence = _("一次提交不能超过%sMB，没有任何改动；请分几次提交。") % (most // 1024 // 1024)
    return problem(413, "too_large", sentence)


def _in_our_shape(response: HttpResponse) -> HttpResponse:
    """What Django answers by itself (no such address, no such method) in the shape of all our answers."""
    if response.streaming or response.headers.get("Content-Type", "").startswith(_JSON):
        return response
    if response.status_code == 404:
        return not_found()
    if response.status_code == 400:
        return problem(400, "unreadable", _("请求不能读取，没有任何改动；请按接口说明检查后重试。"))
    if response.status_code == 413:
        return problem(413, "too_large", _("请求的正文太大，没有任何改动；请分几次提交。"))
    if response.status_code == 405:
        allowed = {"Allow": response.headers.get("Allow", "")}
        return problem(405, "no_such_method", _("这个地址不能这样使用，请看接口说明。"), headers=allowed)
    return response
