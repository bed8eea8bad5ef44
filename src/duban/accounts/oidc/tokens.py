"""An identity token is believed only when its signature, its issuer, its audience, its times and its nonce are right."""

from __future__ import annotations

import base64
import hmac
import json
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from duban.accounts.oidc.configuration import Provider
from duban.accounts.oidc.errors import ProviderRefused
from duban.accounts.oidc.fetching import get_json

#: Keys that a provider changes are fetched again, but strangers cannot make us ask more often than this (seconds).
_AT_MOST_EVERY = 30
_keys: dict[str, list[dict[str, Any]]] = {}
_asked_again: dict[str, float] = {}
_log = logging.getLogger(__name__)

Claims = dict[str, Any]


def claims_of(provider: Provider, token: str, nonce: str, now: float) -> Claims:
    claims = _signed(provider, token)
    wrong = next((name for name, right in _CHECKS if not right(provider, claims, nonce, now)), "")
    if wrong:
        raise _refused(wrong)
    return claims


def forget() -> None:
    _keys.clear()
    _asked_again.clear()


def _signed(provider: Provider, token: str) -> Claims:
    """With the keys that are known; with those of now, if none of them fits."""
    address = provider.endpoints["jwks_uri"]
    if address not in _keys:
        _keys[address] = _fetched(address)
    found = _verified(provider, token, _keys[address])
    if found is None and monotonic() - _asked_again.get(address, -_AT_MOST_EVERY) >= _AT_MOST_EVERY:
        _asked_again[address] = monotonic()
        _keys[address] = _fetched(address)
        found = _verified(provider, token, _keys[address])
    if found is None:
        raise _refused("signature")
    return found


def _fetched(address: str) -> list[dict[str, Any]]:
    keys = get_json(address).get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def _verified(provider: Provider, token: str, keys: list[dict[str, Any]]) -> Claims | None:
    header = _header(token)
    if header.get("alg") not in provider.algorithms:
        raise _refused("alg")
    for key in keys:
        fits = key.get("kty") != "oct" and key.get("use", "sig") == "sig"
        if fits and header.get("kid") in (None, key.get("kid")):
            try:
                return dict(jwt.decode(token, import_key(key), algorithms=provider.algorithms).claims)
            except (JoseError, ValueError, TypeError):
                continue
    return None


def _header(token: str) -> dict[str, Any]:
    try:
        part = token.split(".")[0]
        header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError as error:
        raise _refused("form") from error
    return header if isinstance(header, dict) else {}


def _right_audience(provider: Provider, claims: Claims, _nonce: str, _now: float) -> bool:
    said = claims.get("aud")
    audience = said if isinstance(said, list) else [said]
    party = claims.get("azp")
    return provider.client_id in audience and (
        party == provider.client_id or (party is None and len(audience) == 1)
    )


def _moment(claims: Claims, name: str) -> float | None:
    said = claims.get(name)
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None


def _still_good(provider: Provider, claims: Claims, _nonce: str, now: float) -> bool:
    until = _moment(claims, "exp")
    return until is not None and now < until + provider.skew


def _already_good(provider: Provider, claims: Claims, _nonce: str, now: float) -> bool:
    issued, begins = _moment(claims, "iat"), _moment(claims, "nbf")
    return issued is not None and max(issued, begins or issued) <= now + provider.skew


def _right_nonce(_provider: Provider, claims: Claims, nonce: str, _now: float) -> bool:
    return hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())


_CHECKS: tuple[tuple[str, Callable[[Provider, Claims, str, float], bool]], ...] = (
    ("issuer", lambda provider, claims, _nonce, _now: claims.get("iss") == provider.issuer),
    ("audience", _right_audience),
    ("expired", _still_good),
    ("not yet", _already_good),
    ("nonce", _right_nonce),
    ("subject", lambda _provider, claims, _nonce, _now: bool(claims.get("sub"))),
)


def _refused(why: str) -> ProviderRefused:
    """Which check it was helps an attacker and nobody else; it stands in the log."""
    _log.warning("OpenID token refused: %s", why)
    return ProviderRefused(
        _("统一身份认证返回的登录凭据没有通过核对，没有登录；请重新登录一次，仍不行请告诉系统管理员。")
    )
