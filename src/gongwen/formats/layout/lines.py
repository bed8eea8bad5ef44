"""Characters into lines, without the spaces that only layout made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from statistics import median

from gongwen.formats.layout.geometry import Char, Line

#: Behind the number of a paragraph programs leave the width of a tab, which is no text.
_LABEL_GAP = re.compile(
    r"^(第[一二三四五六七八九十百零\d]{1,4}[章节条]|[一二三四五六七八九十]{1,3}、|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]"
    r"|\d{1,3}[、\uff0e]|\d{1,3}\.(?!\s*\d)|[\u2460-\u249b])[ \u3000]+(?=\S)"
)
_NOTE_MARK = re.compile(r"[\d\[\]*\u2460-\u2473]$")
_RAISED_SIZE, _RAISED_BY = 0.75, 0.05
_SHIFTED = 0.25
_SAME_LINE = 0.5
#: In widths of a Chinese character: a gap that parts Latin words, and one that parts things set side by side.
_WORD_GAP = 0.2
_WIDE_GAP = 1.0
_NARROW_SPACE = 0.12


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """Lines from top to bottom."""
    return [_line(row) for row in _rows(chars) if any(not char.text.isspace() for char in row)]


def _rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters that share a height; order in the file does not matter."""
    rows: list[list[Char]] = []
    middle = height = 0.0
    for char in sorted(chars, key=lambda char: (char.middle, char.left)):
        own = char.bottom - char.top
        if rows and abs(char.middle - middle) <= _SAME_LINE * max(min(own, height), 1.0):
            rows[-1].append(char)
            if not char.text.isspace():
                middle, height = (middle * 3 + char.middle) / 4, max(height, own)
            continue
        rows.append([char])
        middle, height = char.middle, own
    return rows


def _line(row: list[Char]) -> Line:
    row.sort(key=lambda char: char.left)
    size = _size([char for char in row if not char.text.isspace()])
    row = list(_without_note_marks(list(_printed_once(row, size)), size))
    shown = [char for char in row if not char.text.isspace()]
    return Line(
        text=_LABEL_GAP.sub(r"\1", _text(row, size).strip()),
        left=shown[0].left,
        right=max(char.right for char in shown),
        top=min(char.top for char in shown),
        bottom=max(char.bottom for char in shown),
        size=size,
    )


def _printed_once(row: list[Char], size: float) -> Iterator[Char]:
    """Some programs make bold type by printing a character twice, slightly shifted."""
    before: Char | None = None
    for char in row:
        if before is None or char.text != before.text or char.left - before.left > _SHIFTED * size:
            yield char
        before = char


def _without_note_marks(row: list[Char], size: float) -> Iterator[Char]:
    """A small raised number behind a Chinese character refers to a note; behind a letter or digit it is an exponent."""
    middle = median(char.middle for char in row)
    before: Char | None = None
    for char in row:
        small = char.bottom - char.top < _RAISED_SIZE * size and char.middle < middle - _RAISED_BY * size
        if small and before is not None and _NOTE_MARK.match(char.text) and before.text[-1] > "\u2000":
            continue
        before = char
        yield char


def _size(shown: list[Char]) -> float:
    """The width of a Chinese character, which says more than heights: fonts differ in what they call their height."""
    widths = [
        (char.right - char.left) / len(char.text) for char in shown if "\u4e00" <= char.text[0] <= "\u9fff"
    ]
    return median(widths) if widths else median(char.bottom - char.top for char in shown)


def _text(row: list[Char], size: float) -> str:
    pieces: list[str] = []
    before: Char | None = None
    typed = False
    for char in row:
        if char.text.isspace():
            typed = typed or char.right - char.left > _NARROW_SPACE * size
            if char.text == "\u3000":
                pieces.append(char.text)
                before, typed = None, False
            continue
        if before is not None and _parted(before, char, size, typed):
            pieces.append(" ")
        pieces.append(char.text)
        before, typed = char, False
    return "".join(pieces)


def _parted(before: Char, after: Char, size: float, typed: bool) -> bool:
    """Whether a reader sees a space. Between Chinese and Latin type programs open a small gap that is none."""
    gap = after.left - before.right
    if gap >= _WIDE_GAP * size or (typed and gap > 0):
        return True
    return before.text[-1].isascii() and after.text[0].isascii() and gap > _WORD_GAP * size
