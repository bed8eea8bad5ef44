"""Who acts for whom, and who is away."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.common import locked, tell
from duban.accounts.errors import Refused
from duban.accounts.models import ADMINISTRATORS, Deputy, Leave, Person
from duban.accounts.permissions import clash, demand, forget
from duban.organizations.queries import in_force


@transaction.atomic
def name_deputy(
    person: Person,
    deputy: Person,
    since: date,
    until: date | None,
    actor: Person | None,
    *,
    only_on_leave: bool = False,
) -> Deputy:
    """``deputy`` acts with all her roles in this window. She names a colleague of a unit of hers; the security
    administrator may name anybody."""
    _demand_own_or_step(person, actor)
    person = locked(person)
    _demand_fit(person, deputy, since, until, anybody=actor is None or actor.pk != person.pk)
    row = Deputy.objects.create(
        person=person, deputy=deputy, since=since, until=until, only_on_leave=only_on_leave
    )
    tell_named(row, actor)
    forget(deputy)
    return row


def tell_named(row: Deputy, actor: Person | None) -> None:
    """Both are told."""
    facts = {
        "deputy": row.deputy.display_name,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else "",
        "only_on_leave": row.only_on_leave,
    }
    tell(row.person, "person.deputy_named", actor, facts)
    tell(row.deputy, "person.became_deputy", actor, {**facts, "person": row.person.display_name})


def tell_ended(row: Deputy, on: date, actor: Person | None) -> None:
    facts = {"on": on.isoformat()}
    tell(row.person, "person.deputy_ended", actor, {**facts, "deputy": row.deputy.display_name})
    tell(row.deputy, "person.deputy_over", actor, {**facts, "person": row.person.display_name})


@transaction.atomic
def end_deputy(row: Deputy, today: date, actor: Person | None) -> Deputy:
    """The deputy no longer acts from today on; yesterday was the last day, or none at all."""
    row = Deputy.objects.select_for_update(of=("self",)).select_related("person", "deputy").get(pk=row.pk)
    _demand_own_or_step(row.person, actor)
    if row.until is not None and row.until < today:
        raise Refused(_("这项代理已经结束。"))
    row.until = today - timedelta(days=1)
    row.save(update_fields=["until"])
    tell_ended(row, max(row.since, today), actor)
    forget(row.deputy)
    return row


@transaction.atomic
def take_leave(person: Person, since: date, until: date, reason: str, actor: Person | None) -> Leave:
    """She is away; deputies who act only then act now."""
    _demand_own_or_step(person, actor)
    if until < since:
        raise Refused(_("结束日期早于开始日期，请核对日期。"))
    leave = Leave.objects.create(person=person, since=since, until=until, reason=reason.strip())
    facts = {"since": since.isoformat(), "until": until.isoformat()}
    tell(person, "person.leave", actor, facts)
    for row in _standing_in(leave):
        tell(row.deputy, "person.stands_in", actor, {**facts, "person": person.display_name})
    return leave


def _standing_in(leave: Leave) -> list[Deputy]:
    """Who acts for her just because she is away."""
    rows = leave.person.deputies.filter(only_on_leave=True, since__lte=leave.until).select_related("deputy")
    return list(rows.exclude(until__lt=leave.since))


@transaction.atomic
def end_leave(leave: Leave, today: date, actor: Person | None) -> Leave:
    """She is back today."""
    leave = Leave.objects.select_for_update().get(pk=leave.pk)
    _demand_own_or_step(leave.person, actor)
    if leave.until < today:
        raise Refused(_("这次请假已经结束。"))
    standing_in = _standing_in(leave)
    leave.until = today - timedelta(days=1)
    leave.save(update_fields=["until"])
    facts = {"on": max(leave.since, today).isoformat()}
    tell(leave.person, "person.back", actor, facts)
    for row in standing_in:
        tell(row.deputy, "person.stands_down", actor, {**facts, "person": leave.person.display_name})
    return leave


def _demand_own_or_step(person: Person, actor: Person | None) -> None:
    if actor is None or actor.pk != person.pk:
        demand(actor, "arrange_deputy")


def _demand_fit(person: Person, deputy: Person, since: date, until: date | None, anybody: bool) -> None:
    wrong = []
    if deputy.pk == person.pk:
        wrong.append(_("不能指定自己代理自己。"))
    if not deputy.is_active:
        wrong.append(_("“%(name)s”的账号没有启用。") % {"name": deputy.display_name})
    if until is not None and until < since:
        wrong.append(_("结束日期早于开始日期，请核对日期。"))
    if not anybody and not _colleagues(person, deputy):
        wrong.append(_("只能指定本单位的同事代理；跨单位代理请联系安全管理员。"))
    if clash(_standing_roles(person) | _standing_roles(deputy)) or _standing_roles(person) & ADMINISTRATORS:
        wrong.append(_("管理员的职责不能由他人代理，管理员也不能代理业务角色。"))
    if wrong:
        raise Refused(*wrong)


def _standing_roles(person: Person) -> set[str]:
    return set(person.memberships.filter(in_force(timezone.localdate())).values_list("role", flat=True))


def _colleagues(person: Person, deputy: Person) -> bool:
    today = in_force(timezone.localdate())
    hers = person.memberships.filter(today).values("body")
    return deputy.memberships.filter(today, body__in=hers).exists()
