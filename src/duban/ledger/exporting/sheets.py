"""Rows of a sheet as Excel keeps them (SpreadsheetML), written straight into a form: a third of what a general library takes.

Every text is an inline string, so whatever a cell begins with, no program takes it for a formula or a link."""

from __future__ import annotations

import io
import math
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duban.ledger.lists import Column, Row

#: Excel measures rows in points; one line of 10.5-point text.
_LINE = 15.0
_LEAST_HEIGHT, _MAX_HEIGHT = 24.0, 400.0
#: A cell holds 32,767 characters.
_MOST_TEXT = 32_000
#: Between size and speed: the highest level takes three times as long for a tenth less.
_SQUEEZED = 3
_LARGE = 1 << 31
_BUFFER = 1 << 20
#: What stands for something else in XML or may not stand in it at all, and what Excel would read as an escape of its own.
_ODD = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Form:
    """A workbook whose sheets have their heads and one sample line; that line says the look of each column."""

    def __init__(self, data: bytes, sheets: int, heads: int, count: int) -> None:
        self.book = zipfile.ZipFile(io.BytesIO(data))
        self.sheets = {f"xl/worksheets/sheet{at + 1}.xml": at for at in range(sheets)}
        self._sample = re.compile(rf'<row r="{heads + 1}".*?</row>')
        self._last = heads + count
        texts = [self.book.read(name).decode() for name in self.sheets]
        self.looks = [self._looks(text) for text in texts]
        self.parts = [self._parted(text) for text in texts]

    def _looks(self, text: str) -> list[str]:
        sample = self._sample.search(text)
        return re.findall(r' s="(\d+)"', sample[0]) if sample else []

    def _parted(self, text: str) -> tuple[str, str]:
        """What stands before the rows and what after them."""
        before, after = self._sample.split(text, maxsplit=1)
        return re.sub(r'(<dimension ref="A1:[A-Z]+)\d+"', rf'\g<1>{self._last}"', before), after


class Rows:
    """The rows of one sheet, until all are there: in a file without a name, which is gone when its process is."""

    def __init__(self, columns: Sequence[Column], looks: Sequence[str], room: Path | None = None) -> None:
        self._columns = [
            (column.value, max(2.0, column.width - 1), _letter(at), look)
            for at, (column, look) in enumerate(zip(columns, looks, strict=True))
        ]
        # Closed when the rows are.
        self.file: IO[str] = tempfile.TemporaryFile(  # noqa: SIM115
            "w+", encoding="utf-8", newline="", dir=room, buffering=_BUFFER
        )

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.file.close()

    def add(self, line: int, row: Row) -> None:
        cells, height = [], 1
        for value, width, letter, look in self._columns:
            said: Any = value(row)
            if isinstance(said, int):
                cells.append(f'<c r="{letter}{line}" s="{look}"><v>{said}</v></c>')
                continue
            if not said:
                cells.append(f'<c r="{letter}{line}" s="{look}"/>')
                continue
            text = as_held(said)
            height = max(height, _lines(text, width))
            cells.append(
                f'<c r="{letter}{line}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{_safe(text)}</t></is></c>'
            )
        points = min(_MAX_HEIGHT, max(_LEAST_HEIGHT, height * _LINE + 6))
        self.file.write(f'<row r="{line}" ht="{points:g}" customHeight="1">{"".join(cells)}</row>')


def put_together(target: IO[bytes], form: Form, sheets: Sequence[Rows]) -> None:
    """The form with its rows, as one file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_SQUEEZED) as book:
        for name in form.book.namelist():
            if name not in form.sheets:
                book.writestr(name, form.book.read(name))
                continue
            at = form.sheets[name]
            _into(book, name, form.parts[at], sheets[at].file)


def _into(book: zipfile.ZipFile, name: str, parts: tuple[str, str], rows: IO[str]) -> None:
    rows.flush()
    plain = rows.buffer  # type: ignore[attr-defined]
    size = plain.seek(0, io.SEEK_END)
    plain.seek(0)
    before, after = parts
    with book.open(name, "w", force_zip64=size > _LARGE) as entry:
        entry.write(before.encode())
        shutil.copyfileobj(plain, entry, _BUFFER)
        entry.write(after.encode())


def as_held(text: str) -> str:
    """As much of it as a cell holds."""
    return text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT]


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def _safe(text: str) -> str:
    return _ODD.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    odd = found[0]
    if len(odd) > 1:
        return f"_x005F{odd}"
    if odd in _NAMED:
        return _NAMED[odd]
    return f"_x{ord(odd):04X}_" if odd < " " else "�"


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: Chinese characters count two."""
    if "\n" in text:
        return sum(max(1, math.ceil(_width(part) / width)) for part in text.split("\n"))
    return math.ceil(_width(text) / width)


@lru_cache(maxsize=10_000)
def _width(text: str) -> float:
    """Of a text in UTF-8, a Chinese character takes two bytes more than it is letters. What stands on one sheet stands on
    the next as well."""
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    return 2.1 * wide + 1.1 * (len(text) - wide)
