"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from duban.journal.models import Entry, Stream
from duban.journal.verification import Break, verify_stream


def stream(kind: str, key: object) -> QuerySet[Entry]:
    """What happened to one subject, oldest first."""
    return Entry.objects.filter(stream__kind=kind, stream__key=str(key)).order_by("sequence")


def verify(kind: str, key: object) -> Break | None:
    """The first break in the chain of one subject, None if it holds."""
    head = Stream.objects.filter(kind=kind, key=str(key)).first()
    return verify_stream(head) if head else None


def streams(kind: str, keys: Iterable[object]) -> QuerySet[Entry]:
    """What happened to several subjects of one kind."""
    return Entry.objects.filter(stream__kind=kind, stream__key__in=[str(key) for key in keys])
