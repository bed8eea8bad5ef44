"""Styles of doc files, brought into the form in which docx files define them."""

from __future__ import annotations

import struct

from lxml import etree

from gongwen.formats.doc.properties import Properties, apply
from gongwen.formats.docx.styles import Styles

_PARAGRAPH = 1
_NONE = 0x0FFF
_HEADINGS = range(1, 10)
_CONTENTS = range(19, 28)


def styles_of(sheet: bytes) -> Styles:
    root = etree.Element("styles")
    if len(sheet) >= 6:
        head, count, base = struct.unpack_from("<HHH", sheet)
        at = 2 + head
        for index in range(count):
            if at + 2 > len(sheet):
                break
            length = struct.unpack_from("<H", sheet, at)[0]
            _add(root, index, sheet[at + 2 : at + 2 + length], base)
            at += 2 + length
    return Styles(root)


def _add(root: etree._Element, index: int, style: bytes, base: int) -> None:
    if len(style) < base + 2 or len(style) < 6:
        return
    built_in, kind, counts = struct.unpack_from("<HHH", style)
    if kind & 0x0F != _PARAGRAPH:
        return
    letters = struct.unpack_from("<H", style, base)[0]
    at = base + 2 + 2 * (letters + 1)
    properties = _properties(style, at) if counts & 0x0F else Properties()
    element = etree.SubElement(root, "style", type="paragraph", styleId=str(index))
    etree.SubElement(element, "name", val=_name(built_in & 0x0FFF))
    if kind >> 4 != _NONE:
        etree.SubElement(element, "basedOn", val=str(kind >> 4))
    held = etree.SubElement(element, "pPr")
    add_numbering(held, properties)
    if properties.outline is not None:
        etree.SubElement(held, "outlineLvl", val=str(properties.outline))


def _properties(style: bytes, at: int) -> Properties:
    properties = Properties()
    if at + 4 <= len(style):
        length = struct.unpack_from("<H", style, at)[0]
        apply(properties, style[at + 4 : at + 2 + length], b"")
    return properties


def _name(built_in: int) -> str:
    """Headings and tables of contents are known by their number; other names say nothing here."""
    if built_in in _HEADINGS:
        return f"heading {built_in}"
    return f"toc {built_in - 18}" if built_in in _CONTENTS else "style"


def add_numbering(held: etree._Element, properties: Properties) -> None:
    if properties.list_id is None and properties.list_level is None:
        return
    element = etree.SubElement(held, "numPr")
    if properties.list_level is not None:
        etree.SubElement(element, "ilvl", val=str(properties.list_level))
    if properties.list_id is not None:
        etree.SubElement(element, "numId", val=str(properties.list_id))
