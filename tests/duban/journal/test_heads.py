"""The daily head: made for every day, made up for when missed, exported, and held against the record later."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from duban import cli
from duban.jobs import daily
from duban.jobs.models import Job
from duban.jobs.worker import run_all
from duban.journal import export
from duban.journal.heads import make_heads
from duban.journal.models import DailyHead, Entry, HeadPlace, Stream, Verification
from duban.journal.verification import _one_moment, verify_all
from tests.duban.journal.conftest import OTHER, SUBJECT, Forge, happen

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 23)


def _on(day: int, hour: int = 9) -> time_machine.travel:
    return time_machine.travel(datetime.datetime(2026, 11, day, hour, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def bare(forge: Forge) -> None:
    """A record without the lines the house itself wrote today."""
    forge("DELETE FROM journal_entry")
    forge("DELETE FROM journal_stream")


def test_the_first_head_covers_all_that_came_before(bare: None) -> None:
    with _on(20):
        happen(SUBJECT, "甲", "乙")
    with _on(22):
        happen(OTHER, "子")
    [head] = make_heads(MONDAY)
    assert (head.day, head.streams, head.entries, head.previous_digest) == (
        datetime.date(2026, 11, 22),
        2,
        3,
        "",
    )
    assert make_heads(MONDAY) == []


def test_days_that_were_missed_are_made_up_each_with_its_own_lines(bare: None) -> None:
    with _on(20):
        happen(SUBJECT, "甲", "乙")
    make_heads(datetime.date(2026, 11, 21))
    with _on(21):
        happen(SUBJECT, "丙")
    with _on(23):
        happen(SUBJECT, "丁")
        happen(OTHER, "子")
    made = make_heads(datetime.date(2026, 11, 25))
    assert [(head.day.day, head.streams, head.entries, head.places.count()) for head in made] == [
        (21, 1, 3, 1),
        (22, 1, 3, 0),
        (23, 2, 5, 2),
        (24, 2, 5, 0),
    ]
    assert [head.previous_digest for head in made[1:]] == [head.digest for head in made[:-1]]
    assert verify_all().holds


def test_days_are_those_of_the_place(bare: None) -> None:
    with _on(20, hour=17):
        happen(SUBJECT, "甲")
    assert [head.entries for head in make_heads(datetime.date(2026, 11, 21))] == [0]
    assert [head.entries for head in make_heads(datetime.date(2026, 11, 22))] == [1]


def test_a_line_committed_after_its_days_head_goes_with_the_next(bare: None) -> None:
    with _on(20):
        happen(SUBJECT, "甲")
    make_heads(datetime.date(2026, 11, 21))
    with _on(20, hour=10):
        happen(OTHER, "晚到")
    [next_head] = make_heads(datetime.date(2026, 11, 22))
    assert (next_head.entries, next_head.places.get().stream.key) == (2, "2")
    assert verify_all().holds


def test_heads_themselves_cannot_be_changed_or_removed(short: list[Entry]) -> None:
    make_heads(MONDAY + datetime.timedelta(days=400))
    for statement in (
        "UPDATE journal_dailyhead SET entries = entries + 1",
        "UPDATE journal_headplace SET sequence = sequence + 1",
        "DELETE FROM journal_headplace",
        "DELETE FROM journal_dailyhead",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_dailyhead SET entries = entries + 1",
        "UPDATE journal_dailyhead SET digest = 'x'",
        "UPDATE journal_headplace SET hash = 'x'",
        "DELETE FROM journal_headplace",
    ],
)
def test_a_forged_head_is_found(bare: None, forge: Forge, statement: str) -> None:
    with _on(20):
        happen(SUBJECT, "甲", "乙")
    make_heads(MONDAY)
    forge(statement)
    assert {found.reason for found in verify_all().breaks} <= {"daily", "place"}
    assert not verify_all().holds


def _cut(forge: Forge) -> None:
    """Drop the last line of the chain and everything that remembers it, as carefully as one can."""
    forge("DELETE FROM journal_headplace")
    forge("DELETE FROM journal_dailyhead")
    forge("DELETE FROM journal_entry WHERE verb = 'test.happened' AND sequence = 2")
    before = Entry.objects.get(stream__kind="test", sequence=1)
    forge("UPDATE journal_stream SET sequence = 1, head = %s WHERE kind = 'test'", before.hash)


def test_dropping_the_last_lines_with_all_traces_is_found_against_the_exported_head(
    bare: None, forge: Forge
) -> None:
    with _on(20):
        happen(SUBJECT, "甲", "乙")
    [head] = make_heads(MONDAY)
    kept = export.of(head)
    assert verify_all(kept).holds
    _cut(forge)
    assert verify_all().holds
    assert [found.reason for found in verify_all(kept).breaks] == ["exported"]
    make_heads(MONDAY)
    assert [found.reason for found in verify_all(kept).breaks] == ["exported"]


def test_an_exported_head_is_read_as_it_was_written(short: list[Entry]) -> None:
    [head] = make_heads(MONDAY + datetime.timedelta(days=400))[-1:]
    kept = export.of(head)
    text = export.written(kept)
    assert export.read(text) == kept
    assert text == export.written(export.read(text))
    assert len(text) < 600


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"format": "other/1"}', '{"format": "duban-journal-head/1"}']
)
def test_another_file_is_no_head(text: str) -> None:
    with pytest.raises(export.NotAHead, match="不是导出的记录日封"):
        export.read(text)


def test_the_commands_export_and_verify(bare: None, tmp_path: Path, forge: Forge) -> None:
    with _on(20):
        happen(SUBJECT, "甲", "乙")
    path, out = tmp_path / "head.json", io.StringIO()
    with _on(23):
        call_command("export_journal_head", output=path, stdout=out)
        call_command("verify_journal", head=path, stdout=out)
    assert json.loads(path.read_text())["day"] == "2026-11-22"
    assert "已导出 2026-11-22 的日封（2 条记录）" in out.getvalue()
    assert "记录完整，未发现改动，与另存的日封一致。" in out.getvalue()
    assert Verification.objects.get().holds
    forge("UPDATE journal_entry SET actor_name = '别人' WHERE sequence = 2")
    with pytest.raises(CommandError, match="已被改动"):
        call_command("verify_journal", head=path, stdout=out)
    assert "test/1 第2条：内容或次序被改动。" in out.getvalue()
    assert not Verification.objects.first().holds  # type: ignore[union-attr]


def test_the_commands_say_what_they_cannot_do(bare: None, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none.json", tmp_path / "other.txt"):
        with pytest.raises(CommandError, match="没有进行核验"):
            call_command("verify_journal", head=path)
    with pytest.raises(CommandError, match="没有 2001-01-01 的日封"):
        call_command("export_journal_head", day=datetime.date(2001, 1, 1))


def test_the_command_line_knows_the_names_with_hyphens(
    bare: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with _on(23):
        cli.main(["export-journal-head", "--output", "-"])
    assert '"entries": 0' in capsys.readouterr().out


def test_every_night_heads_are_made_and_the_record_is_verified(short: list[Entry]) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    with time_machine.travel(tomorrow + datetime.timedelta(hours=12), tick=False):
        run_all()
        for _time in range(2):
            daily.ask_for_today(datetime.datetime.now(datetime.UTC))
        run_all()
    job = Job.objects.get(kind="journal.nightly")
    assert job.result["holds"] is True
    assert job.result["entries"] == Entry.objects.count()
    assert DailyHead.objects.count() == 1
    assert HeadPlace.objects.count() == Stream.objects.filter(sequence__gt=0).count()
    assert Verification.objects.get().heads == 1


@pytest.mark.django_db(transaction=True)
def test_the_record_is_verified_as_it_stands_at_one_moment() -> None:
    """Whoever writes meanwhile is neither held up nor taken for a forger."""
    happen(SUBJECT, "甲")
    seen: list[object] = []
    with _one_moment(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            seen.append(connection.connection.in_transaction)
        else:
            cursor.execute("SHOW transaction_isolation")
            seen += [row[0] == "repeatable read" for row in cursor.fetchall()]
    assert seen == [True]
    happen(SUBJECT, "乙")
    assert verify_all().holds
