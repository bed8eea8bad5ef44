"""Names that answer a question of the filter form, as one types: only what occurs on findings this person may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from duban.accounts.permissions import Someone
from duban.accounts.sight import sight
from duban.ledger.models import Category, Charge, Finding, Inspection
from duban.organizations.models import Body, Region

SHOWN = 30


def suggest(name: str, term: str, person: Someone) -> list[str]:
    """Texts that may be typed as they are; None of them is offered twice."""
    return list(dict.fromkeys(_SUGGESTED[name](term.strip()[:60], person)))


def _bodies(term: str, person: Someone) -> list[str]:
    charges = _charges(person).filter(body=OuterRef("pk"))
    named = Q(name__icontains=term) | Q(short_name__icontains=term)
    rows = (
        Body.objects.filter(named).filter(Exists(charges)) if term else Body.objects.filter(Exists(charges))
    )
    return list(rows.order_by("kind", "name").values_list("name", flat=True)[:SHOWN])


def _leaders(term: str, person: Someone) -> list[str]:
    rows = _charges(person).filter(role="leader", person_name__icontains=term).exclude(person_name="")
    return list(rows.order_by("person_name").values_list("person_name", flat=True).distinct()[:SHOWN])


def _regions(term: str, person: Someone) -> list[str]:
    charges = _charges(person).filter(body__region=OuterRef("pk"))
    rows = Region.objects.filter(Exists(charges), name__icontains=term)
    return list(rows.order_by("code").values_list("name", flat=True)[:SHOWN])


def _inspections(term: str, person: Someone) -> list[str]:
    rows = Inspection.objects.filter(Exists(_seen(person).filter(inspection=OuterRef("pk"))))
    return list(rows.filter(name__icontains=term).order_by("-pk").values_list("name", flat=True)[:SHOWN])


def _categories(term: str, person: Someone) -> list[str]:
    """Of one name in many inspections, each is offered with its number as well."""
    rows = Category.objects.filter(Exists(_seen(person).filter(category=OuterRef("pk"))))
    found = rows.filter(name__icontains=term.partition(" ")[2] or term).order_by("-inspection", "ordinal")
    pairs = list(found.values_list("pk", "name")[: SHOWN * 3])
    names = [name for _pk, name in pairs]
    return [name if names.count(name) == 1 else f"{pk} {name}" for pk, name in pairs][:SHOWN]


def _seen(person: Someone) -> QuerySet[Finding]:
    return Finding.objects.visible_to(person)


def _charges(person: Someone) -> QuerySet[Charge]:
    """Charges in force on findings she may see."""
    now = Charge.objects.filter(until__isnull=True)
    if sight(person).everything:
        return now
    return now.filter(Exists(_seen(person).filter(pk=OuterRef("finding"))))


_SUGGESTED: Mapping[str, Callable[[str, Someone], list[str]]] = {
    "body": _bodies,
    "leader": _leaders,
    "region": _regions,
    "inspection": _inspections,
    "category": _categories,
}
