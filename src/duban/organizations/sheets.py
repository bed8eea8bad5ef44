"""Tables as Excel files, in and out. Everything wrong is named by its cell, all of it at once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from duban.spreadsheets import Book, Broken, TooLarge, open_book

MAX_BYTES = 8 * 1024 * 1024
MAX_ROWS = 5_000
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be taken, and why."""

    sheet: str
    cell: str
    said: str


class NoTable(Exception):
    """The file is no table of this kind; the sentence says what it lacks."""


@dataclass(slots=True)
class Line:
    """One row of a sheet: text by heading, and the complaints it adds to."""

    sheet: str
    number: int
    cells: dict[str, tuple[str, Any]]
    bad: list[Bad] = field(repr=False)

    def text(self, heading: str) -> str:
        value = self.cells.get(heading, ("", ""))[1]
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, datetime | date):
            value = value.strftime("%Y-%m-%d")
        return str(value).strip()

    def day(self, heading: str) -> date | None:
        said = self.text(heading)
        if not said:
            return None
        found = _DATE.match(said)
        try:
            if found:
                return date(*map(int, found.groups()))
        except ValueError:
            pass
        self.complain(heading, _("“%(said)s”不是日期，请写成2026-09-30的样子。") % {"said": said})
        return None

    def complain(self, heading: str, said: str) -> None:
        column = self.cells.get(heading, ("?", ""))[0]
        self.bad.append(Bad(self.sheet, f"{column}{self.number}", said))

    def short(self, heading: str, most: int) -> str:
        """A text that has to fit."""
        said = self.text(heading)
        if len(said) > most:
            self.complain(heading, _("超过%(most)d个字，请缩短。") % {"most": most})
        return said

    def needed(self, heading: str, most: int = 120) -> str:
        said = self.short(heading, most)
        if not said:
            self.complain(heading, _("“%(heading)s”不能空着。") % {"heading": heading})
        return said


def open_table(data: bytes) -> Book:
    if len(data) > MAX_BYTES:
        raise NoTable(_("文件超过8MB，没有读入。请删去多余的工作表或图片后再试。"))
    try:
        return open_book(data)
    except TooLarge as error:
        raise NoTable(
            _("工作表在表格以外很远处还有内容，没有读入。请删去下面和右面多余的行列后再试。")
        ) from error
    except Broken as error:
        raise NoTable(_("这个文件不是Excel表格，或已损坏，没有读入。")) from error


def lines(book: Book, sheet: str, headings: Sequence[str], bad: list[Bad]) -> list[Line]:
    """The filled rows under the heading row, which is the first that has all ``headings`` needed."""
    rows = book.rows(sheet)
    for at, row in enumerate(rows):
        named = {str(cell).strip(): column for column, cell in enumerate(row) if str(cell).strip()}
        if set(headings) <= set(named):
            return _filled(sheet, rows[at + 1 :], at + 2, named, bad)
    raise NoTable(
        _("工作表“%(sheet)s”里没有找到表头，需要这些列：%(columns)s。")
        % {"sheet": sheet, "columns": _("、").join(headings)}
    )


def _filled(
    sheet: str, rows: Sequence[Sequence[Any]], first: int, named: dict[str, int], bad: list[Bad]
) -> list[Line]:
    found = [
        Line(sheet, number, {name: (column_name(at), row[at]) for name, at in named.items()}, bad)
        for number, row in enumerate(rows, start=first)
        if any(str(cell).strip() for cell in row)
    ]
    if len(found) > MAX_ROWS:
        raise NoTable(_("表格超过%(n)d行，没有读入。请分几个文件。") % {"n": MAX_ROWS})
    return found


def column_name(at: int) -> str:
    """0 → A, 26 → AA."""
    name, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def write(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """(name, headings, rows) of each sheet as a workbook; every cell is text, so that codes keep their zeros."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#e4f1ef", "text_wrap": True})
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        for name, headings, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, heading in enumerate(headings):
                sheet.set_column(at, at, max(12, len(heading) * 3), text)
                sheet.write_string(0, at, heading, head)
            for number, row in enumerate(rows, start=1):
                for at, value in enumerate(row):
                    sheet.write_string(number, at, value, text)
            sheet.freeze_panes(1, 0)
    return buffer.getvalue()
