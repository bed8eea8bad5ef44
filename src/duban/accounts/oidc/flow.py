"""Out to the provider and back: what was sent along is kept in the session, for a few minutes and for one return."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from duban.accounts.oidc.configuration import Provider
from duban.accounts.oidc.errors import ProviderRefused
from duban.accounts.oidc.fetching import get_json, post_form
from duban.accounts.oidc.tokens import Claims, claims_of

_WAITING = "oidc_waiting"
#: How long somebody may stay at the provider, in seconds, and with how many windows at once.
_PATIENCE, _WINDOWS = 600, 5


@dataclass(frozen=True, slots=True)
class Known:
    """Who the provider says it is."""

    username: str
    second_factor_done: bool
    token: str
    then: str


def begin(provider: Provider, session: MutableMapping[str, Any], here: str, then: str, now: float) -> str:
    """Where the browser goes; the session remembers what its return must bring."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    waiting = {key: one for key, one in session.get(_WAITING, {}).items() if now - one["at"] <= _PATIENCE}
    waiting = dict(list(waiting.items())[-_WINDOWS + 1 :])
    waiting[state] = {"nonce": nonce, "verifier": verifier, "then": then, "here": here, "at": now}
    session[_WAITING] = waiting
    question = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": here,
        "scope": provider.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
    }
    return _with_question(provider.endpoints["authorization_endpoint"], question)


def is_expected(session: Mapping[str, Any], said: Mapping[str, str]) -> bool:
    """Did a sign-in of this browser lead here? Anybody can call our address with anything."""
    return said.get("state", "") in session.get(_WAITING, {})


def finish(
    provider: Provider, session: MutableMapping[str, Any], said: Mapping[str, str], now: float
) -> Known:
    """What the browser brought back, exchanged for a token that is believed."""
    sent = _sent(session, said, now)
    _demand_consent(provider, said)
    answer = _exchanged(provider, said["code"], sent)
    token = answer.get("id_token")
    if not isinstance(token, str) or not token:
        raise ProviderRefused(_("统一身份认证没有返回登录凭据，没有登录；请把这句话告诉系统管理员。"))
    claims = claims_of(provider, token, sent["nonce"], now)
    username = _username(provider, claims, str(answer.get("access_token") or ""))
    return Known(username, provider.second_factor_done(claims), token, sent["then"])


def end_address(provider: Provider, token: str, home: str) -> str:
    """Where the browser signs out at the provider too; empty if it offers no such place."""
    there = provider.endpoints["end_session_endpoint"]
    question = {"id_token_hint": token, "client_id": provider.client_id, "post_logout_redirect_uri": home}
    return _with_question(there, question) if there else ""


def _sent(session: MutableMapping[str, Any], said: Mapping[str, str], now: float) -> dict[str, Any]:
    """Each state is good once."""
    waiting = dict(session.get(_WAITING, {}))
    sent: dict[str, Any] | None = waiting.pop(said.get("state", ""), None)
    session[_WAITING] = waiting
    if sent is None or now - sent["at"] > _PATIENCE:
        raise ProviderRefused(_("这次登录已经用过或超时，没有登录；请从登录页重新开始。"))
    return sent


def _demand_consent(provider: Provider, said: Mapping[str, str]) -> None:
    if "iss" in said and said["iss"] != provider.issuer:
        raise ProviderRefused(_("返回的不是所配置的统一身份认证，没有登录；请把这句话告诉系统管理员。"))
    if said.get("error") or not said.get("code"):
        code = said.get("error", "")
        word = f"（{code}）" if re.fullmatch(r"[a-z_]{1,40}", code) else ""
        raise ProviderRefused(
            _("统一身份认证没有放行%(word)s，没有登录；请重新登录，或用用户名和密码登录。") % {"word": word}
        )


def _exchanged(provider: Provider, code: str, sent: dict[str, Any]) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": sent["here"],
        "client_id": provider.client_id,
        "code_verifier": sent["verifier"],
    }
    headers = {}
    if provider.client_secret:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return post_form(provider.endpoints["token_endpoint"], form, headers)


def _username(provider: Provider, claims: Claims, access_token: str) -> str:
    """From the token; where it does not say, from what the provider tells of the same person."""
    there = provider.endpoints["userinfo_endpoint"]
    if provider.username_claim not in claims and there and access_token:
        told = get_json(there, {"Authorization": f"Bearer {access_token}"})
        if hmac.compare_digest(str(told.get("sub", "")).encode(), str(claims["sub"]).encode()):
            claims = {**told, **claims}
    said = claims.get(provider.username_claim)
    if not isinstance(said, str) or not said.strip() or not said.isprintable():
        raise ProviderRefused(
            _("统一身份认证没有告诉我们用户名（%(claim)s），没有登录；请把这句话告诉系统管理员。")
            % {"claim": provider.username_claim}
        )
    return said.strip()


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _with_question(address: str, question: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(question)}"
