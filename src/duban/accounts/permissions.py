"""Who may do what, asked in one place. Every answer costs at most one query for each request.

A role counts on a day: from its first to its last, one's own or that of somebody one is deputy for (AB角).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.errors import NotAllowed
from duban.accounts.models import ADMINISTRATORS, Deputy, Leave, Membership, Person, Role
from duban.organizations.queries import in_force

Someone = Person | AnonymousUser

OFFICE = frozenset({Role.OFFICE_HEAD, Role.OFFICE_CLERK})
#: Roles that see the whole ledger because their work is about all of it.
SEES_ALL = OFFICE | {Role.READER}
#: Roles whose sight goes no further than what their unit is charged with (inspectors: and what lies in their areas).
SEES_OWN_UNIT = frozenset(
    {
        Role.LIAISON,
        Role.SUPERVISING,
        Role.ACCEPTING,
        Role.INSPECTOR,
        Role.DISCIPLINE,
        Role.PUBLISHER,
        Role.PETITION_CLERK,
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role held on a day for a body, and for a body that was merged into it; ``holder`` is whose role it is."""

    role: str
    body: int
    absorbed: int | None
    holder: int
    name: str
    inherited: Any
    charged_from: date | None
    #: Another leader of the same name holds a post on that day: the name alone says nothing.
    is_shared: bool


@dataclass(frozen=True, slots=True)
class LeaderName:
    """A name under which findings stand for her; of a predecessor, only what was put there before the handover."""

    name: str
    before: date | None = None


def acting_for(deputy: int, on: date) -> QuerySet[Deputy]:
    """The deputies' rows by which somebody acts for others on this day."""
    away = Leave.objects.filter(person=OuterRef("person"), since__lte=on, until__gte=on)
    return (
        Deputy.objects.filter(deputy=deputy, person__is_active=True)
        .filter(in_force(on))
        .filter(Q(only_on_leave=False) | Exists(away))
    )


def held(person: Someone, on: date | None) -> list[Held]:
    """What an active person holds, remembered on the object for the length of a request."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    day = on or timezone.localdate()
    # Attributes reach through the lazy person of a request to the real one; her dictionary would not.
    known: dict[date, list[Held]] | None = getattr(person, "_held_roles", None)
    if known is None:
        person._held_roles = known = {}  # type: ignore[attr-defined]
    if day not in known:
        known[day] = _apart(_read(person.pk, day), person.pk)
    return known[day]


def _memberships(person: int, day: date) -> QuerySet[Membership, Any]:
    """Her own, and of those whose deputy she is."""
    whose = Q(person=person) | Q(person__in=acting_for(person, day).values("person"))
    rows = Membership.objects.filter(whose).filter(in_force(day)).annotate(is_shared=_namesake(day))
    return rows.values_list(*_HELD)


#: Where the person and the day stand in the statement that is made once.
_SOMEBODY, _SOME_DAY = -1, date(1900, 1, 1)


@cache
def _statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Every page asks this, and putting it together takes many times as long as its answer."""
    sql, given = _memberships(_SOMEBODY, _SOME_DAY).query.sql_with_params()
    return sql, tuple(given)


def _read(person: int, day: date) -> list[Held]:
    sql, given = _statement(connection.vendor)
    adapted = connection.ops.adapt_datefield_value
    places = {_SOMEBODY: person, adapted(_SOME_DAY): adapted(day)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [places.get(each, each) for each in given])
        rows = cursor.fetchall()
    return [_held(row) for row in rows]


def _held(row: tuple[Any, ...]) -> Held:
    """As the fields of the models would read it."""
    role, body, absorbed, holder, name, inherited, charged_from, is_shared = row
    told = json.loads(inherited) if isinstance(inherited, str) else inherited
    return Held(role, body, absorbed, holder, name, told, charged_from, bool(is_shared))


_HELD = (
    "role",
    "body_id",
    "body__absorbed",
    "person_id",
    "person__display_name",
    "inherited",
    "person__charged_from",
    "is_shared",
)


