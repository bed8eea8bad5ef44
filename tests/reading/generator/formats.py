"""The same invented documents as files: Word, web page, spreadsheet, PDF, OFD. The truth stays the same."""

from __future__ import annotations

from tests.gongwen.formats.render import Grid, Merge, Para, Plan, render

from .draft import Paragraph, Sample, Table

FORMATS = ("docx", "html", "pdf", "ofd", "xlsx")
TABLE_WIDTH = 160.0


def suitable(sample: Sample) -> tuple[str, ...]:
    """Running text is not kept in spreadsheets; tables flattened into lines are tables again."""
    tables = any(isinstance(block, Table) for block in sample.blocks)
    return FORMATS if tables else FORMATS[:-1]


def as_file(sample: Sample, kind: str) -> bytes:
    # the PDF writer cannot break a merged cell over pages
    return render(plan_of(sample, merged=kind != "pdf"), kind)


def plan_of(sample: Sample, merged: bool = True) -> Plan:
    blocks: list[Para | Grid] = []
    for block in sample.blocks:
        if isinstance(block, Paragraph):
            blocks += [
                Para(line, title=block.heading == 1) for line in block.text.split("\n") if line.strip()
            ]
        else:
            blocks.append(_grid(block, merged))
    return blocks


def _grid(table: Table, merged: bool) -> Grid:
    """A row of one cell spans the table; equal neighbours below each other are merged, as offices do."""
    columns = len(table.header)
    rows = [table.header, *table.rows]
    merges = (_same_below(rows, columns) if merged else []) + [
        Merge(r, 0, 1, columns) for r, row in enumerate(rows) if len(row) == 1 and columns > 1
    ]
    full = [(*row, *[""] * (columns - len(row))) for row in rows]
    return Grid(tuple(full), tuple(merges), tuple(_widths(full)))


def _same_below(rows: list[list[str]], columns: int) -> list[Merge]:
    """Long equal cells below each other, as merged cells."""
    merges = []
    for column in range(2, columns):
        start = 1
        for end in range(2, len(rows) + 1):
            if end < len(rows) and _merged(rows[start], rows[end], column):
                continue
            if end - start > 1:
                merges.append(Merge(start, column, end - start, 1))
            start = end
    return merges


def _merged(above: list[str], below: list[str], column: int) -> bool:
    return column < min(len(above), len(below)) and above[column] == below[column] and len(above[column]) > 3


def _widths(rows: list[tuple[str, ...]]) -> list[float]:
    """Wide columns for long texts, and room for four characters at least."""
    longest = [max(min(len(cell), 120) for cell in column) for column in zip(*rows, strict=True)]
    weights = [10 + length**0.8 for length in longest]
    return [TABLE_WIDTH * weight / sum(weights) for weight in weights]
