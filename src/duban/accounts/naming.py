"""Whose name it is that a document prints: found by name and post among those who hold roles, else asked for once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from duban.accounts.models import ADMINISTRATORS, Membership, NamedPerson, Person, Role

#: A name and a post, as printed.
Printed = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """``certain`` without a person: somebody said that she has no account."""

    person: Person | None = None
    certain: bool = False
    candidates: tuple[Person, ...] = ()


def person_for(name: str, post: str, on: date, *, leader: bool = True) -> Match:
    """Who is meant by this name and post in a document of that day, as a leader in charge or in any role."""
    return people_for([(name, post)], on, leader=leader)[name, post]


def people_for(printed: Iterable[Printed], on: date, *, leader: bool = True) -> dict[Printed, Match]:
    """Many names at the cost of two statements. What a person said wins; else one holder of that name whose post does
    not speak against it. A role that began after the day counts: accounts are younger than plans."""
    wanted = set(printed)
    said = {(row.name, row.post): row for row in answered(wanted)}
    held = _holders({_plain(name) for name, _post in wanted}, on, leader)
    return {
        each: Match(said[key].person, certain=True)
        if (key := key_of(*each)) in said
        else _matched(each[1], held.get(_plain(each[0]), []))
        for each in wanted
    }


def key_of(name: str, post: str) -> Printed:
    """As the question is remembered."""
    return _plain(name)[:60], _plain(post)[:200]


def answered(printed: Iterable[Printed]) -> QuerySet[NamedPerson]:
    names = {key_of(*each)[0] for each in printed}
    return NamedPerson.objects.filter(name__in=names, answered_at__isnull=False).select_related("person")


def _plain(text: str) -> str:
    """Printed names of two characters are spread with a space."""
    return "".join(text.split())


def _holders(names: set[str], on: date, leader: bool) -> dict[str, list[Membership]]:
    """Who bears each name; where nobody does, who bore it before."""
    borne = Q(person__display_name__in=names) | Q(person__former_names__name__in=names)
    rows = Membership.objects.filter(borne, person__approved_at__isnull=False)
    rows = rows.exclude(role__in=ADMINISTRATORS).annotate(former=F("person__former_names__name"))
    if leader:
        rows = rows.filter(role=Role.LEADER)
    now: dict[str, list[Membership]] = defaultdict(list)
    before: dict[str, list[Membership]] = defaultdict(list)
    for row in rows.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("person").order_by("pk"):
        now[row.person.display_name].append(row)
        before[row.former or ""].append(row)
    return {name: now[name] or before[name] for name in names}


def _matched(post: str, rows: list[Membership]) -> Match:
    """One whose post is the printed one; else the only one there is, unless her post is another."""
    everybody = {row.person_id: row.person for row in rows}
    same = {row.person_id for row in rows if row.post and _same_post(row.post, post)}
    open_ones = {row.person_id for row in rows if not row.post or not _plain(post)} - same
    found = same or open_ones
    certain = len(found) == 1 and (bool(same) or len(everybody) == 1) and not (same and open_ones)
    person = everybody[next(iter(found))] if certain else None
    return Match(person, certain, tuple(everybody.values()))


def _same_post(held: str, printed: str) -> bool:
    """市委常委、副市长 is 副市长 too, and so is 澜州市副市长; 副县长 is not 县长."""
    return any(_ends(a, b) or _ends(b, a) for a in _posts(held) for b in _posts(printed))


def _ends(long: str, short: str) -> bool:
    return long.endswith(short) and not long.removesuffix(short).endswith("副")


def _posts(text: str) -> set[str]:
    plain = _plain(text)
    for sign in "，,；;兼/":
        plain = plain.replace(sign, "、")
    return {part for part in plain.split("、") if part}
