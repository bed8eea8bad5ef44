"""Whatever is changed in the tables of the record, by whoever has the database in her hands, is found."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from duban.journal import guards
from duban.journal.hashing import beginning, canonical, commitment, entry_hash, hash_of
from duban.journal.heads import make_heads
from duban.journal.models import Entry, Stream
from duban.journal.verification import Report, verify_all, verify_stream
from tests.duban.journal.conftest import OTHER, SUBJECT, happen

pytestmark = pytest.mark.django_db

TRIALS = 40
_TEXTS = ("actor_name", "verb", "salt", "commitment", "previous_hash", "hash")


@pytest.fixture
def chains(db: None) -> Iterator[None]:
    """Two short chains without their guards; the chance is the same in every run."""
    for n in range(3):
        happen(SUBJECT, f"甲{n}", {"多": [n, "值"]})
        happen(OTHER, f"子{n}", None)
    guards.take_down(connection)
    _mind_json(False)
    yield
    _mind_json(True)
    guards.put_up(connection)


def _mind_json(mind: bool) -> None:
    """SQLite itself refuses text that is no JSON, unless it is told not to look."""
    if connection.vendor == "sqlite":
        _run(f"PRAGMA ignore_check_constraints = {'OFF' if mind else 'ON'}")


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _columns() -> list[str]:
    return [field.column for field in Entry._meta.concrete_fields]


def _rows() -> list[dict[str, Any]]:
    """The raw rows of the two chains, as the database holds them."""
    names = _columns()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(names)} FROM journal_entry"
            " WHERE stream_id IN (SELECT id FROM journal_stream WHERE kind = 'test') ORDER BY id"
        )
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _look() -> Report:
    """What verification says, but for the guards, which are down on purpose."""
    report = verify_all()
    report.breaks = [found for found in report.breaks if found.reason != "guard"]
    return report


def _another_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text)) if text else 0
    letter = chance.choice([c for c in '0a甲"\\, ' if text[at : at + 1] != c])
    return text[:at] + letter + text[at + 1 :]


def _changed(column: str, value: Any, chance: random.Random) -> Any:
    """Another value of the column, as close to the old one as can be."""
    if column in _TEXTS:
        return _another_letter(value, chance)
    if column == "payload" and connection.vendor == "sqlite":
        return _another_letter(value, chance)
    if column == "payload":
        facts = value if isinstance(value, dict) else json.loads(value)
        return json.dumps({**facts, "what": f"{facts['what']} "})
    if column == "at":
        before = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
        after = before + datetime.timedelta(microseconds=chance.choice([-1, 1, 3_600_000_000]))
        return str(after.replace(tzinfo=None)) if connection.vendor == "sqlite" else after
    if column == "actor":
        return chance.randrange(1, 99)
    return value + chance.choice([50, 1000])


@pytest.mark.parametrize("column", [*_TEXTS, "payload", "at", "actor", "sequence"])
def test_changing_any_byte_of_any_row_is_found(chains: None, column: str) -> None:
    chance = random.Random(column)
    rows = _rows()
    assert _look().holds
    for _trial in range(TRIALS):
        row = chance.choice(rows)
        change = f"UPDATE journal_entry SET {column} = %s WHERE id = %s"
        after = _changed(column, row[column], chance)
        _run(change, after, row["id"])
        assert not _look().holds, (row, after)
        _run(change, _given_back(row[column]), row["id"])
    assert _look().holds


def _given_back(value: Any) -> Any:
    """PostgreSQL's driver hands a document out as text or as a dictionary, and takes it as text."""
    return json.dumps(value) if isinstance(value, dict) else value


def test_every_single_letter_of_a_payload_counts(chains: None) -> None:
    if connection.vendor != "sqlite":
        assert json.dumps({"a": 1}) != canonical({"a": 1}).decode()
        return
    row = _rows()[0]
    for at in range(len(row["payload"]) + 1):
        changed = row["payload"][:at] + " " + row["payload"][at:]
        _run("UPDATE journal_entry SET payload = %s WHERE id = %s", changed, row["id"])
        found = _look().breaks
        assert [(each.stream, each.sequence, each.reason) for each in found] == [(SUBJECT, 1, "payload")]


def test_dropping_the_last_lines_is_found_and_named(chains: None) -> None:
    last = Stream.objects.get(kind="test", key="1").sequence
    for left in range(last - 1, 0, -1):
        _run("DELETE FROM journal_entry WHERE sequence = %s AND stream_id = %s", left + 1, _pk())
        [found] = _look().breaks
        assert (found.stream, found.sequence, found.reason) == (SUBJECT, left + 1, "missing")


def test_dropping_a_line_in_the_middle_is_found_and_named(chains: None) -> None:
    _run("DELETE FROM journal_entry WHERE sequence = 3 AND stream_id = %s", _pk())
    [found] = _look().breaks
    assert (found.sequence, found.reason) == (3, "missing")


def test_dropping_a_whole_chain_is_found(chains: None) -> None:
    make_heads(datetime.date(2099, 1, 1))
    pk = _pk()
    _run("DELETE FROM journal_headplace WHERE stream_id = %s", pk)
    _run("DELETE FROM journal_entry WHERE stream_id = %s", pk)
    _run("DELETE FROM journal_stream WHERE id = %s", pk)
    assert {found.reason for found in _look().breaks} == {"daily"}


