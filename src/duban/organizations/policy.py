"""Who may keep the directory. Roles live a floor above, so the person is asked whether she has the power."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from duban.journal.actions import Actor
from duban.organizations.errors import NotAllowed

VIEW, KEEP = "organizations.view", "organizations.keep"


class Powerful(Protocol):
    def has_perm(self, name: str, obj: object = None) -> bool: ...


class Keeper(Actor, Powerful, Protocol):
    """Somebody the journal can name and who can be asked for her powers."""


def demand_keeper(actor: Keeper | None) -> None:
    """The house itself (no actor: a command, a job) may; a person must be a keeper."""
    if actor is not None and not actor.has_perm(KEEP):
        raise NotAllowed(_("组织名录由整改办和系统管理员维护。名录没有改动，请联系他们办理。"))
