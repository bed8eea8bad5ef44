"""A workbook that its reader could not hold is known before it is read, and what it does to its reader hurts nobody else."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
import xlsxwriter

from duban import spreadsheets
from duban.spreadsheets import Broken, Extent, TooLarge, open_book, reading, too_large


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
    monkeypatch.setattr("duban.spreadsheets.extent._MOST_BYTES", 1000)
    assert too_large(workbook("A1")) == Extent(0, 0)


def changed(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The workbook with other words in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(buffer, "w") as other:
        for name in packed.namelist():
            text = packed.read(name)
            assert name != part or before in text
            other.writestr(name, text.replace(before, after) if name == part else text)
    return buffer.getvalue()


def test_a_file_that_ends_its_reader_ends_only_that() -> None:
    """It says that it holds four thousand million texts, for which the reader takes room at once, and dies of it."""
    data = changed(workbook("A1"), "xl/sharedStrings.xml", b'uniqueCount="1"', b'uniqueCount="4294967296"')
    with pytest.raises(Broken):
        open_book(data)
    assert open_book(workbook("A1")).sheets[0].rows == [["x"]]


def test_one_long_text_in_every_cell_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook("A1", "A2", "A3")
    monkeypatch.setattr(reading, "MOST_TEXT", 3)
    assert "sheets" in reading._read(data)
    monkeypatch.setattr(reading, "MOST_TEXT", 2)
    assert reading._read(data) == {"error": "large", "extent": None}


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "_SECONDS", 0.001)
    with pytest.raises(Broken):
        open_book(workbook("B2"))


def test_what_is_wrong_is_told_apart() -> None:
    with pytest.raises(TooLarge) as told:
        open_book(workbook("A1", "XFD900000"))
    assert told.value.extent == Extent(900_000, 16_384)
    torn = workbook("A1")[:2000]
    for data in (b"", b"PK\x03\x04 broken", torn, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000):
        with pytest.raises(Broken):
            open_book(data)


def test_values_come_as_what_they_are() -> None:
    moments = [datetime.date(2026, 9, 30), datetime.datetime(2026, 9, 30, 8, 15), datetime.time(8, 15)]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["字", 1.5, True])
        for at, (value, look) in enumerate(
            zip(moments, ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"), strict=True)
        ):
            sheet.write_datetime(1, at, value, book.add_format({"num_format": look}))
    (found,) = open_book(buffer.getvalue()).sheets
    assert list(found.rows[0]) == ["字", 1.5, True]
    assert [str(cell)[:16] for cell in found.rows[1]] == ["2026-09-30", "2026-09-30 08:15", "08:15:00"]
