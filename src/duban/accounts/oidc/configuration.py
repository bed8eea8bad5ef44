"""The provider as the settings name it; what they leave open its discovery document says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from duban.accounts.oidc.errors import ProviderAway
from duban.accounts.oidc.fetching import get_json, is_safe

#: How long a discovery document is believed, in seconds.
_BELIEVED = 3600
_ENDPOINTS = (
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "end_session_endpoint",
)
_NEEDED = _ENDPOINTS[:3]
#: Signatures that we take: asymmetric ones only, whatever the document offers.
_TAKEN = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

_discovered: dict[str, tuple[float, dict[str, Any]]] = {}


def is_configured() -> bool:
    return bool(settings.OIDC.get("ISSUER") and settings.OIDC.get("CLIENT_ID"))


def name() -> str:
    """What the place calls its provider."""
    return settings.OIDC.get("NAME") or _("统一身份认证")


def provider() -> Provider:
    if not is_configured():
        raise ProviderAway(_("没有配置统一身份认证，请用用户名和密码登录。"))
    return Provider(settings.OIDC)


@dataclass(frozen=True)
class Provider:
    said: dict[str, Any]

    @property
    def issuer(self) -> str:
        return str(self.said["ISSUER"])

    @property
    def client_id(self) -> str:
        return str(self.said["CLIENT_ID"])

    @property
    def client_secret(self) -> str:
        """Empty for a client that proves itself by PKCE alone."""
        return str(self.said.get("CLIENT_SECRET") or "")

    @property
    def scope(self) -> str:
        return str(self.said.get("SCOPE") or "openid profile")

    @property
    def username_claim(self) -> str:
        return str(self.said.get("USERNAME_CLAIM") or "preferred_username")

    @property
    def redirect_uri(self) -> str:
        """Empty: the address by which the server was asked."""
        return str(self.said.get("REDIRECT_URI") or "")

    @property
    def skew(self) -> int:
        """Seconds by which the two clocks may differ."""
        return int(self.said.get("SKEW_SECONDS") or 60)

    @cached_property
    def algorithms(self) -> list[str]:
        wanted = [str(each) for each in self.said.get("ALGORITHMS") or ["RS256"]]
        if not set(wanted) <= set(_TAKEN):
            raise ImproperlyConfigured(f"OIDC_ALGORITHMS: only {', '.join(_TAKEN)}")
        return wanted

    @cached_property
    def endpoints(self) -> dict[str, str]:
        """Those of the settings; asked of the provider only where a needed one is missing."""
        given = {each: str(self.said.get(each.upper()) or "") for each in _ENDPOINTS}
        if not all(given[each] for each in _NEEDED):
            found = _document(self)
            given = {each: given[each] or str(found.get(each) or "") for each in _ENDPOINTS}
        if not all(is_safe(given[each]) for each in _NEEDED):
            raise ProviderAway(_("统一身份认证的地址不完整或不安全，没有登录；请把这句话告诉系统管理员。"))
        return given

    def second_factor_done(self, claims: dict[str, Any]) -> bool:
        """Did the provider itself ask for a second factor, by the words of the settings?"""
        methods = claims.get("amr")
        said = {str(each) for each in methods} if isinstance(methods, list) else set()
        by_method = bool(said & set(self.said.get("SECOND_FACTOR_AMR") or ()))
        return by_method or claims.get("acr") in set(self.said.get("SECOND_FACTOR_ACR") or ())


def _document(provider: Provider) -> dict[str, Any]:
    address = str(provider.said.get("DISCOVERY") or "")
    address = address or provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    at, found = _discovered.get(address, (0.0, {}))
    if not found or monotonic() - at > _BELIEVED:
        found = get_json(address)
        if found.get("issuer") != provider.issuer:
            raise ProviderAway(_("统一身份认证报出的名称与设置不符，没有登录；请把这句话告诉系统管理员。"))
        _discovered[address] = (monotonic(), found)
    return found


def forget() -> None:
    """What was learned of providers is asked again."""
    _discovered.clear()
