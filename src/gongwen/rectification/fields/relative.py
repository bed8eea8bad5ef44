"""Times that are no dates: 15日内, 自约谈之日起3个月内, 采暖季前, X月XX日."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from gongwen.rectification.fields.numerals import number
from gongwen.rectification.fields.words import alternatives, words

_LOOK_BACK = 48
Unit = Literal["day", "working_day", "month", "year"]


class Relative(NamedTuple):
    """``text[start:end]`` of a view. ``amount`` None where the phrase is no count of days, months or years."""

    start: int
    end: int
    amount: int | None = None
    unit: Unit = "day"
    anchor: str = ""


@cache
def _count() -> re.Pattern[str]:
    return re.compile(
        r"(?P<n>\d{1,3}|半|[一二两三四五六七八九十]{1,3})(?P<more>个半)?个?"
        r"(?P<unit>工作日|自然日|日历日|日|天|周|星期|月|季度|年|小时)(?:时间|期限)?(?P<bound>之内|以内|内(?![蒙容部]))?"
    )


_UNITS: dict[str, tuple[int, Unit]] = {
    "工作日": (1, "working_day"), "自然日": (1, "day"), "日历日": (1, "day"), "日": (1, "day"), "天": (1, "day"),
    "周": (7, "day"), "星期": (7, "day"), "月": (1, "month"), "季度": (3, "month"), "年": (1, "year"),
}  # fmt: skip
_HALVES: dict[str, tuple[int, Unit]] = {"年": (6, "month"), "月": (15, "day")}


@cache
def _anchor() -> re.Pattern[str]:
    """What stands before the count and starts the clock, or the words that make it a limit."""
    return re.compile(
        r"(?:(?:自|从)(?P<from>[^,。;:]{1,30}?)(?:之日)?(?:起|开始)(?:算|计)?的?,?"
        r"|(?P<after>[^,。;:]{1,24}?)(?:之后|以后|后)的?,?)?(?P<limit>限期?|限于|限在)?(?:在|于)?$"
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(r"^(?:待|等|在|于|须|应|并|要求|责令|\d+[.、])+")


@cache
def _events() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:20\d\d年|今年|明年|当年)(?:度)?)?(?:{alternatives('fields_dates', 'events')})"
        r"(?:正式)?(?:开始|到来|来临|结束|期间)?(?:之前|以前|前(?!期))"
    )


@cache
def _masked() -> re.Pattern[str]:
    mask = r"[Xx×*某]"
    return re.compile(
        rf"(?:(?:{mask}{{1,4}}|20{mask}{{1,2}}|20\d{mask})年(?:[Xx×*某\d]{{1,2}}月(?:[Xx×*某\d]{{1,2}}[日号])?)?"
        rf"|(?:20\d\d年)?(?:{mask}{{1,2}}月(?:[Xx×*某\d]{{1,2}}[日号])?|\d{{1,2}}月{mask}{{1,2}}[日号]))(?:底|初)?(?:以前|之前|前)?"
    )


@cache
def event_starts() -> frozenset[str]:
    """The characters at which an event can begin."""
    return frozenset(word[0] for word in words("fields_dates", "events"))


def relative_at(text: str, at: int, *, bound: bool = True) -> Relative | None:
    """A count of days or months at ``at``, with what stands before it. ``bound``: only with 内 behind it."""
    match = _count().match(text, at)
    if not match or (bound and not match["bound"]) or (at and text[at - 1] in "每第近前"):
        return None
    amount, unit = _amount(match)
    if (match["unit"] == "月" and "个" not in match[0]) or (match["unit"] == "年" and _is_year(match["n"])):
        return None
    from_here = max(text.rfind(mark, max(at - _LOOK_BACK, 0), at) for mark in "。;\n") + 1
    start, anchor = _before(text, max(from_here, at - _LOOK_BACK), at)
    return Relative(start, match.end(), amount, unit, anchor)


def _is_year(printed: str) -> bool:
    return printed.isdigit() and len(printed) > 2


def _amount(match: re.Match[str]) -> tuple[int | None, Unit]:
    if match["unit"] not in _UNITS:
        return None, "day"
    if match["n"] == "半":
        return _HALVES.get(match["unit"], (None, "day"))
    factor, unit = _UNITS[match["unit"]]
    count = number(match["n"]) or 0
    if match["more"] and match["unit"] in ("月", "年"):
        return (count * 30 + 15, "day") if match["unit"] == "月" else (count * 12 + 6, "month")
    return count * factor, unit


def _before(text: str, start: int, at: int) -> tuple[int, str]:
    """Where the phrase begins and what its anchor is."""
    match = _anchor().search(text, _clause(text, start, at), at)
    if match is None:
        return at, ""
    for name in ("from", "after"):
        if match[name]:
            cut = _lead().match(match[name])
            skip = cut.end() if cut and name == "after" else 0
            begin = match.start() if name == "from" else match.start(name) + skip
            return begin, match[name][skip:]
    return (match.start("limit") if match["limit"] else at), ""


def _clause(text: str, start: int, at: int) -> int:
    """The begin of the clause that ends at ``at``; a comma directly before the count belongs to it."""
    return max(text.rfind(mark, start, max(at - 1, start)) for mark in ",。;:、\n") + 1 or start


def special_at(text: str, at: int) -> Relative | None:
    """A season, a feast or an unfilled date at ``at``."""
    match = _masked().match(text, at) if text[at] in "Xx×*某12" else None
    if match is None and text[at] in event_starts() | {"2", "今", "明", "当"}:
        match = _events().match(text, at)
    return Relative(match.start(), match.end()) if match else None
