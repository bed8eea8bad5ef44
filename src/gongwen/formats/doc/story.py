"""Paragraphs of a doc file one after another; those that are marked as table make up its cells and rows."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongwen.formats.doc.document import Document, Range, clean
from gongwen.formats.doc.properties import Properties, RowCell
from gongwen.formats.doc.styles import add_numbering
from gongwen.formats.docx.numbering import Numbering
from gongwen.formats.docx.styles import Styles
from gongwen.formats.draft import Draft, GridCell
from gongwen.formats.numerals import join_label

_PARAGRAPH = re.compile(r"[^\r\x07\x0c]*(?:[\r\x07\x0c]|$)")
_ANCHORS, _BOXES = 40, 56
_ANCHOR_SIZE, _BOX_SIZE = 26, 22
_BODY_LEVEL = 9
_SAME_EDGE = 30


@dataclass(slots=True)
class _Row:
    texts: list[str] = field(default_factory=list)
    cells: tuple[RowCell, ...] = ()
    header: bool = False


@dataclass(slots=True)
class _Table:
    rows: list[_Row] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)  # the row of a table inside the cell
    row: _Row = field(default_factory=_Row)


class Story:
    """Writes ranges of the document. Fields stay open, and lists go on, from one paragraph to the next."""

    def __init__(self, document: Document, styles: Styles, numbering: Numbering) -> None:
        self._document = document
        self._styles = styles
        self._numbering = numbering
        self._in_code: list[bool] = []
        self._boxes = _boxes(document)

    def write(self, part: Range, draft: Draft) -> None:
        table: _Table | None = None
        for span in _paragraphs(self._document.text, part):
            properties = self._document.paragraph_at(span[1] - 1)
            if properties.in_table or properties.depth:
                table = table or _Table()
                self._add_to_table(table, span, properties)
                continue
            _finish(table, draft)
            table = None
            self._add_paragraph(span, properties, draft)
        _finish(table, draft)

    def _add_paragraph(self, span: Range, properties: Properties, draft: Draft) -> None:
        style = str(properties.style)
        if not self._styles.is_contents(style):
            draft.paragraph(self._labelled(span, properties), heading=self._heading(properties, style))
        for box in self._boxes_in(span):
            self.write(box, draft)

    def _add_to_table(self, table: _Table, span: Range, properties: Properties) -> None:
        if properties.row_end and properties.depth <= 1:
            table.row.cells, table.row.header = properties.cells, properties.header_row
            table.rows.append(table.row)
            table.row = _Row()
            return
        text = self._labelled(span, properties, label_alone=True).replace("\t", " ").strip()
        if properties.depth > 1:
            table.inner += [text] if text else []
        if properties.inner_row_end:
            text, table.inner = " ".join(table.inner), []
        if text and (properties.depth <= 1 or properties.inner_row_end):
            table.cell.append(text)
        for box in self._boxes_in(span):
            table.cell.append(self._document.plain(box).strip())
        if self._document.text[span[1] - 1] == "\x07":
            table.row.texts.append("\n".join(table.cell))
            table.cell = []

    def _labelled(self, span: Range, properties: Properties, label_alone: bool = False) -> str:
        held = etree.Element("pPr")
        add_numbering(held, properties)
        label = self._numbering.label(held, str(properties.style))
        text = clean(self._results(self._document.shown(span)))
        if not text.strip():
            return label if label_alone else ""
        return join_label(label, text.lstrip())

    def _results(self, text: str) -> str:
        """Text without the instructions of its fields."""
        if not self._in_code and "\x13" not in text:
            return text
        pieces = []
        for char in text:
            if char == "\x13":
                self._in_code.append(True)
            elif char == "\x14" and self._in_code:
                self._in_code[-1] = False
            elif char == "\x15" and self._in_code:
                self._in_code.pop()
            elif (char >= " " and not any(self._in_code)) or char in "\t\x0b":
                pieces.append(char)
        self._in_code = [code for code in self._in_code if not code]
        return "".join(pieces)

    def _heading(self, properties: Properties, style: str) -> int | None:
        if properties.outline is not None:
            return properties.outline + 1 if properties.outline < _BODY_LEVEL else None
        return self._styles.heading(style)

    def _boxes_in(self, span: Range) -> list[Range]:
        found = sorted(at for at in self._boxes if span[0] <= at < span[1])
        return [self._boxes.pop(at) for at in found]


def _paragraphs(text: str, part: Range) -> Iterator[Range]:
    at = part[0]
    while at < part[1]:
        found = _PARAGRAPH.match(text, at, part[1])
        if found is None or found.end() == at:
            break
        yield found.span()
        at = found.end()


def _boxes(document: Document) -> dict[int, Range]:
    """Text boxes by the position of their anchor in the main text."""
    anchors, boxes = document.table(_ANCHORS), document.table(_BOXES)
    ranges: dict[int, Range] = {}
    count = (len(boxes) - 4) // (4 + _BOX_SIZE)
    for index in range(max(count, 0)):
        start, end = struct.unpack_from("<II", boxes, 4 * index)
        shape = struct.unpack_from("<I", boxes, 4 * (count + 1) + _BOX_SIZE * index + 14)[0]
        first = document.boxes[0]
        ranges[shape] = first + start, min(first + end, document.boxes[1])
    placed = {}
    count = (len(anchors) - 4) // (4 + _ANCHOR_SIZE)
    for index in range(max(count, 0)):
        position = struct.unpack_from("<I", anchors, 4 * index)[0]
        shape = struct.unpack_from("<I", anchors, 4 * (count + 1) + _ANCHOR_SIZE * index)[0]
        if shape in ranges:
            placed[position] = ranges[shape]
    return placed


def _finish(table: _Table | None, draft: Draft) -> None:
    """Add a table that has come to its end."""
    if table is None or not table.rows:
        return
    if max(len(row.texts) for row in table.rows) <= 1:
        for row in table.rows:
            draft.paragraph("\n".join(row.texts))  # a table of one column is a frame around paragraphs
        return
    headers = 0
    while headers < len(table.rows) and table.rows[headers].header:
        headers += 1
    draft.table(_grid(table.rows), headers if headers < len(table.rows) else 0)


def _grid(rows: list[_Row]) -> list[GridCell]:
    edges = _edges(rows)
    cells: list[GridCell] = []
    above: dict[int, int] = {}  # column → where its lowest cell stands in the list
    for number, row in enumerate(rows):
        for cell, text in zip(_widened(row), row.texts, strict=False):
            column, width = _columns(edges, cell)
            if cell.joins_above and column in above:
                held = cells[above[column]]
                cells[above[column]] = GridCell(
                    held.row, held.column, held.text, number - held.row + 1, held.column_span
                )
                continue
            if cell.joins_left and cells and cells[-1].row == number:
                held = cells[-1]
                cells[-1] = GridCell(number, held.column, held.text or text, 1, column + width - held.column)
                continue
            above[column] = len(cells)
            cells.append(GridCell(number, column, text, 1, width))
    return cells


def _widened(row: _Row) -> list[RowCell]:
    """The cells of a row; where their definition is missing, one beside the other."""
    if len(row.cells) >= len(row.texts):
        return list(row.cells)
    return [RowCell(index * 1000, (index + 1) * 1000, False, False) for index in range(len(row.texts))]


def _edges(rows: list[_Row]) -> list[int]:
    edges: list[int] = []
    for edge in sorted({edge for row in rows for cell in _widened(row) for edge in (cell.left, cell.right)}):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return edges


def _columns(edges: list[int], cell: RowCell) -> tuple[int, int]:
    first = sum(1 for edge in edges if edge <= cell.left + _SAME_EDGE / 2) - 1
    last = sum(1 for edge in edges if edge <= cell.right + _SAME_EDGE / 2) - 1
    return max(first, 0), max(last - first, 1)
