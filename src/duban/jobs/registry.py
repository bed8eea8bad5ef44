"""Which function does which kind of job."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duban.jobs.context import Running

Handler = Callable[["Running"], Any]

_HANDLERS: dict[str, Handler] = {}


class JobFailed(Exception):
    """The job cannot succeed, however often it is tried. ``str(error)`` is the sentence its person reads."""


class TakesLonger(Exception):
    """This work is not for the quick lane after all: the worker of the main lane takes it up, with its own limits."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function for a kind of job: ``@handler("intake.read")``. What it returns is the job's result (JSON)."""

    def register(function: Handler) -> Handler:
        _HANDLERS[kind] = function
        return function

    return register


def handler_of(kind: str) -> Handler | None:
    return _HANDLERS.get(kind)
