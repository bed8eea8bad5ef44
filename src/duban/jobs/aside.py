"""How far a job is while its own transaction is open: told beside the database, in a small file.

What is written inside a transaction is seen by nobody before its end, and SQLite lets nobody else write meanwhile. The file
says nothing that matters: whatever happens to it, the job is done or not done."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

#: Seconds after which the file of a job that does not run is swept.
FORGOTTEN_AFTER = 3600.0


class Far(NamedTuple):
    done: int
    total: int
    message: str

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0


def tell(job: int, far: Far) -> None:
    """Best told whole or not at all: a reader never sees half of it. A full disk must not end the work."""
    path = _path(job)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(far), encoding="utf-8")
        os.replace(part, path)


def told(job: int) -> Far | None:
    try:
        done, total, message = json.loads(_path(job).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return None
    return Far(int(done), int(total), str(message))


def forget(job: int) -> None:
    with suppress(OSError):
        _path(job).unlink(missing_ok=True)


def sweep(running: Container[int]) -> None:
    """What killed workers left."""
    since = time.time() - FORGOTTEN_AFTER
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            if path.stem.isdigit() and int(path.stem) not in running and path.stat().st_mtime < since:
                path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "progress"


def _path(job: int) -> Path:
    return _folder() / f"{job}.json"
