"""The record: append-only, one chain of hashes for each subject, a daily head over all chains."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.db import models


class NeverChanged(Exception):
    """Somebody tried to change or remove a part of the record. The database would have refused as well."""

    def __init__(self) -> None:
        super().__init__("the record is only added to; it is never changed or removed")


class Canonical(json.JSONEncoder):
    """One way to write a value, so that the stored text is the hashed text."""

    def __init__(self, **_asked: Any) -> None:
        super().__init__(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Kept(models.QuerySet[Any]):
    """Rows that can be added and read."""

    def update(self, **_facts: Any) -> NoReturn:
        raise NeverChanged

    def bulk_update(self, *_args: Any, **_facts: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged

    async def aupdate(self, **_facts: Any) -> NoReturn:
        raise NeverChanged

    async def adelete(self) -> NoReturn:
        raise NeverChanged


class EntryRows(Kept):
    def erase_payloads(self) -> int:
        """Only for :func:`duban.journal.actions.erase`: facts go, everything that is hashed stays."""
        return super(Kept, self).update(payload=None, salt="")


class KeptModel(models.Model):
    """A row is saved once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise NeverChanged


class Stream(models.Model):
    """The head of one subject's chain; its row is the lock that orders the entries of that subject."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="stream_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise NeverChanged


class Entry(KeptModel):
    """One thing that happened. Rows are written once; only ``payload`` and ``salt`` may be erased, and the hash still holds.

    The actor is a number and a name, not a foreign key: the record outlives accounts and stands below them.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    payload = models.JSONField(null=True, encoder=Canonical)
    salt = models.CharField(max_length=32, blank=True)
    commitment = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EntryRows.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="entry_in_sequence")]
        indexes = [
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["actor", "-id"], name="entry_actor"),
            models.Index(fields=["verb", "-id"], name="entry_verb"),
        ]
        ordering = ["stream_id", "sequence"]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.sequence} {self.verb}"


class DailyHead(KeptModel):
    """One hash over all chains as they stood when the day was over, chained to the day before. Exported, it anchors all."""

    day = models.DateField(unique=True)
    streams = models.PositiveBigIntegerField()
    entries = models.PositiveBigIntegerField()
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = Kept.as_manager()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"


class HeadPlace(KeptModel):
    """How far a chain went by the end of a day: one row for each chain that grew since the last head."""

    daily_head = models.ForeignKey(DailyHead, on_delete=models.PROTECT, related_name="places")
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="places")
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    objects = Kept.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="head_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.daily_head_id} {self.stream_id}#{self.sequence}"


class Verification(models.Model):
    """One run over the whole record, and what it found."""

    at = models.DateTimeField()
    streams = models.PositiveBigIntegerField()
    entries = models.PositiveBigIntegerField()
    heads = models.PositiveIntegerField()
    seconds = models.FloatField()
    breaks = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at} {'holds' if self.holds else 'broken'}"

    @property
    def holds(self) -> bool:
        return not self.breaks
