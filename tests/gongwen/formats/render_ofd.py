"""An OFD writer for tests: text line by line at its place, tables drawn with strokes, a running head and page numbers."""

from __future__ import annotations

import html
from typing import Any

from tests.gongwen.formats.docx_parts import pack

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 210.0, 297.0, 28.0, 26.0, 37.0, 35.0
_BODY, _PITCH, _SMALL, _SMALL_PITCH, _PAD = 5.644, 9.88, 3.7, 5.2, 1.0


class _Writer:
    def __init__(self) -> None:
        self.pages: list[list[str]] = []
        self.y = _HEIGHT

    def room(self, height: float) -> None:
        if self.y + height > _HEIGHT - _BOTTOM:
            self.pages.append([])
            self.y = _TOP

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """One object a line; its advances as the writers of office suites give them."""
        deltas = " ".join(["g", str(len(text) - 1), f"{size:.3f}"]) if len(text) > 1 else ""
        self.pages[-1].append(
            f'<ofd:TextObject ID="1" Boundary="{x:.3f} {y:.3f} {size * len(text):.3f} {size:.3f}" Font="2" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size * 0.86:.3f}" DeltaX="{deltas}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
        )

    def box(self, x: float, y: float, width: float, height: float) -> None:
        path = f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
        self.pages[-1].append(
            f'<ofd:PathObject ID="1" Boundary="{x:.3f} {y:.3f} {width:.3f} {height:.3f}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def _wrapped(text: str, width: float, size: float, indent: int = 0) -> list[str]:
    """Lines of so many characters; the first loses its indent."""
    count = int(width / size)
    lines = []
    for part in text.split("\n"):
        first = count - indent
        lines.append(part[:first])
        lines += [part[start : start + count] for start in range(first, len(part), count)]
    return lines


def render_ofd(plan: Any, head: str) -> bytes:
    writer = _Writer()
    for block in plan:
        if hasattr(block, "rows"):
            _grid(writer, block)
        else:
            _paragraph(writer, block)
    for number, page in enumerate(writer.pages, start=1):
        _furniture(page, number, head)
    return pack(_files(writer.pages))


def _paragraph(writer: _Writer, block: Any) -> None:
    indent = 0 if block.title else 2
    lines = _wrapped(block.printed, _WIDTH - _LEFT - _RIGHT, _BODY, indent)
    for index, line in enumerate(lines):
        writer.room(_PITCH)
        shift = indent * _BODY if index == 0 else 0
        if block.title:
            shift = (_WIDTH - _LEFT - _RIGHT - len(line) * _BODY) / 2
        writer.text(_LEFT + shift, writer.y, line, _BODY)
        writer.y += _PITCH


def _grid(writer: _Writer, grid: Any) -> None:
    """Rows that go together on a page; a merged cell that is cut by its end goes on, empty, on the next."""
    widths = grid.widths or [(_WIDTH - _LEFT - _RIGHT) / len(grid.rows[0])] * len(grid.rows[0])
    heights = [_height(grid, row, widths) for row in range(len(grid.rows))]
    row = 0
    while row < len(heights):
        writer.room(heights[row] + (heights[0] if row else 0))
        if row:
            _rows(writer, grid, 0, 1, widths, heights)  # the header again on the new page
        last = row
        room = _HEIGHT - _BOTTOM - writer.y
        while last < len(heights) and sum(heights[row : last + 1]) <= room:
            last += 1
        _rows(writer, grid, row, last, widths, heights)
        row = last
        if row < len(heights):
            writer.y = _HEIGHT


def _height(grid: Any, row: int, widths: Any) -> float:
    most = 1
    for m, text in grid.placed():
        if m.row == row and m.rows == 1:
            width = sum(widths[m.column : m.column + m.columns]) - 2 * _PAD
            most = max(most, len(_wrapped(text, width, _SMALL)))
    return most * _SMALL_PITCH + 2 * _PAD


def _rows(writer: _Writer, grid: Any, first: int, last: int, widths: Any, heights: Any) -> None:
    for m, text in grid.placed():
        start, end = max(m.row, first), min(m.row + m.rows, last)
        if start >= end:
            continue
        x, width = _LEFT + sum(widths[: m.column]), sum(widths[m.column : m.column + m.columns])
        y = writer.y + sum(heights[first:start])
        writer.box(x, y, width, sum(heights[start:end]))
        lines = _wrapped(text, width - 2 * _PAD, _SMALL) if start == m.row else []
        for index, line in enumerate(lines):
            if line:
                writer.text(x + _PAD, y + _PAD + index * _SMALL_PITCH, line, _SMALL)
    writer.y += sum(heights[first:last])


def _furniture(page: list[str], number: int, head: str) -> None:
    aside = _Writer()
    aside.pages = [page]
    aside.text(_LEFT, 15, head, _SMALL)
    aside.text(_WIDTH / 2 - 5, 280, f"—{number}—", _SMALL)


def _files(pages: list[list[str]]) -> dict[str, str | bytes]:
    listed = "".join(
        f'<ofd:Page ID="{10 + index}" BaseLoc="Pages/Page_{index}/Content.xml"/>'
        for index in range(len(pages))
    )
    files: dict[str, str | bytes] = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_NS} DocType="OFD" Version="1.0"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>'
        f"<ofd:PhysicalBox>0 0 {_WIDTH} {_HEIGHT}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for index, objects in enumerate(pages):
        files[f"Doc_0/Pages/Page_{index}/Content.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {_NS}><ofd:Content><ofd:Layer ID="1">'
            f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return files
