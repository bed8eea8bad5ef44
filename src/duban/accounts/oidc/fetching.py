"""Asking the provider: short, small, over TLS (plain HTTP only to this machine), never following it elsewhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.utils.translation import gettext as _

from duban.accounts.oidc.errors import ProviderAway

_SECONDS = 10
_MOST = 512 * 1024
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
_log = logging.getLogger(__name__)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_all: Any) -> None:
        return None


def get_json(address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    return _asked(Request(address, headers={"Accept": "application/json", **(headers or {})}))


def post_form(address: str, form: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    return _asked(
        Request(address, data=urlencode(form).encode(), headers={"Accept": "application/json", **headers})
    )


def is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)


def _asked(request: Request) -> dict[str, Any]:
    if not is_safe(request.full_url):
        raise _away(request, "not https")
    local = urlsplit(request.full_url).hostname in _THIS_MACHINE
    opener = build_opener(_NoRedirect, *([ProxyHandler({})] if local else []))
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            said = json.loads(answer.read(_MOST))
    except HTTPError as error:
        raise _away(request, f"{error.code} {error.read(500)!r}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise _away(request, repr(error)) from error
    if not isinstance(said, dict):
        raise _away(request, "no object")
    return said


def _away(request: Request, why: str) -> ProviderAway:
    """The person is told what to do; why it is so stands in the log, without what was sent."""
    _log.warning("OpenID provider %s: %s", request.full_url.partition("?")[0], why)
    return ProviderAway(_("统一身份认证暂时没有回应，没有登录；请稍后再试，或用督办的用户名和密码登录。"))
