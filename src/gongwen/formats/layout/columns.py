"""The column in which a page's text is set: where its lines begin, where its full lines end, how paragraphs open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gongwen.formats.layout.geometry import Line, Page

CLOSING = frozenset("，。、；：！？”’）》〉】」』,.;:)")
#: In widths of a Chinese character: less than this is no indent; where paragraphs open with one, lines are flush to
#: a hair, and a title over two lines is not.
INDENT = 1.2
FLUSH = 0.25
_FIRST_LINE = 2.0
_INDENT_NOISE = 0.4
#: At least this share of the lines must open with an indent, and as many must not.
_STYLE_SHARE = 0.15
_SHORT = 3.0
_RAGGED_PAGE = 30.0
_FEW_LINES = 8
_SETTLED = 3
_SETTLED_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Column:
    """Where the text of a page begins and ends, whether its paragraphs open with an indent, and whether enough lines
    reach its right edge to know it."""

    left: float
    right: float
    indented: bool = False
    settled: bool = True


def columns_of(pages: Sequence[Page]) -> dict[int, Column]:
    """The column of each page. A page with few lines goes by those of its kind: odd or even, upright or lengthwise."""
    kinds: dict[tuple[int, int, int], list[Page]] = {}
    for page in pages:
        side = page.number % 2 if len(pages) > 2 else 0
        kinds.setdefault((side, round(page.width), round(page.height)), []).append(page)
    found = {}
    opening = flush = 0
    for alike in kinds.values():
        lines = [line for page in alike for line in page.lines]
        shared = _settled(lines, alike[0].width)
        starts = _starts(lines, shared)
        opening, flush = opening + starts[0], flush + starts[1]
        for page in alike:
            found[page.number] = _own(page, shared)
    if opening or flush:
        found = {number: replace(column, indented=opening > flush) for number, column in found.items()}
    return found


def _own(page: Page, shared: Column) -> Column:
    if len(page.lines) < _FEW_LINES:
        return shared
    own = column_of(page.lines)
    right = own.right if own.right >= shared.right - _RAGGED_PAGE else shared.right
    return replace(shared, left=min(own.left, shared.left), right=right)


def _settled(lines: Sequence[Line], width: float) -> Column:
    """The column of some lines. Where they end here and there, none is full: the margins are taken to be equal."""
    column = column_of(lines)
    reaching = sum(1 for line in lines if column.right - line.right <= line.size)
    edge = width - column.left
    settled = reaching >= max(_SETTLED, _SETTLED_SHARE * len(lines))
    return column if settled else replace(column, right=max(column.right, edge), settled=False)


def column_of(lines: Sequence[Line]) -> Column:
    """The text column: its left edge is where many lines begin, its right edge where many full ones end."""
    if not lines:
        return Column(0.0, 0.0)
    # A stop may hang in the margin; such lines say nothing about the edge.
    straight = [line for line in lines if line.text[-1] not in CLOSING] or lines
    left = _edge(Counter(round(line.left) for line in lines), len(lines), first=True)
    right = max(_edge(Counter(round(line.right) for line in straight), len(straight), first=False), left)
    opening = sum(1 for line in lines if opens_paragraph(line, left))
    flush = sum(1 for line in lines if line.left - left <= INDENT * line.size)
    return Column(left, right, min(opening, flush) >= _STYLE_SHARE * len(lines))


def _starts(lines: Sequence[Line], column: Column) -> tuple[int, int]:
    """How many paragraphs open with an indent and how many without, as far as the short line above shows that
    they are paragraphs."""
    below_short = [
        line
        for before, line in pairwise(lines)
        if column.right - before.right > _SHORT * before.size and line.top > before.top
    ]
    opening = sum(1 for line in below_short if opens_paragraph(line, column.left))
    return opening, sum(1 for line in below_short if line.left - column.left <= FLUSH * line.size)


def opens_paragraph(line: Line, left: float) -> bool:
    """Whether a line begins with the indent of a paragraph's first line."""
    return abs(line.left - left - _FIRST_LINE * line.size) <= _INDENT_NOISE * line.size


def _edge(places: Counter[int], count: int, first: bool) -> float:
    """The outermost place at which more than a few lines stand, neighbours counted together."""
    wanted = max(2, count * 0.06) if count >= 8 else 1
    for place in sorted(places, reverse=not first):
        near = sum(places[other] for other in range(place - 3, place + 4))
        if near >= wanted:
            return float(place)
    return float(min(places) if first else max(places))
