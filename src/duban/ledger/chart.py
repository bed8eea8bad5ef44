"""Measures and milestones of one finding against time, as numbers for an SVG. No style, no script: a picture with words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from duban.ledger.lifecycle import OWING, Standing
from duban.ledger.models import Finding

WIDTH = 1000.0
_LEFT, _RIGHT = 16.0, 16.0


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    date: datetime.date
    words: str
    past: bool


@dataclass(frozen=True, slots=True)
class Month:
    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Wall:
    """A line of time with diamonds. ``late_from``..``today`` is hatched where the deadline has passed."""

    marks: tuple[Mark, ...]
    months: tuple[Month, ...]
    start: float
    end: float
    today: float
    due: Mark | None
    #: Whether the work is still owed: of what is done, rests or has left, no day is late.
    is_owed: bool = True
    width: float = WIDTH

    @property
    def is_late(self) -> bool:
        return self.is_owed and self.due is not None and self.today > self.due.x

    @property
    def late_width(self) -> float:
        return self.today - self.due.x if self.due is not None and self.is_late else 0.0


def wall(finding: Finding, today: datetime.date) -> Wall | None:
    """None where there is no date to draw."""
    steps = list(finding.current_milestones)  # type: ignore[attr-defined]
    dates = [step.date for step in steps] + ([finding.due_on] if finding.due_on else [])
    if not dates:
        return None
    begin = min([*dates, timezone.localdate(finding.registered_at), today])
    finish = max([*dates, today])
    scale = Scale(begin, finish, _LEFT, WIDTH - _RIGHT)
    due = Mark(scale.x(finding.due_on), finding.due_on, "", False) if finding.due_on else None
    owed = finding.standing == Standing.ACTIVE and finding.stage in OWING
    marks = tuple(Mark(scale.x(step.date), step.date, step.what, step.date < today) for step in steps)
    return Wall(marks, scale.months(), scale.x(begin), scale.x(finish), scale.x(today), due, owed)


class Scale:
    """Days as places between two edges; a day outside stands at the nearer edge."""

    def __init__(
        self, begin: datetime.date, finish: datetime.date, left: float, right: float, labels: int = 8
    ) -> None:
        self._begin, self._finish, self._left, self._right = begin, finish, left, right
        self._days = max(1, (finish - begin).days)
        self._labels = labels

    def x(self, day: datetime.date) -> float:
        share = min(1.0, max(0.0, (day - self._begin).days / self._days))
        return round(self._left + share * (self._right - self._left), 1)

    def months(self) -> tuple[Month, ...]:
        """First days of months (or quarters, half-years, years: never many more labels than there is room for)."""
        every = next((step for step in (1, 3, 6, 12) if self._days / 30.4 / step <= self._labels), 24)
        found: list[Month] = []
        year, month = self._begin.year, self._begin.month
        while (first := datetime.date(year, month, 1)) <= self._finish:
            if first >= self._begin and (month - 1) % every == 0:
                words = date_format(first, _("Y年n月") if month == 1 or not found else _("n月"))
                found.append(Month(self.x(first), words))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return tuple(found)
