"""Coming in and being kept out: failures are counted by account and by address, and both have to wait."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.common import locked, tell
from duban.accounts.errors import Refused
from duban.accounts.models import Guard, Person
from duban.accounts.permissions import demand
from duban.accounts.rules import rule
from duban.journal.actions import Line, record_all

_ACCOUNT, _ADDRESS = "account", "address"


def _key(username: str) -> str:
    return hashlib.sha256(username.strip().casefold().encode()).hexdigest()


def waiting_until(username: str, address: str, now: datetime) -> datetime | None:
    """Until when this account or this address has to wait; None if neither does."""
    standing = Guard.objects.filter(locked_until__gt=now)
    moments = standing.filter(kind=_ACCOUNT, key=_key(username)) | standing.filter(kind=_ADDRESS, key=address)
    return max((moment for moment in moments.values_list("locked_until", flat=True) if moment), default=None)


@transaction.atomic
def failed(username: str, address: str, now: datetime) -> None:
    """Count a failure. The last one allowed locks, and the lock is on record."""
    person = Person.objects.filter(username__iexact=username.strip()).first()
    if person is not None:
        tell(person, "person.sign_in_failed", None, {"address": address})
    if _count(_ACCOUNT, _key(username), int(rule("sign_in_failures")), now) and person is not None:
        tell(person, "person.locked", None, _locked_by("sign_in_failures", address))
    failed_at(address, now)


@transaction.atomic
def failed_at(address: str, now: datetime) -> None:
    """A failure that says nothing of whose it was."""
    if _count(_ADDRESS, address, int(rule("address_failures")), now):
        line = Line(("address", address), "address.locked", _locked_by("address_failures", address))
        record_all([line], None)


def _locked_by(key: str, address: str) -> dict[str, Any]:
    """What was decided, with the rules that decided it as they stood."""
    rules = {name: int(rule(name)) for name in (key, "lock_minutes")}
    return {"address": address, "minutes": rules["lock_minutes"], "rules": rules}


def _count(kind: str, key: str, allowed: int, now: datetime) -> bool:
    """One failure more; True if it was the one that locks. Failures long ago do not count."""
    window = timedelta(minutes=int(rule("lock_minutes")))
    Guard.objects.get_or_create(kind=kind, key=key)
    guard = Guard.objects.select_for_update().get(kind=kind, key=key)
    fresh = guard.last_failure is not None and now - guard.last_failure < window
    guard.failures = guard.failures + 1 if fresh else 1
    guard.last_failure = now
    locks = guard.failures >= allowed
    if locks:
        guard.failures, guard.locked_until = 0, now + window
    guard.save()
    return locks


@transaction.atomic
def came_in(person: Person, address: str, by_provider: bool = False) -> None:
    """She proved who she is: her failures are forgotten, those of the address are not."""
    Guard.objects.filter(kind=_ACCOUNT, key=_key(person.username)).update(failures=0, locked_until=None)
    tell(person, "person.signed_in", person, {"address": address, "by_provider": by_provider})


@transaction.atomic
def went_out(person: Person, idle: bool = False) -> None:
    tell(person, "person.signed_out", person, {"idle": idle})


@transaction.atomic
def unlock(person: Person, actor: Person | None) -> None:
    """The account need not wait any longer."""
    demand(actor, "unlock")
    person = locked(person)
    standing = Guard.objects.filter(kind=_ACCOUNT, key=_key(person.username), locked_until__gt=timezone.now())
    if not standing.update(failures=0, locked_until=None):
        raise Refused(_("账号“%(name)s”没有被锁定。") % {"name": person.username})
    tell(person, "person.unlocked", actor, {"username": person.username})


def is_locked(person: Person, now: datetime) -> bool:
    return Guard.objects.filter(kind=_ACCOUNT, key=_key(person.username), locked_until__gt=now).exists()
