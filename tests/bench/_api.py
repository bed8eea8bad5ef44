"""The interface in a process of its own, with the database that DATABASE_URL names: 2,000 rows in, 500 at a time, and
pages out. Prints a line of JSON: seconds of each import of 500, milliseconds of pages at the top and in the depth."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS, BATCH, PAGE, TIMES = 2_000, 500, 20, 15
COUNTIES = ("鹿鸣县", "望汀区", "石溪区", "棠溪县", "霁川县", "临汀市")


def main() -> None:
    # As it is served: everything loaded.
    importlib.import_module("duban.wsgi")
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    ask = _program()
    ask("GET", "/findings")
    imports = [_measured(lambda at=at: ask("POST", "/findings/import", _rows(at))) for at in range(4)]  # type: ignore[misc]
    again = _measured(lambda: ask("POST", "/findings/import", {**_rows(0), "mode": "update"}))
    deep = _behind(ask, ROWS - 2 * PAGE)
    found = {
        "import": imports,
        "again": [again],
        "first": _times(ask, f"/findings?limit={PAGE}"),
        "deep": _times(ask, f"/findings?limit={PAGE}&cursor={deep}"),
    }
    print(json.dumps(found), flush=True)


Ask = Callable[..., Any]


def _program() -> Ask:
    """Asks as an office clerk with a token of hers."""
    from django.test import Client

    from duban.accounts.models import Membership, Person, Role
    from duban.api.actions import make_token
    from duban.api.models import Scope
    from duban.organizations.models import Body

    clerk = Person.objects.create_user("clerk", display_name="方静")
    office = Body.objects.create(name="澜州市整改办")
    Membership.objects.create(person=clerk, body=office, role=Role.OFFICE_CLERK)
    _token, shown = make_token(clerk, "测速", Scope.WRITE)
    client, headers = Client(), {"Authorization": f"Bearer {shown}"}

    def ask(method: str, path: str, said: Any = None) -> Any:
        body = json.dumps(said) if said is not None else ""
        answer = client.generic(method, f"/api/v1{path}", body, "application/json", headers=headers)
        if answer.status_code != 200:
            raise SystemExit(
                f"{method} {path} is answered {answer.status_code}: {answer.content.decode()[:300]}"
            )
        return answer.json()

    return ask


def _rows(batch: int) -> dict[str, Any]:
    numbers = range(batch * BATCH, (batch + 1) * BATCH)
    return {
        "inspection": f"2025年省级例行督察（第{batch + 1}批）",
        "rows": [_row(number) for number in numbers],
    }


def _row(number: int) -> dict[str, str]:
    county = COUNTIES[number % len(COUNTIES)]
    return {
        "printed_no": str(number + 1),
        "category": "一、水环境方面",
        "problem": f"{county}第{number + 1}处沿河排口直排，生活污水未经处理进入河道，群众反映强烈。",
        "goal": "消除直排，断面水质达到Ⅲ类。",
        "measures": "1. 封堵排口，截污纳管。\n2. 建成污水管网12公里。\n3. 建立巡查制度，落实管护责任。",
        "deadline": f"2026年{number % 12 + 1}月底前",
        "main": county,
        "lead": "市水务局",
        "supervising": "市生态环境局",
        "leader": "程砚秋 副市长",
    }


def _behind(ask: Ask, count: int) -> str:
    """The cursor behind so many rows."""
    cursor, seen = "", 0
    while seen < count:
        limit = min(200, count - seen)
        told = ask("GET", f"/findings?limit={limit}&cursor={cursor}")
        cursor, seen = told["next"], seen + limit
    return str(cursor)


def _times(ask: Ask, path: str) -> list[list[float]]:
    return [_measured(lambda: ask("GET", path), TIMES) for _time in range(3)]


def _measured(ask: Callable[[], Any], times: int = 1) -> list[float]:
    """Seconds, those in which anybody worked for us, and what a fixed piece of work took around it: how fast this machine was."""
    before = work()
    begun, worked = time.perf_counter(), _worked()
    for _time in range(times):
        ask()
    spent = [time.perf_counter() - begun, _worked() - worked]
    return [*(seconds / times for seconds in spent), (before + work()) / 2]


def _worked() -> float:
    """Processor time of this process and, where there is one, of the server process of our connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def work() -> float:
    begun = time.perf_counter()
    held = b""
    for _ in range(100_000):
        held = hashlib.sha256(held).digest()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
