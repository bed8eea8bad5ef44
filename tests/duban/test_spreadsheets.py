"""A workbook that its reader could not hold is known before it is read."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from duban.spreadsheets import Extent, too_large


def workbook(*cells: str) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for cell in cells:
            sheet.write(cell, "x")
    return buffer.getvalue()


def ods(content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("content.xml", content)
    return buffer.getvalue()


FILLED = '<table:table-cell office:value-type="float" table:number-columns-repeated="{}"/>'


@pytest.mark.parametrize(
    ("data", "extent"),
    [
        (workbook("A1", "XFD900000"), Extent(900_000, 16_384)),
        (workbook("A1", "Z20000"), None),
        (workbook(), None),
        (ods('<table:table-cell table:number-columns-repeated="16384"/>' + FILLED.format(3)), None),
        (ods(FILLED.format(16_384)), Extent(16_384, 16_384)),
        (b"no workbook", None),
        (b"PK\x03\x04 broken", None),
    ],
)
def test_a_sheet_used_far_out_is_told(data: bytes, extent: Extent | None) -> None:
    assert too_large(data) == extent


def test_what_unpacks_to_very_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duban.spreadsheets._MOST_BYTES", 1000)
    assert too_large(workbook("A1")) == Extent(0, 0)
