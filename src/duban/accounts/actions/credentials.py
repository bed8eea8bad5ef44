"""What she proves herself with: her password, her authenticator, her recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.accounts import totp
from duban.accounts.actions.common import demand_another, demand_reason, locked, tell
from duban.accounts.errors import NotProved, Refused
from duban.accounts.models import Person, RecoveryCode, SecondFactor
from duban.accounts.passwords import is_expired, remember
from duban.accounts.permissions import demand
from duban.accounts.rules import rule
from duban.accounts.sealing import SealBroken, opened, seal, sealed_anew
from duban.journal.actions import record

_CODES = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


@transaction.atomic
def change_password(person: Person, old: str, new: str, now: datetime) -> Person:
    """Her own change; all her other sessions end with it."""
    person = locked(person)
    if not person.check_password(old):
        raise NotProved(_("原密码不正确。密码没有改动，请重新输入。"))
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise Refused(*error.messages) from error
    remember(person)
    person.set_password(new)
    person.must_change_password, person.password_changed_at, person.first_password_until = False, now, None
    person.save(
        update_fields=["password", "must_change_password", "password_changed_at", "first_password_until"]
    )
    tell(person, "person.password_changed", person, {})
    return person


@transaction.atomic
def expire_password(person: Person, now: datetime) -> None:
    """A password that is older than the rule allows must be changed before anything else."""
    person_now = locked(person)
    if person_now.must_change_password or not is_expired(person_now, now):
        return
    person.must_change_password = person_now.must_change_password = True
    person_now.save(update_fields=["must_change_password"])
    days = int(rule("password_max_age_days"))
    tell(person, "person.password_expired", None, {"rules": {"password_max_age_days": days}})


@transaction.atomic
def begin_second_factor(person: Person) -> str:
    """A secret that waits to be confirmed; asked again before that, it is the same one."""
    person = locked(person)
    if person.second_factor_at is not None:
        raise Refused(_("动态口令已经启用；换手机请先停用原来的。"))
    waiting = SecondFactor.objects.filter(person=person).first()
    try:
        return opened(waiting.sealed_secret) if waiting else _new_secret(person)
    except SealBroken:
        return _new_secret(person)


def _new_secret(person: Person) -> str:
    secret = totp.as_text(secrets.token_bytes(20))
    SecondFactor.objects.update_or_create(person=person, defaults={"sealed_secret": seal(secret)})
    return secret


@transaction.atomic
def confirm_second_factor(person: Person, typed: str, now: datetime) -> list[str]:
    """The first right code puts it into force; the recovery codes are told once."""
    held = locked(person)
    factor = SecondFactor.objects.select_for_update().filter(person=held, confirmed_at=None).first()
    if factor is None:
        raise Refused(_("没有等待确认的动态口令，请从“启用动态口令”重新开始。"))
    if not _use_code(factor, typed, now):
        raise Refused(
            _("动态口令不正确或已过期，请输入手机上正在显示的六位数字；若一直不对，请校准手机时间。")
        )
    factor.confirmed_at = now
    factor.save(update_fields=["confirmed_at"])
    person.second_factor_at = held.second_factor_at = now
    held.save(update_fields=["second_factor_at"])
    tell(held, "person.second_factor_on", person, {})
    return _new_codes(held)


@transaction.atomic
def new_recovery_codes(person: Person, typed: str, now: datetime) -> list[str]:
    """New ones in place of all old ones."""
    person = locked(person)
    if not check_second_factor(person, typed, now):
        raise NotProved(_("动态口令不正确或已过期，恢复码没有更换。"))
    tell(person, "person.recovery_codes_new", person, {})
    return _new_codes(person)


@transaction.atomic
def check_second_factor(person: Person, typed: str, now: datetime) -> bool:
    """A code of the moment, never the same twice, or a recovery code not used yet."""
    factor = SecondFactor.objects.select_for_update().filter(person=person).exclude(confirmed_at=None).first()
    if factor is None:
        return False
    return _use_recovery_code(person, typed, now) or _use_code(factor, typed, now)


@transaction.atomic
def leave_second_factor(person: Person, password: str, typed: str, now: datetime) -> None:
    """She puts it out of force herself, with password and code."""
    held = locked(person)
    if not held.check_password(password) or not check_second_factor(held, typed, now):
        raise NotProved(_("密码或动态口令不正确，动态口令仍在启用。"))
    _take_away(held)
    person.second_factor_at = None
    tell(held, "person.second_factor_off", person, {"reason": ""})


@transaction.atomic
def reset_second_factor(person: Person, reason: str, actor: Person | None) -> None:
    """Her telephone is lost: the security administrator takes the old authenticator away; her sessions end."""
    demand(actor, "reset_second_factor")
    person, reason = locked(person), demand_reason(reason)
    demand_another(person, actor)
    if person.second_factor_at is None:
        raise Refused(_("这个账号没有启用动态口令。"))
    _take_away(person)
    person.session_epoch += 1
    person.save(update_fields=["session_epoch"])
    tell(person, "person.second_factor_off", actor, {"reason": reason})


@transaction.atomic
def seal_anew() -> int:
    """Every secret under the newest key; how many."""
    rows = list(SecondFactor.objects.select_for_update().order_by("pk"))
    for row in rows:
        row.sealed_secret = sealed_anew(row.sealed_secret)
    SecondFactor.objects.bulk_update(rows, ["sealed_secret"], batch_size=200)
    record(("accounts", "sealing"), "accounts.sealed_anew", None, {"count": len(rows)})
    return len(rows)


def _take_away(person: Person) -> None:
    SecondFactor.objects.filter(person=person).delete()
    person.recovery_codes.all().delete()
    person.second_factor_at = None
    person.save(update_fields=["second_factor_at"])


def _use_code(factor: SecondFactor, typed: str, now: datetime) -> bool:
    secret = totp.as_bytes(opened(factor.sealed_secret))
    step = totp.matching_step(secret, typed, now.timestamp(), factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    factor.save(update_fields=["last_step"])
    return True


def _use_recovery_code(person: Person, typed: str, now: datetime) -> bool:
    digest = _digest(person, typed)
    used = RecoveryCode.objects.filter(person=person, digest=digest, used_at=None).update(used_at=now)
    if used:
        tell(
            person,
            "person.recovery_code_used",
            person,
            {"left": person.recovery_codes.filter(used_at=None).count()},
        )
    return bool(used)


def _new_codes(person: Person) -> list[str]:
    person.recovery_codes.all().delete()
    codes = [
        "-".join("".join(secrets.choice(_SIGNS) for _i in range(5)) for _n in range(2))
        for _c in range(_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=_digest(person, code)) for code in codes
    )
    return codes


def _digest(person: Person, code: str) -> str:
    """Codes are drawn, not chosen (49 bits and a lock after few failures), so a plain hash with her number is enough."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hashlib.sha256(f"{person.pk}/{plain}".encode()).hexdigest()
