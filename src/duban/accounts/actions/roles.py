"""Roles are given, end, and move to somebody else with the post. The three administrators stay apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.common import demand_another, demand_reason, locked, tell
from duban.accounts.actions.deputies import tell_ended, tell_named
from duban.accounts.actions.naming import settle
from duban.accounts.errors import Refused
from duban.accounts.models import ADMINISTRATORS, Deputy, Membership, Person, Role
from duban.accounts.permissions import clash, demand, forget
from duban.accounts.rules import rule
from duban.journal.wording import kept
from duban.organizations.models import Body
from duban.organizations.queries import in_force

#: Rooms above that have something on a post: called in the transaction of the handover.
MovesWithPost = Callable[[Person, Person, date, Person | None], None]
moves_with_post: list[MovesWithPost] = []


@transaction.atomic
def give_role(
    person: Person,
    body: Body,
    role: Role,
    actor: Person | None,
    *,
    since: date | None = None,
    until: date | None = None,
    post: str = "",
) -> Membership:
    """The person acts for the body in this role from ``since``; given twice, it is one."""
    demand(actor, "give_role")
    held = locked(person)
    demand_another(person, actor)
    begin = since or timezone.localdate()
    _demand_order(begin, until)
    _demand_apart(held, role, begin, until)
    membership, made = Membership.objects.get_or_create(
        person=held, body=body, role=role, until=until, defaults={"since": begin, "post": post}
    )
    if made:
        _come_in_again(held, {role})
        facts = {"body": body.name, "role": kept(role.label), "code": role.value, "since": begin.isoformat()}
        tell(person, "person.role_given", actor, facts)
        settle(held, begin)
    forget(person)
    return membership


@transaction.atomic
def end_role(membership: Membership, until: date, reason: str, actor: Person | None) -> Membership:
    """``until`` is the last day. The row stays: who held it when is part of the record."""
    demand(actor, "give_role")
    person, reason = locked(membership.person), demand_reason(reason)
    demand_another(person, actor)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.until is not None and membership.until <= until:
        raise Refused(_("这个角色已经在%(on)s结束。") % {"on": membership.until.isoformat()})
    _demand_order(membership.since, until)
    membership.until = until
    membership.save(update_fields=["until"])
    facts = {
        "body": membership.body.name,
        "role": kept(membership.get_role_display),
        "until": until.isoformat(),
        "reason": reason,
    }
    tell(person, "person.role_ended", actor, facts)
    return membership


@transaction.atomic
def hand_over(giver: Person, taker: Person, on: date, reason: str, actor: Person | None) -> list[Membership]:
    """From ``on`` the taker holds every post of the giver, whose own end the day before; deputies move with it."""
    demand(actor, "hand_over")
    reason = demand_reason(reason)
    if giver.pk == taker.pk:
        raise Refused(_("交接的双方不能是同一个人。"))
    # Locked in one order, so that two handovers never wait for each other.
    both = {
        row.pk: row
        for row in Person.objects.select_for_update().filter(pk__in=[giver.pk, taker.pk]).order_by("pk")
    }
    giver, taker = both[giver.pk], both[taker.pk]
    demand_another(taker, actor)
    if not taker.is_active:
        raise Refused(_("接手人的账号没有启用，请先启用。"))
    moved = [_move(row, taker, on) for row in _standing(giver, on)]
    if not moved:
        raise Refused(_("“%(name)s”在这一天没有可交接的角色。") % {"name": giver.display_name})
    _come_in_again(taker, {row.role for row in moved})
    giver.charged_from = on
    giver.save(update_fields=["charged_from"])
    _move_deputies(giver, taker, on, actor)
    _tell_both(giver, taker, on, reason, moved, actor)
    for move in moves_with_post:
        move(giver, taker, on, actor)
    return moved


def _standing(person: Person, on: date) -> list[Membership]:
    rows = Membership.objects.select_for_update().filter(person=person)
    return list(rows.filter(Q(until__isnull=True) | Q(until__gte=on)).order_by("pk"))


def _move(row: Membership, taker: Person, on: date) -> Membership:
    """End a row the day before and begin it with the taker; one that has not begun yet only changes hands."""
    _demand_apart(taker, Role(row.role), max(on, row.since), row.until)
    inherited = _inherited(row, on)
    already = taker.memberships.filter(body=row.body_id, role=row.role, until=row.until).first()
    until = row.until
    if row.since >= on and already is None:
        row.person, row.inherited = taker, inherited
        row.save(update_fields=["person", "inherited"])
        return row
    row.until = on - timedelta(days=1)
    row.save(update_fields=["until"])
    if already is not None:
        already.inherited = [*(already.inherited or ()), *(inherited or ())] or None
        already.save(update_fields=["inherited"])
        return already
    return Membership.objects.create(
        person=taker,
        body_id=row.body_id,
        role=row.role,
        post=row.post,
        since=on,
        until=until,
        inherited=inherited,
    )


def _inherited(row: Membership, on: date) -> list[list[Any]]:
    """Whoever takes the post answers for what was put on the one before her until then: by her account where she is
    tied, by her name where a leader's stands in plans and is no other leader's."""
    others = Membership.objects.filter(role=Role.LEADER, person__display_name=row.person.display_name)
    shared = others.filter(in_force(on)).exclude(person=row.person_id).exists()
    name = row.person.display_name if row.role == Role.LEADER and not shared else ""
    return [*(row.inherited or ()), [name, on.isoformat(), row.person_id]]


def _move_deputies(giver: Person, taker: Person, on: date, actor: Person | None) -> None:
    """Who acted for the giver no longer does; for whom she acted, the taker acts now."""
    standing = Q(until__isnull=True) | Q(until__gte=on)
    rows = Deputy.objects.filter(Q(person=giver) | Q(deputy=giver)).filter(standing)
    for row in rows.select_related("person", "deputy"):
        since, until = max(on, row.since), row.until
        row.until = since - timedelta(days=1)
        row.save(update_fields=["until"])
        tell_ended(row, since, actor)
        if row.person_id not in (giver.pk, taker.pk):
            only = row.only_on_leave
            made = Deputy.objects.create(
                person=row.person, deputy=taker, since=since, until=until, only_on_leave=only
            )
            tell_named(made, actor)


def _tell_both(
    giver: Person, taker: Person, on: date, reason: str, moved: list[Membership], actor: Person | None
) -> None:
    posts = [f"{row.body.name} {kept(row.get_role_display)}" for row in moved]
    facts = {"on": on.isoformat(), "reason": reason, "posts": posts}
    tell(giver, "person.handed_over", actor, {**facts, "to": taker.display_name})
    tell(taker, "person.took_over", actor, {**facts, "from": giver.display_name})


def _demand_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Refused(_("结束日期早于开始日期，请核对日期。"))


def _demand_apart(person: Person, role: Role, since: date, until: date | None) -> None:
    overlapping = person.memberships.filter(Q(until__isnull=True) | Q(until__gte=since))
    if until is not None:
        overlapping = overlapping.filter(since__lte=until)
    if clash({role, *overlapping.values_list("role", flat=True)}):
        raise Refused(_("系统、安全、审计管理员不能由同一人担任，也不能兼任业务角色。角色没有改动。"))


def _come_in_again(person: Person, roles: set[str]) -> None:
    """What an administrator must bring to sign in is asked at the door, so is an authenticator that a role needs."""
    needs = set(rule("second_factor_roles")) if person.second_factor_at is None else set()
    if roles & (ADMINISTRATORS | needs):
        person.session_epoch += 1
        person.save(update_fields=["session_epoch"])
