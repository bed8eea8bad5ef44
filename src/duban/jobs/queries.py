"""Looking at work from outside: for whoever waits for it."""

from __future__ import annotations

from django.utils import timezone

from duban.jobs import aside
from duban.jobs.aside import Far
from duban.jobs.models import Job, State


def job_of(key: str) -> Job | None:
    return Job.objects.filter(key=key).first()


def is_lost(job: Job | None) -> bool:
    """Nobody works on it any more, and nobody will."""
    return job is None or job.state == State.FAILED


def how_far(job: Job) -> Far:
    """What it told last, also from inside a transaction."""
    inside = aside.told(job.pk) if job.state == State.RUNNING else None
    return inside or Far(job.progress_done, job.progress_total, job.progress_message)


def ahead(job: Job) -> int:
    """So much other work comes first."""
    if job.state != State.QUEUED:
        return 0
    before = Job.objects.filter(lane=job.lane, pk__lt=job.pk, run_after__lte=timezone.now())
    return before.filter(state__in=(State.QUEUED, State.RUNNING)).count()
