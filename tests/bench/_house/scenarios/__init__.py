"""What is measured on a ledger. Every module of this folder registers its own with :func:`scenario`.

A scenario is a request: its name, the address asked for, the number of statements it may take (pinned, for each person), and
whether its first rows must not take longer in a large ledger. Other work (an import, a verification) is a :class:`Task`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    address: str
    #: Statements for the office clerk and for the liaison officer; None: for the other person only.
    clerk: int | None
    liaison: int | None
    #: The first rows of a list: held to their time in a small ledger.
    is_first_rows: bool = False
    #: Exact counts: held to :data:`tests.bench.ledger.COUNT_MS`.
    is_count: bool = False
    #: Asked by several clients at once as well.
    with_others: bool = False
    #: How often it is asked; costly ones less often.
    times: int = 12
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Work of another kind: a function that does it once and says in words what it did."""

    name: str
    work: Callable[[], str]


SCENARIOS: list[Scenario] = []
TASKS: list[Task] = []


def scenario(name: str, address: str, clerk: int | None, liaison: int | None, **facts: object) -> None:
    SCENARIOS.append(Scenario(name, address, clerk, liaison, **facts))  # type: ignore[arg-type]


def task(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    def register(work: Callable[[], str]) -> Callable[[], str]:
        TASKS.append(Task(name, work))
        return work

    return register


def load() -> None:
    """Import every module of this folder, so that it registers what it has."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
