"""Words as data: the lists of ``gongwen/vocabulary/*.toml``, read when first asked for.

A list is written as one string of words parted by white space, because such a file is read ten times
faster than one of arrays.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _file(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(files("gongwen.vocabulary").joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The words under ``key`` (dots go down into tables) in ``vocabulary/<name>.toml``."""
    value: Any = _file(name)
    for part in key.split("."):
        value = value[part]
    return tuple(str(value).split())


@cache
def alternatives(name: str, *keys: str) -> str:
    """The words of several lists as one regular expression, longest first, each taken literally."""
    import re

    found = sorted({word for key in keys for word in words(name, key)}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in found)
