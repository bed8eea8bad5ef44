"""The calendar is changed by hand, day by day or a year at a time, with a reason and a line in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal.actions import Line, record_all
from duban.journal.wording import kept
from duban.rulebook.access import Changer, demand
from duban.rulebook.errors import RuleRefused
from duban.rulebook.models import CalendarYear, Day, DayKind

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NewDay:
    date: date
    kind: DayKind
    name: str


@transaction.atomic
def set_day(new: NewDay, notice: str, actor: Changer | None, reason: str) -> Day:
    """Make a day a holiday or a working day, or correct one."""
    _may_change(actor, reason)
    _check(new)
    before = Day.objects.select_for_update().filter(date=new.date).first()
    day, _made = Day.objects.update_or_create(
        date=new.date, defaults={"kind": new.kind, "name": new.name.strip(), "notice": notice.strip()}
    )
    facts = {
        "date": new.date.isoformat(),
        "kind": kept(DayKind(new.kind).label),
        "name": day.name,
        "before": f"{kept(before.get_kind_display)} {before.name}" if before else "",
        "notice": day.notice,
        "reason": reason.strip(),
    }
    record_all([Line(_stream(new.date.year), "calendar.day_set", facts)], actor)
    return day


@transaction.atomic
def clear_day(day: date, actor: Changer | None, reason: str) -> None:
    """The day is again what its weekday says."""
    _may_change(actor, reason)
    row = Day.objects.select_for_update().filter(date=day).first()
    if row is None:
        raise RuleRefused(_("%s 没有特别安排，本来就按星期计算。") % day.isoformat())
    facts = {
        "date": day.isoformat(),
        "before": f"{kept(row.get_kind_display)} {row.name}",
        "reason": reason.strip(),
    }
    row.delete()
    record_all([Line(_stream(day.year), "calendar.day_cleared", facts)], actor)


@transaction.atomic
def publish_year(
    year: int, notice: str, days: Sequence[NewDay], actor: Changer | None, reason: str
) -> CalendarYear:
    """Put a whole year on the calendar. Days that the year had before and that are not among these are taken off."""
    _may_change(actor, reason)
    if not notice.strip():
        raise RuleRefused(_("请写明放假安排的通知名称和文号，尚未导入。"))
    for new in days:
        _check(new, year)
    made, _new = CalendarYear.objects.update_or_create(year=year, defaults={"notice": notice.strip()})
    before = set(Day.objects.filter(date__year=year).values_list("date", "kind", "name"))
    Day.objects.filter(date__year=year).delete()
    Day.objects.bulk_create([Day(date=new.date, kind=new.kind, name=new.name.strip()) for new in days])
    after = {(new.date, str(new.kind), new.name.strip()) for new in days}
    facts = {
        "year": year,
        "notice": made.notice,
        "holidays": sum(new.kind == DayKind.HOLIDAY for new in days),
        "workdays": sum(new.kind == DayKind.WORKDAY for new in days),
        "added": sorted(f"{day:%m-%d} {kind}" for day, kind, _n in after - before),
        "dropped": sorted(f"{day:%m-%d} {kind}" for day, kind, _n in before - after),
        "reason": reason.strip(),
    }
    record_all([Line(_stream(year), "calendar.year_published", facts)], actor)
    return made


def _may_change(actor: Changer | None, reason: str) -> None:
    demand(actor, "rulebook.change_calendar")
    if not reason.strip():
        raise RuleRefused(_("更改工作日历须写明理由，尚未保存。"))


def _check(new: NewDay, year: int | None = None) -> None:
    if year is not None and new.date.year != year:
        raise RuleRefused(_("%(day)s 不在 %(year)s 年，整年都没有导入。") % {"day": new.date, "year": year})
    if not new.name.strip():
        raise RuleRefused(_("请写明 %s 是什么节日或为哪个节日调休。") % new.date.isoformat())
    if new.kind == DayKind.WORKDAY and new.date.weekday() < _SATURDAY:
        raise RuleRefused(_("%s 不是周末，本来就上班，不能登记为调休上班。") % new.date.isoformat())


def _stream(year: int) -> tuple[str, str]:
    return ("calendar", str(year))
