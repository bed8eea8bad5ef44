"""The grid of a Word table: where each cell stands, and which continue the one above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongwen.formats.xml import attribute, child, name_of, number, switched_on, value


@dataclass(frozen=True, slots=True)
class RowCell:
    column: int
    span: int
    continues: bool
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[RowCell, ...]
    header: bool


@dataclass(slots=True)
class Place:
    """A cell with all the rows and columns that it covers."""

    row: int
    column: int
    column_span: int
    element: etree._Element
    row_span: int = 1


def rows_of(table: etree._Element) -> list[Row]:
    return [_row(element) for element in _inside(table, "tr") if not _deleted(element)]


def columns_of(rows: list[Row]) -> int:
    """The greatest number of cells in a row."""
    return max((len(row.cells) for row in rows), default=0)


def merged(rows: list[Row]) -> list[Place]:
    """Every cell once, in reading order."""
    places: list[Place] = []
    above: dict[int, Place] = {}
    for index, row in enumerate(rows):
        current: dict[int, Place] = {}
        for cell in row.cells:
            origin = above.get(cell.column) if cell.continues else None
            if origin is not None and origin.row + origin.row_span == index:
                origin.row_span += 1
                current[cell.column] = origin
                continue
            place = Place(index, cell.column, cell.span, cell.element)
            places.append(place)
            current[cell.column] = place
        above = current
    return places


def _row(element: etree._Element) -> Row:
    properties = child(element, "trPr")
    column = number(value(properties, "gridBefore")) or 0
    cells: list[RowCell] = []
    for cell in _inside(element, "tc"):
        span = max(number(value(cell, "tcPr", "gridSpan")) or 1, 1)
        if cells and value(cell, "tcPr", "hMerge") == "continue":
            last = cells.pop()
            cells.append(RowCell(last.column, last.span + span, last.continues, last.element))
        else:
            cells.append(RowCell(column, span, _continues(cell), cell))
        column += span
    return Row(tuple(cells), switched_on(properties, "tblHeader"))


def _continues(cell: etree._Element) -> bool:
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge, "val") != "restart"


def _deleted(row: etree._Element) -> bool:
    return child(row, "trPr", "del") is not None


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls; not those of a table inside a cell."""
    for one in element:
        name = name_of(one)
        if name == wanted:
            yield one
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(one, wanted)
