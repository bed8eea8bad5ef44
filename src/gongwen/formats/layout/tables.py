"""Ruled tables: strokes become a grid, borders that are missing make merged cells, characters go to their cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from gongwen.formats.layout.geometry import Char, GridText, Page, Ruled, Stroke
from gongwen.formats.layout.lines import lines_of
from gongwen.formats.layout.paragraphs import cell_text

_SNAP = 2.5
_MIN_LENGTH = 4.0
_COVER = 0.6
_MAX_STROKES = 20_000
_MAX_GRID = 40_000


def read_page(number: int, width: float, height: float, chars: list[Char], strokes: Iterable[Stroke]) -> Page:
    """Sort the marks of a page into lines and tables."""
    page = Page(number, width, height)
    free = chars
    for grid in _grids(list(strokes)[:_MAX_STROKES]):
        inside = [char for char in free if grid.holds(char)]
        table = _table(grid, inside)
        if table is None:
            continue
        page.tables.append(table)
        free = [char for char in free if not grid.holds(char)]
    page.tables.sort(key=lambda table: table.top)
    page.lines = lines_of(free)
    return page


class _Grid:
    """Strokes that cross each other, with their places snapped together."""

    def __init__(self, strokes: list[Stroke]) -> None:
        self.xs = _snapped(stroke.at for stroke in strokes if not stroke.horizontal)
        self.ys = _snapped(stroke.at for stroke in strokes if stroke.horizontal)
        self._across = _drawn([stroke for stroke in strokes if stroke.horizontal], self.ys)
        self._down = _drawn([stroke for stroke in strokes if not stroke.horizontal], self.xs)

    @property
    def usable(self) -> bool:
        cells = (len(self.xs) - 1) * (len(self.ys) - 1)
        return len(self.xs) > 1 and len(self.ys) > 1 and 2 <= cells <= _MAX_GRID

    def holds(self, char: Char) -> bool:
        across = (char.left + char.right) / 2
        return self.xs[0] <= across <= self.xs[-1] and self.ys[0] <= char.middle <= self.ys[-1]

    def place(self, char: Char) -> tuple[int, int]:
        row = bisect_right(self.ys, char.middle) - 1
        column = bisect_right(self.xs, (char.left + char.right) / 2) - 1
        return min(row, len(self.ys) - 2), min(column, len(self.xs) - 2)

    def open_below(self, row: int, column: int) -> bool:
        return not _covers(self._across[row + 1], self.xs[column], self.xs[column + 1])

    def open_right(self, row: int, column: int) -> bool:
        return not _covers(self._down[column + 1], self.ys[row], self.ys[row + 1])


def _snapped(places: Iterable[float]) -> list[float]:
    """Places with those that nearly coincide made one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _SNAP:
            found.append(place)
    return found


def _drawn(strokes: list[Stroke], places: list[float]) -> list[list[tuple[float, float]]]:
    """For each place the stretches that are drawn there, joined where they touch."""
    drawn: list[list[tuple[float, float]]] = [[] for _ in places]
    for stroke in sorted(strokes, key=lambda stroke: stroke.start):
        index = bisect_right(places, stroke.at + 0.01) - 1
        stretches = drawn[max(index, 0)]
        if stretches and stroke.start <= stretches[-1][1] + _SNAP:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], stroke.end)
        else:
            stretches.append((stroke.start, stroke.end))
    return drawn


def _covers(stretches: list[tuple[float, float]], start: float, end: float) -> bool:
    drawn = sum(max(0.0, min(last, end) - max(first, start)) for first, last in stretches)
    return drawn >= _COVER * (end - start)


def _grids(strokes: list[Stroke]) -> list[_Grid]:
    """The groups of strokes that touch each other, as far as they make a table."""
    strokes = [stroke for stroke in strokes if stroke.end - stroke.start >= _MIN_LENGTH]
    across = sorted((s for s in strokes if s.horizontal), key=lambda s: s.at)
    heights = [stroke.at for stroke in across]
    parents = list(range(len(across)))
    down: list[tuple[Stroke, int]] = []
    for stroke in strokes:
        if stroke.horizontal:
            continue
        near = range(bisect_left(heights, stroke.start - _SNAP), bisect_right(heights, stroke.end + _SNAP))
        touched = [index for index in near if _touches(across[index], stroke.at)]
        for index in touched[1:]:
            parents[_root(parents, index)] = _root(parents, touched[0])
        if touched:
            down.append((stroke, touched[0]))
    groups: dict[int, list[Stroke]] = {}
    for stroke, index in down:
        groups.setdefault(_root(parents, index), []).append(stroke)
    for index, stroke in enumerate(across):
        if _root(parents, index) in groups:
            groups[_root(parents, index)].append(stroke)
    return _whole_tables([_Grid(group) for group in groups.values()])


def _whole_tables(grids: list[_Grid]) -> list[_Grid]:
    """Usable grids, biggest first, so that a grid inside a cell of another does not take its text away."""
    usable = [grid for grid in grids if grid.usable]
    return sorted(usable, key=lambda grid: (grid.xs[0] - grid.xs[-1]) * (grid.ys[-1] - grid.ys[0]))


def _touches(across: Stroke, place: float) -> bool:
    return across.start - _SNAP <= place <= across.end + _SNAP


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _table(grid: _Grid, chars: list[Char]) -> Ruled | None:
    """The table of a grid, None where it is only a frame."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    areas = _areas(grid, rows, columns)
    if len(areas) < 2 or columns < 2:
        return None
    held: dict[tuple[int, int], list[Char]] = {area[:2]: [] for area in areas}
    first = {
        (row, column): (top, left)
        for top, left, height, width in areas
        for row in range(top, top + height)
        for column in range(left, left + width)
    }
    for char in chars:
        held[first[grid.place(char)]].append(char)
    cells = [
        GridText(row, column, height, width, _text(grid, held[row, column], column, width))
        for row, column, height, width in areas
    ]
    return Ruled(grid.ys[0], grid.ys[-1], tuple(grid.xs), rows, cells)


def _text(grid: _Grid, chars: list[Char], column: int, width: int) -> str:
    return cell_text(lines_of(chars), grid.xs[column + width] - grid.xs[column])


def _areas(grid: _Grid, rows: int, columns: int) -> list[tuple[int, int, int, int]]:
    """Cells with their spans. An area whose borders do not make a rectangle is cut at its first row's width."""
    taken = [[False] * columns for _ in range(rows)]
    areas = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = _width(grid, taken, row, column, columns)
            height = 1
            while row + height < rows and all(
                grid.open_below(row + height - 1, beside) and not taken[row + height][beside]
                for beside in range(column, column + width)
            ):
                height += 1
            for below in range(row, row + height):
                taken[below][column : column + width] = [True] * width
            areas.append((row, column, height, width))
    return areas


def _width(grid: _Grid, taken: list[list[bool]], row: int, column: int, columns: int) -> int:
    width = 1
    while (
        column + width < columns
        and grid.open_right(row, column + width - 1)
        and not taken[row][column + width]
    ):
        width += 1
    return width
