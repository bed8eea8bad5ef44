"""What stands on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

_STRAIGHT = 1.0
_THIN = 3.0


class Char(NamedTuple):
    """A character in its box; for OCR, a piece of text in one box."""

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


def straight(a: tuple[float, float], b: tuple[float, float]) -> Stroke | None:
    """The ruled line from point to point, None where it is slanted or too short to be one."""
    if abs(a[1] - b[1]) <= _STRAIGHT < abs(a[0] - b[0]):
        return Stroke(True, (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    if abs(a[0] - b[0]) <= _STRAIGHT < abs(a[1] - b[1]):
        return Stroke(False, (a[0] + b[0]) / 2, min(a[1], b[1]), max(a[1], b[1]))
    return None


def thin(points: list[tuple[float, float]]) -> Stroke | None:
    """The ruled line that a filled shape is, None where the shape is thicker than a line."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if bottom - top <= _THIN < right - left:
        return Stroke(True, (top + bottom) / 2, left, right)
    if right - left <= _THIN < bottom - top:
        return Stroke(False, (left + right) / 2, top, bottom)
    return None


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
