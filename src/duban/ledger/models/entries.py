"""What somebody entered as having happened, and what becomes of a wrong entry."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Manager

Row = TypeVar("Row", bound=models.Model)


class StandingManager(Manager[Row]):
    """Rows that nobody took back. A wrong entry stays on record and counts for nothing."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(taken_back_at__isnull=True)


class Recorded(models.Model):
    """A wrong entry is taken back with a reason, which the record keeps; ``objects`` are those that stand."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = StandingManager()
    everything = Manager()  # noqa: DJ012  a manager, too

    class Meta:
        abstract = True
