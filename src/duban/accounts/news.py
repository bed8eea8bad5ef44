"""What others did with her account while she was away: told once, when she comes in again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.journal import queries as journal
from duban.journal.sentences import tell

#: Posts, deputies and names: what changes what she is asked to do. (Her password and her telephone she knows of.)
_TOLD = (
    "person.handed_over",
    "person.took_over",
    "person.role_given",
    "person.role_ended",
    "person.renamed",
    "person.deputy_named",
    "person.became_deputy",
    "person.deputy_ended",
    "person.deputy_over",
    "person.stands_in",
    "person.stands_down",
)
_MOST = 5


def since(person: Person, before: datetime | None) -> list[str]:
    """The newest of them, oldest first; nothing the first time, when everything is new."""
    if before is None:
        return []
    rows = journal.stream("person", person.pk).filter(verb__in=_TOLD, at__gt=before)
    found = list(rows.exclude(Q(actor=person.pk)).order_by("-sequence")[:_MOST])
    return [_("您离开期间：%(what)s") % {"what": tell(entry)} for entry in reversed(found)]
