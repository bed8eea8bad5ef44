"""挂图作战: findings by category, their measures as bars and their milestones as diamonds against time, on sheets of A3.

Numbers for SVG only: no style, no script. A sheet is as high as the paper, so that what is seen is what is printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from duban.ledger.chart import Month, Scale
from duban.ledger.models import Finding, Measure
from duban.ledger.progress import Progress, progress
from duban.ledger.queries import EXECUTING, charged_names

#: A3 across, in units of which a millimetre has about four.
WIDTH, HEIGHT = 1600.0, 1080.0
LEFT, RIGHT, TOP, BOTTOM = 430.0, 20.0, 84.0, 24.0
_BAR, _GAP, _PAD, _HEADING, _LEAST = 7.0, 4.0, 9.0, 30.0, 46.0
#: So many measures of one finding are drawn.
MEASURES = 8
#: A chart reaches no further than this on either side of today; what lies beyond is drawn at the edge.
_REACH = datetime.timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Diamond:
    x: float
    y: float
    words: str
    past: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A measure; one without any day ends open."""

    x: float
    y: float
    width: float
    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A finding: what it is on the left, its bars on the right, the part that is late hatched."""

    finding: Finding
    y: float
    height: float
    told: Progress
    problem: str
    units: str
    bars: tuple[Bar, ...]
    diamonds: tuple[Diamond, ...]
    late_x: float = 0.0
    late_width: float = 0.0
    due_x: float = 0.0
    more: int = 0

    @property
    def text_y(self) -> float:
        return self.y + 20

    @property
    def problem_y(self) -> float:
        return self.y + 37


@dataclass(frozen=True, slots=True)
class Heading:
    y: float
    words: str


@dataclass(slots=True)
class Sheet:
    number: int
    headings: list[Heading] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    end: float = TOP


@dataclass(frozen=True, slots=True)
class Chart:
    sheets: tuple[Sheet, ...]
    months: tuple[Month, ...]
    today: float
    width: float = WIDTH
    height: float = HEIGHT


def chart(findings: Sequence[Finding], today: datetime.date) -> Chart:
    scale = _scale(findings, today)
    named = _names(findings)
    return Chart(tuple(_sheets(findings, named, scale, today)), scale.months(), scale.x(today))


def by_category(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the plan, category by category."""
    return sorted(
        findings,
        key=lambda row: (
            row.inspection_id,
            row.category.ordinal if row.category else 10**9,
            row.category_id or 0,
            row.ordinal,
            row.pk,
        ),
    )


def _scale(findings: Sequence[Finding], today: datetime.date) -> Scale:
    days = [day for finding in findings for day in _days(finding)] + [today]
    begin, finish = max(min(days), today - _REACH), min(max(days), today + _REACH)
    finish = max(finish, today + datetime.timedelta(days=30))
    return Scale(begin, finish, LEFT + 10, WIDTH - RIGHT - 10, labels=16)


def _days(finding: Finding) -> Iterable[datetime.date]:
    yield begun(finding)
    if finding.due_on:
        yield finding.due_on
    for step in finding.current_milestones:  # type: ignore[attr-defined]
        yield step.date


def begun(finding: Finding) -> datetime.date:
    """The day of the feedback, or, where that is not known, of the registration; never after the deadline."""
    day = finding.inspection.feedback_date or timezone.localdate(finding.registered_at)
    return min(day, finding.due_on) if finding.due_on else day


def _sheets(
    findings: Sequence[Finding], named: Mapping[int, str], scale: Scale, today: datetime.date
) -> Iterable[Sheet]:
    sheet, under = Sheet(1), None
    for finding in findings:
        name = named[finding.pk]
        height = _height(finding)
        needed = height + (_HEADING if name != under else 0)
        if sheet.end + needed > HEIGHT - BOTTOM and sheet.bands:
            yield sheet
            sheet, under = Sheet(sheet.number + 1), None
        if name != under:
            sheet.headings.append(Heading(sheet.end, name))
            sheet.end += _HEADING
            under = name
        sheet.bands.append(_band(finding, sheet.end, height, scale, today))
        sheet.end += height
    if sheet.bands:
        yield sheet


def _names(findings: Sequence[Finding]) -> dict[int, str]:
    """What each stands under: its category, and before it the inspection where there is more than one."""
    is_one = len({finding.inspection_id for finding in findings}) == 1
    found = {}
    for finding in findings:
        inspection, category = finding.inspection.name, finding.category.name if finding.category else ""
        found[finding.pk] = (
            category if is_one and category else " · ".join(filter(None, (inspection, category)))
        )
    return found


def _height(finding: Finding) -> float:
    count = min(MEASURES, len(finding.current_measures))  # type: ignore[attr-defined]
    return max(_LEAST, 2 * _PAD + count * (_BAR + _GAP))


def _band(finding: Finding, y: float, height: float, scale: Scale, today: datetime.date) -> Band:
    measures: list[Measure] = finding.current_measures  # type: ignore[attr-defined]
    shown = measures[:MEASURES]
    places = {measure.pk: y + _PAD + at * (_BAR + _GAP) for at, measure in enumerate(shown)}
    told, due = progress(finding, today), finding.due_on
    late = told.state == "late" and due is not None
    late_x = scale.x(due) if late and due else 0.0
    return Band(
        finding,
        y,
        height,
        told,
        Truncator(finding.problem).chars(33),
        Truncator(_("、").join(charged_names(finding, *EXECUTING))).chars(16),
        tuple(
            _bar(finding, measure, places[measure.pk], scale, _end(finding, told, today)) for measure in shown
        ),
        tuple(_diamonds(finding, places, y + height / 2, scale, today)),
        late_x=late_x,
        late_width=scale.x(today) - late_x if late else 0.0,
        due_x=scale.x(due) if due else 0.0,
        more=len(measures) - len(shown),
    )


def _end(finding: Finding, told: Progress, today: datetime.date) -> datetime.date | None:
    """The last day on which there can have been work: what is done reaches into no future, and what was done before the
    plan ends when it was registered."""
    if told.state != "done":
        return None
    return min(today, timezone.localdate(finding.registered_at)) if finding.completed_before_plan else today


def _bar(finding: Finding, measure: Measure, y: float, scale: Scale, last: datetime.date | None) -> Bar:
    """From registration to the last step of the measure, else to the deadline, else to the edge; not beyond ``last``."""
    steps = [step.date for step in finding.current_milestones if step.measure_id == measure.pk]  # type: ignore[attr-defined]
    end = max(steps, default=finding.due_on)
    if last is not None:
        end = min(end or last, last)
    begin = scale.x(begun(finding))
    finish = scale.x(end) if end else WIDTH - RIGHT - 10
    return Bar(min(begin, finish - 6), y, max(6.0, finish - begin), measure.text, end is None)


def _diamonds(
    finding: Finding, places: dict[int, float], middle: float, scale: Scale, today: datetime.date
) -> Iterable[Diamond]:
    for step in finding.current_milestones:  # type: ignore[attr-defined]
        y = places.get(step.measure_id or 0, middle - _BAR / 2) + _BAR / 2
        yield Diamond(scale.x(step.date), y, f"{step.date:%Y-%m-%d} {step.what}", step.date < today)