def _namesake(on: date) -> Case:
    """Of a leader's row: is there another leader of that name?"""
    others = Membership.objects.filter(
        role=Role.LEADER, person__display_name=OuterRef("person__display_name")
    )
    others = others.filter(in_force(on)).exclude(person=OuterRef("person"))
    return Case(When(role=Role.LEADER, then=Exists(others)), default=False, output_field=BooleanField())


def _apart(rows: list[Held], person: int) -> list[Held]:
    """Nobody becomes an administrator, or an administrator anything else, by being somebody's deputy."""
    own = {row.role for row in rows if row.holder == person}
    admin = own & ADMINISTRATORS
    return [
        row
        for row in rows
        if row.holder == person or (row.role in admin if admin else not own or row.role not in ADMINISTRATORS)
    ]


def clash(roles: set[Role] | set[str]) -> bool:
    """Would one person hold an administrator's role beside any other?"""
    return len(roles) > 1 and bool(roles & ADMINISTRATORS)


def forget(person: Person) -> None:
    """Roles changed: what was remembered on this object no longer holds."""
    person._held_roles = {}  # type: ignore[attr-defined]


def roles_of(person: Someone, on: date | None = None) -> frozenset[str]:
    return frozenset(row.role for row in held(person, on))


def bodies_of(person: Someone, roles: frozenset[Role], on: date | None = None) -> frozenset[int]:
    """The units for which a person holds one of these roles, with those that were merged into them."""
    rows = [row for row in held(person, on) if row.role in roles]
    return frozenset(row.body for row in rows) | frozenset(row.absorbed for row in rows if row.absorbed)


def leader_names(person: Someone, on: date | None = None) -> frozenset[LeaderName]:
    """For whom she answers as a leader in charge: herself, whose deputy she is, and from whom the post came. A name
    that two leaders bear is nobody's; :mod:`duban.accounts.sight` goes by the person where she is known."""
    rows = [row for row in held(person, on) if row.role == Role.LEADER]
    before = {
        LeaderName(name, date.fromisoformat(day)) for row in rows for name, day, *_ in row.inherited or ()
    }
    return frozenset(
        each for each in before | {LeaderName(row.name) for row in rows if not row.is_shared} if each.name
    )


def is_office(person: Someone) -> bool:
    """Does she work in the rectification office (整改办)?"""
    return bool(roles_of(person) & OFFICE)


def may_review(person: Someone) -> bool:
    """May she upload documents, review their reading and accept it into the ledger?"""
    return is_office(person)


def sees_all(person: Someone) -> bool:
    return bool(roles_of(person) & SEES_ALL)


def is_leader(person: Someone) -> bool:
    """Is she a leader in charge (督办领导), who sees what stands under her name?"""
    return Role.LEADER in roles_of(person)


#: Which administrator takes which step with accounts: one asks, the other approves and authorises, the third looks on.
STEPS: dict[str, frozenset[Role]] = {
    "see_people": ADMINISTRATORS,
    "request_account": frozenset({Role.SYSTEM_ADMIN}),
    "rename": frozenset({Role.SYSTEM_ADMIN}),
    "reset_password": frozenset({Role.SYSTEM_ADMIN}),
    "approve_account": frozenset({Role.SECURITY_ADMIN}),
    "switch_off": frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    "switch_on": frozenset({Role.SECURITY_ADMIN}),
    "give_role": frozenset({Role.SECURITY_ADMIN}),
    "hand_over": frozenset({Role.SECURITY_ADMIN}),
    "arrange_deputy": frozenset({Role.SECURITY_ADMIN}),
    "unlock": frozenset({Role.SECURITY_ADMIN}),
    "revoke_token": frozenset({Role.SECURITY_ADMIN}),
    "reset_second_factor": frozenset({Role.SECURITY_ADMIN}),
    "answer_name": OFFICE,
}


def may(person: Someone, step: str) -> bool:
    return bool(roles_of(person) & STEPS[step])


def demand(actor: Person | None, step: str) -> None:
    """The house itself (no actor: a command) may; a person must be the administrator whose step it is."""
    if actor is not None and not may(actor, step):
        who = _("、").join(str(role.label) for role in Role if role in STEPS[step])
        raise NotAllowed(_("这一步由%(who)s办理。没有任何改动，请联系他们。") % {"who": who})
