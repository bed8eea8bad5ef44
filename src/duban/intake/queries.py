"""Which sets and drafts a person may see, and the orders in which they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from duban.accounts.models import Person
from duban.accounts.permissions import may_review

if TYPE_CHECKING:
    from duban.intake.models import DraftItem, IntakeSet  # noqa: F401

Someone = Person | AnonymousUser


class IntakeSetQuerySet(models.QuerySet["IntakeSet"]):
    def visible_to(self, person: Someone) -> IntakeSetQuerySet:
        return self if may_review(person) else self.none()

    def standing(self) -> IntakeSetQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class DraftItemQuerySet(models.QuerySet["DraftItem"]):
    def visible_to(self, person: Someone) -> DraftItemQuerySet:
        return self if may_review(person) else self.none()

    def active(self) -> DraftItemQuerySet:
        return self.filter(state="active")

    def shown(self) -> DraftItemQuerySet:
        return self.exclude(state="gone")

    def open(self) -> DraftItemQuerySet:
        """Not yet in the ledger."""
        return self.filter(finding__isnull=True)
