"""Every night: traces of finished work that are older than the rule keeps them. What the work did is elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from duban.jobs import aside
from duban.jobs.context import Running
from duban.jobs.daily import daily
from duban.jobs.models import Job, State
from duban.jobs.registry import handler
from duban.jobs.rules import rule

#: So many rows in one statement, so that nobody waits long for the table.
BATCH = 1000


@daily("jobs.nightly")
@handler("jobs.nightly")
def nightly(running: Running) -> dict[str, int]:
    aside.sweep(set(Job.objects.filter(state=State.RUNNING).values_list("pk", flat=True)))
    return {"removed": forget(timezone.now(), beat=running.extend_lease)}


def forget(now: datetime, beat: Callable[[], None] = lambda: None) -> int:
    """Remove finished and failed jobs that are old enough; those that wait or run are never touched."""
    since = now - timedelta(days=int(rule("job_keep_days")))
    old = Job.objects.filter(state__in=(State.DONE, State.FAILED), finished_at__lt=since).order_by("pk")
    removed = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        removed += Job.objects.filter(pk__in=batch).delete()[0]
        beat()
    return removed
