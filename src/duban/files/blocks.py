"""Paragraphs and tables of a document as JSON, so that a page can show the text as its author laid it out.

A paragraph is ``["p", start, end, heading]``, a table ``["t", start, end, header_rows, cells]`` with cells
``[row, column, start, end, row_span, column_span]``. Offsets are code points into ``Document.text``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gongwen.source import Block, Cell, Paragraph, Table

Json = list[Any]


def to_json(blocks: Sequence[Block]) -> list[Json]:
    return [_table(block) if isinstance(block, Table) else _paragraph(block) for block in blocks]


def _paragraph(block: Paragraph) -> Json:
    return ["p", block.start, block.end, block.heading]


def _table(block: Table) -> Json:
    cells = [[c.row, c.column, c.start, c.end, c.row_span, c.column_span] for c in block.cells]
    return ["t", block.start, block.end, block.header_rows, cells]


def from_json(rows: Sequence[Json]) -> list[Block]:
    return [_read_table(row) if row[0] == "t" else Paragraph(row[1], row[2], row[3]) for row in rows]


def _read_table(row: Json) -> Table:
    return Table(row[1], row[2], tuple(Cell(*cell) for cell in row[4]), row[3])


def lines_of(text: str) -> list[Block]:
    """Blocks for a text that came without any: its lines."""
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Paragraph(start, start + len(line)))
        start += len(line) + 1
    return blocks


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of text that stands in one element of the page: a paragraph or a cell."""

    block: int
    start: int
    end: int


def leaves(blocks: Sequence[Block]) -> Iterator[Leaf]:
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            yield from (Leaf(index, c.start, c.end) for c in sorted(block.cells, key=lambda c: c.start))
        else:
            yield Leaf(index, block.start, block.end)


def blocks_touched(blocks: Sequence[Block], spans: Sequence[tuple[int, int]]) -> list[int]:
    """Indexes of the blocks that any of the spans overlaps, in order."""
    starts = [block.start for block in blocks]
    touched: set[int] = set()
    for start, end in spans:
        index = max(bisect_right(starts, start) - 1, 0)
        while index < len(blocks) and blocks[index].start < end:
            if blocks[index].end > start:
                touched.add(index)
            index += 1
    return sorted(touched)
