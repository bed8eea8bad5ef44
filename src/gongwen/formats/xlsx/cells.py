"""One worksheet, streamed: texts of its cells and its merged ranges."""

from __future__ import annotations

import re

from lxml import etree

from gongwen.errors import DocumentTooLarge
from gongwen.formats.archive import Archive
from gongwen.formats.draft import TOO_MANY_CHARS
from gongwen.formats.limits import MAX_CELLS, MAX_CHARS
from gongwen.formats.sheets import TOO_MANY_CELLS, Place, Sheet
from gongwen.formats.values import in_format
from gongwen.formats.xlsx.parts import rich_text
from gongwen.formats.xml import child, events, forget, name_of, number

_MARGINS = frozenset(f"{which}{part}" for which in ("odd", "even", "first") for part in ("Header", "Footer"))
#: What a printed head says of its looks: &L left, &P the page's number, &"SimSun,Bold"12.
_CODES = re.compile(r'&(?:"[^"]*"|[A-Za-z]|\d{1,3})')
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def read_sheet(
    archive: Archive, path: str, sheet: Sheet, strings: list[str], formats: list[str], from_1904: bool
) -> None:
    row = column = -1
    characters = 0  # counted here, for one shared string can stand in every cell
    with archive.open(path) as stream:
        for event, element in events(stream, ("start", "end")):
            name = name_of(element)
            if event == "start":
                if name == "row":
                    row, column = _row_number(element, row), -1
                continue
            if name == "c":
                row, column = place_of(element.get("r", "")) or (row, column + 1)
                text = _text(element, strings, formats, from_1904).strip()
                if text:
                    sheet.texts[row, column] = text
                    characters += len(text)
                _check(len(sheet.texts), characters)
            elif name == "mergeCell":
                _merge(element.get("ref", ""), sheet)
            elif name in _MARGINS:
                sheet.margins += _CODES.sub("\n", element.text or "").split("\n")
            if name in ("row", "mergeCell"):
                forget(element)


def place_of(reference: str) -> Place | None:
    """Row and column, from 0, of a reference such as AB12."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _row_number(element: etree._Element, before: int) -> int:
    given = number(element.get("r"))
    return before + 1 if given is None else given - 1


def _text(cell: etree._Element, strings: list[str], formats: list[str], from_1904: bool) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = child(cell, "is")
        return "" if inline is None else rich_text(inline)
    holder = child(cell, "v")
    value = holder.text or "" if holder is not None else ""
    if kind == "s":
        index = number(value)
        return strings[index] if index is not None and 0 <= index < len(strings) else ""
    if kind == "n":
        return _number(value, number(cell.get("s")) or 0, formats, from_1904)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return "" if kind == "e" else value


def _number(value: str, style: int, formats: list[str], from_1904: bool) -> str:
    try:
        amount = float(value)
    except ValueError:
        return value
    if amount - amount != 0:  # infinite or not a number
        return ""
    return in_format(amount, formats[style] if 0 <= style < len(formats) else "General", from_1904)


def _merge(reference: str, sheet: Sheet) -> None:
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last)
    if start is not None and end is not None:
        sheet.merged[start] = end[0] - start[0] + 1, end[1] - start[1] + 1
        _check(len(sheet.merged))


def _check(count: int, characters: int = 0) -> None:
    if count > MAX_CELLS:
        raise DocumentTooLarge(TOO_MANY_CELLS)
    if characters > MAX_CHARS:
        raise DocumentTooLarge(TOO_MANY_CHARS)
