"""Text of a document as a value: line breaks and indentation removed, nothing else; and the way back."""

from __future__ import annotations

import re

#: A line break with the indentation around it. What is left is the text as printed.
BREAK = re.compile(r"[ \t\u3000\u00a0]*[\n\t]+[ \t\u3000\u00a0]*")
EDGE = " \t\n\u3000\u00a0"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges; empty spans stay where they begin."""
    start, end = max(0, start), min(len(text), end)
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, max(start, end)


def quote(text: str, start: int, end: int) -> str:
    start, end = trim(text, start, end)
    return BREAK.sub("", text[start:end])


def place_of(text: str, start: int, end: int, offset: int) -> int | None:
    """Where in the document the character ``offset`` of a quote stands; None where the quote is not this span's."""
    position, counted = start, 0
    while position < end:
        skipped = BREAK.match(text, position, end)
        if skipped:
            position = skipped.end()
            continue
        if counted == offset:
            return position
        position, counted = position + 1, counted + 1
    return end if counted == offset else None


#: A number before an item, as printed: (四) · 3. · 第五项 · 二、 · ①
NUMBER = re.compile(
    r"\s*((?:第[一二三四五六七八九十百零〇\d]+[项条号]?[、.．:：]?)"
    r"|(?:[(（][一二三四五六七八九十百零〇\d]{1,4}[)）][、.．]?)"
    r"|(?:[一二三四五六七八九十百零〇]{1,5}[、.．])"
    r"|(?:\d{1,3}[、.．)）](?!\d))"
    r"|[①-⑳])\s*"
)


def leading_number(text: str) -> tuple[str, int]:
    """The number a text begins with, and how many characters it takes; ``("", 0)`` where it has none."""
    found = NUMBER.match(text)
    return (found[1], found.end()) if found else ("", 0)
