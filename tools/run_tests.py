"""The whole suite: everything on SQLite, then what touches the database on PostgreSQL, with browser journeys.

What the machine lacks (Chromium, PostgreSQL) is left out and said in a line with how to get it; with CI=true
nothing may be left out. Arguments are handed to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from postgres import binaries, postgres

ROOT = Path(__file__).resolve().parent.parent
DATABASE_TESTS = ["tests/duban", "src/duban"]
HOW = {
    "chromium": "browser journeys (apt-get install chromium fonts-noto-cjk)",
    "postgresql": "the run on PostgreSQL (apt-get install postgresql)",
}


def pytest(arguments: list[str], **env: str) -> int:
    command = [str(ROOT / ".venv/bin/python"), "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}).returncode


def missing() -> list[str]:
    return [
        name
        for name, there in (("chromium", shutil.which("chromium")), ("postgresql", binaries()))
        if not there
    ]


def main(arguments: list[str]) -> int:
    lacking = missing()
    if lacking and os.environ.get("CI") == "true":
        print(f"CI must leave nothing out, but these are missing: {', '.join(lacking)}", file=sys.stderr)
        return 1
    journeys = [] if "chromium" not in lacking else ["-m", "not journey"]
    print("— SQLite", flush=True)
    both = "postgresql" not in lacking
    # What is tried address by address is shared between the two runs.
    failed = pytest(["-n", "2", *journeys, *arguments], SUITE_PART="1/2" if both else "1/1")
    if both:
        print("— PostgreSQL", flush=True)
        with postgres() as url:
            places = [place for place in DATABASE_TESTS if (ROOT / place).exists()]
            failed |= pytest(
                ["-n", "2", "-m", "not journey", *places, *arguments],
                DATABASE_URL=url or "",
                SUITE_PART="2/2",
            )
    for name in lacking:
        print(f"Left out: {HOW[name]}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
