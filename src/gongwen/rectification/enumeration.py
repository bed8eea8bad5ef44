"""Splitting a value into its numbered parts: 1.…2.…  (一)…(二)…  一是…二是…  首先…其次…"""

from __future__ import annotations

import re
from typing import NamedTuple

from gongwen.outline import Mark, find_marks
from gongwen.rectification.drafts import paragraphs_in, trimmed
from gongwen.results import Span

_LOST_DOT = r"{value}(?=[^\W\x00-\xff])(?![年月日号个项家处座条批次名人件起万亿元吨台套类])"


class Enumeration(NamedTuple):
    """``lead``: what stands before the first mark; ``parts``: without their marks; ``marks``: in step with them."""

    lead: Span | None
    parts: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()


def enumerate_parts(text: str, span: Span, before: Mark | None = None) -> Enumeration:
    """The parts of the outermost list in a span; the whole span as one part where it has none. ``before``: the last
    mark of the span before, whose list may go on in this one."""
    paragraphs = paragraphs_in(text, span)
    marks = [mark for mark in find_marks(text, paragraphs) if _separates(text, mark)]
    chain = _continuing(marks, span[0], before) or _chain(marks)
    if not chain:
        whole = trimmed(text, span)
        return Enumeration(None, (whole,) if whole else ())
    chain = _with_lost_dots(text, paragraphs, chain)
    ends = [mark.start for mark in chain[1:]] + [span[1]]
    parts = [trimmed(text, (mark.end, end)) for mark, end in zip(chain, ends, strict=True)]
    kept = [(part, mark) for part, mark in zip(parts, chain, strict=True) if part is not None]
    lead = trimmed(text, (span[0], chain[0].start))
    return Enumeration(lead, tuple(part for part, _ in kept), tuple(mark for _, mark in kept))


def _separates(text: str, mark: Mark) -> bool:
    """Not one that stands in the middle of words; 。2.32家企业… does not."""
    return mark.bol or not mark.glued or text[mark.start - 1] in "。;"


def _continuing(marks: list[Mark], start: int, before: Mark | None) -> list[Mark]:
    """The marks that count on from a list which a parenthesis of fields cut: 1.…。(责任单位:…) | 2.…。3.…。"""
    if before is None or not marks or marks[0].start != start:
        return []
    chain: list[Mark] = []
    value = before.value
    for mark in marks:
        if (mark.style, mark.value) == (before.style, value + 1):
            chain.append(mark)
            value += 1
    return chain if chain and chain[0] is marks[0] else []


def _chain(marks: list[Mark]) -> list[Mark]:
    """The outermost list: of the first style that counts from one to two, or a lone first mark of a paragraph."""
    for index, first in enumerate(marks):
        if first.value != 1:
            continue
        chain = [first]
        for mark in marks[index + 1 :]:
            if mark.style == first.style and mark.value == chain[-1].value + 1:
                chain.append(mark)
        if len(chain) > 1 or first.bol:
            return chain
    return []


def _with_lost_dots(text: str, paragraphs: list[Span], chain: list[Mark]) -> list[Mark]:
    """``3加强…`` at the beginning of a paragraph after ``2.…``: a mark that lost its dot."""
    last = chain[-1]
    if last.style not in ("dot", "dun"):
        return chain
    for start, end in paragraphs:
        found = (
            re.compile(_LOST_DOT.format(value=last.value + 1)).match(text, start, end)
            if start > last.start
            else None
        )
        if found:
            last = Mark(start, found.end(), last.style, last.value + 1, True)
            chain = [*chain, last]
    return chain
