"""Heads whose cells were wrapped and printed in two lines, one above the other."""

from __future__ import annotations

import re
from functools import cache

from gongwen.cleaning import Line
from gongwen.rectification.tables.columns import Column, column_of

_FEWEST = 5
_LEAST_KNOWN = 0.8


def layered_columns(text: str, upper: Line, lower: Line) -> list[Column] | None:
    """序 受理 交办问题 … over 号 编号 基本情况 …: the words put together column by column."""
    if not _words().fullmatch(text, upper.start, upper.end) or not _words().fullmatch(
        text, lower.start, lower.end
    ):
        return None
    above, below = text[upper.start : upper.end].split(), text[lower.start : lower.end].split()
    if len(above) < len(below):
        return None
    names = _paired(above, below)
    columns = [column_of(name) for name in names]
    known = [column for column in columns if column is not None]
    if len(known) < max(_FEWEST, _LEAST_KNOWN * len(names)):
        return None
    return [column or Column("extra", name) for column, name in zip(columns, names, strict=True)]


@cache
def _words() -> re.Pattern[str]:
    """Short Chinese words parted by blanks, and nothing else."""
    return re.compile(r"(?:[^\W\x00-\xff]|[()]){1,8}(?:[ \t]+(?:[^\W\x00-\xff]|[()]){1,8}){3,15}")


def _paired(above: list[str], below: list[str]) -> list[str]:
    """Each upper word with the next lower one, or alone: the way that makes the most known names."""
    best: dict[int, tuple[int, list[str]]] = {0: (0, [])}
    for word in above:
        following: dict[int, tuple[int, list[str]]] = {}
        for used, (score, names) in best.items():
            for taken in (0, 1):
                if used + taken > len(below):
                    continue
                name = word + "".join(below[used : used + taken])
                value = score + (column_of(name) is not None)
                if value > following.get(used + taken, (-1, []))[0]:
                    following[used + taken] = (value, [*names, name])
        best = following
    return best[len(below)][1]
