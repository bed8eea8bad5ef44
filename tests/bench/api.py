"""Rows over the interface, on SQLite and on PostgreSQL.

    python -m tests.bench.api [--only sqlite]

Two open systems of the field take 12 to 13 s to import 500 rows and 0.2 to 0.4 s for a page of 20 among 2,000. Floors: a
twentieth of the quicker of both, on a machine as fast as the one this was set on (a slower moment is given more, by a fixed
piece of work); and a page behind 1,960 rows within 1.5 times the first.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from tests.bench.ledger import ROOT, USUAL_WORK, _work, binaries, postgres

IMPORT_SECONDS, PAGE_MS, DEPTH = 12 / 20, 200 / 20, 1.5


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.bench.api")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = parser.parse_args([] if arguments is None else arguments)
    failures: list[str] = []
    for database in ("sqlite", "postgresql"):
        if asked.only in (None, database) and (database == "sqlite" or binaries() is not None):
            failures += [f"{database}: {line}" for line in _measure(database)]
    for line in failures:
        print("FLOOR", line)
    print(f"api: {len(failures)} floors do not hold" if failures else "api: all floors hold")
    return 1 if failures else 0


def _measure(database: str) -> Iterator[str]:
    slowness = max(1.0, _work() / USUAL_WORK)
    found = _asked("") if database == "sqlite" else _on_postgres()
    slowness = max(slowness, _work() / USUAL_WORK)
    first, deep = min(found["first"]), min(found["deep"])
    print(
        f"{database}: 500 rows in {_spread(found['import'], 2)} s, the same again {found['again']:.2f} s;"
        f" page of 20 {_spread(found['first'])} ms, behind 1,960 rows {_spread(found['deep'])} ms"
        f" (machine {slowness:.1f} times slower than usual)",
        flush=True,
    )
    if min(found["import"]) > IMPORT_SECONDS * slowness:
        yield f"500 rows in {min(found['import']):.2f} s, allowed {IMPORT_SECONDS * slowness:.2f}"
    if first > PAGE_MS * slowness:
        yield f"a page of 20 in {first:.1f} ms, allowed {PAGE_MS * slowness:.1f}"
    if deep > first * DEPTH:
        yield f"a page behind 1,960 rows in {deep:.1f} ms, the first in {first:.1f}"


def _on_postgres() -> dict[str, Any]:
    with postgres() as url:
        return _asked(url or "")


def _asked(url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        env = {**os.environ, "DUBAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "duban.settings"}
        env["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        env.pop("DATABASE_URL", None)
        if url:
            env["DATABASE_URL"] = url
        child = subprocess.run(
            [sys.executable, "-m", "tests.bench._api"], env=env, cwd=ROOT, capture_output=True, text=True
        )
    if child.returncode:
        raise SystemExit(child.stderr[-2000:])
    found: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    return found


def _spread(times: list[float], digits: int = 0) -> str:
    return f"{min(times):.{digits}f} (p50 {statistics.median(times):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
