"""Rooms below ask for a power by its name (``person.has_perm("journal.view")``); which roles hold it is said here."""

from __future__ import annotations

from duban.accounts.models import ADMINISTRATORS, Role

_OFFICE = frozenset({Role.OFFICE_HEAD, Role.OFFICE_CLERK})

POWERS: dict[str, frozenset[Role]] = {
    "journal.view": frozenset({Role.OFFICE_HEAD, Role.AUDIT_ADMIN}),
    "journal.verify": frozenset({Role.AUDIT_ADMIN, Role.OFFICE_HEAD}),
    "organizations.view": frozenset(Role),
    "organizations.keep": _OFFICE | {Role.SYSTEM_ADMIN},
    "accounts.view": ADMINISTRATORS,
    "rulebook.view": _OFFICE | {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN},
    "rulebook.change_business": frozenset({Role.OFFICE_HEAD}),
    "rulebook.change_security": frozenset({Role.SECURITY_ADMIN}),
    "rulebook.change_calendar": frozenset({Role.OFFICE_HEAD}),
}
