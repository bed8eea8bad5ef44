"""Who may do what, asked in one place. Every answer costs at most one query for each request."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from duban.accounts.models import Person, Role

Someone = Person | AnonymousUser

OFFICE = frozenset({Role.OFFICE_HEAD, Role.OFFICE_CLERK})
#: Roles that see the whole ledger because their work is about all of it.
SEES_ALL = OFFICE | {Role.READER}
#: Roles whose sight goes no further than what their unit is charged with.
SEES_OWN_UNIT = frozenset({Role.LIAISON, Role.SUPERVISING, Role.ACCEPTING})


def _memberships(person: Someone) -> list[tuple[str, int]]:
    """(role, body) of an active person, remembered on the object for the length of a request."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    held = getattr(person, "_held_roles", None)
    if held is None:
        held = list(person.memberships.values_list("role", "body_id"))
        person._held_roles = held  # type: ignore[attr-defined]
    return held


def roles_of(person: Someone) -> frozenset[str]:
    return frozenset(role for role, _body in _memberships(person))


def bodies_of(person: Someone, roles: frozenset[Role]) -> frozenset[int]:
    """The units for which a person holds one of these roles."""
    return frozenset(body for role, body in _memberships(person) if role in roles)


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


def may_keep_directory(person: Someone) -> bool:
    """May she change regions and bodies?"""
    return bool(roles_of(person) & (OFFICE | {Role.SYSTEM_ADMIN}))


def may_read_directory(person: Someone) -> bool:
    """Whoever holds any role may look up who is who."""
    return bool(roles_of(person))
