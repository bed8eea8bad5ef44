"""What a token looks like, and whom it stands for."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.signing import is_locked
from duban.accounts.models import Person
from duban.api import pace
from duban.api.models import Token

_BEGIN = "duban"
#: The moment of the last use is written at most this often, so that reading costs no writing.
_WRITTEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A new token in the three parts it has: what is shown, what finds it, what proves it."""

    shown: str
    handle: str
    digest: str


def draw() -> Drawn:
    handle, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    return Drawn(f"{_BEGIN}_{handle}_{secret}", handle, digest_of(secret))


def digest_of(secret: str) -> str:
    """Drawn with 256 bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find(shown: str) -> Token | None:
    """The row of a token. How long the look takes says nothing of the secret."""
    begin, _sep, rest = shown.partition("_")
    handle, _sep, secret = rest.partition("_")
    plain = begin == _BEGIN and handle.isascii() and handle.isalnum() and len(handle) == 12
    row = Token.objects.select_related("person").filter(handle=handle).first() if plain else None
    proved = hmac.compare_digest(row.digest if row else digest_of(""), digest_of(secret))
    return row if row is not None and proved else None


def refusal(token: Token, now: datetime) -> str:
    """Why this token does not work now, as a sentence; empty if it does."""
    person = token.person
    if token.revoked_at is not None:
        return _("这个令牌已经撤销，请在“我的账号—接口令牌”重新申领。")
    if token.expires_at <= now:
        return (
            _("这个令牌已于%s到期，请在“我的账号—接口令牌”重新申领。")
            % f"{timezone.localdate(token.expires_at)}"
        )
    if not person.is_active:
        return _("持有人的账号没有启用，令牌不能使用；请联系安全管理员。")
    if token.epoch != person.session_epoch:
        return _("申领令牌之后持有人的登录已全部退出，令牌随之失效；请登录后重新申领。")
    if _password_ended(person, now):
        return _("持有人的密码已到期或须更改，令牌暂时不能使用；本人登录修改密码后即恢复。")
    if is_locked(person, now):
        return _("持有人的账号因连续登录失败被锁定，令牌暂时不能使用；解除后即恢复。")
    return ""


def _password_ended(person: Person, now: datetime) -> bool:
    """Whoever would be stopped at the door to change her password is stopped here too, if the rule says so."""
    if not pace.rule("token_needs_password"):
        return False
    oldest = now - timedelta(days=int(pace.rule("password_max_age_days")))
    return person.must_change_password or (not person.is_demo and person.password_changed_at < oldest)


def note_use(token: Token, now: datetime) -> None:
    last = token.last_used_at
    if last is None or now - last >= _WRITTEN:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
