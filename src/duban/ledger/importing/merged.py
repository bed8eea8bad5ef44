"""The rows under the heads, with merged cells as a reader means them: one value for every row it spans, one problem where
the problem is merged, a heading where a whole row is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duban.ledger.importing.flaws import Flaw
from duban.ledger.importing.heads import Heads
from duban.ledger.importing.workbooks import Grid

_FOOT = re.compile(
    r"(?:填报|填表|制表|审核|审签|联系|报送|注|备注|说明|合计|总计|小计|共计)[^，。]{0,6}(?:[：:\s]|$)"
)


#: Cells of a row that is no problem but a note.
_MOST_IN_NOTE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A filled row: its number on the sheet, its texts, the heading above it, and cells that cannot be had."""

    number: int
    cells: tuple[str, ...]
    section: str = ""
    flaws: Mapping[int, Flaw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    rows: tuple[Line, ...]
    notes: tuple[Line, ...]


def lines_below(grid: Grid, heads: Heads) -> Lines:
    first = heads.row + heads.depth
    rows = [list(row[: len(heads.names)]) for row in grid.rows]
    sections, together = _headings(grid, rows, first), _together(grid, heads, first)
    _fill_down(grid, rows, first, together)
    below: dict[int, list[int]] = defaultdict(list)
    for low, top in together.items():
        below[top].append(low)
    flaws = _by_row(grid)
    found: list[Line] = []
    notes: list[Line] = []
    section = ""
    for at in range(first, len(rows)):
        if at in sections:
            section = sections[at]
        elif at not in together and (any(rows[at]) or at in flaws):
            line = _line(rows, [at, *below[at]], section, flaws)
            (notes if _is_note(line.cells) else found).append(line)
    return Lines(tuple(found), tuple(notes))


def _headings(grid: Grid, rows: Sequence[Sequence[str]], first: int) -> dict[int, str]:
    """Rows that are one merged cell: a heading over the rows below (一、水环境方面)."""
    wide = [m for m in grid.merges if m.top == m.bottom >= first and m.right > m.left]
    return {
        merge.top: rows[merge.top][merge.left]
        for merge in wide
        if merge.left < len(rows[merge.top])
        and sum(1 for text in rows[merge.top] if text) == 1
        and rows[merge.top][merge.left]
        and not _is_note(rows[merge.top])
    }


def _together(grid: Grid, heads: Heads, first: int) -> dict[int, int]:
    """Rows that belong to the one above because the problem is merged over them: lower row → first row."""
    at = heads.problem
    down = [m for m in grid.merges if m.left <= at <= m.right and m.top >= first and m.bottom > m.top]
    return {row: merge.top for merge in down for row in range(merge.top + 1, merge.bottom + 1)}


def _fill_down(grid: Grid, rows: list[list[str]], first: int, together: Mapping[int, int]) -> None:
    for merge in grid.merges:
        if merge.top >= first and merge.bottom > merge.top and merge.left < len(rows[merge.top]):
            for row in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
                if row not in together:
                    rows[row][merge.left] = rows[merge.top][merge.left]


def _line(
    rows: Sequence[Sequence[str]], parts: Sequence[int], section: str, wrong: Mapping[int, Mapping[int, Flaw]]
) -> Line:
    held = [row for row in parts if row < len(rows)]
    texts = zip(*(rows[row] for row in held), strict=True)
    cells = tuple(rows[held[0]]) if len(held) == 1 else tuple(map(_joined, texts))
    flaws = {column: flaw for row in held for column, flaw in wrong.get(row, {}).items()}
    return Line(held[0] + 1, cells, section, flaws)


def _joined(texts: Sequence[str]) -> str:
    """What stands in one column of rows that are one problem, each text once."""
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _by_row(grid: Grid) -> Mapping[int, Mapping[int, Flaw]]:
    found: dict[int, dict[int, Flaw]] = defaultdict(dict)
    for (row, column), flaw in grid.flaws.items():
        found[row][column] = flaw
    return found


def _is_note(cells: Sequence[str]) -> bool:
    """填表人：…　审核：… under a table, in one cell or in a few; 合计 with its figure."""
    filled = [text for text in cells if text]
    said = [text for text in filled if not text.isdigit()]
    return len(said) > 0 and len(filled) <= _MOST_IN_NOTE and all(_FOOT.match(text) for text in said)
