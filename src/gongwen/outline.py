"""Numbering marks and the tree they make: 一、 （一） 1. 1、 (1) ① 第N项 一是 序号二十三 编号3:

``find_marks`` lists what can be a mark, with its place and value; :class:`Outline` (see :mod:`gongwen.rectification.tree`)
decides which of them are. A mark in running text counts only as part of a sequence that counts up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from gongwen.results import Span

#: Rank by custom, outermost first; a document's own order of appearance overrides it.
RANKS = {
    "part": 0,  # 第一部分, 第1篇:
    "cn": 1,  # 一、
    "cn_paren": 2,  # (一)
    "ordinal": 3,  # 第四十一项, 问题一:, 序号二十三
    "dot": 4,  # 1.
    "dun": 4,  # 1、
    "paren": 5,  # (1) 1)
    "circle": 6,  # ①
    "shi": 7,  # 一是
    "first": 7,  # 首先, 其次
}

_CN = "〇零一二三四五六七八九十百"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: 最后: a value that stands for one more than the one before.
_LAST = -1
_ORDER = {
    "最后": _LAST,
    "首先": 1,
    "其次": 2,
    "再次": 3,
    "再者": 3,
    "第一,": 1,
    "第二,": 2,
    "第三,": 3,
    "第四,": 4,
    "第五,": 5,
    "第六,": 6,
}


class Mark(NamedTuple):
    """A numbering mark. ``bol``: at the beginning of a paragraph; ``end``: where what it numbers begins;
    ``glued``: in running text with nothing before it that ends a sentence."""

    start: int
    end: int
    style: str
    value: int
    bol: bool
    glued: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""
          (?P<part>第[{_CN}\d]{{1,3}}(?:部分|篇|章)[:、 ]?)
        | (?P<shi>[{_CN[2:]}]{{1,3}}[是则](?![否非]))
        | (?P<cn>[{_CN[2:]}]{{1,4}}(?:,?[、.]|(?=\ \ )))
        | \((?P<cn_paren>[{_CN[2:]}]{{1,4}})\)[、.]?
        | (?P<ordinal>(?:第[{_CN}\d]{{1,5}}[项条个](?:整改任务|任务|问题|反馈问题)?[:、. ]
            |(?<![^\W\x00-\xff①-⑳])(?:整改|督办)?(?:任务|问题|反馈问题|案例|案件|点位|事项|隐患|线索|典型案例)(?:编号|序号)?[{_CN}\d]{{1,4}}[:、.]
            |\((?:整改任务|任务|问题)?(?:序号|编号)[{_CN}\d]{{1,4}}\)
            |(?:序号|编号)[{_CN}\d]{{1,4}}[:、.]
            |(?<![^\n])(?:问题|任务|事项|案例|案件|点位|隐患|线索)[{_CN}\d]{{1,3}}(?=[ ]?(?:\n|\Z)|[ ]+[^\W\x00-\xff][^\n。;:]{{1,40}}(?:\n|\Z))))
        | \((?P<paren>\d{{1,3}})\)[、.]?
        | (?P<paren_half>\d{{1,2}})\)[、.]?(?=\D)
        | (?<=\d{{4}}-\d{{7}})(?P<dot_phone>\d{{1,2}})[.](?!\d)
        | (?<!\d)(?P<dot>\d{{1,3}})[.．](?:(?!\d)|(?=20[0-3]\d\d{{0,4}}\ ?[年月日]|2[01]\d{{1,2}}年)|(?=\d{{1,2}}\ ?月))
        | (?P<dot_glued>\d{{1,2}})[.](?=\d{{1,4}}(?:个|家|名|处|项|座|条|户|件|起|所|辆|台|份|宗|村|人|亩|公里|万))
        | (?P<dun>\d{{1,3}})、(?!\d{{1,3}}[、号])
        | (?P<circle>[{_CIRCLES}])
        | (?P<first>首先|其次|再次|再者|最后(?=,)|第[一二三四五六],)
        """,
        re.VERBOSE,
    )


_PLAIN = {"paren_half": "paren", "dot_glued": "dot", "dot_phone": "dot"}

#: In running text a mark may stand only after one of these.
_BEFORE = frozenset("。:;!?)】”」|\t\n ,")


def find_marks(text: str, paragraphs: Iterable[Span]) -> list[Mark]:
    """Everything in the paragraphs that can number something, in reading order."""
    pattern = _pattern()
    found: list[Mark] = []
    for start, end in paragraphs:
        for match in pattern.finditer(text, start, end):
            mark = _mark(text, match, start)
            if mark is not None:
                found.append(_counted(mark, found))
    return found


def _counted(mark: Mark, before: list[Mark]) -> Mark:
    """最后 comes after whatever came before it in its list."""
    if mark.value != _LAST:
        return mark
    return mark._replace(
        value=next((other.value + 1 for other in reversed(before) if other.style == "first"), 1)
    )


def _mark(text: str, match: re.Match[str], paragraph: int) -> Mark | None:
    style = match.lastgroup
    if style is None:
        return None
    bol = match.start() == paragraph
    glued = not bol and not _may_stand(text, match.start(), style, paragraph)
    if glued and not _may_be_glued(text, match, style):
        return None
    glued = glued or style == "dot_glued"
    value = value_of(match[style], style)
    if value is None:
        return None
    end = match.end()
    while end < len(text) and text[end] in (" \t,、" if style == "first" else " \t"):
        end += 1
    return Mark(match.start(), end, _PLAIN.get(style, style), value, bol, glued)


def _may_stand(text: str, at: int, style: str, paragraph: int) -> bool:
    before = text[at - 1]
    if before == " ":
        return text[paragraph:at].rstrip()[-1:] != "" and style not in ("first",)
    if style == "circle":
        return True
    if before == ",":
        return style in ("shi", "first", "paren", "circle")
    return before in _BEFORE


def _may_be_glued(text: str, match: re.Match[str], style: str) -> bool:
    """Right behind a heading or a value: …落实不到位方面1.某县…  …责任单位:某局(二)…  but not 举一反三、"""
    before = text[match.start() - 1]
    if style == "cn":
        return (
            not text.endswith(("举一反", "接二连", "说一不", "一而再", "第"), 0, match.start())
            and before not in "、一二三四五六七八九十"
        )
    if style in ("cn_paren", "dot_phone"):
        return True
    return (
        style in ("dot", "dun")
        and ("\u4e00" <= before <= "\u9fff" or before in ")）%”")
        and before not in "第月日约近"
    )


def value_of(printed: str, style: str) -> int | None:
    """The number a mark stands for."""
    if style == "circle":
        return _CIRCLES.index(printed) + 1
    if style == "first":
        return _ORDER.get(printed)
    digits = re.search(rf"\d+|[{_CN}]+", printed)
    return number(digits[0]) if digits else None


def number(printed: str) -> int | None:
    """``23`` or ``二十三`` or ``一百零四``; None where it is no number."""
    if printed.isdigit():
        return int(printed)
    total, digit = 0, 0
    for character in printed:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        elif character in _DIGITS:
            digit = digit * 10 + _DIGITS[character] if digit and "十" not in printed else _DIGITS[character]
        else:
            return None
    return total + digit or None
