"""The daily head: one hash over all chains, made when a day is over, for every day, also for those that were missed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from duban.journal.hashing import canonical
from duban.journal.models import DailyHead, Entry, HeadPlace, Stream

_ONE = datetime.timedelta(days=1)
_LOCK = 0x6475_6261


@dataclass(frozen=True, slots=True)
class Grown:
    """A chain that grew: where it stands now and where the last head left it."""

    stream: int
    kind: str
    key: str
    sequence: int
    hash: str
    before: int


def make_heads(today: datetime.date) -> list[DailyHead]:
    """A head for every day that is over and has none. The first one ever covers all that came before it."""
    made: list[DailyHead] = []
    while (day := _next_day(today)) is not None:
        head = _make(day)
        if head is not None:
            made.append(head)
    return made


def _next_day(today: datetime.date) -> datetime.date | None:
    last = DailyHead.objects.order_by("-day").values_list("day", flat=True).first()
    day = last + _ONE if last else today - _ONE
    return day if day < today else None


@transaction.atomic
def _make(day: datetime.date) -> DailyHead | None:
    """One head in one transaction; None where somebody else made it meanwhile."""
    _one_at_a_time()
    last = DailyHead.objects.order_by("-day").first()
    if last is not None and last.day >= day:
        return None
    grown = sorted(_grown(day), key=lambda each: (each.kind, each.key))
    streams = (last.streams if last else 0) + sum(each.before == 0 for each in grown)
    entries = (last.entries if last else 0) + sum(each.sequence - each.before for each in grown)
    previous = last.digest if last else ""
    head = DailyHead.objects.create(
        day=day,
        streams=streams,
        entries=entries,
        previous_digest=previous,
        digest=digest(day, streams, entries, previous, ((g.kind, g.key, g.sequence, g.hash) for g in grown)),
        made_at=timezone.now(),
    )
    HeadPlace.objects.bulk_create(
        (HeadPlace(daily_head=head, stream_id=g.stream, sequence=g.sequence, hash=g.hash) for g in grown),
        batch_size=500,
    )
    return head


def _one_at_a_time() -> None:
    """SQLite's transaction has the write lock already; PostgreSQL is asked for one of ours."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _grown(day: datetime.date) -> list[Grown]:
    """Chains with entries up to the end of the day that no head covers yet.

    What counts is the highest sequence with a moment in the day: what came earlier in the chain is covered with it,
    and a line that was committed after its day's head goes with the next one."""
    end = timezone.make_aware(datetime.datetime.combine(day + _ONE, datetime.time.min))
    covered = HeadPlace.objects.filter(stream=OuterRef("pk"), sequence=OuterRef("sequence"))
    open_streams = Stream.objects.filter(~Exists(covered), sequence__gt=0)
    reached = dict(
        Entry.objects.filter(stream__in=open_streams, at__lt=end)
        .order_by()
        .values_list("stream_id")
        .annotate(last=Max("sequence"))
    )
    before = dict(
        HeadPlace.objects.filter(stream__in=open_streams)
        .order_by()
        .values_list("stream_id")
        .annotate(last=Max("sequence"))
    )
    wanted = {pk: last for pk, last in reached.items() if last > before.get(pk, 0)}
    rows = open_streams.values_list("pk", "kind", "key", "sequence", "head")
    ends = {pk: (kind, key, sequence, head) for pk, kind, key, sequence, head in rows if pk in wanted}
    inside = _hashes({pk: last for pk, last in wanted.items() if ends[pk][2] != last})
    return [
        Grown(pk, ends[pk][0], ends[pk][1], last, inside.get(pk, ends[pk][3]), before.get(pk, 0))
        for pk, last in wanted.items()
    ]


def _hashes(places: dict[int, int]) -> dict[int, str]:
    """The hashes inside chains that have gone on since the day was over."""
    found: dict[int, str] = {}
    for begin in range(0, len(places), 400):
        some = dict(list(places.items())[begin : begin + 400])
        rows = Entry.objects.filter(stream__in=some, sequence__in=set(some.values())).order_by()
        for pk, sequence, hash_ in rows.values_list("stream_id", "sequence", "hash"):
            if some[pk] == sequence:
                found[pk] = hash_
    return found


def digest(
    day: datetime.date,
    streams: int,
    entries: int,
    previous: str,
    places: Iterable[tuple[str, str, int, str]],
) -> str:
    """The hash of a day: a line with its counts and the digest of the day before, then a line for each chain that grew."""
    running = sha256(canonical(["duban-journal-head/1", day.isoformat(), streams, entries, previous]))
    for place in places:
        running.update(b"\n" + canonical(list(place)))
    return running.hexdigest()
