"""Cells of an Excel file whose value is not to be had: formulas that were never computed, and results that are errors.

The reader of tables gives both as empty cells; an empty cell is an answer of its own, so they are looked up in the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

#: A sheet as text larger than this is not searched: it has more rows than an import takes.
_MOST_BYTES = 300 * 1024 * 1024
_CELL = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def flaws_of(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet, by row and column from 0. A file that is built otherwise (ODS) has none that we can see."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: _in_sheet(packed, path) for name, path in _sheets(packed)}
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, RuntimeError):
        return {}


def _sheets(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of each sheet and the part of the file in which it is."""
    targets = {each.get("Id"): each.get("Target", "") for each in _xml(packed, "xl/_rels/workbook.xml.rels")}
    sheets = [each for each in _xml(packed, "xl/workbook.xml").iter() if each.tag.endswith("}sheet")]
    return [(each.get("name", ""), _path(targets.get(each.get(_REL)) or "")) for each in sheets]


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _xml(packed: zipfile.ZipFile, path: str) -> Any:
    text = packed.read(path)
    if b"<!ENTITY" in text:
        raise KeyError(path)
    return ElementTree.fromstring(text)


def _in_sheet(packed: zipfile.ZipFile, path: str) -> dict[tuple[int, int], str]:
    if path not in packed.namelist() or packed.getinfo(path).file_size > _MOST_BYTES:
        return {}
    text = packed.read(path)
    if b't="e"' not in text and not _FORMULA.search(text):
        return {}
    found = {}
    for cell in _CELL.finditer(text):
        flaw = _flaw(cell[1], cell[4] or b"")
        if flaw is not None:
            found[int(cell[3]) - 1, _column(cell[2])] = flaw
    return found


def _flaw(attributes: bytes, inside: bytes) -> str | None:
    value = _VALUE.search(inside)
    if b't="e"' in attributes and value:
        return value[1].decode("ascii", "replace")
    # A formula whose result is an empty text says so; one that was never computed says nothing.
    if _FORMULA.search(inside) and not value and b't="str"' not in attributes:
        return ""
    return None


def _column(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1
