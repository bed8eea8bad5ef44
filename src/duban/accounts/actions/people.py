"""Accounts: asked for by the system administrator, approved by the security administrator, switched off, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.common import demand_another, demand_reason, locked, tell
from duban.accounts.actions.naming import settle
from duban.accounts.errors import Refused
from duban.accounts.models import Membership, Person, Role
from duban.accounts.passwords import first_password, first_password_ends, remember
from duban.accounts.permissions import clash, demand
from duban.accounts.rules import rule
from duban.journal.actions import Actor, Line, record_all
from duban.journal.wording import kept
from duban.organizations.models import Body


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role that is asked for together with the account."""

    body: Body
    role: Role
    post: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """An account with its first password, for paper; the password is nowhere else."""

    person: Person
    password: str

    @property
    def units(self) -> str:
        """To whom the paper is brought."""
        held = self.person.memberships.order_by("pk").values_list("body__name", flat=True)
        return _("、").join(dict.fromkeys(held))


@transaction.atomic
def add_person(
    username: str, display_name: str, password: str, actor: Actor | None, *, is_demo: bool = False
) -> Person:
    """An account of the house's own making (first administrators, the demo city): active at once, without a role."""
    person = Person.objects.create_user(username, password, display_name=display_name, is_demo=is_demo)
    tell(person, "person.added", actor, {"username": username})
    return person


@transaction.atomic
def request_account(username: str, display_name: str, roles: list[Wanted], actor: Person | None) -> Printed:
    """An account that waits for approval, with the roles it is to have."""
    demand(actor, "request_account")
    username, display_name = username.strip(), display_name.strip()
    _demand_new(username, display_name)
    _demand_together([wanted.role for wanted in roles])
    password = first_password()
    person = _made(username, display_name, password)
    if actor is not None:
        _limit(person)
    for wanted in roles:
        _ask_for(person, wanted)
    facts = [f"{wanted.body.name} {kept(wanted.role.label)}" for wanted in roles]
    tell(person, "person.requested", actor, {"username": username, "roles": facts})
    return Printed(person, password)


def _made(username: str, display_name: str, password: str) -> Person:
    """Two may ask for one name at the same moment: the database lets the first have it."""
    try:
        with transaction.atomic():
            return Person.objects.create_user(
                username,
                password,
                display_name=display_name,
                is_active=False,
                must_change_password=bool(rule("first_sign_in_change")),
            )
    except IntegrityError as error:
        raise _taken(username) from error


def _limit(person: Person) -> None:
    """Paper lies about: a first password counts for some days. (The first administrators' has no end: nobody is there
    to give them another.)"""
    person.first_password_until = first_password_ends(timezone.now())
    person.save(update_fields=["first_password_until"])


@transaction.atomic
def approve_account(person: Person, actor: Person | None) -> Person:
    """From now on she may sign in and holds the roles that were asked for."""
    demand(actor, "approve_account")
    person = locked(person)
    demand_another(person, actor)
    if not person.is_pending:
        raise Refused(_("账号“%(name)s”没有在等待批准。") % {"name": person.username})
    person.is_active, person.approved_at = True, timezone.now()
    person.save(update_fields=["is_active", "approved_at"])
    if person.first_password_until is not None:
        _limit(person)
    tell(person, "person.approved", actor, {"username": person.username})
    settle(person, timezone.localdate())
    return person


@transaction.atomic
def switch_off(person: Person, reason: str, actor: Person | None) -> Person:
    """She can no longer sign in; her sessions end now, and an old one does not come back with a later approval."""
    demand(actor, "switch_off")
    person, reason = locked(person), demand_reason(reason)
    demand_another(person, actor)
    if not person.is_active and not person.is_pending:
        raise Refused(_("账号“%(name)s”已经停用。") % {"name": person.username})
    person.is_active, person.approved_at = False, person.approved_at or timezone.now()
    person.session_epoch += 1
    person.save(update_fields=["is_active", "approved_at", "session_epoch"])
    tell(person, "person.switched_off", actor, {"username": person.username, "reason": reason})
    return person


@transaction.atomic
def switch_on(person: Person, reason: str, actor: Person | None) -> Person:
    demand(actor, "switch_on")
    person, reason = locked(person), demand_reason(reason)
    demand_another(person, actor)
    if person.is_active or person.is_pending:
        raise Refused(_("账号“%(name)s”不在停用状态。") % {"name": person.username})
    person.is_active = True
    person.save(update_fields=["is_active"])
    tell(person, "person.switched_on", actor, {"username": person.username, "reason": reason})
    return person


@transaction.atomic
def reset_password(person: Person, reason: str, actor: Person | None) -> Printed:
    """A new first password for paper; her sessions end, and with them what programs of hers use."""
    demand(actor, "reset_password")
    person, reason = locked(person), demand_reason(reason)
    demand_another(person, actor)
    password = first_password()
    remember(person)
    person.set_password(password)
    person.must_change_password, person.password_changed_at = True, timezone.now()
    person.session_epoch += 1
    person.save(update_fields=["password", "must_change_password", "password_changed_at", "session_epoch"])
    _limit(person)
    tell(person, "person.password_reset", actor, {"reason": reason})
    return Printed(person, password)


def _demand_new(username: str, display_name: str) -> None:
    if not username or not display_name:
        raise Refused(_("请填写用户名和姓名。"))
    if max(len(username), len(display_name)) > 60:
        raise Refused(_("用户名和姓名都不能超过60个字，请缩短。"))
    if Person.objects.filter(username__iexact=username).exists():
        raise _taken(username)


def _taken(username: str) -> Refused:
    return Refused(_("用户名“%(name)s”已有人使用，请另取一个。") % {"name": username})


def _demand_together(roles: list[Role]) -> None:
    if clash(set(roles)):
        raise Refused(_("系统、安全、审计管理员不能由同一人担任，也不能兼任业务角色。"))


def _ask_for(person: Person, wanted: Wanted) -> None:
    Membership.objects.create(
        person=person,
        body=wanted.body,
        role=wanted.role,
        post=wanted.post,
        since=wanted.since or timezone.localdate(),
    )


@transaction.atomic
def request_accounts(wanted: list[tuple[str, str, list[Wanted]]], actor: Person | None) -> list[Printed]:
    """Many accounts, all or none."""
    printed = [request_account(username, name, roles, actor) for username, name, roles in wanted]
    facts = {"count": len(printed), "names": [each.person.username for each in printed]}
    record_all([Line(("accounts", "imported"), "accounts.imported", facts)], actor)
    return printed
