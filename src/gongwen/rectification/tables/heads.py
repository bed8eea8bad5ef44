"""The heads of flattened tables: column names one after the other, with bars, tabs, line breaks, blanks or nothing
between them, and also broken inside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from gongwen.cleaning import Line
from gongwen.rectification.tables import kinds
from gongwen.rectification.tables.columns import Column, column_of, compact, guessed, head_at
from gongwen.rectification.tables.layered import layered_columns

_FEWEST_COLUMNS = 3
_LONGEST_HEAD = 400


class Head(NamedTuple):
    """``end``: where the body begins, in the text; ``mark``: what parts the cells."""

    start: int
    end: int
    columns: tuple[Column, ...]
    mark: str


def read_head(text: str, body: Sequence[Line], index: int) -> Head | None:
    """The head of a table that begins with this line."""
    return _plain_head(text, body, index) or _layered_head(text, body, index)


def _layered_head(text: str, body: Sequence[Line], index: int) -> Head | None:
    """A head of two lines, each cell wrapped."""
    if index + 1 >= len(body):
        return None
    columns = layered_columns(text, body[index], body[index + 1])
    return Head(body[index].start, body[index + 1].end, tuple(columns), "\n") if columns else None


def _plain_head(text: str, body: Sequence[Line], index: int) -> Head | None:
    start = body[index].start
    if not _begins(text, start):
        return None
    limit = min(start + _LONGEST_HEAD, body[-1].end)
    cells = _run_of_names(text, start, limit) or _delimited_head(text, body, index)
    if cells is None:
        return None
    columns, end = cells
    numbered = columns[0].field == "no"
    distinct = len({column.field for column in columns})
    if len(columns) < _FEWEST_COLUMNS + (not numbered) or distinct < _FEWEST_COLUMNS:
        return None
    return Head(start, end, tuple(columns), _parting(text[start:end]))


def _begins(text: str, start: int) -> bool:
    """Whether a column's name stands here, followed by something other than a colon or a sentence."""
    bare = compact(text[start : start + 40])
    first = head_at(bare)
    if first is None:
        return False
    rest = text[start : start + 40].replace(_PINYIN, "").lstrip(_BLANK)[first:]
    return rest[:1] in ("", *_BLANK) or head_at(bare, first) is not None


def head_inside(text: str, line: Line) -> Head | None:
    """A head in the middle of a line, its names parted by blanks."""
    words = [(match.start(), match.end()) for match in _word().finditer(text, line.start, line.end)]
    if len(words) < _FEWEST_COLUMNS + 1:
        return None
    named = [column_of(text[a:b]) if b - a <= 14 else None for a, b in words]
    runs = [at for at in range(1, len(words)) if named[at] and not named[at - 1]]
    for first in runs:
        last = next((at for at in range(first, len(words)) if not named[at]), len(words))
        if last - first >= _FEWEST_COLUMNS:
            columns = tuple(column for column in named[first:last] if column)
            return Head(words[first][0], words[last - 1][1], columns, " ")
    return None


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\S+")


def _delimited_head(text: str, body: Sequence[Line], index: int) -> tuple[list[Column], int] | None:
    """A head in one line whose cells are parted by bars or tabs; an unknown name among known ones is kept."""
    line = body[index]
    printed = text[line.start : line.end]
    parting = "|" if "|" in printed else "\t" if "\t" in printed else None
    if parting is None:
        return None
    cells = list(printed.strip("| \t").split(parting))
    columns = [column_of(cell) for cell in cells]
    known = sum(column is not None for column in columns)
    if len(cells) < _FEWEST_COLUMNS or known < 2:
        return None
    if known < 0.6 * len(cells) and not _rows_below(text, body, index, parting, len(cells)):
        return None
    following = _first_row(text, body, index)
    numbered = columns[0] is not None and columns[0].field == "no"
    if known < len(cells) and not numbered and not _row_number().match(text, following):
        return None
    return [column or guessed(cell) for cell, column in zip(cells, columns, strict=True)], line.end


def _rows_below(text: str, body: Sequence[Line], index: int, parting: str, width: int) -> bool:
    """Whether the next lines have as many cells as a head of which little is known."""
    ruled = re.compile(r"[-|: \t]+")
    below = [line for line in body[index + 1 : index + 4] if not ruled.fullmatch(text, line.start, line.end)]
    widths = [len(text[line.start : line.end].strip("| ").split(parting)) for line in below[:2]]
    return bool(widths) and all(found == width for found in widths)


def _first_row(text: str, body: Sequence[Line], index: int) -> int:
    """Where the words of the line below a head begin; a rule under the head is none."""
    ruled = re.compile(r"[-|: \t]+")
    below = next(
        (line for line in body[index + 1 :] if not ruled.fullmatch(text, line.start, line.end)), None
    )
    at = below.start if below is not None else body[index].end
    while at < len(text) and text[at] in "| \t":
        at += 1
    return at


