"""The process is killed in the middle of an acceptance: the database shows before or after, and the record agrees."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 30
ITEMS = 40

#: Prepares a database with a person and a document, then does one acceptance in a child of its own for every line it
#: is given (how many microseconds the child lives), so that Django is loaded once.
SCRIPT = """
import os, signal, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0, interactive=False)

from duban.accounts.models import Membership, Person, Role
from duban.files.models import Document, StoredFile
from duban.ledger.actions import register_plan
from duban.ledger.inputs import ChargeInput, InspectionInput, PlanInput, PlanItemInput
from duban.organizations.models import Body

office = Body.objects.create(name="澜州市整改办")
clerk = Person.objects.create_user("clerk", display_name="方静")
Membership.objects.create(person=clerk, body=office, role=Role.OFFICE_CLERK)
stored = StoredFile.objects.create(sha256="0" * 64, size=1)
document = Document.objects.create(stored_file=stored, name="方案.txt", media_type="text/plain", text="方案",
                                   blocks=[], reader="text/1", created_by=clerk)
connection.close()

def accept(turn):
    items = [PlanItemInput(problem=f"鹿鸣县第{n}处排口直排。", charges=(ChargeInput("main", f"单位{turn}之{n}"),))
             for n in range(ITEMS)]
    plan = PlanInput(title=f"方案{turn}", documents=(document.uuid,))
    register_plan(InspectionInput(name=f"第{turn}次督察", type="routine", level="provincial"), plan, items, clerk)

print("ready", flush=True)
for turn, line in enumerate(sys.stdin):
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        accept(turn)
        os._exit(0)
    if line.strip() != "whole":
        time.sleep(int(line) / 1_000_000)
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "done", int((time.monotonic() - begun) * 1_000_000), flush=True)
"""


@pytest.fixture
def house(tmp_path: Path) -> subprocess.Popen[str]:
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {
        "DUBAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "duban.settings",
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
    script = SCRIPT.replace("ITEMS", str(ITEMS))
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def turn(house: subprocess.Popen[str], order: str) -> tuple[str, int]:
    assert house.stdin is not None
    assert house.stdout is not None
    house.stdin.write(f"{order}\n")
    house.stdin.flush()
    how, micros = house.stdout.readline().split()
    return how, int(micros)


def looked_at(database: Path) -> tuple[int, int, int, int]:
    """Plans, findings, and the lines of the record that tell of either."""
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = [
            connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            for what in (
                "ledger_plan",
                "ledger_finding",
                "journal_entry WHERE verb = 'plan.registered'",
                "journal_entry WHERE verb = 'finding.register'",
            )
        ]
    return found[0], found[1], found[2], found[3]


def test_what_is_killed_leaves_before_or_after(house: subprocess.Popen[str], tmp_path: Path) -> None:
    database = tmp_path / "duban.sqlite3"
    try:
        how, whole = turn(house, "whole")
        assert how == "done"
        plans, killed, random_moment = 1, 0, random.Random(20261121)
        assert looked_at(database) == (1, ITEMS, 1, ITEMS)
        for _kill in range(KILLS):
            how, _micros = turn(house, str(random_moment.randint(1, whole)))
            seen = looked_at(database)
            assert seen[0] - plans in ((0, 1) if how == "killed" else (1,))
            plans = seen[0]
            killed += how == "killed"
            assert seen == (plans, plans * ITEMS, plans, plans * ITEMS)
        assert killed > KILLS // 3
    finally:
        house.send_signal(signal.SIGKILL)
        house.wait()
    _the_record_holds(tmp_path)


def _the_record_holds(data: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    command = [sys.executable, "-m", "django", "verify_journal"]
    env |= {
        "DUBAN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "duban.settings",
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
    checked = subprocess.run(command, env=env, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
