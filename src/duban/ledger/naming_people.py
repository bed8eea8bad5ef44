"""Names of people that a person types and that no account bears: taken as they are, unless they look like somebody's."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from duban.accounts.models import ADMINISTRATORS, Membership, Role
from duban.accounts.naming import Printed, people_for
from duban.ledger.charges import name_and_post
from duban.ledger.models import OF_PEOPLE, ChargeRole

#: One of three characters is another. Of two, one is no likeness: many bear the same family name.
_LIKE = 60
_OFFERED = 4


@dataclass(frozen=True, slots=True)
class Unknown:
    """A line as it was typed, and the accounts whose names look like it: their names, and what they do."""

    line: str
    name: str
    near: tuple[Printed, ...]


def of_people(role: str, lines: Iterable[str]) -> list[str]:
    """The lines that name people; those of units are asked by the directory."""
    return [line.strip() for line in lines if line.strip()] if role in OF_PEOPLE else []


def mistaken(
    lines: Iterable[str], role: str, standing: Collection[str], today: datetime.date
) -> list[Unknown]:
    """Names that nobody bears, where somebody's is nearly the same. Who is charged under her name already stays, and most
    who answer in person need no account: a name like nobody's is taken as it was typed."""
    said = {line: name_and_post(line) for line in dict.fromkeys(lines)}
    said = {line: each for line, each in said.items() if each[0] not in standing}
    if not said:
        return []
    is_leader = role == ChargeRole.LEADER
    found = people_for(said.values(), today, leader=is_leader)
    strange = [line for line, each in said.items() if not (found[each].certain or found[each].candidates)]
    known = _accounts(is_leader) if strange else {}
    rows = [Unknown(line, said[line][0], _near(said[line][0], known)) for line in strange]
    return [row for row in rows if row.near]


def instead(line: str, name: str) -> str:
    """The line with the name that was meant, and the post that was typed."""
    _name, post = name_and_post(line)
    return f"{name} {post}".strip()


def _accounts(is_leader: bool) -> dict[str, str]:
    rows = Membership.objects.filter(person__is_active=True, until__isnull=True).exclude(
        role__in=ADMINISTRATORS
    )
    if is_leader:
        rows = rows.filter(role=Role.LEADER)
    rows = rows.select_related("body", "person").order_by("person__display_name", "pk")
    posts: dict[str, str] = {}
    for row in rows:
        posts.setdefault(row.person.display_name, f"{row.body.name} {row.post or row.get_role_display()}")
    return posts


def _near(name: str, known: Mapping[str, str]) -> tuple[Printed, ...]:
    """What looks the same but for one character, and what sounds the same (方静 and 方敬)."""
    alike = [each for each in known if each[:1] == name[:1] or each[1:] == name[1:]]
    found = process.extract(name, alike, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_OFFERED)
    heard = [each for each in known if len(each) == len(name) and _sound(each) == _sound(name)]
    near = dict.fromkeys([*heard, *(each for each, _score, _at in found)])
    return tuple((each, known[each]) for each in near)[:_OFFERED]


@lru_cache(maxsize=50_000)
def _sound(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(name))
