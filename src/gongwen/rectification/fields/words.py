"""Words as data: the lists of ``gongwen/vocabulary/*.toml``, read when first asked for.

A list is written as one string of words parted by white space, because such a file is read ten times
faster than one of arrays.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from gongwen.vocabulary import load


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The words under ``key`` (dots go down into tables) in ``vocabulary/<name>.toml``."""
    value: Any = load(name)
    for part in key.split("."):
        value = value[part]
    return tuple(str(value).split())


@cache
def alternatives(name: str, *keys: str) -> str:
    """The words of several lists as one regular expression, longest first, each taken literally."""
    import re

    found = sorted({word for key in keys for word in words(name, key)}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in found)
