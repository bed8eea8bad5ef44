"""The document's own date: when it was signed or published."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

from gongwen.rectification.fields.date_forms import splits
from gongwen.rectification.fields.folding import fold
from gongwen.rectification.fields.numerals import number
from gongwen.rectification.fields.words import alternatives

#: How much of a document's beginning and end can carry its date, in characters.
_HEAD, _TAIL = 1500, 1200
_DATE = (
    r"(?P<y>20[0-4]\d|二[〇零0][〇零一二三四五六七八九]{2})"
    r"(?:\s*[-./年]\s*(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*[-./月]\s*"
    r"(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])(?!\d)|(?P<run>\d{2,4})(?=日))"
)


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W\x00-\xff])(?P<label>{alternatives('fields_header', 'published')})\s*[::]?\s*{_DATE}"
    )


@cache
def _alone() -> re.Pattern[str]:
    """A date that fills a line, with a batch or a bracket around it at most."""
    return re.compile(
        rf"^[ (\[-]*(?:第[^\s)]{{1,6}}[批期][ ,]*)?{_DATE}\s*日?[ )\]]*(?:\d\d?:\d\d(?::\d\d)?)?[ ]*$", re.M
    )


@cache
def _beside() -> re.Pattern[str]:
    """A date with the time of day or the source behind it, as a web page prints it; a session's date in brackets and
    dashes; a date in brackets that ends a title."""
    return re.compile(
        rf"{_DATE}日?(?:\s+\d\d?:\d\d|在[^\n]{{0,40}}会议上|\s+(?:信息)?(?:来源|作者)\s*[::]|\)[ ]*$)", re.M
    )


def _as_date(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    year = number(match["y"])
    if match["run"]:
        found = splits(match["run"])
        month, day = found[0] if found else (0, 0)
    else:
        month, day = number(match["m"]) or 0, number(match["d"]) or 0
    try:
        return date(year or 0, month, day)
    except ValueError:
        return None


def own_date(text: str) -> date | None:
    """A labelled date of publishing first, then a signature's at the end, then one at the beginning."""
    folded = fold(text)
    head, tail = (0, min(len(text), _HEAD)), (max(len(text) - _TAIL, 0), len(text))
    found = _labelled().search(folded, *head)
    found = found or _last(_alone(), folded, tail) or _alone().search(folded, *head)
    found = found or _beside().search(folded, *head) or _last(_labelled(), folded, tail)
    return _as_date(found) or _month(folded, tail)


@cache
def _month_alone() -> re.Pattern[str]:
    return re.compile(r"^[ (]*(?P<y>20[0-4]\d)年(?P<m>1[0-2]|0?[1-9])月[ )]*$", re.M)


def _month(folded: str, bounds: tuple[int, int]) -> date | None:
    """A signature that tells no day: the month's last."""
    found = _last(_month_alone(), folded, bounds)
    if found is None:
        return None
    year, month = int(found["y"]), int(found["m"])
    return date(year, month, monthrange(year, month)[1])


def _last(pattern: re.Pattern[str], folded: str, bounds: tuple[int, int]) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(folded, *bounds):
        found = match
    return found
