"""Lists as Excel the way an office hands them out: title, what it shows, print head on every page, A4 or A3 across."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from duban.ledger.lists import ListKind, Row
from duban.ledger.models import Finding

#: Excel measures rows in points; one line of 10.5-point text.
_LINE = 15.0
_MAX_HEIGHT = 400.0
_A4, _A3 = 9, 8


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table: the title's first words and the line that says what was asked."""

    subject: str
    asked: str
    today: datetime.date


def write(
    target: IO[bytes], kinds: Sequence[ListKind], findings: Iterable[Finding], count: int, heading: Heading
) -> None:
    """One sheet a list; all sheets hold the same findings in the same order. Row by row, so that a list of any length
    needs no more memory than a short one."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": heading.subject})
        looks = _looks(book)
        sheets = [(book.add_worksheet(str(kind.name)), kind) for kind in kinds]
        for sheet, kind in sheets:
            _head(sheet, kind, count, heading, looks)
        for serial, finding in enumerate(findings, start=1):
            row = Row(serial, finding, heading.today)
            for sheet, kind in sheets:
                _line(sheet, serial + 2, kind, row, looks)


def _looks(book: Any) -> dict[str, Any]:
    cell = {
        "font_name": "仿宋_GB2312",
        "font_size": 10.5,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
    }
    return {
        "title": book.add_format(
            {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"}
        ),
        "asked": book.add_format({"font_name": "楷体_GB2312", "font_size": 11, "valign": "vcenter"}),
        "head": book.add_format({**cell, "font_name": "黑体", "font_size": 11, "align": "center"}),
        "text": book.add_format({**cell, "align": "left"}),
        "centred": book.add_format({**cell, "align": "center"}),
    }


def _head(sheet: Any, kind: ListKind, count: int, heading: Heading, looks: dict[str, Any]) -> None:
    last = len(kind.columns) - 1
    _page(sheet, kind, heading)
    for at, column in enumerate(kind.columns):
        sheet.set_column(at, at, column.width)
    sheet.autofilter(2, 0, max(2, count + 2), last)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, last, f"{heading.subject}{kind.name}", looks["title"])
    sheet.set_row(1, 20)
    sheet.merge_range(1, 0, 1, last, _summary(heading, count), looks["asked"])
    sheet.set_row(2, 30)
    for at, column in enumerate(kind.columns):
        sheet.write_string(2, at, str(column.name), looks["head"])


def _summary(heading: Heading, count: int) -> str:
    day = heading.today
    made = _("制表日期：%(y)s年%(m)s月%(d)s日") % {"y": day.year, "m": day.month, "d": day.day}
    return "　　".join(part for part in (_("共%s个问题") % count, heading.asked, made) if part)


def _page(sheet: Any, kind: ListKind, heading: Heading) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3 if kind.landscape_a3 else _A4)
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_footer(_("&C第 &P 页，共 &N 页"))


def _line(sheet: Any, line: int, kind: ListKind, row: Row, looks: dict[str, Any]) -> None:
    values = [column.value(row) for column in kind.columns]
    heights = [
        _lines(str(value), column.width)
        for value, column in zip(values, kind.columns, strict=True)
        if not isinstance(value, int)
    ]
    sheet.set_row(line, min(_MAX_HEIGHT, max(24.0, max(heights, default=1) * _LINE + 6)))
    for at, (value, column) in enumerate(zip(values, kind.columns, strict=True)):
        look = looks["centred" if column.centred else "text"]
        if isinstance(value, int):
            sheet.write_number(line, at, value, look)
        else:
            sheet.write_string(line, at, str(value)[:32_000], look)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: Chinese characters count two."""
    per_line = max(2.0, width - 1)
    return sum(max(1, math.ceil(_width(part) / per_line)) for part in text.split("\n"))


def _width(text: str) -> float:
    """Of a text in UTF-8, a Chinese character takes two bytes more than it is letters."""
    wide = (len(text.encode()) - len(text)) // 2
    return 2.1 * wide + 1.1 * (len(text) - wide)
