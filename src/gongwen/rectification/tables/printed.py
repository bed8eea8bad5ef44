"""Tables that the format itself delivered: their head found, merged cells spread, columns mapped."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.rectification.tables.columns import Column, category, column_of, compact, guessed
from gongwen.rectification.tables.grid import Grid, Row
from gongwen.results import Span
from gongwen.source import Cell, Table

_HEAD_ROWS = 4


def read_table(text: str, table: Table) -> Grid | None:
    """The table as a grid; None where it has no head (a form, a layout table)."""
    matrix = _matrix(table)
    if len(matrix) < 2 or len(matrix[0]) < 2:
        return None
    found = _head(text, matrix)
    if found is None:
        return None
    columns, first = found
    grid = Grid(table.start, table.end, columns)
    heading: Span | None = None
    for cells in matrix[first:]:
        heading = _heading(text, cells) or heading
        row = _row(text, cells)
        if row is not None:
            row.heading = heading
            grid.rows.append(row)
    return grid if grid.rows else None


def _matrix(table: Table) -> list[list[Cell | None]]:
    """Rows of cells, a merged cell in each place that it covers."""
    height = max((cell.row + cell.row_span for cell in table.cells), default=0)
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    matrix: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                matrix[row][column] = cell
    return matrix


def _head(text: str, matrix: Sequence[Sequence[Cell | None]]) -> tuple[list[Column], int] | None:
    """The columns, and the first row below them."""
    best: tuple[int, list[Column | None]] | None = None
    for index, cells in enumerate(matrix[:_HEAD_ROWS]):
        named = [column_of(_words(text, cell)) if cell else None for cell in cells]
        distinct = {cell for cell, column in zip(cells, named, strict=True) if column is not None}
        filled = {cell for cell in cells if cell is not None and _words(text, cell)}
        if len(distinct) >= 2 and len(distinct) >= 0.5 * len(filled) and len(filled) >= 2:
            best = (index, _refined(named, best[1]) if best else named)
        elif best is not None:
            break
    if best is None:
        return None
    index, named = best
    if len({column.field for column in named if column}) < 2 or _is_form(text, matrix, index):
        return None
    heads = matrix[index]
    return [
        column or (guessed(_words(text, cell)) if cell else Column("extra", ""))
        for column, cell in zip(named, heads, strict=True)
    ], index + 1


def _is_form(text: str, matrix: Sequence[Sequence[Cell | None]], index: int) -> bool:
    """Whether names stand down the first column, each with its value beside it: one record, filled into a form."""
    first = [cells[0] for cells in matrix[index:] if cells[0] is not None]
    named = sum(column_of(_words(text, cell)) is not None for cell in first)
    return named >= 3 and named * 2 > len(first)


def _refined(lower: Sequence[Column | None], upper: Sequence[Column | None]) -> list[Column | None]:
    """A head in two rows: the lower names where it names anything."""
    return [below or above for below, above in zip(lower, upper, strict=True)]


def _words(text: str, cell: Cell) -> str:
    return compact(text[cell.start : cell.end])


def _heading(text: str, cells: Sequence[Cell | None]) -> Span | None:
    """A row with one cell only, and that a numbered heading."""
    filled = {cell for cell in cells if cell is not None and text[cell.start : cell.end].strip()}
    if len(filled) != 1:
        return None
    cell = filled.pop()
    return (cell.start, cell.end) if category().fullmatch(text[cell.start : cell.end].strip()) else None


def _row(text: str, cells: Sequence[Cell | None]) -> Row | None:
    filled = [cell for cell in cells if cell is not None and text[cell.start : cell.end].strip()]
    distinct = list(dict.fromkeys(filled))
    if len(distinct) < 2:
        return None
    spans: list[list[Span]] = []
    before: Cell | None = None
    for cell in cells:
        repeated = cell is not None and cell is before
        spans.append([(cell.start, cell.end)] if cell and cell in distinct and not repeated else [])
        before = cell
    own = [cell for cell in distinct if cell.row_span == 1] or distinct
    return Row(spans, (min(cell.start for cell in own), max(cell.end for cell in own)))