def _run_of_names(text: str, start: int, limit: int) -> tuple[list[Column], int] | None:
    """Column names one after the other, whatever white space and bars stand between and inside them.

    Names that nobody listed count as columns where the head is cut into cells and most of it is known.
    """
    pieces = list(_piece().finditer(text, start, limit))
    bare = "".join(piece[0] for piece in pieces)
    begins = list(accumulate((len(piece[0]) for piece in pieces), initial=0))
    edges = set(begins) - _sounded(text, pieces, begins)
    hard = _hard_edges(text, pieces, begins)
    first_row = min(
        (edge for edge in edges if 0 < edge < len(bare) and _row_begins(bare, edge, edges)), default=len(bare)
    )
    run_on = not any(0 < edge < first_row for edge in edges)
    columns: list[Column] = []
    known = at = known_to = 0
    while at < len(bare) and not (columns and _row_begins(bare, at, edges)):
        end = head_at(bare, at)
        column: Column | None = None
        if end is not None and (
            run_on or end in edges or _row_begins(bare, end, edges) or _broken(bare, (at, end), edges)
        ):
            column = column_of(bare[at:end])
        else:
            end = _unlisted(bare, at, edges, hard)
        if end is None or (column is None and (at not in edges or not columns)):
            break
        if columns and column == columns[0]:
            break
        columns.append(column or guessed(bare[at:end]))
        known += column is not None
        at = end
        known_to = at if column is not None else known_to
    if not _row_begins(bare, at, edges):
        at = known_to
        columns = columns[:known] if known == len(columns) else []
    if not columns or known < 0.6 * len(columns) or at >= len(bare) or bare[at] in ":,。、;":
        return None
    last = bisect_right(begins, at - 1) - 1
    return columns, pieces[last].start() + at - begins[last]


def _broken(bare: str, name: tuple[int, int], edges: set[int]) -> bool:
    """Whether a name was broken at a line's end and the next one follows it with nothing between."""
    following = head_at(bare, name[1])
    return following in edges and any(edge in edges for edge in range(name[0] + 1, name[1]))


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(r"[^ \t\n|\u200b]+")


#: What folding leaves of pinyin in brackets: it stands inside names, and parts nothing.
_PINYIN = "\u200b"
_BLANK = f" \t\n|{_PINYIN}"
_LONGEST_NAME = 18


def _row_begins(bare: str, at: int, edges: set[int]) -> bool:
    """Whether the first row's number stands here."""
    if at not in edges:
        return False
    if bare.startswith("一", at) and at + 1 in edges:
        # A heading over rows whose number has a cell of its own.
        return True
    edge = next((end for end in range(at + 1, at + 6) if end in edges), at)
    if _row_number().fullmatch(bare, at, edge):
        return True
    numbered = _row_number().match(bare, at)
    return numbered is not None and (
        numbered["heading"] is not None or numbered["code"] is not None or numbered.end() in edges
    )


@cache
def _row_number() -> re.Pattern[str]:
    return re.compile(
        rf"[1-9]\d{{0,3}}?(?P<code>{kinds.CODE})|[1-9]\d{{0,3}}[.、]?|(?P<heading>[一二三四五六七八九十]{{1,2}}、|\([一二三四五六七八九十])"
    )


def _sounded(text: str, pieces: Sequence[re.Match[str]], begins: Sequence[int]) -> set[int]:
    """Where nothing but pinyin stands between two pieces: the name goes on."""
    between = (text[before.end() : piece.start()] for before, piece in pairwise(pieces))
    return {edge for edge, gap in zip(begins[1:], between, strict=False) if not gap.strip(_PINYIN)}


def _hard_edges(text: str, pieces: Sequence[re.Match[str]], begins: Sequence[int]) -> set[int]:
    """The edges where a bar, a tab or a blank line stands, which no name runs across."""
    between = (text[before.end() : piece.start()] for before, piece in pairwise(pieces))
    return {
        edge
        for edge, gap in zip(begins[1:], between, strict=False)
        if "|" in gap or "\t" in gap or gap.count("\n") > 1
    }


def _unlisted(bare: str, at: int, edges: set[int], hard: set[int]) -> int | None:
    """The end of a name that nobody listed: at a hard edge, or where the next listed name or the first row begins."""
    depth = 0
    for end in range(at + 1, min(at + _LONGEST_NAME, len(bare)) + 1):
        depth += (bare[end - 1] == "(") - (bare[end - 1] == ")")
        if depth == 0 and bare[end - 1] in "。,;:、":
            return None
        if end == at + 1 or end not in edges:
            continue
        if end in hard or head_at(bare, end) is not None or _row_begins(bare, end, edges):
            return end
    return None


def _parting(head: str) -> str:
    if "|" in head:
        return "|"
    if "\t" in head:
        return "\t"
    lines = head.strip().count("\n")
    return "\n" if lines >= 3 else " "
