"""The three administrators, who have no part in the business of the cast."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from duban.accounts.models import Membership, Person, Role
from duban.organizations.models import Body
from tests.duban.conftest import Cast


@pytest.fixture(autouse=True)
def _quick_hashes(settings: object) -> None:
    """What is tried here is not how long a hash takes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _own_keys(settings: object, tmp_path: Path) -> None:
    """Keys of a test are its own."""
    settings.SEALING_KEY_FILE = str(tmp_path / "sealing-keys")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Three:
    system: Person
    security: Person
    audit: Person


@pytest.fixture
def three(cast: Cast) -> Three:
    office = Body.objects.get(name="澜州市整改办")
    made = []
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        person = Person.objects.create_user(role.value, display_name=str(role.label))
        Membership.objects.create(person=person, body=office, role=role)
        made.append(person)
    return Three(*made)


def fresh(person: Person) -> Person:
    """As the next request sees her."""
    return Person.objects.get(pk=person.pk)
