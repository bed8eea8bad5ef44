"""A page that was saved as one line, with a blank wherever a line ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.cleaning import Line, is_furniture
from gongwen.rectification.labels import starts_label
from gongwen.rectification.tables.heads import head_inside

_SHORTEST = 80
_FEWEST = 2


def unrolled(text: str, body: Sequence[Line]) -> list[Line]:
    """The lines; one that holds most of the text is broken where its blanks stand for line ends."""
    total = sum(line.end - line.start for line in body)
    found: list[Line] = []
    for line in body:
        length = line.end - line.start
        long = length >= _SHORTEST and length * 2 > total and not line.whole
        found += _broken(text, line) if long else [line]
    return found


def _broken(text: str, line: Line) -> list[Line]:
    blanks = [match.start() for match in _blank().finditer(text, line.start, line.end)]
    sure = [at for at in blanks if _begins(text, at + 1, line.end)]
    if len(sure) < _FEWEST or head_inside(text, line) is not None:
        return [line]
    ends = _finished().finditer(text, line.start, line.end)
    places = sorted({*sure, *(match.end() - 1 for match in ends), *_headings(text, line, blanks)})
    edges = [line.start, *(at + 1 for at in places)]
    pieces = zip(edges, [*places, line.end], strict=True)
    lines = [Line(start, end, whole=True) for start, end in pieces if end > start]
    return [piece for piece in lines if not is_furniture(text[piece.start : piece.end])]


@cache
def _blank() -> re.Pattern[str]:
    """A single blank with Chinese or the end of a sentence before it."""
    return re.compile(r"(?<=[\u4e00-\u9fff。;:!?)”》\d]) (?=[\u4e00-\u9fff(“《\d①-⑳])")


@cache
def _finished() -> re.Pattern[str]:
    return re.compile(r"[。;!?]”? (?=\S)")


@cache
def _first() -> re.Pattern[str]:
    """What stands at the beginning of a line: a number, what a page says of itself, the date of a signature."""
    return re.compile(
        r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,3}[.、](?!\d)|[①-⑳]|第[一二三四五六七八九十\d]{1,4}[项条章]"
        r"|(?:来源|信息来源|发布时间|发布日期|浏览次数|点击|字体|作者|时间):|\d{4}年\d{1,2}月\d{1,2}日$"
    )


def _begins(text: str, at: int, end: int) -> bool:
    """Whether a number or the name of a field begins here."""
    if _first().match(text, at, end):
        return True
    return starts_label(text, at, min(end, at + 24)) and ":" in text[at : at + 16]


def _headings(text: str, line: Line, blanks: Sequence[int]) -> list[int]:
    """Blanks behind a numbered heading: 一、总体要求 坚持…"""
    heading = re.compile(
        r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[\u4e00-\u9fff“”]{2,40}$"
    )
    return [at for at in blanks if heading.search(text, max(line.start, at - 44), at)]
