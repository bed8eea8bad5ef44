"""What all verbs about a person share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from duban.accounts.errors import Refused
from duban.accounts.models import Person
from duban.journal.actions import Actor, record


def locked(person: Person) -> Person:
    """The person as she is now, held until the verb ends: two administrators never change her at once."""
    return Person.objects.select_for_update().get(pk=person.pk)


def tell(person: Person, verb: str, actor: Actor | None, facts: Mapping[str, Any]) -> None:
    record(("person", str(person.pk)), verb, actor, facts)


def demand_reason(reason: str) -> str:
    reason = reason.replace("\x00", "")
    if not reason.strip():
        raise Refused(_("请写明理由，理由会记入这个账号的记录。"))
    return reason.strip()


def demand_another(person: Person, actor: Person | None) -> None:
    """Nobody authorises herself."""
    if actor is not None and actor.pk == person.pk:
        raise Refused(_("不能给自己办理授权，请由另一位管理员办理。"))
