"""Pages into a draft: blocks from top to bottom, paragraphs and tables that run over a page joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gongwen.formats.draft import Draft, GridCell
from gongwen.formats.layout.columns import Column, columns_of
from gongwen.formats.layout.furniture import remove_furniture, take_notes
from gongwen.formats.layout.geometry import GridText, Line, Page, Ruled
from gongwen.formats.layout.paragraphs import Joined, goes_on, join, join_parts
from gongwen.source import Table

_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|\s\.(?:\s\.){3,})\s*\d{1,4}$")
_SAME_EDGE = 4.0
_STOP = re.compile(r"[。；;！!？?]$")
Element = Line | Ruled


def write(pages: list[Page], draft: Draft) -> None:
    """Add the pages to the draft."""
    for mark in remove_furniture(pages):
        draft.paragraph(mark)
    notes = take_notes(pages)
    writer = _Writer(draft)
    columns = columns_of(pages)
    for page in pages:
        writer.page(page, columns[page.number])
    writer.close()
    for note in notes:
        draft.paragraph(note)


class _Writer:
    """Holds back the last paragraph or table, because the next page may go on with it."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._paragraph: Joined | None = None
        self._last: Line | None = None
        self._table: Ruled | None = None
        self._first_rows: list[int] = []  # rows of the table with which a page begins
        self._fresh = False  # nothing of the present page was taken yet
        self._column = Column(0.0, 0.0)

    def page(self, page: Page, column: Column) -> None:
        self._fresh = True
        moved = replace_column(self._last, self._column, column)
        self._last, self._column = moved, column
        for element in _in_order(page):
            if isinstance(element, Ruled):
                self._add_table(element)
            else:
                self._add_line(element)
            self._fresh = False
        if self._fresh:
            self._start_page()

    def close(self) -> None:
        self._close_paragraph()
        self._close_table()

    def _add_line(self, line: Line) -> None:
        if _CONTENTS.search(line.text):
            return
        joined = self._paragraph
        if (
            joined is not None
            and self._last is not None
            and goes_on(self._last, line, self._column, joined.text)
        ):
            if self._fresh:
                joined.page_breaks.append(len(join(joined.text, line.text)) - len(line.text))
            joined.text = join(joined.text, line.text)
        else:
            self.close()
            if self._fresh:
                self._start_page()
            self._paragraph = Joined(line, line.text)
        self._last = line

    def _add_table(self, table: Ruled) -> None:
        before = self._table
        if before is not None and self._fresh and _continues(before, table):
            self._first_rows.append(_append(before, table))
            return
        self.close()
        if self._fresh:
            self._start_page()
        self._table = table

    def _start_page(self) -> None:
        self.close()
        self._draft.start_page()

    def _close_paragraph(self) -> None:
        joined, self._paragraph, self._last = self._paragraph, None, None
        if joined is None:
            return
        span = self._draft.paragraph(joined.text)
        if span is not None:
            self._draft.page_starts += [span[0] + offset for offset in joined.page_breaks]

    def _close_table(self) -> None:
        table, self._table = self._table, None
        first_rows, self._first_rows = self._first_rows, []
        if table is None:
            return
        cells = [GridCell(c.row, c.column, c.text, c.row_span, c.column_span) for c in table.cells]
        if self._draft.table(cells) is not None:
            placed = self._draft.blocks[-1]
            assert isinstance(placed, Table)
            for row in first_rows:
                self._draft.page_starts.append(
                    next((c.start for c in placed.cells if c.row >= row), placed.end)
                )


def replace_column(line: Line | None, old: Column, new: Column) -> Line | None:
    """A page's last line as it would stand in the column of the next page."""
    if line is None:
        return None
    return replace(line, left=line.left - old.left + new.left, right=line.right - old.right + new.right)


def _in_order(page: Page) -> Iterator[Element]:
    elements: list[Element] = [*page.lines, *page.tables]
    yield from sorted(elements, key=lambda element: element.top)


