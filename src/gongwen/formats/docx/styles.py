"""Paragraph styles, as far as they say something about the text: outline level, numbering, tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from gongwen.formats.xml import attribute, child, children, number, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?$", re.I)
_BODY_LEVEL = 9
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    based_on: str | None
    outline: int | None
    list_id: str | None
    list_level: int | None


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default: str | None = None
        for element in children(root, "style"):
            identifier = attribute(element, "styleId") or ""
            self._styles[identifier] = _style(element)
            if attribute(element, "default") in ("1", "true") and attribute(element, "type") == "paragraph":
                self.default = identifier

    def chain(self, identifier: str | None) -> list[tuple[str, Style]]:
        """The style and those it is based on, nearest first."""
        found: list[tuple[str, Style]] = []
        while identifier in self._styles and len(found) < _MAX_DEPTH:
            style = self._styles[identifier]
            found.append((identifier, style))
            identifier = style.based_on
        return found

    def heading(self, identifier: str | None) -> int | None:
        for _, style in self.chain(identifier):
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY_LEVEL else None
            named = _HEADING.match(style.name)
            if named:
                return int(named[1])
        return None

    def is_contents(self, identifier: str | None) -> bool:
        return any(_CONTENTS.match(style.name) for _, style in self.chain(identifier)[:1])

    def numbering(self, identifier: str | None) -> tuple[str, str, int | None] | None:
        """Style, list and level of the nearest style in the chain that numbers its paragraphs."""
        for name, style in self.chain(identifier):
            if style.list_id is not None:
                return name, style.list_id, style.list_level
        return None


def _style(element: etree._Element) -> Style:
    properties = child(element, "pPr")
    return Style(
        name=(value(element, "name") or "").strip(),
        based_on=value(element, "basedOn"),
        outline=number(value(properties, "outlineLvl")),
        list_id=value(properties, "numPr", "numId"),
        list_level=number(value(properties, "numPr", "ilvl")),
    )
