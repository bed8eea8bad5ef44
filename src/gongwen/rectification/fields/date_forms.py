"""The printed forms of a date, as points of time that may still lack their year.

Each form is one expression that must match at a given place; :func:`point_at` tries them in order.
Characters that a web page lost (``20189月底前``, ``2018930日前``, ``630日``) are put back here: every legal
split becomes a reading of the point, the first is taken and the others are kept beside it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from gongwen.rectification.fields.numerals import number

#: Characters at which a date can begin.
STARTS = frozenset("0123456789一二三四五六七八九十今本当明次翌来同去上下前第年月")

#: this, next, last: counted from the document; same, after: from the nearest year before.
YearWord = Literal["", "this", "next", "last", "same", "after"]
#: month, day; a day of 0 is the last of the month.
Split = tuple[int, int]


class Point(NamedTuple):
    """``text[start:end]`` of a view as a point of time.

    ``month`` None: the whole year, 0: the month of the document. ``day`` 0: the whole month.
    """

    start: int
    end: int
    year: int | None = None
    word: YearWord = ""
    month: int | None = None
    day: int = 0
    precision: Literal["day", "month", "year"] = "year"
    #: True where the phrase itself says a bound (底, 末, 内) and not just a period.
    bound: bool = False
    #: The first day of the period instead of its last: 年初, 月初.
    first: bool = False
    repaired: bool = False
    others: tuple[Split, ...] = ()
    #: The years that a printed one may have been before it lost a digit: 206年.
    years: tuple[int, ...] = ()

    def last_day(self, year: int) -> date | None:
        """The day meant, in ``year``; None where there is no such day."""
        month = self.month or (1 if self.first else 12)
        try:
            return date(year, month, self.day or (1 if self.first else monthrange(year, month)[1]))
        except ValueError:  # 31 September, a thirteenth month: printed, but on no calendar
            return None

    def begin(self, year: int) -> date | None:
        """The first day of the period meant."""
        return self._replace(first=True, month=self.month or 1).last_day(year)


_YEAR = r"(?P<y>(?:19|20)\d\d|[一二][〇零九0Oo][〇零一二三四五六七八九0Oo]{2}|(?<!\d)(?:1[5-9]|2\d|2[0-4]\d)(?=年(?:\d|底|末)))年"
_WORD = r"(?P<w>今年|本年|当年|明年|次年|翌年|来年|同年|去年|上年)"
_MONTH = r"(?P<m>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_HOUR = r"(?:\d{1,2}(?:时|点|:\d\d)(?:\d\d分?)?)?"
_PART = r"(?P<part>底(?![数线泥部子])|末(?!端)|初(?![步期始审级中])|上旬|中旬|下旬)"
_YEAR_PART = (
    r"(?P<ypart>底(?![数线泥部子])|末(?!端)|终|初(?![步期始审级])|内(?![蒙部外容河涝])"
    r"|中(?![央共国小期心学等型部华科标间]))"
)
_QUARTER = r"第?(?P<q>[一二三四1-4])季度(?P<qpart>末|底|初|内)?|(?P<h>[上下前]半年)"
#: What may follow a year or a month that lost its 年 or 月 and yet is a date.
_STOP = r"(?=前|底|至|-|~|,|。|;|$)"


@cache
def _dated() -> re.Pattern[str]:
    """With a year, printed or named: 2018年, 2018年9月, 2018年9月30日, 明年6月底, 2019年第三季度末."""
    inside = (
        rf"(?:{_MONTH}月份?(?:{_DAY}(?:[日号]{_HOUR}|(?=前))|{_PART})?|(?P<md>\d{{3,4}})日"
        rf"|(?P<lost>1[0-2]|0?[1-9])(?=底前)|年?{_YEAR_PART}|{_QUARTER}"
        r"|(?P<none>1[3-9]|[2-9]\d|00?)月(?:[底末]|\d{1,2}[日号])?)?"
    )
    return re.compile(rf"(?:{_YEAR}|{_WORD}){inside}")


@cache
def _lost() -> re.Pattern[str]:
    """The 年 (and the 月) lost: 20189月底, 2018930日, 20219820时, 20181231前, 2018底前."""
    return re.compile(
        rf"(?P<y>20[0-4]\d) ?(?:(?P<digits>\d{{1,6}})(?P<mark>[月日号时]|(?=前|$))份?(?:(?<=月){_DAY}[日号]|{_PART})?"
        r"|(?P<whole>底|末)(?=前|,|。|;|完成|建成|$))"
    )


@cache
def _numeric() -> re.Pattern[str]:
    day = r"(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])日?(?![\d.%年/月-])"
    return re.compile(rf"(?P<y>20[0-4]\d)(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?:{day}|{_STOP})")


@cache
def _yearless() -> re.Pattern[str]:
    """Without a year: 9月30日, 9月底, 年底, 第三季度末, 上半年, 月底前, 630日."""
    return re.compile(
        rf"{_MONTH}月份?(?:{_DAY}(?:[日号]{_HOUR}|(?=前))|{_PART}|(?=前)|(?P<bare>))"
        rf"|(?P<md>\d{{3,4}})日(?!内)|(?<![\d〇零一二三四五六七八九十两半几数近多全每百])年{_YEAR_PART}|{_QUARTER}"
        r"|(?<![\d一二三四五六七八九十每个])(?P<this>[本当]?月)(?:底|末)(?![数线])"
    )


_WORDS: dict[str, YearWord] = {
    "今年": "this", "本年": "this", "当年": "same", "同年": "same",
    "明年": "next", "来年": "next", "次年": "after", "翌年": "after", "去年": "last", "上年": "last",
}  # fmt: skip


def point_at(text: str, at: int) -> Point | None:
    """The point of time printed at ``at``, in whichever form."""
    c = text[at]
    if c == "十" and (period := _period().match(text, at)):
        return Point(at, period.end(), 2000 + 5 * (number(period["n"]) or 0) + 5, bound=True)
    if c in "12" and text.startswith(("19", "20"), at):
        return _first(text, at, (_dated, _from_dated), (_numeric, _from_numeric), (_lost, _from_lost))
    if c in "一二今本当明次翌来同去上1" and (found := _first(text, at, (_dated, _from_dated))):
        return found
    if c == "2" and (found := _first(text, at, (_dated, _from_dated))):
        return found
    return _first(text, at, (_yearless, _from_yearless))


@cache
def _period() -> re.Pattern[str]:
    """The end of a five-year plan: 十四五末 is the end of 2025."""
    return re.compile(r"十(?P<n>[三四五六])五[”\"]?(?:时期|规划|期间)?期?末")


_Form = tuple[Callable[[], re.Pattern[str]], Callable[[re.Match[str]], Point | None]]


def _first(text: str, at: int, *forms: _Form) -> Point | None:
    for pattern, build in forms:
        if (match := pattern().match(text, at)) and (point := build(match)):
            return point
    return None


def _from_dated(match: re.Match[str]) -> Point | None:
    printed = match["y"]
    year = number(printed) if printed else None
    if year is not None and year < 100:
        year += 2000
    base = Point(
        match.start(), match.end(), year, _WORDS.get(match["w"] or "", ""),
        repaired=printed is not None and len(printed) < 4,
    )  # fmt: skip
    if printed and len(printed) == 3:
        base = base._replace(year=None, years=years_of(printed))
    if match["md"]:
        return _split_point(base, match["md"])
    if match["lost"]:
        end = base._replace(end=match.end() + 1, month=int(match["lost"]), precision="month")
        return end._replace(bound=True, repaired=True)
    if match["none"]:
        return base._replace(month=int(match["none"]), precision="month")
    if match["m"]:
        return _in_month(base, match["m"], match["d"], match["part"])
    return _in_year(base, match["ypart"], match["q"], match["qpart"], match["h"])


def _from_numeric(match: re.Match[str]) -> Point | None:
    base = Point(match.start(), match.end(), int(match["y"]), month=int(match["m"]))
    if match["d"]:
        return base._replace(day=int(match["d"]), precision="day")
    return base._replace(precision="month")


def _from_lost(match: re.Match[str]) -> Point | None:
    base = Point(match.start(), match.end(), int(match["y"]), repaired=True)
    if match["whole"]:
        return base._replace(bound=True)
    digits, mark = match["digits"], match["mark"]
    if mark == "月":
        return _in_month(base, digits, match["d"], match["part"]) if number(digits) in range(1, 13) else None
    if mark == "时":
        return _hour_point(base, digits)
    if not mark and len(digits) != 4:
        return None
    return _split_point(base, digits)


def _from_yearless(match: re.Match[str]) -> Point | None:
    base = Point(match.start(), match.end())
    if match["md"]:
        return _split_point(base, match["md"])
    if match["m"]:
        if match["bare"] is not None and not match["m"].isdigit():
            return None
        return _in_month(base, match["m"], match["d"], match["part"])
    if match["this"]:
        return base._replace(month=0, precision="month", bound=True)
    return _in_year(base, match["ypart"], match["q"], match["qpart"], match["h"])


def _in_month(base: Point, month: str, day: str | None, part: str | None) -> Point | None:
    point = base._replace(month=number(month), precision="month")
    if day:
        return point._replace(day=number(day) or 0, precision="day")
    if part in ("上旬", "中旬"):
        return point._replace(day=10 if part == "上旬" else 20, bound=True)
    return point._replace(bound=part in ("底", "末", "下旬"), first=part == "初")


def _in_year(
    base: Point, part: str | None, quarter: str | None, qpart: str | None, half: str | None
) -> Point:
    if quarter:
        return base._replace(month=3 * (number(quarter) or 4), precision="month", bound=qpart is not None)
    if half:
        return base._replace(month=12 if half.startswith("下") else 6, precision="month", bound=False)
    if part == "中":
        return base._replace(month=6, precision="month", bound=True)
    return base._replace(bound=part in ("底", "末", "终", "内"), first=part == "初")


def years_of(printed: str) -> tuple[int, ...]:
    """Every year of these decades that reads so when it has lost a digit: 206 → 2006, 2016, 2026."""
    whole = {int(printed[:at] + digit + printed[at:]) for at in range(4) for digit in "0123456789"}
    return tuple(sorted(year for year in whole if 2000 <= year < 2050))


def splits(digits: str) -> list[Split]:
    """Every way to read ``digits`` as a month and a day: 930 → 9, 30; 112 → 1, 12 and 11, 2."""
    found = []
    for cut in (1, 2):
        month, day = digits[:cut], digits[cut:]
        if 1 <= len(day) <= 2 and not day.startswith("0") and _exists(int(month), int(day)):
            found.append((int(month), int(day)))
    padded = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (0, 0)
    return found if padded in found or not _exists(*padded) else [*found, padded]


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _days(month)


def _days(month: int) -> int:
    return monthrange(2020, month)[1]


def _split_point(base: Point, digits: str) -> Point | None:
    found = splits(digits)
    if not found:
        return None
    (month, day), *others = found
    return base._replace(month=month, day=day, precision="day", repaired=True, others=tuple(others))


def _hour_point(base: Point, digits: str) -> Point | None:
    """A month, a day and an hour run together: 9820 → 9, 8, 20 o'clock."""
    found = [
        split
        for cut in (2, 1)
        if len(digits) > cut and int(digits[-cut:]) <= 24
        for split in splits(digits[:-cut])
    ]
    if not found:
        return None
    found = list(dict.fromkeys(found))
    (month, day), *others = found
    return base._replace(month=month, day=day, precision="day", repaired=True, others=tuple(others))