def _continues(before: Ruled, after: Ruled) -> bool:
    """Whether a table at the top of a page goes on with the one that ended the page before."""
    if len(before.edges) != len(after.edges):
        return False
    shift = after.edges[0] - before.edges[0]
    return all(abs(b + shift - a) <= _SAME_EDGE for b, a in zip(before.edges, after.edges, strict=True))


def _append(table: Ruled, more: Ruled) -> int:
    """Add the rows of the next page, without the header rows that are printed again and with a broken row put
    together. Returns the number of the first row that stands on that page alone."""
    skipped = _repeated_rows(table, more)
    rows = [cell for cell in more.cells if cell.row >= skipped]
    if _is_broken_row(table, rows, skipped):
        rows = _mend(table, rows, skipped)
        skipped += 1
    rows = _lengthen_merged(table, rows, skipped)
    shift = table.rows - skipped
    first = table.rows
    table.cells += [replace(cell, row=cell.row + shift) for cell in rows]
    table.rows = max(table.rows + more.rows - skipped, table.rows)
    return first


def _lengthen_merged(table: Ruled, rows: list[GridText], first: int) -> list[GridText]:
    """An empty cell at the top of a page, in a column with merged cells, is the rest of the cell above it."""
    merged = {cell.column for cell in [*table.cells, *rows] if cell.row_span > 1}
    above = _above(table)
    left = []
    for cell in rows:
        index = above.get(cell.column)
        if cell.row != first or cell.text or cell.column not in merged or index is None:
            left.append(cell)
            continue
        held = table.cells[index]
        table.cells[index] = replace(held, row_span=held.row_span + cell.row_span)
    return left


def _above(table: Ruled) -> dict[int, int]:
    """Where in the table the cells of its last row stand, by column."""
    return {
        cell.column: index for index, cell in enumerate(table.cells) if cell.row + cell.row_span == table.rows
    }


def _row(cells: list[GridText], row: int) -> list[GridText]:
    return sorted((cell for cell in cells if cell.row == row), key=lambda cell: cell.column)


def _repeated_rows(table: Ruled, more: Ruled) -> int:
    count = 0
    while count < more.rows - 1:
        first = [(c.column, c.column_span, c.text) for c in _row(table.cells, count)]
        again = [(c.column, c.column_span, c.text) for c in _row(more.cells, count)]
        if not first or first != again or not any(text for *_, text in first):
            break
        count += 1
    return count


def _is_broken_row(table: Ruled, rows: list[GridText], first: int) -> bool:
    """A row broken by the page opens with an empty cell where no other row does; or, where first cells are merged,
    only some of its cells go on, and all of those were in mid-sentence."""
    row = _row(rows, first)
    above = {column: table.cells[index] for column, index in _above(table).items()}
    going_on = [cell for cell in row if cell.text]
    if not row or row[0].column != 0 or row[0].text or not going_on or not above.get(0):
        return False
    firsts = [cell for cell in table.cells if cell.column == 0]
    if len(firsts) == table.rows > 1 and all(cell.text for cell in firsts):
        return all(cell.column in above for cell in going_on)
    finished = len(row) - len(going_on)
    if above[0].row_span > 1 or not above[0].text or finished < min(2, len(row) - 1):
        return False
    return all(cell.column in above and _is_open(above[cell.column].text) for cell in going_on)


def _is_open(text: str) -> bool:
    return bool(text) and not _STOP.search(text)


def _mend(table: Ruled, rows: list[GridText], first: int) -> list[GridText]:
    """Put the rest of a broken row into the cells that it belongs to; returns the rows that are left."""
    above = {
        cell.column: index for index, cell in enumerate(table.cells) if cell.row + cell.row_span == table.rows
    }
    for cell in _row(rows, first):
        index = above.get(cell.column)
        if index is None:
            continue
        held = table.cells[index]
        text = join_parts(held.text, cell.text) if held.text and cell.text else held.text or cell.text
        table.cells[index] = replace(held, text=text, row_span=held.row_span + cell.row_span - 1)
    return [cell for cell in rows if cell.row != first]
