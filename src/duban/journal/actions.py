"""Writing the record. Called inside the transaction of the verb it records, so that both happen or neither."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from duban.journal.hashing import commitment, entry_hash
from duban.journal.models import Entry, Stream
from duban.journal.sentences import known

Subject = tuple[str, str]

#: Through what the actor acts where it is no page: the name of a token of hers.
_through: ContextVar[str] = ContextVar("duban_acting_through", default="")


@contextmanager
def acting_through(name: str) -> Iterator[None]:
    """Every line written inside says that its actor acted through this."""
    before = _through.set(name)
    try:
        yield
    finally:
        _through.reset(before)


class Actor(Protocol):
    """Whoever acts: a person, or None for the house itself (a job, a command)."""

    pk: Any
    display_name: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line to record: the subject it belongs to, what happened, and the facts of it."""

    stream: Subject
    verb: str
    facts: Mapping[str, Any]


def record(stream: Subject, verb: str, actor: Actor | None, facts: Mapping[str, Any]) -> Entry:
    return record_all([Line(stream, verb, facts)], actor)[0]


def record_all(lines: Iterable[Line], actor: Actor | None) -> list[Entry]:
    """Record many lines at the cost of a few statements. Streams are locked in one order, so writers never deadlock."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a journal line belongs inside the transaction of its verb")
    wanted = list(lines)
    unknown = {line.verb for line in wanted if not known(line.verb)}
    if unknown:
        raise LookupError(f"verbs without a sentence: {sorted(unknown)}")
    heads = _locked_heads({line.stream for line in wanted})
    entries = [_chained(heads[line.stream], line, actor) for line in wanted]
    Entry.objects.bulk_create(entries, batch_size=2000)
    _advance(list(heads.values()))
    return entries


def _advance(heads: Sequence[Stream]) -> None:
    """Each stream to its new end. One statement joined with its values: a choice among hundreds of cases, as the ORM
    would write it, costs more than the entries themselves."""
    table = connection.ops.quote_name(Stream._meta.db_table)
    for begin in range(0, len(heads), 300):
        some = heads[begin : begin + 300]
        values = ", ".join(["(%s, %s, %s)"] * len(some))
        # Both databases name the columns of bare values column1, column2 and so on.
        sql = (
            f"UPDATE {table} SET sequence = v.column2, head = v.column3 "
            f"FROM (VALUES {values}) AS v WHERE {table}.id = v.column1"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [part for head in some for part in (head.pk, head.sequence, head.head)])


def _locked_heads(subjects: set[Subject]) -> dict[Subject, Stream]:
    missing = [Stream(kind=kind, key=key) for kind, key in sorted(subjects)]
    Stream.objects.bulk_create(missing, ignore_conflicts=True, batch_size=400)
    heads: dict[Subject, Stream] = {}
    for kind in sorted({kind for kind, _key in subjects}):
        keys = sorted(key for other, key in subjects if other == kind)
        for begin in range(0, len(keys), 400):
            rows = Stream.objects.select_for_update().filter(kind=kind, key__in=keys[begin : begin + 400])
            heads.update({(row.kind, row.key): row for row in rows.order_by("pk")})
    return heads


def _chained(head: Stream, line: Line, actor: Actor | None) -> Entry:
    salt, through = secrets.token_hex(16), _through.get()
    facts = {**line.facts, "via": through} if through else dict(line.facts)
    entry = Entry(
        stream=head,
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor=actor.pk if actor else None,
        actor_name=actor.display_name if actor else "",
        verb=line.verb,
        payload=facts,
        salt=salt,
        commitment=commitment(salt, facts),
        previous_hash=head.head,
    )
    entry.hash = entry_hash(entry, line.stream)
    head.sequence, head.head = entry.sequence, entry.hash
    return entry


@transaction.atomic
def record_read(subject: Subject, actor: Actor, reason: str, what: str = "") -> Entry:
    """Somebody looked at protected data. Reads have a stream of their own beside the subject's."""
    if not reason.strip():
        raise ValueError("a protected read needs its reason")
    kind, key = subject
    return record(
        (f"read.{kind}", key),
        "journal.read",
        actor,
        {"what": what or f"{kind}/{key}", "reason": reason.strip()},
    )


@transaction.atomic
def erase(entry: Entry, actor: Actor | None, reason: str) -> Entry:
    """Take the facts of an entry away where the law asks for it. Chain and hashes stay, and who erased it is recorded."""
    if not reason.strip():
        raise ValueError("erasing needs its reason")
    if entry.verb == "journal.erased":
        raise ValueError("what was erased, and why, stays in the record")
    Entry.objects.filter(pk=entry.pk).erase_payloads()
    facts = {"sequence": entry.sequence, "verb": entry.verb, "reason": reason.strip()}
    return record((entry.stream.kind, entry.stream.key), "journal.erased", actor, facts)
