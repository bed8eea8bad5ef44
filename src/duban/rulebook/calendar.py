"""Which day is worked, and counting with it.

The day of the event is never counted. A year that nobody has published is counted as Monday to Friday, and every answer
that touched one says so (``unconfirmed``)."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from duban.rulebook.models import CalendarYear, Day, DayKind

_ONE = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that was counted to; ``unconfirmed`` where the counting met a year that is not published."""

    date: date
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    days: int
    unconfirmed: bool = False


class Calendar:
    """Looks up each year once; make one for a request or a batch, not for ever."""

    def __init__(self) -> None:
        self._kinds: dict[date, str] = {}
        self._published: dict[int, bool] = {}
        self.met_unpublished = False

    def is_working_day(self, day: date) -> bool:
        self._load(day.year)
        self.met_unpublished |= not self._published[day.year]
        kind = self._kinds.get(day)
        return kind == DayKind.WORKDAY if kind else day.weekday() < _SATURDAY

    def is_published(self, year: int) -> bool:
        self._load(year)
        return self._published[year]

    def _load(self, year: int) -> None:
        if year not in self._published:
            self._published[year] = CalendarYear.objects.filter(year=year).exists()
            self._kinds.update(Day.objects.filter(date__year=year).values_list("date", "kind"))

    def add_working_days(self, start: date, amount: int) -> Counted:
        """The ``amount``-th working day after (before, if negative) ``start``."""
        self.met_unpublished = False
        step, day = (_ONE if amount > 0 else -_ONE), start
        for _nth in range(abs(amount)):
            day += step
            while not self.is_working_day(day):
                day += step
        return Counted(day, self.met_unpublished)

    def shifted(self, day: date, how: str = "next") -> Counted:
        """The day itself if it is worked, else the next or the previous one that is (``none`` leaves it)."""
        self.met_unpublished = False
        step = {"next": _ONE, "previous": -_ONE}.get(how)
        while not self.is_working_day(day) and step:
            day += step
        return Counted(day, self.met_unpublished and step is not None)

    def add_months(self, start: date, amount: int, shift: str = "next") -> Counted:
        """The corresponding day of the target month, else its last day; on a day off, shifted by rule."""
        return self.shifted(month_later(start, amount), shift)

    def add_days(self, start: date, amount: int, shift: str = "none") -> Counted:
        return self.shifted(start + timedelta(days=amount), shift)

    def working_days_between(self, first: date, last: date) -> Between:
        """How many working days from ``first`` to ``last``, both counted."""
        self.met_unpublished = False
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return Between(sum(map(self.is_working_day, span)), self.met_unpublished)


def month_later(start: date, amount: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def is_working_day(day: date) -> bool:
    return Calendar().is_working_day(day)


def add_working_days(start: date, amount: int) -> Counted:
    return Calendar().add_working_days(start, amount)


def add_months(start: date, amount: int, shift: str = "next") -> Counted:
    return Calendar().add_months(start, amount, shift)


def working_days_between(first: date, last: date) -> Between:
    return Calendar().working_days_between(first, last)
