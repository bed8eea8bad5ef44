"""A year's holidays from a sheet with the columns 日期, 类型 and 名称. Every bad cell is named; nothing is half imported."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from duban.rulebook.calendar_actions import NewDay
from duban.rulebook.errors import RuleRefused
from duban.rulebook.models import DayKind
from duban.spreadsheets import Broken, TooLarge, open_book

LARGEST = 2 * 1024 * 1024
_COLUMNS = ("日期", "类型", "名称")
_HEADER_WITHIN = 10
_KINDS = {
    "放假": DayKind.HOLIDAY,
    "休": DayKind.HOLIDAY,
    "节假日": DayKind.HOLIDAY,
    "调休上班": DayKind.WORKDAY,
    "上班": DayKind.WORKDAY,
    "班": DayKind.WORKDAY,
}


@dataclass(frozen=True, slots=True)
class SheetDays:
    days: list[NewDay] = field(default_factory=list)
    #: One sentence for each bad cell.
    complaints: list[str] = field(default_factory=list)


def read_days(data: bytes, year: int) -> SheetDays:
    rows = _rows(data)
    header, columns = _header(rows)
    found = SheetDays()
    seen: set[datetime.date] = set()
    for line, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = [row[at] if at < len(row) else "" for at in columns]
        if any(str(cell).strip() for cell in cells):
            _take(found, line, cells, year, seen)
    if not found.days and not found.complaints:
        found.complaints.append(_("表中没有一行日期，没有可导入的内容。"))
    return found


def _rows(data: bytes) -> Sequence[Sequence[Any]]:
    if len(data) > LARGEST:
        raise RuleRefused(_("文件超过 2 MB，不像一年的放假安排；没有导入。"))
    try:
        return open_book(data).sheets[0].rows
    except TooLarge:
        raise RuleRefused(
            _("工作表在表格以外很远处还有内容；没有导入，请删去下面和右面多余的行列后重试。")
        ) from None
    except Broken:
        raise RuleRefused(_("这个文件不是能打开的 Excel 表格；没有导入，请另存为 xlsx 后重试。")) from None


def _header(rows: Sequence[Sequence[Any]]) -> tuple[int, list[int]]:
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        names = [str(cell).strip() for cell in row]
        if all(column in names for column in _COLUMNS):
            return at, [names.index(column) for column in _COLUMNS]
    raise RuleRefused(_("没有找到列名为“日期”“类型”“名称”的表头；没有导入。"))


def _take(found: SheetDays, line: int, cells: list[Any], year: int, seen: set[datetime.date]) -> None:
    day, kind, name = _day(cells[0]), _KINDS.get(str(cells[1]).strip()), str(cells[2]).strip()
    wrong = []
    if day is None:
        wrong.append(_("“日期”应为 2027-01-01 这样的日期，表中是“%s”") % cells[0])
    elif day.year != year:
        wrong.append(_("“日期”%(day)s 不在 %(year)s 年") % {"day": day, "year": year})
    elif day in seen:
        wrong.append(_("“日期”%s 前面已有一行") % day)
    if kind is None:
        wrong.append(_("“类型”应为“放假”或“上班”，表中是“%s”") % cells[1])
    elif kind == DayKind.WORKDAY and day is not None and day.weekday() < 5:
        wrong.append(_("“类型”%s 不是周末，本来就上班") % day)
    if not name or len(name) > 30:
        wrong.append(_("“名称”应为30字以内的节日名称"))
    if wrong or day is None or kind is None:
        found.complaints.append(_("第%(line)s行：%(wrong)s。") % {"line": line, "wrong": _("；").join(wrong)})
        return
    seen.add(day)
    found.days.append(NewDay(day, kind, name))


def _day(cell: Any) -> datetime.date | None:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    try:
        return parse_date(str(cell).strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        return None
