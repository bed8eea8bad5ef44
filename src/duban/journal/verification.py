"""Proving that nobody altered the record: every chain, every daily head, and a head that was kept elsewhere.

The three lists (chains, entries, places of heads) are read side by side in the order of the chains, so that a million
entries need no more memory than a page. What is compared is the text the database holds, byte by byte.
"""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, Func, TextField
from django.db.models.functions import Cast

from duban.journal import guards
from duban.journal.export import HeadFile
from duban.journal.hashing import beginning, commitment_of_text, hash_of
from duban.journal.heads import digest
from duban.journal.models import Canonical, DailyHead, Entry, HeadPlace, Stream

_CHUNK = 4000
_ENCODER = Canonical()
#: Breaks that are named; more say nothing new.
MANY = 20

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A place of the record that does not hold.

    ``reason``: altered (a hashed fact), payload (its facts), missing, inserted, head (the chain's own end), place (what a
    daily head says of it), erased (facts gone without a line that says so), daily (a daily head), exported (a head kept
    elsewhere), orphan (entries of a chain that is gone), guard (a trigger is gone)."""

    stream: tuple[str, str]
    sequence: int
    reason: str


@dataclass(slots=True)
class Report:
    streams: int = 0
    entries: int = 0
    heads: int = 0
    seconds: float = 0.0
    breaks: list[Break] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.breaks

    @property
    def rate(self) -> int:
        return int(self.entries / self.seconds) if self.seconds else 0

    def add(self, found: Break | None) -> None:
        if found is not None and len(self.breaks) < MANY:
            self.breaks.append(found)


def verify_all(kept: HeadFile | None = None, tell: Callable[[int], None] | None = None) -> Report:
    """Verify the whole record; ``tell`` hears every now and then how many entries were looked at."""
    begun, report = time.perf_counter(), Report()
    with _one_moment():
        _look_at_all(report, kept, tell)
    report.seconds = time.perf_counter() - begun
    return report


def _look_at_all(report: Report, kept: HeadFile | None, tell: Callable[[int], None] | None) -> None:
    for name in guards.missing(connection):
        report.add(Break(("trigger", name), 0, "guard"))
    for chain in _chains():
        report.streams += 1
        report.add(chain.walk())
        report.entries += chain.seen
        if tell and report.streams % 1000 == 0:
            tell(report.entries)
    if report.entries != Entry.objects.count():
        report.add(Break(("journal", "entry"), 0, "orphan"))
    for found in _daily_heads(report):
        report.add(found)
    if kept is not None:
        report.add(_against(kept))


def verify_stream(head: Stream) -> Break | None:
    """The first break in the chain of one subject, None if it holds."""
    return next(_chains(head.pk)).walk()


class _Peeking:
    """An iterator of rows ordered by their first column, handed out chain by chain."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, stream: int) -> Iterator[Row]:
        """The rows of this chain; those of chains that no longer exist are passed over."""
        while self._next is not None and self._next[0] < stream:
            self._next = next(self._rows, None)
        while self._next is not None and self._next[0] == stream:
            row, self._next = self._next, next(self._rows, None)
            yield row


@dataclass(slots=True)
class _Chain:
    """One chain with its rows still to come."""

    subject: tuple[str, str]
    sequence: int
    head: str
    rows: Iterator[Row]
    places: Iterator[Row]
    hashed: Callable[[str], bytes]
    seen: int = 0
    erased: set[int] = field(default_factory=set)

    def walk(self) -> Break | None:
        """Read all rows of the chain (the next one begins behind them) and name the first that does not hold."""
        found, expected, previous, begin = None, 0, "", beginning(self.subject)
        places = {sequence: hash_ for _stream, sequence, hash_ in self.places}
        for row in self.rows:
            self.seen += 1
            if found is None:
                expected += 1
                found = self._look(row, expected, previous, begin, places)
                previous = row[-1]
        return found or self._end(expected, previous, places)

    def _look(
        self, row: Row, expected: int, previous: str, begin: str, places: dict[int, str]
    ) -> Break | None:
        _stream, sequence, at, actor, name, verb, payload, salt, said, before, hash_ = row
        if sequence != expected:
            return Break(self.subject, expected, "missing")
        if sequence > self.sequence:
            return Break(self.subject, sequence, "inserted")
        at = _moment(at)
        if before != previous or hash_of(begin, sequence, at, actor, name, verb, said, before) != hash_:
            return Break(self.subject, sequence, "altered")
        if payload is None and salt == "":
            self.erased.add(sequence)
        elif payload is None or commitment_of_text(salt, self.hashed(payload)) != said:
            return Break(self.subject, sequence, "payload")
        elif verb == "journal.erased":
            self.erased.discard(json.loads(payload).get("sequence"))
        if places and places.get(sequence, hash_) != hash_:
            return Break(self.subject, sequence, "place")
        return None

    def _end(self, reached: int, previous: str, places: dict[int, str]) -> Break | None:
        if reached < self.sequence or any(sequence > reached for sequence in places):
            return Break(self.subject, reached + 1, "missing")
        if self.erased:
            return Break(self.subject, min(self.erased), "erased")
        return Break(self.subject, reached, "head") if previous != self.head else None


