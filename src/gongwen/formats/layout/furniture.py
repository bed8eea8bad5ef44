"""Running heads, footers and page numbers: lines at the edge of pages that repeat or count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median

from gongwen.formats.layout.geometry import Line, Page
from gongwen.formats.layout.paragraphs import join
from gongwen.formats.secrecy import mark_in_margin

_NUMBER = re.compile(
    r"^[\s\-—–－―·•~_]*(?:\d{1,4}|[ivxlcIVXLC]{1,6})[\s\-—–－―·•~_]*$"
    r"|^第?\s*\d{1,4}\s*页?\s*(?:[,，/／共]|of)\s*共?\s*\d{1,4}\s*页?$|^第\s*\d{1,4}\s*页$|^Page\s*\d{1,4}.{0,10}$",
    re.I,
)
_DIGITS = re.compile(r"\d+|[ivxlc]{1,6}\b")
_NOTE = re.compile(r"(?:\d{1,2}|[\u2460-\u2473]|[\[〔]\d{1,2}[\]〕]|\*)[ \u3000]*(?=[^\d.、\s])")
_SMALL = 0.8
_EDGE = 2
_ZONE = 0.14
_REPEATS = 0.4
_MARGIN = 0.065
_APART = 2.0
_SAME_HEIGHT = 6.0


def remove_furniture(pages: list[Page]) -> list[str]:
    """Take running heads and page numbers out of the pages. Returns secrecy marks among them, which must not be lost."""
    sizes = [line.size for page in pages for line in page.lines]
    small = _SMALL * median(sizes) if sizes else 0.0
    counts = Counter(key for page in pages for key in {_key(page, line) for line in _edges(page)})
    wanted = max(2, _REPEATS * len(pages))
    marks: dict[str, None] = {}
    for page in pages:
        gone = {
            id(line)
            for line in _edges(page)
            if counts[_key(page, line)] >= wanted
            or _NUMBER.match(line.text.strip())
            or _is_outside(page, line, small)
        }
        taken = (line.text for line in page.lines if id(line) in gone)
        marks |= {mark: None for text in taken if (mark := mark_in_margin(text))}
        page.lines = [line for line in page.lines if id(line) not in gone]
    return list(marks)


def take_notes(pages: list[Page]) -> list[str]:
    """Take footnotes, in small type at the foot of a page, out of the pages: they must not break the sentence that
    goes on overleaf. Returns their texts without their numbers."""
    sizes = [line.size for page in pages for line in page.lines]
    small = _SMALL * median(sizes) if sizes else 0.0
    notes: list[str] = []
    for page in pages:
        start = _notes_start(page, small)
        for line in page.lines[start:]:
            mark = _NOTE.match(line.text)
            if mark or not notes:
                notes.append(line.text[mark.end() :] if mark else line.text)
            else:
                notes[-1] = join(notes[-1], line.text)
        del page.lines[start:]
    return notes


def _notes_start(page: Page, small: float) -> int:
    """The index of the first line of a page's footnotes; the number of its lines where it has none."""
    lowest = max((table.bottom for table in page.tables), default=0.0)
    start = len(page.lines)
    for index in range(len(page.lines) - 1, 0, -1):
        line = page.lines[index]
        if line.size > small or line.top < max(lowest, page.height / 2):
            break
        if _NOTE.match(line.text):
            start = index
    return start


def _is_outside(page: Page, line: Line, small: float) -> bool:
    """Small type at the very edge of the paper, well apart from everything else: what a program printed around it."""
    if line.size > small or (_MARGIN * page.height < line.bottom and line.top < (1 - _MARGIN) * page.height):
        return False
    others = [
        other for other in page.lines if other is not line and abs(other.top - line.top) > line.size / 2
    ]
    nearest = min(
        (min(abs(other.top - line.bottom), abs(line.top - other.bottom)) for other in others), default=0.0
    )
    return nearest >= _APART * line.size


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
