"""How much of a workbook its reader would have to hold, found before it is read.

The reader of Excel files keeps every cell between the first and the last one, also the empty ones: a single cell in the last
corner of a sheet would take all memory and end this process, whatever else it is doing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CELLS = 4_000_000
#: Of all parts together, unpacked.
_MOST_BYTES = 200 * 1024 * 1024
#: Where cells say they stand (r="XFD900000").
_IN_COLUMN, _IN_ROW = re.compile(rb'\br="([A-Z]{1,3})\d'), re.compile(rb'\br="[A-Z]{1,3}(\d{1,7})"')
#: Empty rows and columns of an ODS sheet are repeated to its end; what is filled is not.
_ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*)>")
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"')


@dataclass(frozen=True, slots=True)
class Extent:
    """Up to which row and column a sheet is used, counted from 1; both 0 where the file is too large as a whole."""

    rows: int
    columns: int


def too_large(data: bytes) -> Extent | None:
    """The first sheet that is too large to be read; None where all may be read, or where this is no packed file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_BYTES:
                return Extent(0, 0)
            return next((extent for extent in _extents(packed) if _is_large(extent)), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return None


def _is_large(extent: Extent) -> bool:
    return extent.rows * extent.columns > MOST_CELLS


def _extents(packed: zipfile.ZipFile) -> Iterator[Extent]:
    for name in packed.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield _of_sheet(packed.read(name))
        elif name == "content.xml":
            yield _of_ods(packed.read(name))


def _of_sheet(text: bytes) -> Extent:
    columns = map(_column, set(_IN_COLUMN.findall(text)))
    return Extent(max(map(int, set(_IN_ROW.findall(text))), default=0), max(columns, default=0))


def _column(letters: bytes) -> int:
    """A → 1, XFD → 16384."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at


def _of_ods(text: bytes) -> Extent:
    """A filled cell that is repeated very often is no table of an office."""
    most = 0
    for cell in _ODS_CELL.finditer(text):
        found = _REPEATED.search(cell[1])
        if found and b"value" in cell[1]:
            most = max(most, int(found[1]))
    return Extent(most, most)
