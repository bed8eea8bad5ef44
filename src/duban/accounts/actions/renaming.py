"""A displayed name changes (marriage, a typing error); who she is, and what stands under the old name, does not."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.common import demand_another, demand_reason, locked, tell
from duban.accounts.actions.naming import settle
from duban.accounts.errors import Refused
from duban.accounts.models import FormerName, Membership, Person, Role
from duban.accounts.permissions import demand, forget
from duban.organizations.queries import in_force


@transaction.atomic
def rename(person: Person, name: str, reason: str, actor: Person | None) -> Person:
    """From now on she is called ``name``. The old one stays hers: in the record as it was written, for the search of
    accounts, and for documents that print it."""
    demand(actor, "rename")
    person, reason = locked(person), demand_reason(reason)
    demand_another(person, actor)
    name = _well_formed(name, person)
    today, before = timezone.localdate(), person.display_name
    _keep_what_stands_under(person, before)
    FormerName.objects.create(person=person, name=before, until=today)
    person.display_name = name
    person.save(update_fields=["display_name"])
    tell(person, "person.renamed", actor, {"before": before, "after": name, "reason": reason})
    if person.is_active:
        settle(person, today)
    forget(person)
    return person


def _well_formed(name: str, person: Person) -> str:
    name = name.replace("\x00", "").strip()
    if not name:
        raise Refused(_("请填写新的姓名，姓名没有改动。"))
    if len(name) > 60:
        raise Refused(_("姓名不能超过60个字，请缩短。姓名没有改动。"))
    if name == person.display_name:
        raise Refused(_("新的姓名与现在的相同，没有改动。"))
    return name


def _keep_what_stands_under(person: Person, name: str) -> None:
    """Plans name a leader; what was put under the old name until today stays hers, unless another leader bears it."""
    today = timezone.localdate()
    leads = Membership.objects.filter(role=Role.LEADER)
    if leads.filter(in_force(today), person__display_name=name).exclude(person=person).exists():
        return
    line = [name, (today + timedelta(days=1)).isoformat(), person.pk]
    for row in leads.filter(person=person).exclude(until__lt=today):
        row.inherited = [*(row.inherited or ()), line]
        row.save(update_fields=["inherited"])
