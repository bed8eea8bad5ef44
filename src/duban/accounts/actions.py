"""People and their roles come into being by recorded acts."""

from __future__ import annotations

from django.db import transaction

from duban.accounts.models import Membership, Person, Role
from duban.journal.actions import Actor, Line, record_all
from duban.organizations.models import Body


@transaction.atomic
def add_person(username: str, display_name: str, password: str, actor: Actor | None) -> Person:
    """An account without any role yet."""
    person = Person.objects.create_user(username, password, display_name=display_name)
    record_all([Line(("person", str(person.pk)), "person.added", {"username": username})], actor)
    return person


@transaction.atomic
def give_role(person: Person, body: Body, role: Role, actor: Actor | None) -> Membership:
    """The person acts for the body in this role from now on; given twice, it is one."""
    membership, made = Membership.objects.get_or_create(person=person, body=body, role=role)
    if made:
        facts = {"body": body.name, "role": str(role.label), "code": role.value}
        record_all([Line(("person", str(person.pk)), "person.role_given", facts)], actor)
    return membership
