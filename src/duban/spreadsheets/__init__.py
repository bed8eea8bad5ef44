"""Tables of Excel, WPS and LibreOffice, read in a process of their own: whatever a hostile or broken file does to its reader, it
does there, under limits of memory and time. The reader ends its process where it cannot have the memory it was told to take."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import duban
from duban.spreadsheets.extent import Extent, too_large

__all__ = ["Book", "Broken", "Extent", "Locked", "Merge", "Sheet", "TooLarge", "open_book", "too_large"]

_MEGABYTE = 1024 * 1024
_MEMORY = 1536 * _MEGABYTE
#: Seconds on the clock; of the processor's it has half of them.
_SECONDS = 60


class Broken(Exception):
    """No table, or none that can be read."""


class Locked(Broken):
    """It wants a password."""


class TooLarge(Broken):
    """More cells, or longer ones, than anybody needs; ``extent`` is of the sheet that is, nothing where it is the whole file."""

    def __init__(self, extent: Extent | None) -> None:
        super().__init__(extent)
        self.extent = extent


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells taken together, from one row and column to another, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one width. ``flaws`` are cells whose value is not to be had: an error as Excel writes it, or nothing where a
    formula was never computed."""

    name: str
    rows: Sequence[Sequence[Any]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    sheets: tuple[Sheet, ...]

    @property
    def sheet_names(self) -> list[str]:
        return [sheet.name for sheet in self.sheets]

    def rows(self, name: str) -> Sequence[Sequence[Any]]:
        return next(sheet.rows for sheet in self.sheets if sheet.name == name)

    @property
    def cells(self) -> int:
        return sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in self.sheets if sheet.rows)


#: The last small ones by their hash: on its way into the ledger a table is looked at several times.
_recent: OrderedDict[bytes, Book] = OrderedDict()
_MOST_RECENT, _SMALL = 8, 20_000
_guard = threading.Lock()


def open_book(data: bytes) -> Book:
    """What it gives is shared: nobody changes it."""
    key = hashlib.sha256(data).digest()
    with _guard:
        if (known := _recent.get(key)) is not None:
            return known
    book = _opened(data)
    if book.cells <= _SMALL:
        with _guard:
            _recent[key] = book
            while len(_recent) > _MOST_RECENT:
                _recent.popitem(last=False)
    return book


def _opened(data: bytes) -> Book:
    told = _told(data)
    match told.get("error"):
        case None:
            return Book(tuple(_sheet(**each) for each in told["sheets"]))
        case "locked":
            raise Locked
        case "large":
            raise TooLarge(Extent(*told["extent"]) if told["extent"] else None)
    raise Broken


def _told(data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", "duban.spreadsheets.reading", str(_MEMORY), str(_SECONDS // 2)]
    source = os.path.dirname(os.path.dirname(duban.__file__))
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "LANG", "LC_ALL", "HOME"}}
    environment = {**kept, "PYTHONPATH": source}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, env=environment, check=False
        )
        told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": "broken"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"error": "broken"}
    return told


def _sheet(
    name: str, rows: list[list[Any]], merges: list[list[int]], hidden: bool, flaws: list[Any]
) -> Sheet:
    for row in rows:
        for at, cell in enumerate(row):
            if type(cell) is list:
                row[at] = _moment(*cell)
    wrong = {(row, column): error for row, column, error in flaws}
    return Sheet(name, rows, tuple(Merge(*each) for each in merges), hidden, wrong)


def _moment(kind: str, said: Any) -> date | time | timedelta:
    match kind:
        case "date":
            return date.fromisoformat(said)
        case "datetime":
            return datetime.fromisoformat(said)
        case "time":
            return time.fromisoformat(said)
    return timedelta(seconds=said)
