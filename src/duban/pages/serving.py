"""The server of the small installation: one process, some threads for requests, two for background work."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from duban.jobs.worker import Crew
from duban.processes import die_with_parent


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured by us; the workers live and end with the process that answers requests."""

    def __init__(self, bind: str, threads: int = 8) -> None:
        self._bind = bind
        self._threads = threads
        self._work: Crew | None = None
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._threads,
            "timeout": 120,
            "graceful_timeout": 15,
            "proc_name": "duban",
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._begin,
            "worker_exit": self._end,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from duban.wsgi import application

        return application

    def _begin(self, _worker: Any) -> None:
        # Killed without a word, the process that holds the address takes this one along, and the address is free.
        die_with_parent()
        self._work = Crew().start()

    def _end(self, _server: Any, _worker: Any) -> None:
        """Let the job in hand finish; what takes longer is taken up again at the next start."""
        if self._work is not None:
            self._work.stop()
            self._work.join(timeout=10)