def _chains(only: int | None = None) -> Iterator[_Chain]:
    """All chains in the order of their keys, each with its entries and its places in daily heads."""
    streams, entries, places = Stream.objects.all(), Entry.objects.all(), HeadPlace.objects.all()
    if only is not None:
        streams, entries, places = (
            streams.filter(pk=only),
            entries.filter(stream=only),
            places.filter(stream=only),
        )
    rows = _Peeking(_entries(entries))
    held = _Peeking(
        places.order_by("stream_id", "sequence")
        .values_list("stream_id", "sequence", "hash")
        .iterator(chunk_size=_CHUNK)
    )
    hashed = _as_stored if connection.vendor == "sqlite" else _as_meant
    chains = streams.order_by("pk").values_list("pk", "kind", "key", "sequence", "head")
    for pk, kind, key, sequence, head in chains.iterator(chunk_size=_CHUNK):
        yield _Chain((kind, key), sequence, head, rows.of(pk), held.of(pk), hashed)


def _entries(entries: Any) -> Iterator[Row]:
    """The rows as text: what the database holds, not what it means."""
    at = Cast("at", CharField()) if connection.vendor == "sqlite" else _AtInUtc("at")
    rows = entries.annotate(when=at, facts=Cast("payload", TextField())).order_by("stream_id", "sequence")
    columns = ("stream_id", "sequence", "when", "actor", "actor_name", "verb", "facts", "salt")
    result: Iterator[Row] = rows.values_list(*columns, "commitment", "previous_hash", "hash").iterator(
        chunk_size=_CHUNK
    )
    return result


class _AtInUtc(Func):
    """PostgreSQL's moment in the form that SQLite's text has."""

    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    output_field = CharField()


def _moment(at: str) -> str:
    """The hashed form of a moment's text; a text that is not as it was written stays as it is, and fails."""
    if len(at) == 26 and at[10] == " ":
        return f"{at[:10]}T{at[11:]}+00:00"
    return f"{at[:10]}T{at[11:]}.000000+00:00" if len(at) == 19 and at[10] == " " else at


def _as_stored(payload: str) -> bytes:
    """SQLite keeps the very text of the facts that was hashed."""
    return payload.encode()


def _as_meant(payload: str) -> bytes:
    """PostgreSQL keeps what it means."""
    return _ENCODER.encode(json.loads(payload)).encode()


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything is read as it stands at one moment, while others go on writing and are not held up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions take the write lock at once; reading needs none.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _daily_heads(report: Report) -> Iterator[Break]:
    """Each daily head against its places and the day before."""
    previous: DailyHead | None = None
    for head in DailyHead.objects.order_by("day"):
        report.heads += 1
        places = (
            HeadPlace.objects.filter(daily_head=head)
            .order_by()
            .values_list("stream__kind", "stream__key", "sequence", "hash")
        )
        told = digest(head.day, head.streams, head.entries, head.previous_digest, sorted(places))
        follows = head.previous_digest == (previous.digest if previous else "")
        unbroken = previous is None or head.day - previous.day == datetime.timedelta(days=1)
        if told != head.digest or not follows or not unbroken:
            yield Break(("daily", head.day.isoformat()), 0, "daily")
        previous = head


def _against(kept: HeadFile) -> Break | None:
    """The daily head of that day must be the one that was kept elsewhere."""
    head = DailyHead.objects.filter(day=kept.day).first()
    facts = (head.digest, head.entries, head.streams, head.previous_digest) if head else None
    if facts == (kept.digest, kept.entries, kept.streams, kept.previous_digest):
        return None
    return Break(("daily", kept.day.isoformat()), 0, "exported")
