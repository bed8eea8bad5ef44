"""Runs the reading child under its limits and turns whatever happens into an outcome with a sentence."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

import duban
from gongwen.errors import BrokenDocument

logger = logging.getLogger("duban.intake")

COMMAND = ("-m", "duban.intake.child")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take: seconds, and bytes of address space."""

    seconds: int
    memory: int


#: A hundred pages take a few seconds; recognising scanned ones takes a second or two a page and two gigabytes.
FULL = Limits(seconds=600, memory=3 * 1024**3)
#: For small files, beside the others. What needs more is read again under the full limits.
QUICK = Limits(seconds=30, memory=1024**3)
#: What the child may print: the text and its reading, several times the largest real document.
MAX_ANSWER = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either an answer (see :mod:`duban.intake.child`) or the code and sentence of a refusal."""

    answer: dict[str, Any] | None
    code: str = ""
    sentence: str = ""

    @property
    def ran_out(self) -> bool:
        """It was stopped by its limits, or died of them, or took a library's want of memory for damage of the file."""
        return self.code in ("timeout", "memory", "crashed", BrokenDocument.code)


def read_file(
    path: Path, name: str, beat: Callable[[], None] = lambda: None, limits: Limits = FULL
) -> Outcome:
    """Read a waiting file in a child process. ``beat`` is called about once a second while it works."""
    command = [sys.executable, *COMMAND, str(path), name, str(limits.memory)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(), start_new_session=True
    )
    seconds = 0
    while True:
        try:
            printed, places = child.communicate(timeout=1)
            break
        except subprocess.TimeoutExpired:
            seconds += 1
            beat()
            if seconds >= limits.seconds:
                _kill(child)
                return _stopped("timeout")
    if child.returncode != 0 or len(printed) > MAX_ANSWER:
        logger.warning("reading stopped with %s: %s", child.returncode, places.decode(errors="replace")[:400])
        return _stopped("memory" if child.returncode in (3, -9) else "crashed")
    try:
        return _understood(json.loads(printed))
    except ValueError:
        return _stopped("crashed")


def _environment() -> dict[str, str]:
    source = str(Path(duban.__file__).resolve().parents[1])
    inherited = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL", "HOME")}
    return {**inherited, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"}


def _kill(child: subprocess.Popen[bytes]) -> None:
    os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _stopped(code: str) -> Outcome:
    sentences = {
        "timeout": _(
            "识读超过了允许的时间，已经停止，没有保存这份文件；请拆分成较小的文件，或另存为 docx 后再上传。"
        ),
        "memory": _(
            "识读需要的内存超过了允许的限度，已经停止，没有保存这份文件；请拆分成较小的文件后再上传。"
        ),
        "crashed": _("识读时意外中断，没有保存这份文件；请用 Word 或 WPS 打开后另存为 docx，再上传一次。"),
    }
    return Outcome(None, code, sentences[code])


def _understood(answer: dict[str, Any]) -> Outcome:
    if "error" in answer:
        return Outcome(None, answer["error"], answer["sentence"])
    return Outcome(answer)
