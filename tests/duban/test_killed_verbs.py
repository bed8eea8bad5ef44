"""Killed at every single statement, before its commit and after it, a verb or an import leaves all or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.duban.sharing import parts

ROOT = Path(__file__).resolve().parents[2]
FEWEST_DEATHS = 300


@pytest.fixture
def house(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The surroundings of a house of its own, on the database that the suite runs on."""
    env = {
        **os.environ,
        "DUBAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "duban.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        env.pop("DATABASE_URL", None)
        yield env
        return
    yield from _on_postgresql(env)


def _on_postgresql(env: dict[str, str]) -> Iterator[dict[str, str]]:
    import psycopg

    url, name = env["DATABASE_URL"], f"killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**env, "DATABASE_URL": _named(url, name)}
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _named(url: str, name: str) -> str:
    """The same server, another database."""
    base, _slash, rest = url.rpartition("/")
    _old, mark, query = rest.partition("?")
    return f"{base}/{name}{mark}{query}"


def test_whatever_is_killed_leaves_all_or_nothing(house: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.duban.killing"], env=house, cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert {each["act"]: each["wrong"] for each in told if each["wrong"]} == {}
    assert sum(each["deaths"] for each in told) >= FEWEST_DEATHS // parts(), told
    verified = subprocess.run(
        [sys.executable, "-m", "django", "verify_journal"], env=house, capture_output=True, text=True
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
