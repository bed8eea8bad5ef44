"""The worker: takes one job after the other until it is told to stop. A thread beside the server, or a process of its own."""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from datetime import date
from importlib import import_module

from django.apps import apps
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from duban.jobs import actions
from duban.jobs.context import Heartbeat, Running
from duban.jobs.daily import ask_for_today
from duban.jobs.models import Job
from duban.jobs.registry import JobFailed, handler_of

logger = logging.getLogger("duban.jobs")

POLL = 2.0


def load_handlers() -> None:
    """Import the ``handlers`` module of every app, which registers what it can do."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "handlers"):
            import_module(f"{config.name}.handlers")


def run_one(worker: str = "here") -> Job | None:
    """Do the next due job, if there is one; give it back as it stands afterwards."""
    job = actions.claim(worker, timezone.now())
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
    except Exception:
        logger.exception("job %s failed (attempt %s)", job, job.attempts)
        actions.retry_later(
            job, "处理时发生意外中断，文件已保留。系统会自动重试；多次不成请联系系统管理员。", timezone.now()
        )
    else:
        actions.finish(job, result)


class Worker:
    """Runs until :meth:`stop`; finishes the job in hand first."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self._stopping = threading.Event()
        self._asked_for: date | None = None

    def run(self) -> None:
        load_handlers()
        while not self._stopping.is_set():
            close_old_connections()
            actions.work_arrived.clear()
            try:
                actions.reap(timezone.now())
                self._ask_daily()
                busy = run_one(self.name) is not None
            except Exception:
                # The database may be away for a while; the next look will tell.
                logger.exception("the worker could not look for work")
                busy = False
            if not busy:
                actions.work_arrived.wait(POLL)
        connection.close()

    def _ask_daily(self) -> None:
        today = timezone.localdate()
        if self._asked_for != today:
            ask_for_today(timezone.now())
            self._asked_for = today

    def stop(self) -> None:
        self._stopping.set()
        actions.work_arrived.set()


def start_thread() -> tuple[Worker, threading.Thread]:
    """A worker beside the server, in the same process."""
    worker = Worker()
    thread = threading.Thread(target=worker.run, name="duban-worker", daemon=True)
    thread.start()
    return worker, thread
