"""The worker: takes one job after the other until it is told to stop. A thread beside the server, or a process of its own."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Collection
from datetime import date
from importlib import import_module

from django.apps import apps
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from duban.jobs import actions, aside
from duban.jobs.context import Heartbeat, Running
from duban.jobs.daily import ask_for_today
from duban.jobs.models import Job, Lane
from duban.jobs.registry import JobFailed, TakesLonger, handler_of

logger = logging.getLogger("duban.jobs")

POLL = 2.0


def load_handlers() -> None:
    """Import the ``handlers`` module of every app, which registers what it can do."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "handlers"):
            import_module(f"{config.name}.handlers")


def run_one(worker: str = "here", lanes: Collection[str] = tuple(Lane)) -> Job | None:
    """Do the next due job, if there is one; give it back as it stands afterwards."""
    job = actions.claim(worker, timezone.now(), lanes)
    if job is None:
        return None
    _attempt(job)
    job.refresh_from_db()
    return job


def run_all(worker: str = "here") -> int:
    """Do everything that is due now. For tests and for commands that wait for their own work."""
    load_handlers()
    count = 0
    while run_one(worker) is not None:
        count += 1
    return count


def _attempt(job: Job) -> None:
    handler = handler_of(job.kind)
    if handler is None:
        actions.fail(job, f"没有能够处理“{job.kind}”的程序，请联系系统管理员。")
        return
    running = Running(job)
    try:
        with Heartbeat(running):
            result = handler(running)
    except JobFailed as error:
        actions.fail(job, str(error))
    except TakesLonger:
        actions.hand_over(job)
    except Exception:
        logger.exception("job %s failed (attempt %s)", job, job.attempts)
        actions.retry_later(
            job, "处理时发生意外中断，文件已保留。系统会自动重试；多次不成请联系系统管理员。", timezone.now()
        )
    else:
        actions.finish(job, result)
    finally:
        aside.forget(job.pk)


class Worker:
    """Runs until :meth:`stop`; finishes the job in hand first. One that serves every lane also keeps the house: it takes
    back the work of the dead and asks for the work of the day."""

    def __init__(self, lanes: Collection[str] = tuple(Lane)) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self._lanes = tuple(lanes)
        self._bell = actions.listen()
        self._stopping = threading.Event()
        self._asked_for: date | None = None

    def run(self) -> None:
        load_handlers()
        while not self._stopping.is_set():
            close_old_connections()
            self._bell.clear()
            try:
                self._keep_house()
                busy = run_one(self.name, self._lanes) is not None
            except Exception:
                # The database may be away for a while; the next look will tell.
                logger.exception("the worker could not look for work")
                busy = False
            if not busy:
                self._bell.wait(POLL)
        actions.stop_listening(self._bell)
        connection.close()

    def _keep_house(self) -> None:
        if Lane.MAIN not in self._lanes:
            return
        actions.reap(timezone.now())
        today = timezone.localdate()
        if self._asked_for != today:
            ask_for_today(timezone.now())
            self._asked_for = today

    def stop(self) -> None:
        self._stopping.set()
        self._bell.set()


class Crew:
    """The workers of one process: one for all work, and one that only does what is soon done."""

    def __init__(self) -> None:
        self.workers = (Worker(), Worker((Lane.QUICK,)))
        self._threads = [
            threading.Thread(target=worker.run, name=f"duban-worker-{place}", daemon=True)
            for place, worker in enumerate(self.workers)
        ]

    def start(self) -> Crew:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()

    def join(self, timeout: float | None = None) -> None:
        """Wait until the jobs in hand are finished, together no longer than this."""
        until = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(None if until is None else max(0.0, until - time.monotonic()))
