"""What the pages of accounts ask."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from duban.accounts.models import Deputy, Membership, Person
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
        rows = rows.filter(
            named | Q(pk__in=Membership.objects.filter(body__name__icontains=word).values("person"))
        )
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
