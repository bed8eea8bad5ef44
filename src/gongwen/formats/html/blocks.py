"""The tree of a page as a list of paragraphs and tables, with what is needed to tell text from furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from gongwen.formats.draft import GridCell
from gongwen.formats.numerals import join_label, letters, roman

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MAX_COLUMN_SPAN = 200
#: Pages nest some thirty deep; below this the text is taken without its structure.
_MAX_DEPTH = 100
_FRAME_SHARE = 0.6
_FRAME_BLOCKS = 5
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True)
class Grid:
    cells: tuple[GridCell, ...]
    header_rows: int

    @property
    def text(self) -> str:
        return "\n".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Block:
    """``links``: how many characters of it stand in links. ``path``: the elements it is in, outermost first."""

    content: str | Grid
    element: etree._Element
    heading: int | None = None
    links: int = 0

    @property
    def text(self) -> str:
        return self.content.text if isinstance(self.content, Grid) else self.content


@dataclass(slots=True)
class _Line:
    """The paragraph that is being put together."""

    element: etree._Element
    pieces: list[str] = field(default_factory=list)
    heading: int | None = None
    links: int = 0

    def finished(self) -> Iterator[Block]:
        text = collapse("".join(self.pieces))
        links = self.links
        self.pieces, self.links = [], 0
        for line in text.split("\n"):
            if line.strip():
                yield Block(line.strip(), self.element, self.heading, links)


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return "".join(text for text in element.itertext() if isinstance(text, str))


def collapse(text: str) -> str:
    """White space as a browser shows it; a source line's end beside a Chinese character is none."""
    return _SPACES.sub(lambda found: _gap(text, found), text).replace("\0", "\n")


def _gap(text: str, found: re.Match[str]) -> str:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if "\n" in found[0] and (_WIDE.match(before) or _WIDE.match(after)):
        return ""
    return " "


def blocks_of(element: etree._Element, depth: int = 0) -> list[Block]:
    return list(_walk_whole(element, _Line(element), depth))


def _walk(element: etree._Element, line: _Line, depth: int) -> Iterator[Block]:
    """Blocks inside an element; ``line`` collects the running text between them."""
    if element.text:
        _say(line, element, element.text)
    for one in element:
        yield from _enter(one, line, depth + 1)
        if one.tail:
            _say(line, element, one.tail)


def _enter(element: etree._Element, line: _Line, depth: int) -> Iterator[Block]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if depth >= _MAX_DEPTH:
        line.pieces.append(text_of(element))
    elif tag == "br":
        line.pieces.append("\0")
    elif tag == "table":
        yield from line.finished()
        yield from _table(element, depth)
    elif tag in _BLOCKS:
        yield from line.finished()
        inner = _Line(element, heading=_HEADINGS.get(tag, line.heading))
        yield from _labelled(_list_number(element), _walk_whole(element, inner, depth))
    elif _is_word_label(element):
        line.pieces.append(text_of(element).strip(" \xa0\r\n\t"))
    elif tag:
        yield from _walk(element, line, depth)


def _walk_whole(element: etree._Element, line: _Line, depth: int) -> Iterator[Block]:
    yield from _walk(element, line, depth)
    yield from line.finished()


def _labelled(label: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a list entry, its number in front of the first."""
    for block in blocks:
        if label and isinstance(block.content, str):
            block, label = replace(block, content=join_label(label, block.content)), ""
        yield block


def _say(line: _Line, element: etree._Element, text: str) -> None:
    if element.tag == "pre":
        text = text.replace("\n", "\0")
    line.pieces.append(text)
    if element.tag == "a" or (element.getparent() is not None and _in_link(element)):
        line.links += len(text.strip())


def _in_link(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "a"


def _is_word_label(element: etree._Element) -> bool:
    """The number of a list entry in a page saved by Word, with the blanks that fill it up."""
    return "mso-list:ignore" in (element.get("style") or "").lower().replace(" ", "")


def _list_number(element: etree._Element) -> str:
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    number = _int(parent.get("start"), 1)
    for one in parent:
        if one.tag == "li":
            number = _int(one.get("value"), number)
            if one is element:
                break
            number += 1
    kind = parent.get("type") or "1"
    forms = {
        "a": letters(number),
        "A": letters(number).upper(),
        "i": roman(number).lower(),
        "I": roman(number),
    }
    return f"{forms.get(kind, number)}."


def _int(text: str | None, otherwise: int) -> int:
    digits = re.match(r"\s*(\d{1,6})", text or "")
    return int(digits[1]) if digits else otherwise


def _table(table: etree._Element, depth: int) -> Iterator[Block]:
    rows = list(_rows(table))
    if _is_frame(table, rows):
        for row in rows:
            for cell in row:
                yield from _walk_whole(cell, _Line(cell), depth + 1)
        return
    for caption in table.findall("caption"):
        yield from blocks_of(caption, depth + 1)
    cells = tuple(_placed(rows, depth))
    links = sum(len(text_of(link).strip()) for link in table.iter("a"))
    yield Block(Grid(cells, _header_rows(rows)), table, links=links)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for one in table:
        if one.tag == "tr":
            yield [cell for cell in one if cell.tag in ("td", "th")]
        elif one.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(one)


def _is_frame(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Whether a table only arranges the page: one column, or one cell with nearly all of it in blocks of its own."""
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    total = _length(table)
    for row in rows:
        for cell in row:
            if _length(cell) > _FRAME_SHARE * total and _holds_page(cell, len(rows)):
                return True
    return False


def _holds_page(cell: etree._Element, rows: int) -> bool:
    if next(cell.iter("table"), None) is not None:
        return True
    return rows <= 3 and sum(1 for _ in cell.iter("p", "div", "br", "h1", "h2")) >= _FRAME_BLOCKS


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext() if isinstance(text, str))


def _header_rows(rows: list[list[etree._Element]]) -> int:
    count = 0
    for row in rows:
        if not row or not all(cell.tag == "th" or _in_head(cell) for cell in row):
            break
        count += 1
    return count if count < len(rows) else 0


def _in_head(cell: etree._Element) -> bool:
    row = cell.getparent()
    group = row.getparent() if row is not None else None
    return group is not None and group.tag == "thead"


def _placed(rows: list[list[etree._Element]], depth: int) -> Iterator[GridCell]:
    """Cells at their places, those that reach down from above taken into account."""
    taken: dict[int, int] = {}  # column → first row that is free again
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while taken.get(column, 0) > index:
                column += 1
            width = min(max(_int(cell.get("colspan"), 1), 1), _MAX_COLUMN_SPAN)
            height = _int(cell.get("rowspan"), 1) or len(rows)
            height = min(max(height, 1), len(rows) - index)
            for covered in range(column, column + width):
                taken[covered] = index + height
            yield GridCell(index, column, _cell_text(cell, depth + 1), height, width)
            column += width


def _cell_text(cell: etree._Element, depth: int) -> str:
    lines = []
    for block in blocks_of(cell, depth):
        if isinstance(block.content, Grid):
            lines += _flattened(block.content)
        else:
            lines.append(block.content)
    return "\n".join(lines)


def _flattened(grid: Grid) -> list[str]:
    """A table inside a cell: a line for each row."""
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
    return [" ".join(texts) for texts in rows.values()]
