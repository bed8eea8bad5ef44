"""Which documents a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from duban.accounts.models import Person
from duban.accounts.permissions import is_office

if TYPE_CHECKING:
    from duban.files.models import Document  # noqa: F401


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, person: Person | AnonymousUser) -> DocumentQuerySet:
        """Office roles read the documents themselves; for everybody else a document does not exist."""
        return self if is_office(person) else self.none()
