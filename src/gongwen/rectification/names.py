"""The names of fields and columns, and one finder of them that everybody shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

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
def fields_by_head() -> Mapping[str, str]:
    """Heads of columns that are no names of fields elsewhere: ``{head: field}``."""
    return {name: field for field, names in load("columns")["exact"].items() for name in names}


class Name(NamedTuple):
    """A name of a field or a column at its place."""

    start: int
    end: int
    text: str


class Names:
    """Finds names in text, longest first. The names stand in a table by their first two characters: a regular
    expression of all of them takes as long to compile as a page takes to read."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_head: dict[str, list[str]] = {}
        for name in sorted(set(names), key=lambda name: (-len(name), name)):
            self._by_head.setdefault(name[:2], []).append(name)
        first, second = ("".join(sorted({head[at] for head in self._by_head})) for at in (0, 1))
        self._heads = re.compile(f"[{re.escape(first)}](?=[{re.escape(second)}])")

    def match(self, text: str, start: int = 0, end: int | None = None) -> Name | None:
        """The name that begins at a place."""
        end = len(text) if end is None else end
        for name in self._by_head.get(text[start : start + 2], ()):
            if text.startswith(name, start, end):
                return Name(start, start + len(name), name)
        return None

    def search(self, text: str, start: int, end: int) -> Name | None:
        """The first name in a span."""
        for head in self._heads.finditer(text, start, end):
            if name := self.match(text, head.start(), end):
                return name
        return None


@cache
def any_name() -> Names:
    """Any name of a field or a column."""
    return Names((*NUMBER_HEADS[:2], *fields_by_head(), *fields_by_name()))


def guess_field(name: str) -> str:
    """The field of a name that nobody listed, by a word inside it; ``extra`` where no word tells."""
    for hint in load("columns")["hints"]:
        if any(word in name for word in hint["words"]):
            return str(hint["field"])
    return "extra"


def is_hinted(name: str) -> bool:
    """Whether a name that nobody listed has a word of a field in it."""
    return any(word in name for hint in load("columns")["hints"] for word in hint["words"])
