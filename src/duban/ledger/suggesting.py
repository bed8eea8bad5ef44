"""Names that answer a question of the filter form, as one types: only what occurs on findings this person may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from duban.accounts.permissions import Someone
from duban.accounts.sight import sight
from duban.ledger.hard import hers
from duban.ledger.models import Category, Charge, Finding, Inspection
from duban.ledger.searching.initials import is_asked, with_initials
from duban.organizations.models import Body, Region

SHOWN = 30
#: So many names of a kind stand beside a search.
_FEW = 6


def suggest(name: str, term: str, person: Someone) -> list[str]:
    """Texts that may be typed as they are; None of them is offered twice."""
    return list(dict.fromkeys(_SUGGESTED[name](term.strip()[:60], person)))


def by_initials(term: str, person: Someone) -> list[tuple[str, str]]:
    """Questions that these first letters may mean, each with the name that answers it."""
    if not is_asked(term):
        return []
    return [(name, found) for name in ("body", "leader") for found in suggest(name, term, person)[:_FEW]]


def called(name: str, pk: int, person: Someone) -> str:
    """What has this number, for who knows of it: it occurs on a finding that she may see, or she sees them all. Numbers
    can be counted through, and a name says that there is something behind it."""
    rows = (_MODELS[name]._default_manager if sight(person).everything else _OCCURRING[name](person)).filter(
        pk=pk
    )
    return str(rows.values_list("name", flat=True).first() or "")


def _occurring_bodies(person: Someone) -> QuerySet[Body]:
    if sight(person).everything:
        return Body.objects.filter(Exists(_charges(person).filter(body=OuterRef("pk"))))
    return Body.objects.filter(pk__in=_charges(person).values("body"))


def _bodies(term: str, person: Someone) -> list[str]:
    rows = _occurring_bodies(person).order_by("kind", "name")
    named = rows.filter(Q(name__icontains=term) | Q(short_name__icontains=term)) if term else rows
    found = list(named.values_list("name", flat=True)[:SHOWN])
    if is_asked(term):
        said = dict(rows.values_list("name", "short_name"))
        found += [name for name in said if _bears(term, name, said[name])]
    return found[:SHOWN]


def _bears(term: str, *names: str) -> bool:
    return bool(with_initials(term, names))


def _leaders(term: str, person: Someone) -> list[str]:
    rows = _charges(person).filter(role="leader").exclude(person_name="").order_by("person_name")
    names = rows.values_list("person_name", flat=True).distinct()
    found = list(names.filter(person_name__icontains=term)[:SHOWN])
    return (found + with_initials(term, names))[:SHOWN] if is_asked(term) else found


def _occurring_regions(person: Someone) -> QuerySet[Region]:
    return Region.objects.filter(pk__in=_occurring_bodies(person).values("region"))


def _regions(term: str, person: Someone) -> list[str]:
    names = _occurring_regions(person).order_by("code").values_list("name", flat=True)
    found = list(names.filter(name__icontains=term)[:SHOWN])
    return (found + with_initials(term, names))[:SHOWN] if is_asked(term) else found


def _occurring_inspections(person: Someone) -> QuerySet[Inspection]:
    return Inspection.objects.filter(Exists(_seen(person).filter(inspection=OuterRef("pk"))))


def _inspections(term: str, person: Someone) -> list[str]:
    rows = _occurring_inspections(person)
    return list(rows.filter(name__icontains=term).order_by("-pk").values_list("name", flat=True)[:SHOWN])


def _occurring_categories(person: Someone) -> QuerySet[Category]:
    return Category.objects.filter(Exists(_seen(person).filter(category=OuterRef("pk"))))


def _categories(term: str, person: Someone) -> list[str]:
    """Of one name in many inspections, each is offered with its number as well."""
    rows = _occurring_categories(person)
    found = rows.filter(name__icontains=term.partition(" ")[2] or term).order_by("-inspection", "ordinal")
    pairs = list(found.values_list("pk", "name")[: SHOWN * 3])
    names = [name for _pk, name in pairs]
    return [name if names.count(name) == 1 else f"{pk} {name}" for pk, name in pairs][:SHOWN]


def _seen(person: Someone) -> QuerySet[Finding]:
    return Finding.objects.visible_to(person)


def _charges(person: Someone) -> QuerySet[Charge]:
    """Charges in force on findings she may see. Whoever sees a part begins from what is hers: to ask of each charge of the
    ledger whether she sees its finding takes many times as long."""
    now = Charge.objects.filter(until__isnull=True).order_by()
    return now if sight(person).everything else now.filter(finding__in=hers(person))


_SUGGESTED: Mapping[str, Callable[[str, Someone], list[str]]] = {
    "body": _bodies,
    "leader": _leaders,
    "region": _regions,
    "inspection": _inspections,
    "category": _categories,
}
_MODELS: Mapping[str, type[Model]] = {
    "body": Body,
    "region": Region,
    "inspection": Inspection,
    "category": Category,
}
_OCCURRING: Mapping[str, Callable[[Someone], QuerySet[Any]]] = {
    "body": _occurring_bodies,
    "region": _occurring_regions,
    "inspection": _occurring_inspections,
    "category": _occurring_categories,
}