def test_dropping_only_the_end_of_a_chain_is_found_or_refused(chains: None) -> None:
    """PostgreSQL looks at foreign keys whoever asks; SQLite only when it is told to."""
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            _orphan()
        return
    _orphan()
    assert [found.reason for found in _look().breaks] == ["orphan"]
    _run("DELETE FROM journal_entry WHERE stream_id = 99999")


def _orphan() -> None:
    """Entries that point to no chain."""
    _run(
        "UPDATE journal_entry SET stream_id = 99999 WHERE stream_id = (SELECT id FROM journal_stream WHERE key = '2' AND kind = 'test')"
    )
    _run("DELETE FROM journal_stream WHERE key = '2' AND kind = 'test'")
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL IMMEDIATE")


def test_shortening_a_chain_with_its_end_is_found_by_the_daily_head(chains: None) -> None:
    make_heads(datetime.date(2099, 1, 1))
    keep = Entry.objects.get(stream=_pk(), sequence=4)
    _run("DELETE FROM journal_entry WHERE sequence > 4 AND stream_id = %s", _pk())
    _run("UPDATE journal_stream SET sequence = 4, head = %s WHERE id = %s", keep.hash, _pk())
    assert verify_stream(keep.stream) is not None
    [found] = _look().breaks
    assert (found.stream, found.sequence, found.reason) == (SUBJECT, 5, "missing")


def test_rewriting_a_whole_chain_with_good_hashes_is_found_by_the_daily_head(chains: None) -> None:
    make_heads(datetime.date(2099, 1, 1))
    _rewrite(lambda entry: setattr(entry, "verb", "test.other") if entry.sequence == 2 else None)
    [found] = _look().breaks
    assert (found.stream, found.sequence, found.reason) == (SUBJECT, 6, "place")


def _rewrite(change: Callable[[Entry], None]) -> None:
    """Change entries and make every hash behind them right again."""
    previous = ""
    for entry in Entry.objects.filter(stream=_pk()).order_by("sequence"):
        change(entry)
        entry.previous_hash = previous
        entry.hash = previous = entry_hash(entry, SUBJECT)
        statement = "UPDATE journal_entry SET verb = %s, previous_hash = %s, hash = %s WHERE id = %s"
        _run(statement, entry.verb, entry.previous_hash, entry.hash, entry.pk)
    _run("UPDATE journal_stream SET head = %s WHERE id = %s", previous, _pk())


@pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("good", [True, False])
def test_inserting_a_line_anywhere_is_found(chains: None, place: int, good: bool) -> None:
    """With a good hash of its own or not, with the numbers behind it moved."""
    _run(
        "UPDATE journal_entry SET sequence = sequence + 1000 WHERE sequence >= %s AND stream_id = %s",
        place,
        _pk(),
    )
    _run("UPDATE journal_entry SET sequence = sequence - 999 WHERE sequence > 1000 AND stream_id = %s", _pk())
    before = Entry.objects.filter(stream=_pk(), sequence=place - 1).first()
    forged = Entry(
        stream=Stream.objects.get(pk=_pk()),
        sequence=place,
        at=datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC),
        verb="test.happened",
        payload={"what": "伪造"},
        salt="00",
        commitment=commitment("00", {"what": "伪造"}),
        previous_hash=before.hash if before else "",
    )
    forged.hash = entry_hash(forged, SUBJECT) if good else "0" * 64
    forged.save()
    [found] = _look().breaks
    assert found.stream == SUBJECT
    assert found.sequence in {place, place + 1}
    assert found.reason in {"altered", "inserted"}


def test_swapping_any_two_lines_is_found(chains: None) -> None:
    chance = random.Random(7)
    for _trial in range(TRIALS):
        one, two = chance.sample(range(1, 7), 2)
        _swap(one, two)
        [found] = _look().breaks
        assert (found.stream, found.sequence) == (SUBJECT, min(one, two))
        _swap(one, two)
    assert _look().holds


def _swap(one: int, two: int) -> None:
    for before, after in ((one, 1001), (two, one), (1001, two)):
        _run(
            "UPDATE journal_entry SET sequence = %s WHERE sequence = %s AND stream_id = %s",
            after,
            before,
            _pk(),
        )


def test_moving_a_line_to_another_chain_is_found(chains: None) -> None:
    other = Stream.objects.get(kind="test", key="2").pk
    _run(
        "UPDATE journal_entry SET stream_id = %s, sequence = 7 WHERE stream_id = %s AND sequence = 6",
        other,
        _pk(),
    )
    assert {found.stream for found in _look().breaks} == {SUBJECT, OTHER}


def test_renaming_a_chain_is_found(chains: None) -> None:
    _run("UPDATE journal_stream SET key = 'other' WHERE id = %s", _pk())
    assert [found.sequence for found in _look().breaks] == [1]


def _pk() -> int:
    return Stream.objects.get(kind="test", key="1").pk


@pytest.mark.parametrize("text", ["", "方静", 'a"b', "\\", "\n\t", "é\u2028", "a,null"])
def test_the_text_put_together_by_hand_is_the_canonical_one(text: str) -> None:
    """Two ways to write the same list, held to each other."""
    facts = (7, "2026-11-21T00:00:00.000000+00:00", None, text, text, text, text)
    whole = canonical([*("kind", text), *facts])
    assert hash_of(beginning(("kind", text)), *facts) == sha256(whole).hexdigest()
