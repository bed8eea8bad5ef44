"""Words as data: the names of fields, the phrases of officials, the characters of traditional print."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import Any

_HERE = os.path.dirname(__file__)


@cache
def load(name: str) -> dict[str, Any]:
    """The tables of ``<name>.toml`` beside this file."""
    with open(os.path.join(_HERE, f"{name}.toml"), "rb") as file:
        return tomllib.load(file)


@cache
def _traditional() -> dict[int, int]:
    table = load("fields_traditional")
    return str.maketrans("".join(table["traditional"].split()), "".join(table["simplified"].split()))


#: Characters that stand only in traditional print; one look tells whether a text needs the table at all.
_TELLTALE = frozenset("關問題實單責時進無設為對區縣與項發現")


def simplified(text: str) -> dict[int, int]:
    """The translation table for this text: empty where nothing in it is traditional."""
    return _traditional() if not _TELLTALE.isdisjoint(text[:20_000]) else {}
