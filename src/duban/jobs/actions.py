"""Putting work into the queue and taking it out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from duban.jobs.context import LEASE
from duban.jobs.models import Job, State

MAX_ATTEMPTS = 3
#: How long after a failed attempt the next one waits; grows with every attempt.
RETRY_AFTER = timedelta(seconds=20)

#: Set when work was committed in this process, so that its worker thread need not wait for the next look.
work_arrived = threading.Event()


def enqueue(kind: str, arguments: Mapping[str, Any], *, key: str, run_after: datetime | None = None) -> Job:
    """Ask for work inside the caller's transaction. The same key again gives the job that is already there."""
    job, _made = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "arguments": dict(arguments),
            "run_after": run_after or timezone.now(),
        },
    )
    transaction.on_commit(work_arrived.set)
    return job


def claim(worker: str, now: datetime) -> Job | None:
    """Take the next due job for this worker, or None."""
    with transaction.atomic():
        due = Job.objects.filter(state=State.QUEUED, run_after__lte=now).order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        if job is None:
            return None
        job.state, job.worker, job.lease_until = State.RUNNING, worker, now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "worker", "lease_until", "attempts"])
        return job


def finish(job: Job, result: Any) -> None:
    _close(job, state=State.DONE, result=result, error="")


def fail(job: Job, sentence: str) -> None:
    """End a job for good; the sentence is what its person reads."""
    _close(job, state=State.FAILED, error=sentence)


def retry_later(job: Job, sentence: str, now: datetime) -> None:
    """Put an interrupted attempt back, or give up after the last one."""
    if job.attempts >= MAX_ATTEMPTS:
        fail(job, sentence)
        return
    _still_mine(job).update(
        state=State.QUEUED, lease_until=None, run_after=now + RETRY_AFTER * job.attempts, error=sentence
    )


def reap(now: datetime) -> int:
    """Take back jobs whose worker died: their lease ran out and nobody renewed it."""
    dead = Job.objects.filter(state=State.RUNNING, lease_until__lt=now)
    given_up = dead.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED,
        finished_at=now,
        error="处理多次中断，已停止重试。已上传的文件没有丢失，请联系系统管理员后重新提交。",
    )
    return given_up + dead.update(state=State.QUEUED, lease_until=None, run_after=now)


def _still_mine(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)


def _close(job: Job, **facts: Any) -> None:
    _still_mine(job).update(lease_until=None, finished_at=timezone.now(), **facts)
