"""序时进度: what the plan says of a day. Its dated steps always; a percentage only where the plan itself names some.

How far the work has really come is said by reports, which are another room's; nothing here pretends to know it."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from duban.ledger.models import Finding, Milestone

WIDTH, HEIGHT = 640.0, 132.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 14.0, 12.0, 22.0
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")


@dataclass(frozen=True, slots=True)
class Point:
    date: datetime.date
    percent: float
    what: str
    #: The plan itself says this percentage; else the steps share the work evenly.
    is_said: bool
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Steps:
    """How many dated steps the plan has, how many of their days are over, and the first of the others."""

    total: int
    past: int
    next: Milestone | None


def steps(milestones: Sequence[Milestone], today: datetime.date) -> Steps:
    rows = sorted(milestones, key=lambda row: (row.date, row.pk))
    coming = [row for row in rows if row.date >= today]
    return Steps(len(rows), len(rows) - len(coming), coming[0] if coming else None)


@dataclass(frozen=True, slots=True)
class Schedule:
    points: tuple[Point, ...]
    planned: float
    today_x: float
    today_y: float
    width: float = WIDTH
    height: float = HEIGHT
    base: float = HEIGHT - _BOTTOM
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    middle: float = _TOP + (HEIGHT - _BOTTOM - _TOP) / 2

    @property
    def line(self) -> str:
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def schedule(finding: Finding, milestones: Sequence[Milestone], today: datetime.date) -> Schedule | None:
    """None where the plan names no percentage, where there is no last day to work towards, or where it had passed
    before the work was known."""
    if finding.due_on is None or not any(percent_in(row.what) is not None for row in milestones):
        return None
    start = _start(finding)
    if start >= finding.due_on:
        return None
    within = [row for row in milestones if start < row.date]
    points = [Point(start, 0.0, "", False), *_steps(within, finding.due_on)]
    last = max(today, points[-1].date)
    placed = tuple(_placed(point, start, last) for point in points)
    planned = percent_on(placed, today)
    mark = _placed(Point(min(max(today, start), last), planned, "", False), start, last)
    return Schedule(placed, planned, mark.x, mark.y)


def _start(finding: Finding) -> datetime.date:
    """The plan's clock starts when the findings were fed back, at the latest when they were registered."""
    registered, feedback = timezone.localdate(finding.registered_at), finding.inspection.feedback_date
    return min(registered, feedback) if feedback else registered


def _steps(milestones: Sequence[Milestone], due: datetime.date) -> list[Point]:
    """Each dated step with its percentage: the plan's own, or an even share; never less than the one before it. On the
    last day everything is done."""
    rows = sorted((row for row in milestones if row.date < due), key=lambda row: (row.date, row.pk))
    last = next((row.what for row in milestones if row.date == due), "")
    found: list[Point] = []
    for at, row in enumerate(rows, start=1):
        said = percent_in(row.what)
        even = 100.0 * at / (len(rows) + 1)
        before = found[-1].percent if found else 0.0
        found.append(
            Point(row.date, max(before, said if said is not None else even), row.what, said is not None)
        )
    return [*found, Point(due, 100.0, last, False)]


def percent_in(words: str) -> float | None:
    """9月底前完成工程量30%以上 → 30. Growth rates of other things are above 100 or not the last word of a step."""
    found = [float(each) for each in _PERCENT.findall(words)]
    return found[-1] if found and found[-1] <= 100 else None


def percent_on(points: Sequence[Point], day: datetime.date) -> float:
    """Between two steps the work is taken to go on evenly."""
    if day >= points[-1].date:
        return points[-1].percent
    for before, after in itertools.pairwise(points):
        if before.date <= day < after.date:
            share = (day - before.date).days / (after.date - before.date).days
            return round(before.percent + share * (after.percent - before.percent), 1)
    return 0.0


def _placed(point: Point, start: datetime.date, last: datetime.date) -> Point:
    share = (point.date - start).days / max(1, (last - start).days)
    x = _LEFT + share * (WIDTH - _LEFT - _RIGHT)
    y = HEIGHT - _BOTTOM - point.percent / 100 * (HEIGHT - _TOP - _BOTTOM)
    return Point(point.date, point.percent, point.what, point.is_said, round(x, 1), round(y, 1))
