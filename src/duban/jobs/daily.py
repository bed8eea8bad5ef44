"""Work of every day: asked for once a day by whichever worker looks first. What it missed, its handler makes up for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TypeVar

from django.utils import timezone

from duban.jobs.actions import enqueue

#: A little later than midnight, when the last transactions of the day are over.
AFTER_MIDNIGHT = time(0, 10)

_KINDS: list[str] = []

F = TypeVar("F", bound=Callable[..., object])


def daily(kind: str) -> Callable[[F], F]:
    """This kind of job runs once a day, soon after midnight or when the house next wakes up."""

    def register(function: F) -> F:
        if kind not in _KINDS:
            _KINDS.append(kind)
        return function

    return register


def ask_for_today(now: datetime) -> int:
    """Put today's work into the queue; what is there already is left alone."""
    day = timezone.localdate(now)
    begin = timezone.make_aware(datetime.combine(day, AFTER_MIDNIGHT))
    for kind in _KINDS:
        enqueue(kind, {"day": day.isoformat()}, key=f"{kind}:{day}", run_after=begin)
    return len(_KINDS)
