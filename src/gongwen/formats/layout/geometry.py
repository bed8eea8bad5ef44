"""What stands on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Char(NamedTuple):
    """A character in its box. ``space``: a typed space, whose width says nothing about the characters beside it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Stroke(NamedTuple):
    """A ruled line, horizontal or vertical: ``at`` its place across, from ``start`` to ``end`` along."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Line:
    """Characters side by side. ``size``: the height of its characters, about the width of a Chinese one."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class GridText:
    """A cell of a ruled table: its place in the grid and its lines rejoined."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(slots=True)
class Ruled:
    """A ruled table of a page. ``edges``: where its columns begin and end."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: int
    cells: list[GridText]


@dataclass(slots=True)
class Page:
    """A page after its marks were sorted: lines outside tables, and tables, each from top to bottom."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Ruled] = field(default_factory=list)
