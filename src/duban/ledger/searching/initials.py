"""First letters of the pinyin of names: 望汀区 is found by ``wtq``, as people type where a name is long or rare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

#: Two letters at least: one is the beginning of half the names.
_LETTERS = re.compile(r"[A-Za-z]{2,20}")


def is_asked(term: str) -> bool:
    """Could these be first letters?"""
    return _LETTERS.fullmatch(term) is not None


@lru_cache(maxsize=50_000)
def initials(name: str) -> str:
    """One small letter for each character that has a reading; words are read as words (重庆 is ``cq``)."""
    # Only here: its words take as much memory as a third of a server, and few of them are ever asked.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


def with_initials(term: str, names: Iterable[str]) -> list[str]:
    """Those of the names in whose first letters these stand; those that begin with them come first."""
    wanted = term.lower()
    found = [(initials(name).find(wanted), name) for name in names]
    return [name for at, name in sorted(found) if at >= 0]
