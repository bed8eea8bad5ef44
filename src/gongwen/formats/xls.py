"""Old and binary workbooks (.xls, .et, .xlsb) through calamine, which knows values but not how they are printed."""

from __future__ import annotations

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from gongwen.errors import BrokenDocument, DocumentTooLarge, ProtectedDocument
from gongwen.formats.archive import DAMAGED, Archive
from gongwen.formats.detect import PROTECTED
from gongwen.formats.draft import Draft
from gongwen.formats.limits import MAX_CELLS
from gongwen.formats.sheets import TOO_MANY_CELLS, Sheet, add_sheets
from gongwen.formats.values import printed


def read(data: bytes) -> Draft:
    if data.startswith(b"PK"):
        Archive(data).measure()
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = _sheets(workbook)
    except PasswordError as error:
        raise ProtectedDocument(PROTECTED) from error
    except CalamineError as error:
        raise BrokenDocument(DAMAGED) from error
    draft = Draft()
    add_sheets(sheets, draft)
    return draft


def _sheets(workbook: CalamineWorkbook) -> list[Sheet]:
    shown = [one.name for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return [_sheet(workbook, name) for name in shown or workbook.sheet_names]


def _sheet(workbook: CalamineWorkbook, name: str) -> Sheet:
    read_sheet = workbook.get_sheet_by_name(name)
    if read_sheet.total_height * read_sheet.total_width > MAX_CELLS:
        raise DocumentTooLarge(TOO_MANY_CELLS)
    sheet = Sheet(name)
    for row, values in enumerate(read_sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            text = printed(value).strip()
            if text:
                sheet.texts[row, column] = text
    for (top, left), (bottom, right) in read_sheet.merged_cell_ranges or ():
        sheet.merged[top, left] = bottom - top + 1, right - left + 1
    return sheet
