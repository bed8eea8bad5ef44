"""Lists as Excel the way an office hands them out: title, what it shows, print head on every page, A4 or A3 across.

A form with title, looks and page is made once by a library; the rows, of which there may be very many, are written straight
into it (:mod:`duban.ledger.exporting.sheets`), so that a list of any length needs no more memory than a short one."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from duban.ledger.exporting.gathering import Printed
from duban.ledger.exporting.sheets import Form, Rows, put_together
from duban.ledger.lists import ListKind, Row

#: Title, what was asked, and the names of the columns.
HEAD_LINES = 3
#: A sheet of Excel has so many lines.
MOST_ROWS = 1_048_576 - HEAD_LINES
_A4, _A3 = 9, 8

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table: the title's first words and the line that says what was asked."""

    subject: str
    asked: str
    today: datetime.date


def write(
    target: IO[bytes],
    kinds: Sequence[ListKind],
    findings: Iterable[Printed],
    count: int,
    heading: Heading,
    tell: Tell = lambda done: None,
    room: Path | None = None,
) -> int:
    """One sheet a list; all sheets hold the same findings in the same order. Gives how many they were. ``room`` is the
    folder where rows wait for the last one; what waits there has no name and is gone when we are."""
    form = Form(_form(kinds, count, heading), len(kinds), HEAD_LINES, count)
    serial = 0
    with ExitStack() as stack:
        sheets = [
            stack.enter_context(Rows(kind.columns, looks, room))
            for kind, looks in zip(kinds, form.looks, strict=True)
        ]
        for serial, finding in enumerate(findings, start=1):
            row = Row(serial, finding, heading.today)
            for sheet in sheets:
                sheet.add(serial + HEAD_LINES, row)
            tell(serial)
        put_together(target, form, sheets)
    return serial


def _form(kinds: Sequence[ListKind], count: int, heading: Heading) -> bytes:
    """The workbook without its rows: of each sheet the heads and one empty line that shows the look of every column."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": heading.subject})
        looks = _looks(book)
        for kind in kinds:
            sheet = book.add_worksheet(str(kind.name))
            _head(sheet, kind, count, heading, looks)
            for at, column in enumerate(kind.columns):
                sheet.write_blank(HEAD_LINES, at, None, looks["centred" if column.centred else "text"])
    return made.getvalue()


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
    _title(sheet, 0, last, f"{heading.subject}{kind.name}", looks["title"])
    sheet.set_row(1, 20)
    _title(sheet, 1, last, _summary(heading, count), looks["asked"])
    sheet.set_row(2, 30)
    for at, column in enumerate(kind.columns):
        sheet.write_string(2, at, str(column.name), looks["head"])


def _title(sheet: Any, line: int, last: int, text: str, look: Any) -> None:
    """Text across the whole sheet; text, whatever it begins with."""
    sheet.merge_range(line, 0, line, last, "", look)
    sheet.write_string(line, 0, text, look)


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
