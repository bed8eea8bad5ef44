"""What the pages of accounts ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from duban.accounts.models import ADMINISTRATORS, Deputy, FormerName, Membership, NamedPerson, Person
from duban.accounts.naming import people_for
from duban.accounts.permissions import acting_for as rows_acting_for
from duban.organizations.queries import Happened, in_force
from duban.organizations.queries import record_of as happened

STATES = ("active", "pending", "off")


def roles_of(person: Person, on: date) -> list[Membership]:
    held = person.memberships.filter(in_force(on)).select_related("body")
    return list(held.order_by("body__name", "role"))


def acting_for(person: Person, on: date) -> list[Deputy]:
    return list(rows_acting_for(person.pk, on).select_related("person"))


def colleagues(person: Person, on: date) -> QuerySet[Person]:
    """Who works for one of her units today."""
    units = person.memberships.filter(in_force(on)).values("body")
    today = Membership.objects.filter(in_force(on), body__in=units).values("person")
    return Person.objects.filter(is_active=True, pk__in=today).exclude(pk=person.pk).order_by("display_name")


def people(words: str, state: str, on: date) -> QuerySet[Person]:
    """Accounts with the roles they hold on this day."""
    held = Membership.objects.filter(in_force(on)).select_related("body").order_by("body__name", "role")
    rows = Person.objects.prefetch_related(Prefetch("memberships", queryset=held, to_attr="held"))
    for word in words.split():
        named = Q(username__icontains=word) | Q(display_name__icontains=word)
        before = FormerName.objects.filter(name__icontains=word).values("person")
        units = Membership.objects.filter(body__name__icontains=word).values("person")
        rows = rows.filter(named | Q(pk__in=before) | Q(pk__in=units))
    pending = Q(is_active=False, approved_at__isnull=True)
    if state == "active":
        rows = rows.filter(is_active=True)
    elif state == "pending":
        rows = rows.filter(pending)
    elif state == "off":
        rows = rows.filter(is_active=False).exclude(pending)
    return rows.order_by(F("approved_at").asc(nulls_first=True), "display_name", "pk")


def record_of(person: Person) -> list[Happened]:
    """What happened to an account, newest first."""
    return happened("person", person.pk)


@dataclass(frozen=True, slots=True)
class Offer:
    """An account that a printed name may mean, with what she does where."""

    person: Person
    posts: str


def offers(rows: list[NamedPerson], on: date) -> list[tuple[NamedPerson, list[Offer]]]:
    """Each question with the accounts of that name, at the cost of three statements for all of them."""
    matches = people_for([(row.name, row.post) for row in rows], on, leader=False)
    wanted = {person.pk for match in matches.values() for person in match.candidates}
    posts = _posts(wanted, on)
    return [
        (row, [Offer(person, posts.get(person.pk, "")) for person in matches[row.name, row.post].candidates])
        for row in rows
    ]


def _posts(people: set[int], on: date) -> dict[int, str]:
    said: dict[int, list[str]] = {}
    rows = Membership.objects.filter(person__in=people).filter(in_force(on)).select_related("body")
    for row in rows.order_by("body__name", "role"):
        said.setdefault(row.person_id, []).append(f"{row.body.name} {row.post or row.get_role_display()}")
    return {person: _("、").join(each) for person, each in said.items()}


def choosable() -> list[tuple[int, str]]:
    """Everybody a name may mean."""
    rows = Person.objects.filter(is_active=True).exclude(memberships__role__in=ADMINISTRATORS)
    named = rows.order_by("display_name", "username").values_list("pk", "display_name", "username")
    return [(pk, f"{name}（{username}）") for pk, name, username in named]
