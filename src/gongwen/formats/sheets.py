"""Sheets of a workbook as tables: the empty margin left out, titles before the table, the header row found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongwen.errors import DocumentTooLarge
from gongwen.formats.draft import Draft, GridCell
from gongwen.formats.limits import MAX_CELLS
from gongwen.formats.secrecy import mark_in_margin

TOO_MANY_CELLS = f"工作簿超过 {MAX_CELLS // 10_000} 万个单元格，没有读取；请拆分后再试。"
_DEFAULT_NAME = re.compile(r"^(?:sheet|工作表)\s*\d*$", re.I)
_HEADER_LENGTH = 20
_SENTENCE = re.compile(r"[。；;]|^\s*[\d.,%]+\s*$")
Place = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """Texts of the cells that say something, and the merged ranges by their first cell: (rows, columns)."""

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    merged: dict[Place, Place] = field(default_factory=dict)
    #: Lines of the printed head and foot.
    margins: list[str] = field(default_factory=list)


def add_sheets(sheets: Sequence[Sheet], draft: Draft) -> None:
    """Add every sheet that holds something; where there are several, each under its name."""
    filled = [sheet for sheet in sheets if sheet.texts]
    _keep_marks(filled, draft)
    for sheet in filled:
        if len(filled) > 1 and not _DEFAULT_NAME.match(sheet.name.strip()):
            draft.paragraph(sheet.name, heading=1)
        _add(sheet, draft)


def _keep_marks(sheets: Sequence[Sheet], draft: Draft) -> None:
    """Printed heads and the names of tabs are furniture, but a secrecy mark in one must reach those who look for it."""
    lines = [line for sheet in sheets for line in (sheet.name, *sheet.margins)]
    for mark in dict.fromkeys(mark for line in lines if (mark := mark_in_margin(line))):
        draft.paragraph(mark)


def _add(sheet: Sheet, draft: Draft) -> None:
    rows = _rows(sheet.texts)
    left = min(column for _, column in sheet.texts)
    right = max(column for _, column in sheet.texts)
    parts = _split_lines(rows)
    for row in parts.before:
        draft.paragraph("\n".join(rows[row].values()))
    if parts.table:
        cells = _cells(sheet, parts.table, left, right)
        draft.table(cells, _header_rows(cells))
    for row in parts.after:
        draft.paragraph("\n".join(rows[row].values()))


@dataclass(frozen=True, slots=True)
class _Parts:
    before: list[int]
    table: list[int]
    after: list[int]


def _rows(texts: Mapping[Place, str]) -> dict[int, dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for row, column in sorted(texts):
        rows.setdefault(row, {})[column] = texts[row, column]
    return rows


def _split_lines(rows: dict[int, dict[int, str]]) -> _Parts:
    """Rows with a single text above and below the table are its title and its notes."""
    numbers = list(rows)
    several = [index for index, row in enumerate(numbers) if len(rows[row]) > 1]
    if not several:
        return _Parts(numbers, [], [])
    first, last = several[0], several[-1] + 1
    return _Parts(numbers[:first], numbers[first:last], numbers[last:])


def _cells(sheet: Sheet, rows: list[int], left: int, right: int) -> list[GridCell]:
    """All cells between the outermost filled ones; empty rows are left out, covered cells belong to their range."""
    if len(rows) * (right - left + 1) > MAX_CELLS:
        raise DocumentTooLarge(TOO_MANY_CELLS)
    covered = _covered(sheet, rows, right)
    cells = []
    for index, row in enumerate(rows):
        for column in range(left, right + 1):
            if (row, column) not in covered:
                height, width = sheet.merged.get((row, column), (1, 1))
                height = bisect_left(rows, row + height) - index
                width = min(width, right - column + 1)
                text = sheet.texts.get((row, column), "")
                cells.append(GridCell(index, column - left, text, height, width))
    return cells


def _covered(sheet: Sheet, rows: list[int], right: int) -> set[Place]:
    """Places that belong to a merged range without being its first; work is bounded however ranges overlap."""
    covered: set[Place] = set()
    firsts = set()
    work = 0
    for (row, column), (height, width) in sheet.merged.items():
        reached = rows[bisect_left(rows, row) : bisect_left(rows, row + height)]
        width = min(width, right - column + 1)
        work += len(reached) * max(width, 0)
        if work > MAX_CELLS:
            raise DocumentTooLarge(TOO_MANY_CELLS)
        covered.update((below, beside) for below in reached for beside in range(column, column + width))
        firsts.add((row, column))
    return covered - firsts


def _header_rows(cells: list[GridCell]) -> int:
    """How many first rows are the header, 0 where that is not evident."""
    first = [cell for cell in cells if cell.row == 0 and cell.text]
    below = [cell for cell in cells if cell.row > 0 and cell.text]
    if len(first) < 2 or not below or not all(_heads(cell.text) for cell in first):
        return 0
    height = max(cell.row_span for cell in first)
    return height if any(not _heads(cell.text) for cell in below if cell.row >= height) else 0


def _heads(text: str) -> bool:
    return len(text) <= _HEADER_LENGTH and not _SENTENCE.search(text)
