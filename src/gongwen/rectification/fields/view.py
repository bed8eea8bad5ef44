"""A span of the text as the matchers see it: folded, without white space, with the way back to every place."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache

from gongwen.rectification.fields.folding import fold
from gongwen.results import Quote, Span

#: A clause or a sentence is looked for this far and no farther, so that reading stays linear on any text.
_REACH = 400


@cache
def _noise() -> re.Pattern[str]:
    """What the matchers do not see: white space, and the pinyin that web pages put behind a character."""
    return re.compile(
        r"(?P<break>\s*\n\s*)|(?P<space>[^\S\n]+)"
        r"|(?<=[^\W\x00-\xff])\([a-z]{0,5}[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüńňǹ][a-z]{0,4}\)"
    )


class View:
    """``text[span]`` folded and compacted. ``str(view)`` is what matchers run on; ``span`` maps places back.

    A line break vanishes where the line was broken inside a sentence and stays as one ``\\n`` after a
    sentence's end; a space stays only between two ASCII letters or digits.
    """

    __slots__ = ("_offsets", "_starts", "text")

    def __init__(self, text: str, span: Span) -> None:
        folded, (start, end) = fold(text), span
        parts: list[str] = []
        self._starts, self._offsets = [], []
        length, place = 0, start
        for match in _noise().finditer(folded, start, end):
            length = self._add(parts, folded[place : match.start()], place, length)
            if kept := _kept(match, folded, start, end):
                length = self._add(parts, kept, match.start(), length)
            place = match.end()
        self._add(parts, folded[place:end], place, length)
        self._offsets.append(end)
        self.text = "".join(parts)
        self._starts.append(len(self.text))

    def _add(self, parts: list[str], piece: str, offset: int, length: int) -> int:
        if not piece:
            return length
        parts.append(piece)
        self._starts.append(length)
        self._offsets.append(offset)
        return length + len(piece)

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def offset(self, place: int) -> int:
        """The offset in the document of the character at ``place`` of the view (the end at its length)."""
        at = max(bisect_right(self._starts, place) - 1, 0)
        return self._offsets[at] + place - self._starts[at]

    def span(self, start: int, end: int) -> Span:
        """The span in the document of ``str(view)[start:end]``."""
        if end <= start:
            return (self.offset(start), self.offset(start))
        return (self.offset(start), self.offset(end - 1) + 1)


def _kept(match: re.Match[str], folded: str, start: int, end: int) -> str:
    before = folded[match.start() - 1] if match.start() > start else ""
    after = folded[match.end()] if match.end() < end else ""
    if match.lastgroup == "break":
        return "\n" if before in "。;:!?|" else ""
    if match.lastgroup == "space":
        return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""
    return ""


@lru_cache(maxsize=64)
def view(text: str, span: Span) -> View:
    """A view, kept for a while: the readers of one item look at the same spans."""
    return View(text, span)


def stretch(prose: str, start: int, end: int, marks: str) -> Span:
    """Around ``prose[start:end]``, from the nearest of ``marks`` before to the nearest behind, without them."""
    floor, ceiling = max(start - _REACH, 0), min(end + _REACH, len(prose))
    begin = max(prose.rfind(mark, floor, start) for mark in marks) + 1
    stops = [at for mark in marks if (at := prose.find(mark, end, ceiling)) >= 0]
    return max(begin, floor), min(stops, default=ceiling)


def quote(text: str, span: Span) -> Quote:
    """``text[span]`` as printed: white space at both ends and line breaks with their indentation removed."""
    raw = text[span[0] : span[1]]
    start = span[0] + len(raw) - len(raw.lstrip())
    inner = raw.strip()
    lines = inner.split("\n")
    joined = "".join([lines[0].rstrip(), *(line.strip() for line in lines[1:-1]), lines[-1].lstrip()])
    return Quote(joined if len(lines) > 1 else inner, (start, start + len(inner)))
