"""An Excel file as heads and rows of text. The ledger is the first sheet in whose upper rows a problem column stands."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from duban.ledger.errors import Refused
from duban.ledger.importing.columns import LEFT_OUT, bare, match_heads, remembered
from duban.organizations.sheets import column_name

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
_HEAD_WITHIN = 20
_FEWEST_HEADS = 2
_LONGEST_HEAD = 60


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row to import: where it stands, its texts by field, and what is kept under heads of its own."""

    number: int
    cells: Mapping[str, str]
    extra: Mapping[str, str]
    #: The name of the cell in which a field stands, for telling where something is wrong.
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was found: name, the row of the heads (from 1), the heads, and the filled rows below."""

    name: str
    head_row: int
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def sample(self, column: int, count: int = 3) -> list[str]:
        """The first different values of a column, for a person who matches it."""
        values = dict.fromkeys(cells[column] for _number, cells in self.rows[:200] if cells[column])
        return list(values)[:count]


def read_sheet(data: bytes) -> Sheet:
    if len(data) > MAX_BYTES:
        raise Refused(_("文件超过20MB，没有读入。请删去多余的工作表或图片后再试。"))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [_in(book, name) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused(_("这个文件不是Excel表格，或已损坏、有密码，没有读入任何内容。")) from error
    tables = [sheet for sheet in found if sheet is not None]
    if not tables:
        raise Refused(
            _("没有找到台账：工作表的前20行里要有一行表头，其中有“具体问题”或“问题”一列。没有读入任何内容。")
        )
    if len(tables[0].rows) > MAX_ROWS:
        raise Refused(
            _("表格有%(n)d行，一次最多读入%(most)d行，没有读入任何内容。请分几个文件。")
            % {"n": len(tables[0].rows), "most": MAX_ROWS}
        )
    return tables[0]


def _in(book: CalamineWorkbook, name: str) -> Sheet | None:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    upper = [tuple(_text(cell) for cell in row) for row in rows[:_HEAD_WITHIN]]
    before = remembered(head for heads in upper for head in heads if len(head) <= 120)
    for at, heads in enumerate(upper):
        fields = match_heads(heads, before)
        named = [head for head in heads if head]
        if "problem" in fields and len(named) >= _FEWEST_HEADS and max(map(len, named)) <= _LONGEST_HEAD:
            return Sheet(name, at + 1, heads, _filled(rows[at + 1 :], at + 2, len(heads)))
    return None


def _filled(rows: Sequence[Sequence[Any]], first: int, width: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    texts = (
        (number, tuple(_text(cell) for cell in row[:width])) for number, row in enumerate(rows, start=first)
    )
    return tuple((number, cells) for number, cells in texts if any(cells))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    return str(cell).replace("\x00", "").strip()


def rows_of(sheet: Sheet, fields: Sequence[str]) -> list[SheetRow]:
    """The rows with their columns matched; ``fields`` has a field, ``extra`` or ``-`` for each head."""
    return [_row(sheet, number, cells, fields) for number, cells in sheet.rows]


def _row(sheet: Sheet, number: int, cells: Sequence[str], fields: Sequence[str]) -> SheetRow:
    named: dict[str, str] = {}
    places: dict[str, str] = {}
    extra: dict[str, str] = {}
    for at, (field, text) in enumerate(zip(fields, cells, strict=True)):
        if field in ("", "extra") and text and sheet.heads[at]:
            extra[bare(sheet.heads[at])[:60]] = text
        elif field not in ("", "extra", LEFT_OUT):
            named[field], places[field] = text, f"{column_name(at)}{number}"
    return SheetRow(number, named, extra, places)
