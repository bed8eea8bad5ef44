"""Dates as officials write them: every phrase of a span, with its day, its role and its doubts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from gongwen.rectification.fields import date_roles
from gongwen.rectification.fields.date_forms import STARTS, Point, point_at
from gongwen.rectification.fields.relative import Relative, event_starts, relative_at, special_at
from gongwen.rectification.fields.view import View, view
from gongwen.rectification.fields.years import Years
from gongwen.results import DeadlineRule, Doubt, Span

Role = Literal["by", "start", "past", "range", "recurring", "report", "other"]
#: How far before its 年, 月 or 日 a date can begin.
_REACH = 12

__all__ = ["DateMention", "Years", "find_dates", "last_fixed"]


class DateMention(NamedTuple):
    """One printed phrase that names a time: 2018年9月底前, 限期15日内, 采暖季前, X月XX日.

    ``date`` is the last day the phrase allows (the first for 月初, 年初 and start phrases), None where it is
    conditional or no year is printed anywhere. ``start`` is the beginning of a range. ``place`` is the span
    in the view that found it.
    """

    span: Span
    kind: Literal["fixed", "conditional"]
    role: Role
    start: date | None = None
    date: date | None = None
    rule: DeadlineRule | None = None
    precision: Literal["day", "month", "year", "none"] = "none"
    #: The phrase says itself that it is a bound: 前, 底, 内, 止.
    bound: bool = False
    doubts: tuple[Doubt, ...] = ()
    place: Span = (0, 0)


@cache
def _triggers() -> re.Pattern[str]:
    return re.compile("[年月日号季节期天周时底末汛冬夏工秋]|五一|入冬|两会")


@cache
def _numeric() -> re.Pattern[str]:
    return re.compile(r"20[0-4]\d(?:[-./]\d|(?:0[1-9]|1[0-2])[0-3]\d(?=前|$))")


@cache
def _title() -> re.Pattern[str]:
    """The name of a law or a plan, with the years in it; also 计划(2018-2020年) without its marks."""
    return re.compile(
        r"《[^》\n]{0,120}》|“[^”\n\d]{2,12}[、,][^”\n\d]{2,12}”|(?<=[划案要见])\((?:19|20)\d\d年?(?:-|至)(?:19|20)?\d\d年?\)"
    )


def find_dates(text: str, span: Span, years: Years) -> list[DateMention]:
    """Every date phrase inside ``span``, in reading order, never overlapping."""
    seen = view(text, span)
    mentions: list[DateMention] = []
    for found in _scan(seen.text):
        mention = _mention(seen, found, years)
        if mention is not None and not (mentions and mention.span[0] < mentions[-1].span[1]):
            mentions.append(mention)
    return mentions


_Found = Point | Relative | tuple[Point, Point]


def _scan(text: str) -> Iterator[_Found]:
    """Points, ranges and relative times of a view, left to right."""
    marks = {m.start() for m in _triggers().finditer(text)}
    triggers = sorted(marks | {m.start() + 4 for m in _numeric().finditer(text)})
    titles = [m.span() for m in _title().finditer(text)] if triggers else []
    begins, position = STARTS | event_starts() | frozenset("Xx×*某半两"), 0
    for trigger in triggers:
        at = max(position, trigger - _REACH)
        while at <= min(trigger, len(text) - 1):
            found = _at(text, at) if text[at] in begins else None
            if found is None:
                at += 1
                continue
            if not _within(titles, at):
                yield found
            at = max(_end(found), at + 1)
        position = max(position, at)


def _within(titles: list[Span], at: int) -> bool:
    index = bisect_right(titles, (at, len(titles) + at)) - 1
    return index >= 0 and at < titles[index][1]


def _end(found: _Found) -> int:
    return found.end if isinstance(found, Point | Relative) else found[1].end


def _at(text: str, at: int) -> _Found | None:
    if text[at - 1 : at].isdigit() and text[at].isdigit():
        return None
    if found := special_at(text, at):
        return found
    if found := relative_at(text, at):
        return found
    if ranged := _years_range(text, at) or _months_range(text, at):
        return ranged
    point = point_at(text, at)
    if point is None:
        return None
    return _to_end(text, point) or point


@cache
def _year_range() -> re.Pattern[str]:
    return re.compile(
        r"(?P<a>20[0-4]\d)年?(?P<sep>-|~|至|到)?(?P<b>20[0-4]\d)年(?![度\d])底?"
        r"|(?P<c>20[0-4]\d)-(?P<d>\d\d)年(?!度)底?"
    )


def _years_range(text: str, at: int) -> tuple[Point, Point] | None:
    """2018-2020年, 2018年至2020年, and 20182020年 whose dash is lost."""
    match = _year_range().match(text, at) if text.startswith("20", at) else None
    if match is None:
        return None
    first = int(match["a"] or match["c"])
    last = int(match["b"]) if match["b"] else first // 100 * 100 + int(match["d"])
    if not first <= last <= first + 15:
        return None
    lost = match["a"] is not None and not match["sep"]
    return Point(at, at + 4, first), Point(match.end() - 5, match.end(), last, repaired=lost)


@cache
def _month_range() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<y>20[0-4]\d)年)?(?P<a>1[0-2]|0?[1-9])(?:-|~|至|到)(?P<b>1[0-2]|0?[1-9])月份?底?"
    )


def _months_range(text: str, at: int) -> tuple[Point, Point] | None:
    """2020年1-6月, 6—9月."""
    match = _month_range().match(text, at)
    if match is None or int(match["a"]) >= int(match["b"]):
        return None
    year = int(match["y"]) if match["y"] else None
    split = match.end("a")
    first = Point(at, split, year, month=int(match["a"]), precision="month")
    return first, Point(split, match.end(), year, month=int(match["b"]), precision="month")


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(r"(?:\([^)]{0,6}\))?(?:至|到|-+|~)(?:(?P<d>3[01]|[12]\d|0?[1-9])[日号])?")


def _to_end(text: str, first: Point) -> tuple[Point, Point] | None:
    """The range that begins with ``first``: its end may leave out the year and the month."""
    joint = _joint().match(text, first.end)
    if joint is None or (first.bound and not joint[0].startswith(("-", "~", "至", "到"))):
        return None
    if joint["d"]:
        if first.month is None:
            return None
        return first, Point(
            first.end, joint.end(), first.year, first.word, first.month, int(joint["d"]), "day"
        )
    second = point_at(text, joint.end()) if joint.end() < len(text) and text[joint.end()] in STARTS else None
    return (first, second) if second else None


def _mention(seen: View, found: _Found, years: Years) -> DateMention | None:
    if isinstance(found, Relative):
        return _conditional(seen, found)
    first, last = (None, found) if isinstance(found, Point) else found
    start = first.start if first else last.start
    context = date_roles.around(seen.text, start, last.end)
    if context.role is None:
        return None
    return _resolved(seen, first, last, context, years)


def _conditional(seen: View, found: Relative) -> DateMention:
    rule = DeadlineRule(found.anchor, found.amount, found.unit) if found.amount else None
    role: Role = "recurring" if date_roles.recurs(seen.text, found.start) else "by"
    return DateMention(
        seen.span(found.start, found.end),
        "conditional",
        role,
        rule=rule,
        bound=True,
        place=(found.start, found.end),
    )


def _resolved(
    seen: View, first: Point | None, last: Point, context: date_roles.Context, years: Years
) -> DateMention | None:
    lead = first or last
    span = seen.span(lead.start, context.end)
    year, doubts = _year(last if last.year or last.word else lead, last, span, context, years)
    role: Role = context.role or "other"
    begins = role == "start" and last.precision != "day"
    day = _day(last, year, years, first=begins) if year is not None else None
    if year is not None and day is None and last.month != 0:
        printed = seen.text[slice(lead.start, last.end)]
        doubts = [
            Doubt("date-impossible", f"“{printed}”在日历上不存在，没有取日期，请核对原件后填写。", span)
        ]
    begin = None
    if first and year is not None:
        begin = first.begin(first.year or year)
        role = "range" if role == "other" else role
    if last.repaired or (first and first.repaired):
        doubts = [*doubts, _repair(seen, span, last, day)]
    return DateMention(
        span, "fixed", role, begin, day, None, last.precision, last.bound or context.bound,
        tuple(doubts), (lead.start, context.end),
    )  # fmt: skip


def _day(point: Point, year: int, years: Years, *, first: bool) -> date | None:
    if point.month == 0:
        return Point(0, 0, month=years.own.month).last_day(year) if years.own else None
    return point.begin(year) if first else point.last_day(year)


def _year(
    point: Point, last: Point, span: Span, context: date_roles.Context, years: Years
) -> tuple[int | None, list[Doubt]]:
    if point.year:
        return point.year, []
    year = _named(point, span, years) if point.word else None
    if year is None:
        year = years.infer(span[0], last.month or 12, past=context.role == "past")
    if year is not None and point.years:
        return _nearest(point.years, year), []
    if year is None:
        return None, [Doubt("year-missing", "这个日期没有写年份，全文也没有可参照的年份，请补上年份。", span)]
    return year, [Doubt("year-inferred", f"原文没有写年份，按上下文推定为{year}年，请核对。", span)]


def _nearest(years: Sequence[int], year: int) -> int:
    """The year next to the one that its surroundings speak of; of two as near, the one still to come."""
    return min(years, key=lambda one: (abs(one - year), -one))


def _named(point: Point, span: Span, years: Years) -> int | None:
    """今年, 明年 count from the document's own date; 当年, 次年 from the nearest year before."""
    if point.word in ("same", "after") or years.own is None:
        base = years.before(span[0]) or years.infer(span[0], point.month or 12)
    else:
        base = years.own.year
    return None if base is None else base + {"next": 1, "after": 1, "last": -1}.get(point.word, 0)


def _repair(seen: View, span: Span, point: Point, day: date | None) -> Doubt:
    printed = seen.text[slice(point.start, point.end)]
    reading = f"{day.year}年{day.month}月{day.day}日" if day else "残缺的日期"
    if not point.others:
        return Doubt("date-repaired", f"“{printed}”疑似丢失了字符，按{reading}理解，请核对。", span)
    others = "、".join(f"{month}月{d}日" for month, d in point.others)
    return Doubt(
        "date-ambiguous", f"“{printed}”疑似丢失了字符，按{reading}理解，也可能是{others}，请核对。", span
    )


def last_fixed(mentions: Sequence[DateMention]) -> DateMention | None:
    """The mention with the latest date; among equal ones the last printed."""
    dated = [mention for mention in mentions if mention.date]
    return max(dated, key=lambda m: (m.date or date.min, m.span), default=None)
