"""Reading the record, and proving that nobody altered it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from duban.journal.hashing import commitment, entry_hash
from duban.journal.models import Entry, Stream


@dataclass(frozen=True, slots=True)
class Break:
    """The first place of a chain that does not hold. ``reason``: altered, missing, payload, head."""

    stream: tuple[str, str]
    sequence: int
    reason: str


def stream(kind: str, key: object) -> QuerySet[Entry]:
    """What happened to one subject, oldest first."""
    return Entry.objects.filter(stream__kind=kind, stream__key=str(key)).order_by("sequence")


def verify(kind: str, key: object) -> Break | None:
    """The first break in the chain of one subject, None if it holds."""
    head = Stream.objects.filter(kind=kind, key=str(key)).first()
    return verify_stream(head) if head else None


def verify_stream(head: Stream) -> Break | None:
    subject = (head.kind, head.key)
    expected, previous = 0, ""
    for entry in head.entries.order_by("sequence").iterator():
        expected += 1
        if entry.sequence != expected:
            return Break(subject, expected, "missing")
        if entry.previous_hash != previous or entry_hash(entry, subject) != entry.hash:
            return Break(subject, entry.sequence, "altered")
        if entry.payload is not None and commitment(entry.salt, entry.payload) != entry.commitment:
            return Break(subject, entry.sequence, "payload")
        previous = entry.hash
    if (expected, previous) != (head.sequence, head.head):
        return Break(subject, head.sequence, "missing" if expected < head.sequence else "head")
    return None


def streams(kind: str, keys: Iterable[object]) -> QuerySet[Entry]:
    """What happened to several subjects of one kind."""
    return Entry.objects.filter(stream__kind=kind, stream__key__in=[str(key) for key in keys])
