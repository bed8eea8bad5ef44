"""Asking for pages and timing them, in the process that has the ledger."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from django.test import Client

from duban.accounts.models import Person
from tests.bench._house.scenarios import SCENARIOS, Scenario, Task


class Counter:
    """Statements that went to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=username))
    return client


def look(client: Client, scenario: Scenario) -> dict[str, int]:
    """How many statements it takes, and how many rows are on the page. Warms up as well."""
    _ask(client, scenario)
    counter = Counter()
    with connection.execute_wrapper(counter):
        rows = _ask(client, scenario)
    return {"queries": counter.count, "rows": rows}


def timed(client: Client, scenario: Scenario, times: int) -> list[float]:
    """Milliseconds, one by one."""
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        _ask(client, scenario)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def _ask(client: Client, scenario: Scenario) -> int:
    """Gives the number of rows on the page."""
    response = client.get(scenario.address, headers=dict(scenario.headers))
    content = b"".join(response) if response.streaming else response.content
    if response.status_code != 200:
        raise SystemExit(f"{scenario.name}: {scenario.address} answers {response.status_code}")
    return content.count(b"data-row=")


def at_once(username: str, clients: int) -> dict[str, list[float]]:
    """Some pages by several clients at the same time, each a process of its own; the times of all together."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        parts = pool.map(_one_of_many, [username] * clients)
    return {name: [spent for part in parts for spent in part[name]] for name in parts[0]}


def _one_of_many(username: str) -> dict[str, list[float]]:
    client = client_of(username)
    asked = [each for each in SCENARIOS if each.with_others and _is_asked_by(each, username)]
    return {each.name: timed(client, each, 3) for each in asked}


def _is_asked_by(scenario: Scenario, username: str) -> bool:
    return (scenario.clerk if username == "clerk" else scenario.liaison) is not None


@contextmanager
def clock() -> Iterator[list[float]]:
    spent: list[float] = []
    begun = time.perf_counter()
    yield spent
    spent.append(time.perf_counter() - begun)


def run_task(task: Task) -> dict[str, Any]:
    with clock() as spent:
        said = task.work()
    return {"seconds": spent[0], "said": said}
