"""A document while it is being read: readers add paragraphs and tables in reading order, the draft keeps their places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import normalize

from gongwen.errors import DocumentTooLarge
from gongwen.formats.limits import MAX_CHARS
from gongwen.results import Doubt, Span
from gongwen.source import Block, Cell, Paragraph, Table

#: No-break spaces are spaces, other line ends are line ends, invisible characters are nothing.
_PLAIN: dict[int, str | None] = dict.fromkeys(range(32)) | {
    0x09: "\t",
    0x0A: "\n",
    0x0B: "\n",
    0x0C: "\n",
    0x0D: "\n",
    0x85: "\n",
    0xA0: " ",
    0xAD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x2028: "\n",
    0x2029: "\n",
    0x2060: None,
    0xFEFF: None,
}
#: Radicals that some fonts and PDF writers name instead of the characters that look like them.
_RADICALS = dict(
    zip(
        "⺟⺠⺼⻄⻅⻆⻉⻊⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民肉西见角贝足车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_PLAIN |= {ord(radical): char for radical, char in _RADICALS.items()}
_PLAIN |= {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
TOO_MANY_CHARS = f"文件的文字超过 {MAX_CHARS // 10_000} 万字，没有读取；请拆分后再试。"


class GridCell(NamedTuple):
    """A cell as a reader found it: its place in the grid and its text (paragraphs parted by a newline)."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


class Draft:
    """Text and blocks so far. Blocks are parted by one newline; a paragraph never holds a newline itself."""

    __slots__ = ("_length", "_parts", "blocks", "doubts", "page_starts")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.page_starts: list[int] = []
        self.doubts: list[Doubt] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def start_page(self) -> None:
        """The next block opens a page."""
        self.page_starts.append(self._next_start())

    def paragraph(self, text: str, heading: int | None = None, whole: bool = True) -> Span | None:
        """Add a paragraph; line breaks inside part it into several. Returns the span of the last, None if blank."""
        span = None
        for line in text.translate(_PLAIN).split("\n"):
            trimmed = line.strip()
            if trimmed:
                span = self._append(trimmed)
                self.blocks.append(Paragraph(*span, heading=heading, whole=whole))
        return span

    def table(self, cells: Iterable[GridCell], header_rows: int = 0) -> Span | None:
        """Add a table of cells in reading order. Returns its span, None where no cell says anything."""
        cells = list(cells)
        if self._length + sum(len(cell.text) for cell in cells) > MAX_CHARS:
            raise DocumentTooLarge(TOO_MANY_CHARS)
        clean = [cell._replace(text=cell.text.translate(_PLAIN).strip()) for cell in cells]
        ordered = sorted(clean, key=lambda cell: (cell.row, cell.column))
        if not any(cell.text for cell in ordered):
            return None
        start = self._next_start()
        pieces, placed = _lay_out(ordered, start)
        span = self._append("".join(pieces))
        self.blocks.append(Table(*span, cells=tuple(placed), header_rows=header_rows))
        return span

    def take_text(self, text: str) -> None:
        """Take a plain text as it is; its blocks are its lines that say something."""
        self._append(text)
        start = 0
        for line in text.split("\n"):
            if line and not line.isspace():
                self.blocks.append(Paragraph(start, start + len(line)))
            start += len(line) + 1

    def extend(self, other: Draft) -> None:
        """Add the blocks of another draft."""
        text = other.text
        for block in other.blocks:
            if isinstance(block, Paragraph):
                self.paragraph(text[block.start : block.end], block.heading, block.whole)
            else:
                cells = (
                    GridCell(
                        cell.row, cell.column, text[cell.start : cell.end], cell.row_span, cell.column_span
                    )
                    for cell in block.cells
                )
                self.table(cells, block.header_rows)

    def doubt(self, code: str, message: str, span: Span | None = None) -> None:
        self.doubts.append(Doubt(code, message, span))

    def _next_start(self) -> int:
        return self._length + 1 if self._length else 0

    def _append(self, text: str) -> Span:
        if self._length:
            self._parts.append("\n")
            self._length += 1
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > MAX_CHARS:
            raise DocumentTooLarge(TOO_MANY_CHARS)
        return start, self._length


def _lay_out(ordered: list[GridCell], start: int) -> tuple[list[str], list[Cell]]:
    """The text of a table in pieces (cells parted by tabs, rows by newlines) and its cells with their places."""
    pieces: list[str] = []
    placed: list[Cell] = []
    row = ordered[0].row
    for cell in ordered:
        if placed:
            pieces.append("\t" if cell.row == row else "\n")
            start += 1
        row = cell.row
        pieces.append(cell.text)
        end = start + len(cell.text)
        placed.append(Cell(cell.row, cell.column, start, end, cell.row_span, cell.column_span))
        start = end
    return pieces, placed
