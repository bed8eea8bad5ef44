"""Paragraphs and tables of a body, a cell, a note or a header: what a reader of the final version sees.

Insertions are kept and deletions dropped, fields give their results, text boxes follow the paragraph that holds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from gongwen.formats.docx.numbering import Numbering
from gongwen.formats.docx.runs import Runs
from gongwen.formats.docx.styles import Styles
from gongwen.formats.docx.tables import Row, columns_of, merged, rows_of
from gongwen.formats.draft import Draft, GridCell
from gongwen.formats.numerals import join_label
from gongwen.formats.xml import child, name_of, number, switched_on, value

_GONE = frozenset({"del", "moveFrom", "sectPr"})
_BODY_LEVEL = 9


class Story:
    """Walks blocks. Keeps what lasts from one paragraph to the next: counters, open fields, notes referred to."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = Runs()
        self._carried = ""

    @property
    def footnotes(self) -> list[str]:
        return self._runs.footnotes

    @property
    def endnotes(self) -> list[str]:
        return self._runs.endnotes

    def block(self, element: etree._Element, draft: Draft) -> None:
        """Add a paragraph, a table, or what a content control holds."""
        for one in blocks_in([element]):
            if name_of(one) == "p":
                self._paragraph(one, draft)
            else:
                self._table(one, draft)

    def _paragraph(self, element: etree._Element, draft: Draft) -> None:
        style = self._style(element)
        if self._styles.is_contents(style):
            return
        text, boxes = self._text(element, style)
        if switched_on(element, "pPr", "rPr", "del"):
            self._carried = text  # its paragraph mark is deleted: it goes on in the next one
        else:
            draft.paragraph(text, heading=self._heading(element, style))
        for box in boxes:
            for inner in box:
                self.block(inner, draft)

    def _text(
        self, element: etree._Element, style: str | None, label_alone: bool = False
    ) -> tuple[str, list[etree._Element]]:
        label = self._numbering.label(child(element, "pPr"), style)
        text, boxes = self._runs.read(element)
        text, self._carried = self._carried + text, ""
        if not text.strip():
            return (label if label_alone else ""), boxes
        return join_label(label, text.lstrip()), boxes

    def _style(self, element: etree._Element) -> str | None:
        return value(element, "pPr", "pStyle") or self._styles.default

    def _heading(self, element: etree._Element, style: str | None) -> int | None:
        own = number(value(element, "pPr", "outlineLvl"))
        if own is not None:
            return own + 1 if 0 <= own < _BODY_LEVEL else None
        return self._styles.heading(style)

    def _table(self, element: etree._Element, draft: Draft) -> None:
        rows = rows_of(element)
        if columns_of(rows) <= 1:
            # A table of one column is a frame around paragraphs.
            for row in rows:
                for cell in row.cells:
                    for inner in cell.element:
                        self.block(inner, draft)
            return
        cells = [
            GridCell(place.row, place.column, self._cell(place.element), place.row_span, place.column_span)
            for place in merged(rows)
        ]
        draft.table(cells, header_rows=_header_rows(rows))

    def _cell(self, element: etree._Element) -> str:
        return "\n".join(line for line in self._lines(element) if line.strip())

    def _lines(self, element: etree._Element) -> Iterator[str]:
        for one in blocks_in(element):
            if name_of(one) == "tbl":
                yield from self._flattened(one)
                continue
            text, boxes = self._text(one, self._style(one), label_alone=True)
            yield text.replace("\t", " ").strip()
            for box in boxes:
                yield from self._lines(box)

    def _flattened(self, table: etree._Element) -> Iterator[str]:
        """A table inside a cell: a line for each row."""
        for row in rows_of(table):
            yield " ".join(text for cell in row.cells if (text := self._cell(cell.element)))


def blocks_in(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Paragraphs and tables among the elements, also inside content controls and the like."""
    for element in elements:
        name = name_of(element)
        if name in ("p", "tbl"):
            yield element
        elif name == "sdt":
            if not _is_contents(element):
                yield from blocks_in(_all(child(element, "sdtContent")))
        elif name == "AlternateContent":
            branch = child(element, "Choice")
            yield from blocks_in(_all(branch if branch is not None else child(element, "Fallback")))
        elif name not in _GONE and not name.endswith("Pr"):
            yield from blocks_in(element)


def _all(element: etree._Element | None) -> Iterable[etree._Element]:
    return () if element is None else element


def _is_contents(control: etree._Element) -> bool:
    return value(control, "sdtPr", "docPartObj", "docPartGallery") == "Table of Contents"


def _header_rows(rows: list[Row]) -> int:
    count = 0
    for row in rows:
        if not row.header:
            break
        count += 1
    return count if count < len(rows) else 0
