"""Measures and milestones of one finding against time, as numbers for an SVG. No style, no script: a picture with words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
    width: float = WIDTH

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.today > self.due.x

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
    scale = _Scale(begin, finish)
    due = Mark(scale.x(finding.due_on), finding.due_on, "", False) if finding.due_on else None
    marks = tuple(Mark(scale.x(step.date), step.date, step.what, step.date < today) for step in steps)
    return Wall(marks, scale.months(), scale.x(begin), scale.x(finish), scale.x(today), due)


class _Scale:
    def __init__(self, begin: datetime.date, finish: datetime.date) -> None:
        self._begin, self._finish = begin, finish
        self._days = max(1, (finish - begin).days)

    def x(self, day: datetime.date) -> float:
        share = (day - self._begin).days / self._days
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def months(self) -> tuple[Month, ...]:
        """First days of months (or quarters, half-years, years: never more than about eight labels)."""
        every = next((step for step in (1, 3, 6, 12) if self._days / 30.4 / step <= 8), 24)
        found: list[Month] = []
        year, month = self._begin.year, self._begin.month
        while (first := datetime.date(year, month, 1)) <= self._finish:
            if first >= self._begin and (month - 1) % every == 0:
                words = date_format(first, _("Y年n月") if month == 1 or not found else _("n月"))
                found.append(Month(self.x(first), words))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return tuple(found)
