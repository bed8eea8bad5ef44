"""One model for every table: columns with their fields, and rows of cells as spans."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongwen.rectification.tables.columns import Column
from gongwen.results import Span


@dataclass(slots=True)
class Row:
    """``cells``: for each column the pieces of its text in order; ``span``: from its first piece to its last.
    ``doubtful``: the pieces did not fall into the columns by themselves."""

    cells: list[list[Span]]
    span: Span
    doubtful: bool = False
    #: The numbered heading over this and the following rows, a row of its own in the table.
    heading: Span | None = None


@dataclass(slots=True)
class Grid:
    """A table. ``start``…``end``: all of it, head included; spans are in the folded source text."""

    start: int
    end: int
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
