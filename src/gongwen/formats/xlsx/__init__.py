"""Workbooks (xlsx), read from their parts: sparse, streamed, every number in the format that its reader sees."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from gongwen.errors import BrokenDocument
from gongwen.formats.archive import DAMAGED, Archive
from gongwen.formats.draft import Draft
from gongwen.formats.sheets import Sheet, add_sheets
from gongwen.formats.xlsx.cells import read_sheet
from gongwen.formats.xlsx.parts import number_formats, shared_strings
from gongwen.formats.xml import attribute, child, children, parse

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    path: str
    hidden: bool


def read(data: bytes) -> Draft:
    archive = Archive(data)
    root = parse(archive.read(_WORKBOOK))
    listed = _listed(archive, root)
    strings = shared_strings(archive)
    formats = number_formats(archive)
    from_1904 = _flag(child(root, "workbookPr"), "date1904")
    shown = [sheet for sheet in listed if not sheet.hidden] or listed
    sheets = []
    for one in shown:
        sheet = Sheet(one.name)
        read_sheet(archive, one.path, sheet, strings, formats, from_1904)
        sheets.append(sheet)
    draft = Draft()
    add_sheets(sheets, draft)
    return draft


def _listed(archive: Archive, root: etree._Element) -> list[_Listed]:
    """Worksheets in the order of their tabs; chart sheets and macro sheets hold no text."""
    targets = _targets(archive)
    listed = []
    for sheet in children(child(root, "sheets"), "sheet"):
        path = targets.get(attribute(sheet, "id") or "")
        if path is not None:
            hidden = sheet.get("state", "visible") != "visible"
            listed.append(_Listed(sheet.get("name", ""), path, hidden))
    if not listed:
        raise BrokenDocument(DAMAGED)
    return listed


def _targets(archive: Archive) -> dict[str, str]:
    relations = parse(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {}
    for one in relations:
        path = posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))
        is_sheet = one.get("Type", "").endswith("/worksheet") and one.get("TargetMode") != "External"
        if is_sheet and path in archive:
            targets[one.get("Id", "")] = path
    return targets


def _flag(element: etree._Element | None, name: str) -> bool:
    return element is not None and element.get(name) in ("1", "true")
