"""Reads one table from its input and prints it as one JSON object; the house never opens such a file itself.

    python -m duban.spreadsheets.reading BYTES_OF_MEMORY SECONDS < TABLE

No Django is loaded."""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from duban.processes import die_with_parent
from duban.spreadsheets.extent import too_large
from duban.spreadsheets.flaws import flaws_of

FAILED = 4
#: Characters of all cells together: a text that is kept once may stand in every cell.
MOST_TEXT = 60_000_000


def main(arguments: list[str]) -> int:
    memory, seconds = map(int, arguments)
    die_with_parent()
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(what, most)
    try:
        json.dump(_read(sys.stdin.buffer.read()), sys.stdout)
    except Exception:
        # What went wrong could quote the table: it is not printed.
        return FAILED
    return 0


def _limit(what: int, most: int) -> None:
    """As low as asked for, or lower where the house itself may have no more."""
    hard = resource.getrlimit(what)[1]
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))


def _read(data: bytes) -> dict[str, Any]:
    if (extent := too_large(data)) is not None:
        return _large([extent.rows, extent.columns] if extent.rows else None)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        flaws, sheets = flaws_of(data), []
        room = MOST_TEXT
        for sheet in _worksheets(book):
            found = _sheet(book, sheet, flaws.get(sheet.name, {}))
            room -= sum(len(cell) for row in found["rows"] for cell in row if type(cell) is str)
            if room < 0:
                return _large(None)
            sheets.append(found)
    except PasswordError:
        return {"error": "locked"}
    except (CalamineError, OSError, ValueError):
        return {"error": "broken"}
    return {"sheets": sheets} if sheets else {"error": "broken"}


def _large(extent: list[int] | None) -> dict[str, Any]:
    return {"error": "large", "extent": extent}


def _worksheets(book: CalamineWorkbook) -> Iterator[Any]:
    return (sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _sheet(book: CalamineWorkbook, sheet: Any, flaws: dict[tuple[int, int], str]) -> dict[str, Any]:
    found = book.get_sheet_by_name(sheet.name)
    rows = found.to_python(skip_empty_area=False)
    height, width = len(rows), len(rows[0]) if rows else 0
    return {
        "name": sheet.name,
        "rows": [[_plain(cell) for cell in row] for row in rows],
        "merges": [
            [top, left, min(bottom, height - 1), min(right, width - 1)]
            for (top, left), (bottom, right) in found.merged_cell_ranges or ()
            if top < height and left < width
        ],
        "hidden": sheet.visible != SheetVisibleEnum.Visible,
        "flaws": [[row, column, error] for (row, column), error in flaws.items()],
    }


def _plain(cell: Any) -> Any:
    """Moments as what they are and how they are written."""
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    if isinstance(cell, datetime | date | time):
        return [type(cell).__name__, cell.isoformat()]
    return cell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
