"""Who may keep the directory. Roles live a floor above, so the person is asked whether she has the power."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duban.journal.actions import Actor
from duban.organizations.errors import NotAllowed
from duban.organizations.models import Body

VIEW, KEEP = "organizations.view", "organizations.keep"


class Powerful(Protocol):
    def has_perm(self, name: str, obj: object = None) -> bool: ...


class Keeper(Actor, Powerful, Protocol):
    """Somebody the journal can name and who can be asked for her powers."""


def listed(reader: Any) -> QuerySet[Body]:
    """The bodies that this reader of the directory knows of. A name that so far only a document prints tells what that
    document is about, so it is for those who are asked whose it is."""
    return Body.objects.all() if reader.has_perm(KEEP) else Body.objects.filter(unconfirmed=False)


def demand_keeper(actor: Keeper | None) -> None:
    """The house itself (no actor: a command, a job) may; a person must be a keeper."""
    if actor is not None and not actor.has_perm(KEEP):
        raise NotAllowed(_("组织名录由整改办和系统管理员维护。名录没有改动，请联系他们办理。"))
