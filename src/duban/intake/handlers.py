"""Background work of intake."""

from __future__ import annotations

import time
from typing import Any

from django.utils.translation import gettext as _

from duban.files import storage
from duban.intake.actions import settling
from duban.intake.models import SetFile
from duban.intake.reading import FULL, QUICK, Outcome, read_file
from duban.jobs.context import Running
from duban.jobs.models import Lane
from duban.jobs.registry import TakesLonger, handler

#: Seconds after which bytes in the spool that no set knows are nobody's.
FORGOTTEN_AFTER = 3600.0


@handler("intake.read")
def read_received(running: Running) -> Any:
    """Read one received file. Done twice, it does nothing new."""
    file = settling.begin(running.arguments["file"])
    if file is None:
        return None
    running.progress(0, 1, _("正在识读"))
    outcome = _outcome(file, running)
    if outcome.ran_out and running.lane == Lane.QUICK:
        raise TakesLonger
    settled = settling.settle(file.pk, outcome)
    sweep()
    return {"state": settled.state}


def _outcome(file: SetFile, running: Running) -> Outcome:
    waiting, kept = storage.spool_path(file.token), storage.stored_path(file.sha256)
    path = waiting if waiting.exists() else kept
    if not path.exists():
        return Outcome(None, "lost", _("等待识读的文件不见了，没有保存任何内容；请重新上传。"))
    limits = QUICK if running.lane == Lane.QUICK else FULL
    return read_file(path, file.name, running.extend_lease, limits)


def sweep() -> int:
    """Uploads that broke off leave nothing behind for longer than this."""
    tokens = set(SetFile.objects.exclude(token="").values_list("token", flat=True))
    return storage.sweep(tokens, time.time() - FORGOTTEN_AFTER)
