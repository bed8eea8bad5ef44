"""How officials write dates, and what each phrase means."""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass
from datetime import date


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def lost(year: int, rest: str) -> str | None:
    """``2018930日`` for 2018年9月30日, or None where the digits could also be read as another date."""
    digits, unit = rest[:-1].replace("月", ""), rest[-1]
    if unit != "日":
        return None
    readings = 0
    for cut in (1, 2):
        month, day = digits[:cut], digits[cut:]
        if not day or month[0] == "0" or day[0] == "0" or int(month) > 12 or len(day) > 2:
            continue
        if int(day) <= calendar.monthrange(year, int(month))[1]:
            readings += 1
    return f"{year}{digits}日" if readings == 1 else None


@dataclass
class Clock:
    """The calendar of one document: when it was published and how it prints its dates.

    bare: no date of the document's body carries a year; all of them lie in the year of publication.
    careless: the page lost its 年 and 月 characters when it was saved.
    """

    rng: random.Random
    published: date
    bare: bool = False
    careless: bool = False

    def due(self, after: date | None = None) -> date:
        """A day by which something is to be done, after publication (and after ``after``)."""
        start = max(after or self.published, self.published)
        if self.bare:
            months = list(range(min(start.month + 1, 12), 13))
            return self._within(self.published.year, self.rng.choice(months))
        ahead = self.rng.randint(1, 9)
        month = start.month + ahead
        return self._within(start.year + (month - 1) // 12, (month - 1) % 12 + 1)

    def _within(self, year: int, month: int) -> date:
        if self.rng.random() < 0.7:
            return month_end(year, month)
        return date(year, month, self.rng.choice((5, 10, 15, 20, 25, 28)))

    def past(self) -> date:
        """A day before publication, in the same year where the document is bare."""
        if self.bare:
            return self._within(self.published.year, self.rng.randint(1, self.published.month - 1))
        months = self.published.year * 12 + self.published.month - 1 - self.rng.randint(1, 14)
        return self._within(months // 12, months % 12 + 1)

    def _year(self, day: date, rest: str) -> str:
        if self.bare:
            return rest
        if self.careless and self.rng.random() < 0.7:
            if rest.endswith("日"):
                return lost(day.year, rest) or f"{day.year}年{rest}"
            return f"{day.year}{rest}"
        return f"{day.year}年{rest}"

    def by(self, day: date, year: bool = True) -> str:
        """A phrase that sets ``day`` as the limit: 2020年10月底前, 9月20日前, 2021年底前."""
        rng = self.rng
        last = day == month_end(day.year, day.month)
        name = self._year if year else (lambda _day, rest: rest)
        if not last:
            return name(day, f"{day.month}月{day.day}日") + rng.choice(("前", "前", "之前", "以前"))
        if day.month == 12 and rng.random() < 0.5:
            return self._year_end(day, year)
        form = rng.random()
        if form < 0.2:
            return name(day, f"{day.month}月{day.day}日") + "前"
        return name(day, f"{day.month}月底") + ("前" if form < 0.85 else "")

    def _year_end(self, day: date, year: bool) -> str:
        if self.bare or not year:
            return self.rng.choice(("年底前", "今年年底前")) if self.bare else "年底前"
        return self.rng.choice(
            (
                f"{day.year}年底前",
                f"{day.year}年底前",
                f"{day.year}年年底前",
                f"到{day.year}年底",
                f"{day.year}年底",
            )
        )

    def on(self, day: date) -> str:
        """A phrase for something that was done: 2020年8月, 6月10日."""
        if day == month_end(day.year, day.month):
            return f"{day.month}月" if self.bare else f"{day.year}年{day.month}月"
        return self._year(day, f"{day.month}月{day.day}日")

    def full(self, day: date) -> str:
        return f"{day.year}年{day.month}月{day.day}日"


def spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
