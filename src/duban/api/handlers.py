"""Every night: answers that are kept long enough go."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from duban.api.models import Answer
from duban.jobs.context import Running
from duban.jobs.daily import daily
from duban.jobs.registry import handler
from duban.rulebook import queries as rulebook


@daily("api.nightly")
@handler("api.nightly")
def nightly(_running: Running) -> dict[str, int]:
    return forget(timezone.now())


def forget(now: datetime) -> dict[str, int]:
    days = int(rulebook.rule("answer_keep_days", on=timezone.localdate(now)).value)
    gone, _each = Answer.objects.filter(at__lt=now - timedelta(days=days)).delete()
    return {"answers": gone}
