"""What every format is turned into: plain text that remembers its place.

``SourceText.text`` is the whole document; every span anywhere in gongwen is ``(start, end)`` into it, in
code points, end exclusive. ``blocks`` lie over that text in reading order and never overlap.

A plain text file is taken as it is (only line ends become ``\\n``); its blocks are its lines, and tables that
were flattened into it are recovered later, by :mod:`gongwen.rectification`. Formats that know their tables
(docx, html, xlsx, pdf, ofd) deliver :class:`Table` blocks whose cells point at their text.
"""

from __future__ import annotations

from typing import NamedTuple

from gongwen.results import Doubt, Span


class Paragraph(NamedTuple):
    """One paragraph as its author wrote it (a line of a text file, a ``w:p``, a ``<p>``, a rejoined PDF paragraph)."""

    start: int
    end: int
    #: Outline level 1… where the format itself says that this is a heading (styles, ``<h1>``), else None.
    heading: int | None = None
    #: False where the line breaks of the text are those of a page and not of its author (hard wraps).
    whole: bool = True


class Cell(NamedTuple):
    """A cell of a table. Rows and columns count from 0; a merged cell appears once, with its spans."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


class Table(NamedTuple):
    """A table. Its text: cells parted by a tab, rows by a newline, paragraphs inside a cell by a newline."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    #: How many first rows the format itself marks as header rows (``<th>``, ``w:tblHeader``); 0 = unknown.
    header_rows: int = 0


Block = Paragraph | Table


class SourceText(NamedTuple):
    """A document as text with its places.

    name: file name without folders. sha256: of the bytes, hex. media_type: as detected from the content.
    reader: ``docx``, ``pdf``, … with the version of the rules, for the record. page_starts: offsets in
    ``text`` at which pages begin, empty where the format has no pages. doubts: repairs made on the way
    (for instance OCR below its confidence).
    """

    name: str
    sha256: str
    media_type: str
    reader: str
    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def quote(self, span: Span) -> str:
        return self.text[span[0] : span[1]]
