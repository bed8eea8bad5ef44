"""Files go when their days are over, when their person removes them, and when her account has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duban.accounts.models import Person
from duban.ledger.exporting.making import folder, path_of
from duban.ledger.models import Export
from duban.rulebook import queries as rulebook

#: Seconds after which a file that no row knows is nobody's: left by a process that was killed.
FORGOTTEN_AFTER = 3600.0
_BATCH = 100


def keep_days(now: datetime) -> int:
    return int(rulebook.rule("export_keep_days", on=timezone.localdate(now)).value)


def remove(export: Export, person: Person) -> None:
    """Her own, made or not: what is still being made stops at its next step."""
    if export.by_id != person.pk:
        raise LookupError(export.pk)
    _remove([export.pk])


def forget(now: datetime, beat: Callable[[], None] = lambda: None) -> int:
    """What was asked for longer ago than the rule keeps it, and what belongs to nobody any more."""
    since = now - timedelta(days=keep_days(now))
    old = Export.objects.filter(Q(asked_at__lt=since) | Q(by__is_active=False)).order_by("pk")
    removed = 0
    while batch := list(old.values_list("pk", flat=True)[:_BATCH]):
        removed += _remove(batch)
        beat()
    return removed + sweep(time.time() - FORGOTTEN_AFTER)


def _remove(pks: list[int]) -> int:
    """First the rows: a file without a row is swept, a row without its file would promise one."""
    with transaction.atomic():
        rows = Export.objects.select_for_update().filter(pk__in=pks)
        files = [file for file in rows.values_list("file", flat=True) if file]
        count = Export.objects.filter(pk__in=pks).delete()[0]
    for file in files:
        path_of(file).unlink(missing_ok=True)
    return count


def sweep(older_than: float) -> int:
    known = set(Export.objects.exclude(file="").values_list("file", flat=True))
    gone = 0
    for path in folder().iterdir():
        if path.name not in known and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
