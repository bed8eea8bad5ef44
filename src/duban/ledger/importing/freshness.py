"""What a trial was made of, so that it is known whether it still holds: the table with its match and answers, the words that
were answered before, the day, and how far the record had come."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import NamedTuple

from django.db.models import Count, Max

from duban.journal.models import Entry
from duban.ledger.models import ImportDraft
from duban.ledger.models.imports import TableWord

#: Raised whenever the same table may be read otherwise by a new program.
_EDITION = 1
#: Chains of the record that tell of what a row is compared with.
_KINDS = ("finding", "plan", "inspection", "body", "region", "directory")
#: Lines of others that are written but not yet committed may stand so far below the last one.
_MARGIN = 1000


class Place(NamedTuple):
    """How far the record has come: so many lines that matter stand behind this one."""

    since: int
    lines: int


def mark_of(draft: ImportDraft, today: datetime.date) -> str:
    words = TableWord.objects.aggregate(n=Count("pk"), last=Max("at"))
    facts = [
        _EDITION,
        draft.sha256,
        draft.sheet,
        draft.fields,
        draft.inspection,
        draft.stages,
        today.isoformat(),
        words["n"],
        str(words["last"]),
    ]
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def place_of_record() -> Place:
    """Asked before anything is looked at: what is written later is new to a trial, whether it has seen it or not."""
    since = max(0, (Entry.objects.aggregate(last=Max("pk"))["last"] or 0) - _MARGIN)
    return Place(since, _lines(since))


def has_moved(place: Place) -> bool:
    return _lines(place.since) != place.lines


def _lines(since: int) -> int:
    return Entry.objects.filter(pk__gt=since, stream__kind__in=_KINDS).count()
