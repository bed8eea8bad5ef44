"""One model for every table: columns with their fields, and rows of cells as spans."""

from __future__ import annotations

from gongwen.rectification.tables.columns import Column
from gongwen.results import Span


class Row:
    """``cells``: for each column the pieces of its text in order; ``span``: from its first piece to its last;
    ``doubtful``: the pieces did not fall into the columns by themselves; ``heading``: the numbered heading over this
    and the following rows, a row of its own in the table."""

    __slots__ = ("cells", "doubtful", "heading", "span")

    def __init__(
        self, cells: list[list[Span]], span: Span, doubtful: bool = False, heading: Span | None = None
    ) -> None:
        self.cells = cells
        self.span = span
        self.doubtful = doubtful
        self.heading = heading


class Grid:
    """A table. ``start``…``end``: all of it, head included; spans are in the folded source text."""

    __slots__ = ("columns", "end", "rows", "start")

    def __init__(self, start: int, end: int, columns: list[Column], rows: list[Row] | None = None) -> None:
        self.start = start
        self.end = end
        self.columns = columns
        self.rows = rows if rows is not None else []
