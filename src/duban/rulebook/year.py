"""A year as a calendar: months of weeks of days, each day with what it is."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from duban.rulebook.models import CalendarYear, Day, DayKind

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar; ``row`` where it is not what its weekday says."""

    date: datetime.date
    in_month: bool
    row: Day | None

    @property
    def is_working(self) -> bool:
        return self.row.kind == DayKind.WORKDAY if self.row else self.date.weekday() < _SATURDAY

    @property
    def is_holiday(self) -> bool:
        return self.row is not None and self.row.kind == DayKind.HOLIDAY

    @property
    def is_made_up(self) -> bool:
        return self.row is not None and self.row.kind == DayKind.WORKDAY


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    weeks: list[list[Cell]]
    working_days: int


@dataclass(frozen=True, slots=True)
class YearView:
    year: int
    published: CalendarYear | None
    months: list[Month]
    rows: list[Day]

    @property
    def working_days(self) -> int:
        return sum(month.working_days for month in self.months)


def year_view(year: int) -> YearView:
    rows = list(Day.objects.filter(date__year=year))
    by_date = {row.date: row for row in rows}
    months = [_month(year, number, by_date) for number in range(1, 13)]
    return YearView(year, CalendarYear.objects.filter(year=year).first(), months, rows)


def _month(year: int, number: int, rows: dict[datetime.date, Day]) -> Month:
    weeks = [
        [Cell(day, day.month == number, rows.get(day)) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    working = sum(cell.is_working for week in weeks for cell in week if cell.in_month)
    return Month(number, weeks, working)


def years_to_show(today: datetime.date) -> list[int]:
    """The published ones, this year and the next."""
    published = CalendarYear.objects.values_list("year", flat=True)
    return sorted({*published, today.year, today.year + 1})


def warnings(today: datetime.date) -> list[int]:
    """Years that deadlines may already reach and that are not published: this one and, from November on, the next."""
    wanted = [today.year] + ([today.year + 1] if today.month >= 11 else [])
    published = set(CalendarYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    return [year for year in wanted if year not in published]
