"""Lines back into the paragraphs that their author wrote.

Chinese is broken at any character, so a line that leaves room for more was ended by its author. A full line goes on
in the next one unless that is indented, is set in another size, or opens with a number after a full stop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongwen.formats.layout.geometry import Line

_NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]{1,4}[章节条项批]|[一二三四五六七八九十]{1,3}[、.\uff0e]|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]"
    r"|\d{1,3}[、\uff0e)\uff09]|\d{1,3}\.(?!\d|\s)|\d{1,2}\.\s?(?:20\d\d年|\d{1,3}[处个家座])|[\u2460-\u24ff\u3251-\u325f]|[一二三四五六七八九十]{1,2}是|附件)"
)
_STOP = re.compile(r"[。；;！!？?：:]$|[。！？][”」』）)]$")
_OPENING = frozenset("“‘（《〈【「『(")
_CLOSING = frozenset("，。、；：！？”’）》〉】」』,.;:)")
_WORD = re.compile(r"[A-Za-z0-9.,%~\-]+")
#: In widths of a Chinese character.
_ROOM = 1.5
_INDENT = 1.2
_FIRST_LINE = 2.0
_INDENT_NOISE = 0.4
_RAGGED = 4.0
_DEEP_INDENT = 2.6
_SIZE_STEP = 0.15
_PADDING = 1.0
#: At least this share of the lines must open with an indent, and as many must not.
_STYLE_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Column:
    """Where the text of a page begins and ends, and whether its paragraphs open with an indent."""

    left: float
    right: float
    indented: bool = False


@dataclass(slots=True)
class Joined:
    """A paragraph, the offsets in it where a page begins, and its first line."""

    first: Line
    text: str = ""
    page_breaks: list[int] = field(default_factory=list)


def column_of(lines: Sequence[Line]) -> Column:
    """The text column: its left edge is where many lines begin, its right edge where many full ones end."""
    if not lines:
        return Column(0.0, 0.0)
    # A stop may hang in the margin; such lines say nothing about the edge.
    straight = [line for line in lines if line.text[-1] not in _CLOSING] or lines
    left = _edge(Counter(round(line.left) for line in lines), len(lines), first=True)
    right = max(_edge(Counter(round(line.right) for line in straight), len(straight), first=False), left)
    opening = sum(1 for line in lines if _opens(line, left))
    flush = sum(1 for line in lines if line.left - left <= _INDENT * line.size)
    return Column(left, right, min(opening, flush) >= _STYLE_SHARE * len(lines))


def _opens(line: Line, left: float) -> bool:
    """Whether a line begins with the indent of a paragraph's first line."""
    return abs(line.left - left - _FIRST_LINE * line.size) <= _INDENT_NOISE * line.size


def _edge(places: Counter[int], count: int, first: bool) -> float:
    """The outermost place at which more than a few lines stand, neighbours counted together."""
    wanted = max(2, count * 0.06) if count >= 8 else 1
    for place in sorted(places, reverse=not first):
        near = sum(places[other] for other in range(place - 3, place + 4))
        if near >= wanted:
            return float(place)
    return float(min(places) if first else max(places))


def goes_on(before: Line, after: Line, column: Column) -> bool:
    """Whether ``after`` continues the paragraph of ``before``."""
    size = max(before.size, 1.0)
    if abs(after.size - before.size) > _SIZE_STEP * size:
        return False
    stopped = bool(_STOP.search(before.text))
    flush = after.left - column.left <= _INDENT * size
    room = _room(after.text, size)
    if column.indented and flush and not stopped:
        room = max(room, _RAGGED * size)
    if _free(before, column) > room:
        return False
    if flush:
        return not (stopped and not column.indented and opens_number(after.text))
    if _opens(after, column.left) and before.left - column.left <= _DEEP_INDENT * size:
        return False
    if _is_centred(before, column) and _is_centred(after, column):
        return not stopped
    return _hangs(before, after, size) and not stopped


def opens_number(text: str) -> bool:
    """Whether a line opens with the number of a paragraph; ``1.5万吨`` does not, ``1.2020年`` does."""
    return bool(_NUMBERED.match(text))


def _free(line: Line, column: Column) -> float:
    """The room left on a line; a centred one has half of it on either side."""
    left, right = line.left - column.left, column.right - line.right
    centred = left > line.size / 2 and abs(left - right) <= 0.75 * line.size
    return left + right if centred else right


def _room(after: str, size: float) -> float:
    """The room that a full line may leave: what comes next did not fit, and stops and words are not parted from it."""
    word = _WORD.match(after)
    if word:
        return (len(word[0]) * 0.55 + 1.0 + _company(after[word.end() - 1 :])) * size
    return (_ROOM + _company(after)) * size


def _company(text: str) -> int:
    """How many characters must stand on one line with the first."""
    count = 1 if text[:1] in _OPENING else 0
    for char in text[1:4]:
        if char not in _CLOSING:
            break
        count += 1
    return count


def _hangs(before: Line, after: Line, size: float) -> bool:
    """A hanging indent: the line before stands as deep, or begins left of it."""
    return abs(before.left - after.left) <= 0.5 * size or after.left - before.left > _DEEP_INDENT * size


def _is_centred(line: Line, column: Column) -> bool:
    return (
        abs((line.left - column.left) - (column.right - line.right)) <= line.size
        and line.left > column.left - 1
    )


def join(first: str, second: str) -> str:
    """Two lines of one paragraph; only Latin words are parted by a space."""
    inside_latin = (
        first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    )
    return f"{first} {second}" if inside_latin else first + second


def cell_text(lines: list[Line], width: float) -> str:
    """The text of a cell: its lines rejoined, its paragraphs parted by a newline."""
    parts: list[str] = []
    for index, line in enumerate(lines):
        if parts and _cell_goes_on(lines[index - 1], line, width):
            parts[-1] = join(parts[-1], line.text)
        else:
            parts.append(line.text)
    return "\n".join(parts)


def _cell_goes_on(before: Line, after: Line, width: float) -> bool:
    """Centred or not, a line was broken by the cell's edge if the next character had no room."""
    size = max(before.size, 1.0)
    free = width - (before.right - before.left) - _PADDING * size
    if free > _room(after.text, size):
        return False
    return not (_STOP.search(before.text) and _NUMBERED.match(after.text))
