"""Finding a body by the name a document uses for it, and who a group is on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Alias, Body, FormerName, GroupMember

#: What a document may add to the name of a place (鹿鸣县人民政府 is 鹿鸣县).
_PLACE_ENDINGS = (
    "党委政府",
    "党委、政府",
    "人民政府",
    "党工委管委会",
    "管理委员会",
    "管委会",
    "政府",
    "党委",
)
#: From this likeness on (0 to 100) a body is worth offering as an answer.
_LIKE = 60
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group as it was on the day: what is frozen at filing."""

    body: int
    name: str


def match(name: str) -> Body | None:
    """The body that a document calls ``name``: by name, short form or former name; None where that is not one body."""
    return match_all([name])[name.strip()]


def match_all(names: Iterable[str]) -> dict[str, Body | None]:
    """Match many names with four queries. Keys are the stripped names. A merged body gives way to its successor."""
    wanted = {name.strip() for name in names}
    candidates = wanted | {_without_ending(name) for name in wanted}
    known = _by_any_name(candidates)
    return {name: _single(known, name) or _single(known, _without_ending(name)) for name in wanted}


def _single(known: dict[str, set[Body]], name: str) -> Body | None:
    found = known.get(name, set())
    return next(iter(found)) if len(found) == 1 else None


def _by_any_name(names: set[str]) -> dict[str, set[Body]]:
    """What a person said wins over exact names, these over short forms, these over former names; two bodies under one
    name are no match."""
    known: dict[str, set[Body]] = {}
    for former in FormerName.objects.filter(name__in=names).select_related("body__successor"):
        known.setdefault(former.name, set()).add(today_of(former.body))
    by_short: dict[str, set[Body]] = {}
    for body in Body.objects.filter(short_name__in=names).select_related("successor"):
        by_short.setdefault(body.short_name, set()).add(today_of(body))
    known.update(by_short)
    exact = Body.objects.filter(name__in=names).select_related("successor")
    known.update({body.name: {today_of(body)} for body in exact})
    said = Alias.objects.filter(name__in=names).select_related("body__successor")
    known.update({alias.name: {today_of(alias.body)} for alias in said})
    return known


def today_of(body: Body) -> Body:
    """Who answers for the body now."""
    return body.successor or body


def _without_ending(name: str) -> str:
    for ending in _PLACE_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def resolve(group: Body, on: date) -> tuple[Member, ...]:
    """Who the group is on this day, to be frozen by whoever charges it; a body that is no group is itself."""
    members = GroupMember.objects.filter(group=group).filter(in_force(on)).select_related("body")
    found = tuple(Member(member.body_id, member.body.name) for member in members.order_by("pk"))
    return found or (() if group.kind == "group" else (Member(group.pk, group.name),))


def in_force(on: date) -> Q:
    """Rows with ``since`` and ``until`` that hold on this day, both ends included."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def existing(on: date) -> Q:
    """Bodies and regions that exist on this day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def to_ask() -> QuerySet[Body]:
    """Names from documents that nobody has answered for."""
    return Body.objects.filter(unconfirmed=True, successor__isnull=True).order_by("name")


def offers(names: Iterable[str]) -> dict[str, list[Body]]:
    """Bodies that each name may mean, the likeliest first: those that carry it as a former name, then look-alikes."""
    return likely(names, confirmed())


def confirmed() -> list[Body]:
    """Bodies there are today that somebody has looked at, with their former names."""
    rows = Body.objects.filter(unconfirmed=False, valid_to__isnull=True)
    return list(rows.prefetch_related("former_names").order_by("name"))


def likely(names: Iterable[str], among: Iterable[Body]) -> dict[str, list[Body]]:
    """:func:`offers` out of these bodies."""
    bodies = {body.pk: body for body in among}
    said = {(pk, name): name for pk, body in bodies.items() for name in _names_of(body)}
    return {name: [bodies[pk] for pk in _likely(name, said)] for name in names}


def _names_of(body: Body) -> set[str]:
    return {body.name, body.short_name, *(former.name for former in body.former_names.all())} - {""}


def _likely(name: str, said: dict[tuple[int, str], str]) -> list[int]:
    found = process.extract(name, said, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_OFFERED * 3)
    return list(dict.fromkeys(key[0] for _said, _score, key in found))[:_OFFERED]


def search(words: str, among: QuerySet[Body]) -> QuerySet[Body]:
    """Bodies out of these with these words in any of their names."""
    named = Q(name__icontains=words) | Q(short_name__icontains=words)
    return among.filter(named | Q(former_names__name__icontains=words)).distinct().order_by("name")


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the record as a page tells it."""

    at: datetime
    who: str
    what: str


def record_of(kind: str, key: int, shown: int = 100) -> list[Happened]:
    """What happened to a body or a region, newest first."""
    entries = journal.stream(kind, key).order_by("-sequence")[:shown]
    return [Happened(entry.at, entry.actor_name, tell(entry)) for entry in entries]
