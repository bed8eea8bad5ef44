"""What rule holds where and when. Every answer says its value, its source and the row it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.organizations.models import Region
from duban.rulebook.catalogue import CATALOGUE, find
from duban.rulebook.definitions import Rule, Source
from duban.rulebook.kinds import UNITS
from duban.rulebook.models import Confidence, Level, Profile, RuleValue

Place = Profile | Region | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The value of a rule as it holds for a profile on a day, and where it comes from.

    ``profile`` and ``row`` are None where nobody said anything and the catalogue's own value holds."""

    rule: Rule
    value: Any
    source: Source
    on: date
    profile: Profile | None = None
    row: int | None = None

    @property
    def unit(self) -> str:
        return str(UNITS.get(self.rule.kind, ""))

    @property
    def shown(self) -> str:
        return self.rule.shown(self.value)

    @property
    def is_verified(self) -> bool:
        return self.source.confidence == Confidence.HIGH

    @property
    def confidence_name(self) -> str:
        return str(Confidence(self.source.confidence).label)

    def as_facts(self, **inputs: Any) -> dict[str, Any]:
        """What a decision keeps of it in its journal line: the rule, and what it was applied to."""
        return {
            "rule": self.rule.key,
            "value": self.value,
            "row": self.row,
            "profile": self.profile.name if self.profile else "",
            "document": self.source.document,
            "article": self.source.article,
            "confidence": self.source.confidence,
            "on": self.on.isoformat(),
            "inputs": inputs,
        }


def rule(key: str, place: Place = None, *, on: date) -> Ruling:
    """The rule as it holds there on that day. Without a place, the house's own profile."""
    return rules([key], place, on=on)[key]


def answer(key: str, default: Any) -> Any:
    """For rooms that ask through ``settings``: what holds today for the house, or their own value where no rule is known."""
    return rule(key, on=timezone.localdate()).value if key in CATALOGUE else default


def rules(keys: Iterable[str], place: Place = None, *, on: date) -> dict[str, Ruling]:
    """Several rules at the cost of one: three statements at most."""
    known = {key: find(key) for key in keys}
    line = lineage(place)
    rows = RuleValue.objects.filter(key__in=known, profile__in=line).filter(in_force(on))
    return {key: _nearest(each, line, rows_of, on) for (key, each), rows_of in _by_key(known, rows)}


def everything(place: Place, *, on: date) -> dict[str, Ruling]:
    return rules(CATALOGUE, place, on=on)


def in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def _by_key(known: dict[str, Rule], rows: Iterable[RuleValue]) -> Iterable[Any]:
    found: dict[str, list[RuleValue]] = {key: [] for key in known}
    for row in rows:
        found[row.key].append(row)
    return zip(known.items(), found.values(), strict=True)


def _nearest(rule: Rule, line: list[Profile], rows: list[RuleValue], on: date) -> Ruling:
    """The first profile on the way up that says something itself; of its rows in force, the latest."""
    for profile in line:
        own = [row for row in rows if row.profile_id == profile.pk]
        latest = max(own, key=lambda row: (row.valid_from, row.pk), default=None)
        if latest is not None and not latest.inherits:
            source = Source(latest.document, latest.article, latest.confidence)
            return Ruling(rule, latest.value, source, on, profile, latest.pk)
    return Ruling(rule, rule.default, rule.source, on)


def lineage(place: Place) -> list[Profile]:
    """The profile of a place and those it inherits from, nearest first."""
    known = {profile.pk: profile for profile in Profile.objects.all()}
    profile = _profile_of(place, known)
    line: list[Profile] = []
    while profile is not None and profile not in line:
        line.append(profile)
        profile = known.get(profile.parent_id) if profile.parent_id else None
    return line


def _profile_of(place: Place, known: dict[int, Profile]) -> Profile | None:
    if isinstance(place, Profile):
        return known.get(place.pk)
    region = place
    while region is not None:
        here = next((each for each in known.values() if each.region_id == region.pk), None)
        if here is not None:
            return here
        region = region.parent
    return _own(known)


def _own(known: dict[int, Profile]) -> Profile | None:
    """The profile of the house itself: the only city, else the only province, else the nation."""
    for level in (Level.CITY, Level.PROVINCE, Level.NATION):
        found = [profile for profile in known.values() if profile.level == level]
        if found:
            return found[0] if len(found) == 1 else _own_parent(found, known)
    return None


def _own_parent(found: list[Profile], known: dict[int, Profile]) -> Profile | None:
    """Of several, none is the house's own: what they share is."""
    parents = {profile.parent_id for profile in found}
    shared = known.get(next(iter(parents)) or 0) if len(parents) == 1 else None
    return shared or next((each for each in known.values() if each.level == Level.NATION), None)


def own_profile() -> Profile | None:
    return _own({profile.pk: profile for profile in Profile.objects.all()})


def history(key: str, profiles: Iterable[Profile]) -> QuerySet[RuleValue]:
    """Everything that was ever said of a rule in these profiles, newest first."""
    return (
        RuleValue.objects.filter(key=key, profile__in=list(profiles))
        .select_related("profile")
        .order_by("-pk")
    )
