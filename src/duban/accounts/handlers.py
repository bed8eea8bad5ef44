"""Every night: what nobody needs any more of coming in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from duban.accounts.models import Guard
from duban.jobs.context import Running
from duban.jobs.daily import daily
from duban.jobs.registry import handler

#: Failures are counted within minutes; a count this old says nothing. Anybody can make one by guessing a name.
FORGOTTEN_AFTER = timedelta(days=2)


@daily("accounts.nightly")
@handler("accounts.nightly")
def nightly(_running: Running) -> dict[str, int]:
    return forget(timezone.now())


def forget(now: datetime) -> dict[str, int]:
    sessions, _each = Session.objects.filter(expire_date__lt=now).delete()
    unlocked = Q(locked_until__isnull=True) | Q(locked_until__lt=now)
    guards, _each = Guard.objects.filter(unlocked, last_failure__lt=now - FORGOTTEN_AFTER).delete()
    return {"sessions": sessions, "guards": guards}
