"""The names of fields and columns, found in text with one compiled pattern that everybody shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from gongwen.vocabulary import load

#: Heads of the column that numbers the rows.
NUMBER_HEADS = ("序号", "编号", "项号", "号")


@cache
def fields_by_name() -> Mapping[str, tuple[str, bool]]:
    """``{name: (field, names a field anywhere)}``."""
    found: dict[str, tuple[str, bool]] = {}
    for field, words in load("labels").items():
        found.update(dict.fromkeys(words["bare"], (field, False)))
        found.update(dict.fromkeys(words["names"], (field, True)))
    found.update(dict.fromkeys(_leaders(), ("leader", True)))
    return found


def _leaders() -> list[str]:
    """督办市领导, 包案县级领导: every charge with every place."""
    leader = load("labels")["leader"]
    return [
        f"{charge}{place}{level}领导"
        for charge, place, level in product(leader["charges"], leader["places"], ("", "级"))
    ]


@cache
def _leader() -> str:
    """The same as a regular expression, which is compiled sooner than the list."""
    leader = load("labels")["leader"]
    return f"(?:{'|'.join(leader['charges'])})[{''.join(leader['places'])}]级?领导"


@cache
def fields_by_head() -> Mapping[str, str]:
    """Heads of columns that are no names of fields elsewhere: ``{head: field}``."""
    return {name: field for field, names in load("columns")["exact"].items() for name in names}


@cache
def any_name() -> re.Pattern[str]:
    """Any name of a field or a column, longest first; ``[0]`` is the name."""
    return re.compile(f"{_leader()}|{any_of((*NUMBER_HEADS[:2], *fields_by_head(), *_listed()))}")


@cache
def names_pattern() -> str:
    """All names of fields as one regular expression, longest first."""
    return f"(?:{_leader()}|{any_of(_listed())})"


def _listed() -> Iterable[str]:
    return fields_by_name().keys() - set(_leaders())


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first, grouped by their first two characters so that it is
    fast to compile and to match."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(word[:2], []).append(re.escape(word[2:]))
    heads = sorted(groups, key=len, reverse=True)
    return "|".join(f"{re.escape(head)}(?:{'|'.join(groups[head])})" for head in heads)


def guess_field(name: str) -> str:
    """The field of a name that nobody listed, by a word inside it; ``extra`` where no word tells."""
    for hint in load("columns")["hints"]:
        if any(word in name for word in hint["words"]):
            return str(hint["field"])
    return "extra"


def is_hinted(name: str) -> bool:
    """Whether a name that nobody listed has a word of a field in it."""
    return any(word in name for hint in load("columns")["hints"] for word in hint["words"])
