"""Rows over the interface, on SQLite and on PostgreSQL.

    python -m tests.bench.api [--only sqlite]

Two open systems of the field take 12 to 13 s to import 500 rows and 0.2 to 0.4 s for a page of 20 among 2,000. Floors: a
twentieth of what they take (0.6 s and 20 ms) on a machine that nobody else crowds; and a page behind 1,960 rows within 1.5
times the first.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from tests.bench.ledger import ROOT, USUAL_WORK, binaries, postgres

IMPORT_SECONDS, PAGE_SECONDS, DEPTH = 12 / 20, 0.4 / 20, 1.5


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
    found = _asked("") if database == "sqlite" else _on_postgres()
    best = {name: min(_usual(*each) for each in times) for name, times in found.items()}
    told = {name: f"{best[name]:.3f} s (took {min(times)[0]:.3f})" for name, times in found.items()}
    print(
        f"{database}: 500 rows in {told['import']}, the same again {told['again']};"
        f" page of 20 {told['first']}, behind 1,960 rows {told['deep']}",
        flush=True,
    )
    if best["import"] > IMPORT_SECONDS:
        yield f"500 rows in {best['import']:.2f} s, allowed {IMPORT_SECONDS:.2f}"
    if best["first"] > PAGE_SECONDS:
        yield f"a page of 20 in {best['first'] * 1000:.1f} ms, allowed {PAGE_SECONDS * 1000:.1f}"
    if best["deep"] > best["first"] * DEPTH:
        yield f"a page behind 1,960 rows takes {best['deep'] / best['first']:.1f} times the first"


def _usual(seconds: float, worked: float, work: float) -> float:
    """What it would have taken where nobody else crowds the machine: as long as our processes worked, or the time by the
    clock as far as the machine was as fast as usual."""
    return min(seconds / max(1.0, work / USUAL_WORK), worked)


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
