"""What a handler is given: its arguments, a way to tell how far it is, and its lease kept alive."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from duban.jobs import aside
from duban.jobs.models import Job, State

logger = logging.getLogger("duban.jobs")

LEASE = timedelta(seconds=60)
HEARTBEAT = 15.0


class Running:
    """One attempt at one job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self.lane = job.lane

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell whoever waits. Costs one statement; call it for every file or page, not for every line."""
        self._mine().update(
            progress_done=done,
            progress_total=total,
            progress_message=message[:200],
            lease_until=timezone.now() + LEASE,
        )

    def progress_inside(self, done: int, total: int, message: str = "") -> None:
        """The same from inside a transaction of the job, where nobody would see a row before its end."""
        aside.tell(self.job.pk, aside.Far(done, total, message[:200]))

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, state=State.RUNNING, worker=self.job.worker)

    def extend_lease(self) -> None:
        self._mine().update(lease_until=timezone.now() + LEASE)


class Heartbeat:
    """Renews the lease of a running job from a thread of its own, so that long work is not taken for dead."""

    def __init__(self, running: Running, interval: float = HEARTBEAT) -> None:
        self._running = running
        self._interval = interval
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="duban-heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _renew(self) -> None:
        """One beat. The database may be away for a moment; the next beat still comes before the lease runs out."""
        try:
            close_old_connections()
            self._running.extend_lease()
        except DatabaseError:
            logger.exception("the lease of %s could not be renewed", self._running.job)

    def _beat(self) -> None:
        try:
            while not self._stopped.wait(self._interval):
                self._renew()
        finally:
            connection.close()
