"""Putting work into the queue and taking it out."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from duban.jobs.context import LEASE
from duban.jobs.models import Job, Lane, State

MAX_ATTEMPTS = 3
#: How long after a failed attempt the next one waits; grows with every attempt.
RETRY_AFTER = timedelta(seconds=20)

#: The workers of this process that wait; each has a bell of its own, so that none answers for another.
_bells: set[threading.Event] = set()


def listen() -> threading.Event:
    """A bell that rings when work was committed in this process, so that its worker need not wait for the next look."""
    bell = threading.Event()
    _bells.add(bell)
    return bell


def stop_listening(bell: threading.Event) -> None:
    _bells.discard(bell)


def _ring() -> None:
    for bell in tuple(_bells):
        bell.set()


def enqueue(
    kind: str,
    arguments: Mapping[str, Any],
    *,
    key: str,
    run_after: datetime | None = None,
    lane: str = Lane.MAIN,
) -> Job:
    """Ask for work inside the caller's transaction. The same key again gives the job that is already there."""
    job, _made = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "arguments": dict(arguments),
            "run_after": run_after or timezone.now(),
            "lane": lane,
        },
    )
    transaction.on_commit(_ring)
    return job


def claim(worker: str, now: datetime, lanes: Collection[str] = tuple(Lane)) -> Job | None:
    """Take the next due job of these lanes for this worker, or None.

    Whether it is still free is asked by the very statement that takes it, so no database gives it out twice."""
    due = Job.objects.filter(state=State.QUEUED, run_after__lte=now, lane__in=lanes)
    with transaction.atomic():
        rows = due.order_by("run_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        while (job := rows.first()) is not None:
            taken = due.filter(pk=job.pk).update(
                state=State.RUNNING, worker=worker, lease_until=now + LEASE, attempts=F("attempts") + 1
            )
            if taken:
                job.refresh_from_db()
                return job
    return None


def finish(job: Job, result: Any) -> None:
    _close(job, state=State.DONE, result=result, error="")


def fail(job: Job, sentence: str) -> None:
    """End a job for good; the sentence is what its person reads."""
    _close(job, state=State.FAILED, error=sentence)


def hand_over(job: Job) -> None:
    """Give a job of the quick lane to the main one, as if nobody had tried it."""
    _still_mine(job).update(
        state=State.QUEUED,
        lane=Lane.MAIN,
        lease_until=None,
        run_after=timezone.now(),
        attempts=F("attempts") - 1,
    )
    transaction.on_commit(_ring)


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
