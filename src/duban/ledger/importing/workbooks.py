"""A file of somebody's table as grids of text: Excel of every age, WPS and text with commas. What is no table is told by
what it is; a cell without a value that could be read is told, not taken for an empty one."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from duban import spreadsheets
from duban.ledger.errors import Refused
from duban.ledger.importing.flaws import Flaw
from duban.spreadsheets import Extent, Merge, open_book
from duban.spreadsheets.extent import MOST_CELLS

__all__ = ["MAX_BYTES", "Grid", "Merge", "open_grids"]

MAX_BYTES = 20 * 1024 * 1024
#: What the only "sheet" of a text with commas is called, whatever the language of the page.
_TEXT = "文本"
_OLD_OFFICE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: every row as texts of one width, merged cells, and cells whose value is not to be had."""

    name: str
    rows: Sequence[Sequence[str]]
    merges: tuple[Merge, ...] = ()
    flaws: Mapping[tuple[int, int], Flaw] = field(default_factory=dict)
    hidden: bool = False


def open_grids(data: bytes) -> list[Grid]:
    if len(data) > MAX_BYTES:
        raise Refused(_("文件超过20MB，没有读入。请删去多余的工作表或图片后再试。"))
    if not data:
        raise Refused(_("这个文件是空的，没有读入任何内容。请检查文件后重新上传。"))
    _demand_table(data)
    if not data.startswith((_OLD_OFFICE, _ZIP)):
        return [_of_text(data)]
    try:
        return [_grid(sheet) for sheet in open_book(data).sheets]
    except spreadsheets.TooLarge as error:
        raise Refused(_too_large(error.extent)) from error
    except spreadsheets.Locked as error:
        raise Refused(_locked()) from error
    except spreadsheets.Broken as error:
        raise Refused(_broken()) from error


def _demand_table(data: bytes) -> None:
    """Files that are clearly something else are told by their name."""
    if data.startswith(_ZIP) and b"xl/workbook.bin" in data:
        raise Refused(_("这是二进制的Excel表格（.xlsb），没有读入任何内容。请另存为.xlsx后再上传。"))
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(_OLD_OFFICE) and _utf16("EncryptedPackage") in data:
        raise Refused(_locked())
    if (data.startswith(_ZIP) and b"word/document.xml" in data) or (
        data.startswith(_OLD_OFFICE) and _utf16("WordDocument") in data
    ):
        raise Refused(
            _(
                "这是Word文档，不是表格，没有读入任何内容。整改方案等文件请在“文件”里登记；台账请选择Excel表格。"
            )
        )
    if start.startswith(b"%pdf"):
        raise Refused(_("这是PDF文件，不是表格，没有读入任何内容。请选择Excel表格；方案请在“文件”里登记。"))
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        raise Refused(
            _("这个文件虽然叫表格，内容却是网页，没有读入任何内容。请用Excel或WPS打开，另存为.xlsx后再上传。")
        )


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _broken() -> str:
    return _(
        "这个文件不是Excel表格，或已损坏，没有读入任何内容。请用Excel或WPS打开看看，另存为.xlsx后再上传。"
    )


def _too_large(extent: Extent | None) -> str:
    if extent is None:
        return _("表格里的内容太多，没有读入。请删去无关的工作表和内容，或分成几个文件后再上传。")
    return _(
        "一张工作表一直用到第%(rows)s行、第%(columns)s列，没有读入任何内容。"
        "请选中表格下面和右面多余的行列并删除，保存后再上传。"
    ) % {"rows": extent.rows, "columns": extent.columns}


def _locked() -> str:
    return _("这个表格有打开密码，没有读入任何内容。请在Excel里去掉密码，另存后再上传。")


def _grid(sheet: spreadsheets.Sheet) -> Grid:
    rows = [[text_of(cell) for cell in row] for row in sheet.rows]
    flaws = {place: Flaw(error) for place, error in sheet.flaws.items()}
    return Grid(sheet.name, rows, sheet.merges, flaws, sheet.hidden)


def text_of(cell: Any) -> str:
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, float):
        # As many digits as Excel shows: what it keeps of 2.1 is 2.1000000000000001.
        cell = f"{cell:.15g}"
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    return str(cell).replace("\x00", "").strip()


def _of_text(data: bytes) -> Grid:
    """Text with commas or tabs, as other programs hand it out: UTF-8, or what Excel here writes (GB18030)."""
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",\t;", key=first.count)
    if "\x00" in text or mark not in first:
        raise Refused(_broken())
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as error:
        raise Refused(_broken()) from error
    width = max(map(len, rows))
    if width * len(rows) > MOST_CELLS:
        raise Refused(_too_large(Extent(len(rows), width)))
    return Grid(_TEXT, [row + [""] * (width - len(row)) for row in rows])


def _decoded(data: bytes) -> str:
    for name in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return "\x00"
