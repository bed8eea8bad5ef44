"""Secrets that must be read again (those of authenticators) are sealed before the database sees them.

The keys lie in a file of their own, one a line, the newest first: it seals, all of them open. A copy of the database
alone opens nothing."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from duban.accounts.errors import Refused
from duban.accounts.models import SecondFactor
from duban.deployment import secret_key


class SealBroken(Refused):
    """No key that is there opens it."""


def seal(plain: str) -> str:
    return _ring().encrypt(plain.encode()).decode()


def opened(sealed: str) -> str:
    try:
        return _ring().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise _broken() from error


def sealed_anew(sealed: str) -> str:
    """The same secret under the newest key."""
    return seal(opened(sealed))


def key_file() -> Path:
    return Path(settings.SEALING_KEY_FILE)


def begin() -> None:
    """The first key of a house, if it has none."""
    if not key_file().exists():
        secret_key(key_file().parent, key_file().name)


def add_key() -> None:
    """A new key in front of those there are; what is sealed from now on is sealed with it."""
    _write([secrets.token_urlsafe(50), *(_keys() if key_file().exists() else [])])


def drop_old_keys() -> int:
    """Only the newest stays; how many went."""
    keys = _keys()
    _write(keys[:1])
    return len(keys) - 1


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in _keys()])


def _keys() -> list[str]:
    """A file that is gone while something is sealed is not replaced by itself: perhaps its disk is only not there."""
    if not key_file().exists():
        if SecondFactor.objects.exists():
            raise _broken()
        begin()
    return [line.strip() for line in key_file().read_text().splitlines() if line.strip()]


def _broken() -> SealBroken:
    return SealBroken(
        _("系统现在打不开动态口令的密钥，无法核对；请用恢复码登录，或请安全管理员停用后重新启用。")
    )


def _derived(key: str) -> bytes:
    """Keys are drawn, not chosen, so one round with a name of its own is enough."""
    return base64.urlsafe_b64encode(
        hashlib.blake2b(key.encode(), digest_size=32, person=b"duban.sealing").digest()
    )


def _write(keys: list[str]) -> None:
    """Whole or not at all, and readable by its owner only."""
    path = key_file()
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
