"""Every night: files that were handed in and never put to anything. Whatever anything refers to stays, for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from duban.files import storage
from duban.files.models import Document, StoredFile
from duban.rulebook import queries as rulebook

#: Seconds for which bytes that no row knows are left alone: whoever has just brought them may not have finished.
FORGOTTEN_AFTER = 24 * 3600.0
_BATCH = 500

Row = TypeVar("Row", bound=models.Model)
Beat = Callable[[], None]


def keep_days(now: datetime) -> int:
    return int(rulebook.rule("paper_keep_days", on=timezone.localdate(now)).value)


def forget(now: datetime, beat: Beat = lambda: None) -> int:
    """Remove what was handed in longer ago than the rule keeps it and is put to nothing. Stopped anywhere, the next night
    goes on."""
    before = now - timedelta(days=keep_days(now))
    removed = _remove(Document, before, beat)
    _remove(StoredFile, before, beat)
    storage.sweep_orphans(_known, time.time() - FORGOTTEN_AFTER)
    return removed


def unreferred(model: type[Row], before: datetime) -> QuerySet[Row]:
    """Rows of this kind that are older and to which no row of any kind points, now or in rooms that are built later."""
    rows: QuerySet[Row] = model._default_manager.filter(created_at__lt=before)
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            other: Any = relation.related_model
            field: str = relation.field.name  # type: ignore[union-attr]
            rows = rows.filter(~Exists(other._base_manager.filter(**{field: OuterRef("pk")})))
    return rows.order_by("pk")


def _remove(model: type[Row], before: datetime, beat: Beat) -> int:
    removed, last = 0, 0
    while keys := list(unreferred(model, before).filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        removed += sum(_removed(model, key, before) for key in keys)
        last = keys[-1]
        beat()
    return removed


@transaction.atomic
def _removed(model: type[Row], key: int, before: datetime) -> bool:
    """Asked once more while it is held: it may have been put to something at this moment."""
    held = model._default_manager.select_for_update(of=("self",)).filter(pk=key).only("pk").first()
    if held is None or not unreferred(model, before).filter(pk=key).exists():
        return False
    try:
        held.delete()
    except ProtectedError:
        return False
    return True


def _known(hashes: Iterable[str]) -> set[str]:
    return set(StoredFile.objects.filter(sha256__in=list(hashes)).values_list("sha256", flat=True))
