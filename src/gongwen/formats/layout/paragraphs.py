"""Lines back into the paragraphs that their author wrote.

Chinese is broken at any character, so a line that leaves room for more was ended by its author. A full line goes on
in the next one unless that is indented, is set in another size, or opens with a number after a full stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongwen.formats.layout.columns import CLOSING, FLUSH, INDENT, Column, opens_paragraph
from gongwen.formats.layout.geometry import Line

_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]{1,4}[章节条项批]|[一二三四五六七八九十]{1,3}[、.\uff0e]|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]"
    r"|\d{1,3}[、\uff0e)\uff09]|\d{1,3}\.(?!\d|\s)|\d{1,2}\.\s?(?:20\d\d年|\d{1,3}[处个家座])|[\u2460-\u24ff\u3251-\u325f]|[一二三四五六七八九十]{1,2}是|附件)"
)
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,10}[:\uff1a]")
_RUN_IN = re.compile(
    r"[。；;：:\uff1a] ?(?:\d{1,2}(?:[、\uff0e]|\.(?!\d))|[(\uff08][一二三四五六七八九十\d]{1,2}[)\uff09]|[二三四五六七八九]是)"
)
_STOP = re.compile(r"[。；;！!？?：:]$|[。！？][”」』）)]$")
_END = re.compile(r"[。；;！!？?]$")
_OPENING = "“‘（《〈【「『("
_WORD = re.compile(r"[A-Za-z0-9.,%~+/\-]+")
#: In widths of a Chinese character.
_ROOM = 1.5
_RAGGED = 4.0
_DEEP_INDENT = 2.6
_SIZE_STEP = 0.15
_PADDING = 1.0


@dataclass(slots=True)
class Joined:
    """A paragraph, the offsets in it where a page begins, and its first line."""

    first: Line
    text: str = ""
    page_breaks: list[int] = field(default_factory=list)


def goes_on(before: Line, after: Line, column: Column, so_far: str) -> bool:
    """Whether ``after`` continues the paragraph of ``before``, which reads ``so_far``."""
    size = max(before.size, 1.0)
    if abs(after.size - before.size) > _SIZE_STEP * size:
        return False
    stopped = bool(_STOP.search(before.text))
    flush = after.left - column.left <= (FLUSH if column.indented else INDENT) * size
    room = _room(after.text, size)
    if column.indented and flush and not stopped and not _is_centred(before, column):
        room = max(room, _RAGGED * size)
    if _free(before, column) > room:
        return False
    if flush and column.indented:
        return True
    if (stopped and opens_part(after.text, so_far)) or (not column.settled and _END.search(before.text)):
        return False
    if flush:
        return True
    if opens_paragraph(after, column.left) and before.left - column.left <= _DEEP_INDENT * size:
        return False
    if _is_centred(before, column) and _is_centred(after, column):
        return not stopped
    return not stopped and _hangs(before, after, size) and not _is_centred(after, column)


def opens_part(text: str, so_far: str) -> bool:
    """Whether a line opens with the number or the label of a new paragraph (``1.5万吨`` is none, ``1.2020年`` is).
    Where parts already follow each other inside the paragraph, one at the beginning of a line is another of them."""
    return bool(_NUMBERED.match(text) or _LABELLED.match(text)) and not _RUN_IN.search(so_far)


def _free(line: Line, column: Column) -> float:
    """The room left on a line; a centred one has half of it on either side."""
    left, right = line.left - column.left, column.right - line.right
    return left + right if left > line.size / 2 and _is_centred(line, column) else right


def _room(after: str, size: float) -> float:
    """The room that a full line may leave: what comes next did not fit, and stops and words are not parted from it."""
    opening = len(after) - len(after.lstrip(_OPENING))
    word = _WORD.match(after, opening)
    if word:
        return (opening + len(word[0]) * 0.55 + 1.0 + _company(after[word.end() - 1 :])) * size
    return (_ROOM + opening + _company(after[opening:])) * size


def _company(text: str) -> int:
    """How many stops must stand on one line with the first character."""
    count = 0
    for char in text[1:4]:
        if char not in CLOSING:
            break
        count += 1
    return count


def _hangs(before: Line, after: Line, size: float) -> bool:
    """A hanging indent: the line before stands as deep, or begins left of it."""
    return abs(before.left - after.left) <= 0.5 * size or after.left - before.left > _DEEP_INDENT * size


def _is_centred(line: Line, column: Column) -> bool:
    if column.indented and opens_paragraph(line, column.left):
        return False
    left, right = line.left - column.left, column.right - line.right
    return left > -1 and abs(left - right) <= 0.75 * line.size


def join(first: str, second: str) -> str:
    """Two lines of one paragraph; only Latin words are parted by a space."""
    inside_latin = (
        first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    )
    return f"{first} {second}" if inside_latin else first + second


def join_parts(first: str, second: str) -> str:
    """A cell's text and what follows it, which may open a part of its own."""
    if _STOP.search(first) and opens_part(second, first):
        return f"{first}\n{second}"
    return join(first, second)


def cell_text(lines: list[Line], width: float) -> str:
    """The text of a cell: its lines rejoined, its paragraphs parted by a newline."""
    text = ""
    for index, line in enumerate(lines):
        if not text:
            text = line.text
        elif _has_room(lines[index - 1], line, width):
            text += "\n" + line.text
        else:
            text = join_parts(text, line.text)
    return text


def _has_room(before: Line, after: Line, width: float) -> bool:
    """Centred or not, a line was broken by the cell's edge only if the next character had no room."""
    size = max(before.size, 1.0)
    return width - (before.right - before.left) - _PADDING * size > _room(after.text, size)
