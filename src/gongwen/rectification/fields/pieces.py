"""A list as printed, cut at its marks: 、 , ; a space, a line break, 和; brackets hold together."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gongwen.rectification.fields.folding import fold
from gongwen.results import Span


class Piece(NamedTuple):
    """One entry. ``name``: folded, without white space; ``mark``: what stands before it ('' for the first)."""

    start: int
    end: int
    name: str
    mark: str = ""


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(r"\s*([、,;。/|])[\s、,;。/|]*|(\s*\n\s*)|([^\S\n]+)|([()\[\]【】])")


def pieces(text: str, span: Span) -> list[Piece]:
    """The entries of the list in ``span``, cut at marks outside brackets."""
    folded, (start, end) = fold(text), span
    found: list[Piece] = []
    depth, begin, mark = 0, start, ""
    balanced = folded.count("(", start, end) == folded.count(")", start, end)
    for match in _marks().finditer(folded, start, end):
        if match[4]:
            depth = max(depth + (1 if match[4] in "([【" else -1), 0) if balanced else 0
            continue
        if depth:
            continue
        _add(found, folded, begin, match.start(), mark)
        begin = match.end()
        mark = match[1] or ("\n" if match[2] else " ")
    _add(found, folded, begin, end, mark)
    return found


def _add(found: list[Piece], folded: str, start: int, end: int, mark: str) -> None:
    raw = folded[start:end]
    name = "".join(raw.split())
    if name:
        lead = len(raw) - len(raw.lstrip())
        found.append(Piece(start + lead, start + len(raw.rstrip()), name, mark))


def joined(first: Piece, second: Piece, folded: str) -> Piece:
    """Both as one entry, with whatever stands between them that is no white space."""
    between = "".join(folded[first.end : second.start].split())
    return Piece(first.start, second.end, first.name + between + second.name, first.mark)


def cut(piece: Piece, folded: str, start: int, end: int, mark: str | None = None) -> Piece:
    """The part of ``piece`` whose ``name[start:end]`` it is."""
    places = [at for at in range(piece.start, piece.end) if not folded[at].isspace()]
    if start >= end or start >= len(places):
        return Piece(piece.start, piece.start, "", piece.mark)
    return Piece(
        places[start], places[end - 1] + 1, piece.name[start:end], piece.mark if mark is None else mark
    )
