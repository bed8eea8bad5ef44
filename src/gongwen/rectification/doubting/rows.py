"""Rows of tables that lost their lines: an empty cell there leaves nothing behind, so a row that is shorter than the
head was filled up by guess, and a cell that holds a line more than its own has swallowed its neighbour."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from gongwen.rectification.doubting.scene import Scene
from gongwen.rectification.tables.columns import Column
from gongwen.rectification.tables.grid import Grid, Row
from gongwen.rectification.tables.kinds import kind_of_column, looks
from gongwen.results import Doubt, Span

#: A unit's name fits its column at least so well.
_NAME = 2.0


def signs(scene: Scene) -> dict[int, Doubt]:
    """For the index of an item what is odd in the row that it was read from."""
    at = {item.span[0]: index for index, item in enumerate(scene.items)}
    found: dict[int, Doubt] = {}
    for grid in scene.page.grids if scene.reading.layout == "tables" else ():
        for row in grid.rows:
            index = at.get(scene.page.sheet.place(row.span)[0])
            if index is not None and index not in found and (doubt := _sign(scene, grid, row)):
                found[index] = doubt
    return found


def _sign(scene: Scene, grid: Grid, row: Row) -> Doubt | None:
    span = scene.page.sheet.place(row.span)
    if row is grid.rows[-1] and (last := _apart(scene, row)):
        message = f"“{last}”在表格之后隔了一行，可能是落款而不是一格，请逐栏核对。"
        return Doubt("item-unclear", message, span)
    if _lined(scene, row):
        return None
    empty = _empty(grid, row)
    if empty is not None:
        message = f"这一行比表头少一格，“{empty.name}”没有内容，可能错栏，请逐栏核对。"
        return Doubt("item-unclear", message, span)
    if split := _split(scene, row):
        message = f"“{split}”从一行的中间切开，可能错栏，请逐栏核对。"
        return Doubt("item-unclear", message, span)
    if row is grid.rows[-1] and (last := _signed(scene, grid, row)):
        message = f"“{last}”在表格末尾、日期之前，可能是落款而不是一格，请逐栏核对。"
        return Doubt("item-unclear", message, span)
    for column, spans in zip(grid.columns, row.cells, strict=True):
        for place in map(scene.page.sheet.place, spans):
            if strange := _stranger(scene, column, place):
                message = f"“{column.name}”一格里的“{strange[:20]}”像是另一格的内容，请逐栏核对。"
                return Doubt("item-unclear", message, place)
    return None


def _places(scene: Scene, row: Row) -> list[Span]:
    return sorted(scene.page.sheet.place(span) for spans in row.cells for span in spans)


def _gaps(scene: Scene, row: Row) -> list[str]:
    """What stands between the cells."""
    return [scene.folded[a[1] : b[0]] for a, b in pairwise(_places(scene, row))]


def _apart(scene: Scene, row: Row) -> str | None:
    """The last cell, where an empty line parts it from the others and no other two."""
    *others, last = ["\n\n" in gap.replace(" ", "") for gap in _gaps(scene, row)] or [False]
    return scene.said(_places(scene, row)[-1])[:20] if last and not any(others) else None


def _lined(scene: Scene, row: Row) -> bool:
    """Whether anything but line breaks parts the cells."""
    return any("|" in gap or "\t" in gap for gap in _gaps(scene, row))


def _empty(grid: Grid, row: Row) -> Column | None:
    cells = zip(grid.columns, row.cells, strict=True)
    return next((column for column, spans in cells if not spans and column.field != "no"), None)


def _split(scene: Scene, row: Row) -> str | None:
    """A cell that begins in the middle of a line where most have lines of their own."""
    places = _places(scene, row)
    inner = [at for at, _ in places if scene.folded[at - 1 : at].strip(" \n\t")]
    return scene.said((inner[0], inner[0] + 20)) if 0 < len(inner) < 0.5 * len(places) else None


def _signed(scene: Scene, grid: Grid, row: Row) -> str | None:
    """The last cell of a table, where a date and nothing else follows, if no row above has the same there."""
    place = scene.page.sheet.place
    index = max((spans[-1][1], at) for at, spans in enumerate(row.cells) if spans)[1]
    end = place(row.cells[index][-1])[1]
    if not _dated().match(scene.folded[end : end + 40].strip()):
        return None
    said, *above = [
        scene.said(place(other.cells[index][-1])) for other in reversed(grid.rows) if other.cells[index]
    ]
    return said[:20] if said not in above and not re.search("[、,;]", said) else None


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日(?:\n|$)")


def _stranger(scene: Scene, column: Column, place: Span) -> str | None:
    """The line of a cell that is not a part of what stands above it."""
    lines = [line.strip() for line in scene.folded[slice(*place)].split("\n") if line.strip()]
    kind = kind_of_column(column.field, column.name)
    for before, line in pairwise(lines):
        if kind == "units" and before[-1] not in _OPEN and min(_fit(before), _fit(line)) >= _NAME:
            return line
        if kind is None and before[-1] in "。;" and _fit(line) >= _NAME and line[-1] != "。":
            return line
    return None


#: A line that ends so goes on in the next.
_OPEN = "、,;"


def _fit(line: str) -> float:
    return looks("units", line.rstrip(_OPEN))
