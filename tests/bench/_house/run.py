"""One ledger in a process of its own: builds it, then answers what it is asked, a line of JSON for a line of JSON.

    python -m tests.bench._house.run SIZE

Which database it is says DATABASE_URL; where files go says DUBAN_DATA.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

import django

CLIENTS = 5


def main(size: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    house = _house(size)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(house[asked.pop("do")](**asked)), flush=True)


def _house(size: int) -> Mapping[str, Callable[..., Any]]:
    """What can be asked of it."""
    from tests.bench._house import measuring, scenarios
    from tests.bench._house.city import build

    scenarios.load()
    by_name = {each.name: each for each in scenarios.SCENARIOS}
    tasks = {each.name: each for each in scenarios.TASKS}
    clients: dict[str, Any] = {}

    def built() -> float:
        with measuring.clock() as spent:
            build(size)
        clients.update({name: measuring.client_of(name) for name in ("clerk", "luming")})
        return spent[0]

    return {
        "build": built,
        "scenarios": lambda: [dataclasses.asdict(each) for each in scenarios.SCENARIOS],
        "tasks": lambda: list(tasks),
        "look": lambda who, name: measuring.look(clients[who], by_name[name]),
        "ask": lambda who, name: measuring.timed(clients[who], by_name[name], 1),
        "together": lambda who: measuring.at_once(who, CLIENTS),
        "task": lambda name: measuring.run_task(tasks[name]),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
