"""The record: append-only, one chain of hashes for each subject."""

from __future__ import annotations

from django.db import models


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


class Entry(models.Model):
    """One thing that happened. Rows are written once; only ``payload`` and ``salt`` may be erased, and the hash still holds.

    The actor is a number and a name, not a foreign key: the record outlives accounts and stands below them.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    payload = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    commitment = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "sequence"], name="entry_in_sequence")]
        indexes = [models.Index(fields=["at"], name="entry_at")]
        ordering = ["stream_id", "sequence"]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.sequence} {self.verb}"
