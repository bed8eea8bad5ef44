"""Run as a program of its own: does each act again and again in a child that dies at its first, second, third …
statement (its share of them), before its commit and after it, and says what every death left behind.

Prints one line of JSON for each act: how many deaths, and every one that left neither the state before nor the state
after.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.duban.sharing import share

Act = Callable[[], object]
#: What is told apart: these tables, every row of them.
APPS = ("ledger", "journal", "organizations")


def digest() -> str:
    """Every row of every table of the ledger, its record and its organizations."""
    told = hashlib.sha256()
    with connection.cursor() as cursor:
        for label in APPS:
            for model in apps.get_app_config(label).get_models(include_auto_created=True):
                table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
                told.update(repr((table, cursor.fetchall())).encode())
    connection.close()
    return told.hexdigest()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Doom:
    """Kills this process in place of one of its statements, before its commit or after it."""

    def __init__(self, moment: int | str, report: int) -> None:
        self.moment, self.report, self.seen = moment, report, 0

    def hang_over(self) -> None:
        connection.execute_wrappers.append(self.statement)
        self._commit, connection._commit = connection._commit, self.commit

    def statement(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.seen += 1
        if self.seen == self.moment:
            die()
        return execute(*arguments)

    def commit(self) -> None:
        if self.moment == "before":
            os.write(self.report, str(self.seen).encode())
            die()
        self._commit()
        if self.moment == "after":
            die()


def dies(act: Act, moment: int | str) -> int:
    """Do the act in a child that dies at this moment; gives the number of its statements where it died at the commit."""
    connection.close()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            connection.ensure_connection()
            Doom(moment, writer).hang_over()
            act()
        except BaseException:
            sys.excepthook(*sys.exc_info())
        os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    os.close(writer)
    with os.fdopen(reader) as told:
        statements = int(told.read() or 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"nothing died at {moment}: {status}")
    return statements


def die_everywhere(name: str, act: Act, done: Callable[[], bool]) -> dict[str, Any]:
    """``done`` says whether the act has happened, by its own signs."""
    before, wrong = digest(), []
    statements = dies(act, "before")
    moments = share(range(1, statements + 1))
    for moment in moments:
        dies(act, moment)
        if digest() != before or done():
            wrong.append(moment)
    dies(act, "after")
    if digest() == before or not done():
        wrong.append(-1)
    return {"act": name, "deaths": len(moments) + 2, "wrong": wrong}


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from tests.duban.killing_acts import acts

    for name, act, done in acts():
        print(json.dumps(die_everywhere(name, act, done)), flush=True)


if __name__ == "__main__":
    main()
