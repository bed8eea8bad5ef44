"""A day as a cell of a table says it: with dashes, points or 年月日, in Chinese numerals, or as the number Excel keeps."""

from __future__ import annotations

import datetime
import re

from django.utils.translation import gettext as _

#: What stands between year, month and day: a dash of any length, a slash, a point.
APART = "-—–－−/／.．"
_CLOCK = r"(?:(?:\s+|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY = re.compile(rf"^(\d{{4}})\s*[{APART}年]\s*(\d{{1,2}})\s*[{APART}月]\s*(\d{{1,2}})\s*[日号]?{_CLOCK}$")
_TOGETHER = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_MONTH = re.compile(rf"^\d{{4}}\s*[{APART}年]\s*\d{{1,2}}\s*月?(?:份|底|末)?$")
_NO_YEAR = re.compile(rf"^\d{{1,2}}\s*[{APART}月]\s*\d{{1,2}}\s*[日号]?$")
_SHORT_YEAR = re.compile(rf"^\d{{2}}\s*[{APART}年]\s*\d{{1,2}}\s*[{APART}月]\s*\d{{1,2}}\s*[日号]?$")
#: With the time of the day behind the point.
_SERIAL = re.compile(r"^[3-6]\d{4}(?:\.\d+)?$")
#: No day of an office lies before or after these years; a year that does is a slip of the pen.
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
#: Day 0 of Excel, as far as days after February 1900 are meant.
_EXCEL = datetime.date(1899, 12, 30)
_DIGITS = str.maketrans("〇零○一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
_TENS = re.compile(r"([二三])?十([一二三四五六七八九])?")


class BadValue(ValueError):
    """The cell cannot be taken; the message is the sentence for whoever filled it in."""


def serial(text: str) -> datetime.date | None:
    """The day that Excel keeps as a number (46022), where a column of dates was not formatted as such."""
    return _EXCEL + datetime.timedelta(days=int(float(text))) if _SERIAL.match(text.strip()) else None


def day(text: str) -> datetime.date | None:
    said = _in_figures(text.strip())
    if not said:
        return None
    if plain := serial(said):
        return plain
    found = _DAY.match(said) or _TOGETHER.match(said)
    try:
        if found:
            return _of_our_time(datetime.date(*map(int, found.groups())))
    except ValueError:
        raise BadValue(_("没有“%s”这一天，请核对日期。") % text[:40]) from None
    raise BadValue(_why(said) % text[:40])


def _of_our_time(found: datetime.date) -> datetime.date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError
    return found


def _why(said: str) -> str:
    if _MONTH.match(said):
        return _("“%s”没有写哪一日，请写成2026-09-30的样子。")
    if _SHORT_YEAR.match(said):
        return _("“%s”的年份没有写全，请写成2026-09-30的样子。")
    if _NO_YEAR.match(said):
        return _("“%s”没有写哪一年，请写成2026-09-30的样子。")
    return _("“%s”不是日期，请写成2026-09-30的样子；没有日期的，这一格空着。")


def _in_figures(text: str) -> str:
    """二〇二六年九月三十日 as 2026年9月30日."""
    return _TENS.sub(_tens, text).translate(_DIGITS)


def _tens(found: re.Match[str]) -> str:
    return f"{found[1] or '一'}{found[2] or '〇'}"
