"""Which year a date without year means.

In this order: a date with year earlier in the same sentence; the nearest due date before it or the item's
labelled deadline behind it; the document's own date; any other printed year. Each is an inference and the
caller says so with a doubt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from functools import cache, cached_property
from typing import Literal, NamedTuple

from gongwen.rectification.fields.folding import fold

#: How far from a date without year its neighbours speak for it, in characters.
_NEAR = 300
_LABELLED = 600


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(
        r"20(?P<y>[0-4]\d)(?:\s{0,9}年\s{0,9}(?P<m>1[0-2]|0?[1-9])\s{0,9}月| ?年年?(?P<whole>底|末|内)|(?P<lm>1[0-2]|0?[1-9])月"
        r"|(?P<ld>\d{2,4})日|[-./](?P<nm>1[0-2]|0?[1-9])[-./]\d|(?P<run>(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])))"
    )


@cache
def _weak() -> re.Pattern[str]:
    return re.compile(r"20(?P<y>[0-4]\d)(?= ?年|[〕\])】])")


@cache
def _due() -> re.Pattern[str]:
    return re.compile(r" ?(?:\d{1,2} ?日)?(?:底|末)?(?:以前|之前|前|底|末)")


@cache
def _label() -> re.Pattern[str]:
    return re.compile(r"(?:时限|期限|完成时间|整改时间|办结时间)[:\s|]*$")


class _Printed(NamedTuple):
    start: int
    end: int
    year: int
    month: int
    #: fact: just a date; due: a date with 前 or 底; label: the value of a deadline label.
    weight: Literal["fact", "due", "label"]


class Years:
    """The printed years of one document with their places, and its own date."""

    def __init__(self, text: str, own: date | None = None) -> None:
        """``own``: the document's own date, where the caller knows it better than its text."""
        self.text = text
        self._own = own

    @cached_property
    def own(self) -> date | None:
        """The day the document was signed or published, None where it does not say."""
        from gongwen.rectification.fields.own_date import own_date

        return self._own or own_date(self.text)

    @cached_property
    def _printed(self) -> list[_Printed]:
        folded = fold(self.text)
        return [_weighed(folded, match) for match in _strong().finditer(folded)]

    @cached_property
    def _starts(self) -> list[int]:
        return [printed.start for printed in self._printed]

    @cached_property
    def _bare(self) -> list[tuple[int, int]]:
        return [(match.start(), 2000 + int(match["y"])) for match in _weak().finditer(fold(self.text))]

    def infer(self, offset: int, month: int, *, past: bool = False) -> int | None:
        """The year of a date in ``month`` printed without year at ``offset``; None where no year is printed."""
        for choice in (self._same_sentence, self._neighbour):
            if (year := choice(offset, month)) is not None:
                return year
        if self.own:
            return self._own_year(self.own, month, past)
        return self._any(offset)

    def before(self, offset: int) -> int | None:
        """The year printed last before ``offset``, close by."""
        at = bisect_left(self._bare, (offset, 0)) - 1
        return self._bare[at][1] if at >= 0 and offset - self._bare[at][0] <= _NEAR else None

    def _same_sentence(self, offset: int, month: int) -> int | None:
        at = bisect_left(self._starts, offset) - 1
        if at < 0 or offset - self._printed[at].end > _NEAR:
            return None
        between = self.text[self._printed[at].end : offset]
        return None if any(mark in between for mark in "。;；") else self._printed[at].year

    def _neighbour(self, offset: int, month: int) -> int | None:
        at = bisect_left(self._starts, offset)
        before = next((p for p in reversed(self._printed[max(at - 4, 0) : at]) if p.weight != "fact"), None)
        after = next((p for p in self._printed[at : at + 6] if p.weight == "label"), None)
        found = []
        if before and offset - before.end <= _NEAR:
            found.append((offset - before.end, before))
        if after and after.start - offset <= _LABELLED:
            found.append((after.start - offset, after))
        if not found:
            return None
        nearest = min(found, key=lambda pair: pair[0])[1]
        return nearest.year - (nearest.weight == "label" and month > nearest.month)

    @staticmethod
    def _own_year(own: date, month: int, past: bool) -> int:
        if past:
            return own.year - (month > own.month)
        return own.year + (own.month >= 10 and month <= 3)

    def _any(self, offset: int) -> int | None:
        """The nearest due date, else the nearest date, else the year printed last before, else the first."""
        for printed in (self._due_dates, self._printed):
            if printed:
                at = bisect_left(printed, offset, key=lambda p: p.start)
                near = printed[max(at - 1, 0) : at + 1]
                return min(near, key=lambda p: abs(p.start - offset)).year
        if not self._bare:
            return None
        at = bisect_left(self._bare, (offset, 0)) - 1
        return self._bare[max(at, 0)][1]

    @cached_property
    def _due_dates(self) -> list[_Printed]:
        return [printed for printed in self._printed if printed.weight != "fact"]


def _weighed(folded: str, match: re.Match[str]) -> _Printed:
    weight: Literal["fact", "due", "label"] = "fact"
    if _label().search(folded, max(match.start() - 8, 0), match.start()):
        weight = "label"
    elif match["whole"] or _due().match(folded, match.end()):
        weight = "due"
    month = match["m"] or match["lm"] or match["nm"] or (match["run"] or "")[:2]
    if match["ld"]:
        month = match["ld"][: max(len(match["ld"]) - 2, 1)]
    return _Printed(match.start(), match.end(), 2000 + int(match["y"]), int(month or 12), weight)
