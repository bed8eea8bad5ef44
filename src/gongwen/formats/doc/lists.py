"""Automatic numbering of doc files, brought into the form in which docx files define it."""

from __future__ import annotations

import struct

from lxml import etree

from gongwen.formats.doc.document import Document

_LISTS, _OVERRIDES = 73, 74
_LEVELS = 9
_LEGAL, _NO_RESTART = 0x04, 0x08
#: Word's numbers for the formats that docx files call by name.
_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 40: "chineseCounting", 255: "none",
}  # fmt: skip


def numbering_of(document: Document) -> etree._Element:
    root = etree.Element("numbering")
    lists = document.table(_LISTS)
    if len(lists) >= 2:
        _add_lists(root, lists, document.behind_table(_LISTS))
    overrides = document.table(_OVERRIDES)
    if len(overrides) >= 4:
        _add_numbers(root, overrides)
    return root


def _add_lists(root: etree._Element, lists: bytes, levels: bytes) -> None:
    count = struct.unpack_from("<h", lists)[0]
    at = 0
    for number in range(max(count, 0)):
        start = 2 + 28 * number
        if start + 28 > len(lists):
            break
        identifier, simple = struct.unpack_from("<i", lists, start)[0], lists[start + 26] & 1
        element = etree.SubElement(root, "abstractNum", abstractNumId=str(identifier))
        for index in range(1 if simple else _LEVELS):
            level, at = _level(levels, at, index)
            if level is None:
                return
            element.append(level)


def _level(data: bytes, at: int, index: int) -> tuple[etree._Element | None, int]:
    """One level and where the next begins."""
    if at + 28 > len(data):
        return None, at
    start, form, flags = struct.unpack_from("<iBB", data, at)
    characters, paragraph, restart = data[at + 24], data[at + 25], data[at + 26]
    at += 28 + characters + paragraph
    length = struct.unpack_from("<H", data, at)[0] if at + 2 <= len(data) else 0
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    level = etree.Element("lvl", ilvl=str(index))
    etree.SubElement(level, "start", val=str(start))
    etree.SubElement(level, "numFmt", val=_FORMS.get(form, "decimal"))
    if flags & _LEGAL:
        etree.SubElement(level, "isLgl")
    if flags & _NO_RESTART:
        etree.SubElement(level, "lvlRestart", val=str(restart))
    etree.SubElement(level, "lvlText", val="".join(_sign(char) for char in text))
    return level, at + 2 + 2 * length


def _sign(char: str) -> str:
    """Places for numbers are marked by the level's own code."""
    if ord(char) < _LEVELS:
        return f"%{ord(char) + 1}"
    return char if char.isprintable() else ""


def _add_numbers(root: etree._Element, data: bytes) -> None:
    count = struct.unpack_from("<I", data)[0]
    count = min(count, (len(data) - 4) // 16)
    at = 4 + 16 * count
    for number in range(count):
        start = 4 + 16 * number
        identifier, levels = struct.unpack_from("<i", data, start)[0], data[start + 12]
        element = etree.SubElement(root, "num", numId=str(number + 1))
        etree.SubElement(element, "abstractNumId", val=str(identifier))
        at += 4
        for _ in range(levels):
            override, at = _override(data, at)
            if override is None:
                return
            element.append(override)


def _override(data: bytes, at: int) -> tuple[etree._Element | None, int]:
    if at + 8 > len(data):
        return None, at
    start, flags = struct.unpack_from("<iI", data, at)
    at += 8
    index = flags & 0x0F
    override = etree.Element("lvlOverride", ilvl=str(index))
    if flags & 0x10:
        etree.SubElement(override, "startOverride", val=str(start))
    if flags & 0x20:
        level, at = _level(data, at, index)
        if level is None:
            return None, at
        override.append(level)
    return override, at
