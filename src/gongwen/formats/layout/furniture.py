"""Running heads, footers and page numbers: lines at the edge of pages that repeat or count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gongwen.formats.layout.geometry import Line, Page
from gongwen.formats.secrecy import mark_in_line

_NUMBER = re.compile(
    r"^[\s\-—–－―·•~_]*(?:\d{1,4}|[ivxlcIVXLC]{1,6})[\s\-—–－―·•~_]*$"
    r"|^第?\s*\d{1,4}\s*页?\s*(?:[,，/／共]|of)\s*共?\s*\d{1,4}\s*页?$|^第\s*\d{1,4}\s*页$|^Page\s*\d{1,4}.{0,10}$",
    re.I,
)
_DIGITS = re.compile(r"\d+|[ivxlc]{1,6}\b")
_EDGE = 2
_ZONE = 0.14
_REPEATS = 0.4
_SAME_HEIGHT = 6.0


def remove_furniture(pages: list[Page]) -> list[str]:
    """Take running heads and page numbers out of the pages. Returns secrecy marks among them, which must not be lost."""
    counts = Counter(key for page in pages for key in {_key(page, line) for line in _edges(page)})
    wanted = max(2, _REPEATS * len(pages))
    marks: dict[str, None] = {}
    for page in pages:
        gone = {
            id(line) for line in _edges(page) if _is_furniture(page, line, counts[_key(page, line)] >= wanted)
        }
        marks |= {line.text: None for line in page.lines if id(line) in gone and mark_in_line(line.text)}
        page.lines = [line for line in page.lines if id(line) not in gone]
    return list(marks)


def _is_furniture(page: Page, line: Line, repeats: bool) -> bool:
    return repeats or bool(_NUMBER.match(line.text.strip()))


def _edges(page: Page) -> Iterator[Line]:
    """The outermost lines, as far as they stand in the margins; inside a page the same words would be text."""
    for line in page.lines[:_EDGE]:
        if line.bottom < _ZONE * page.height:
            yield line
    for line in page.lines[_EDGE:][-_EDGE:] if len(page.lines) > _EDGE else page.lines:
        if line.top > (1 - _ZONE) * page.height:
            yield line


def _key(page: Page, line: Line) -> tuple[str, int]:
    """Text without its numbers, and its height on the page, so that a heading that recurs inside pages is not one."""
    from_edge = line.top if line.top < page.height / 2 else page.height - line.top
    return _DIGITS.sub("#", line.text.strip()), round(from_edge / _SAME_HEIGHT)
