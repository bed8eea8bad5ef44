"""What the sheets of a workbook share: its strings and its number formats."""

from __future__ import annotations

from lxml import etree

from gongwen.errors import DocumentTooLarge
from gongwen.formats.archive import Archive
from gongwen.formats.draft import TOO_MANY_CHARS
from gongwen.formats.limits import MAX_CELLS, MAX_CHARS
from gongwen.formats.values import BUILT_IN
from gongwen.formats.xml import attribute, child, children, events, forget, name_of, number, parse

_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"


def shared_strings(archive: Archive) -> list[str]:
    if _STRINGS not in archive:
        return []
    strings: list[str] = []
    total = 0
    with archive.open(_STRINGS) as stream:
        for _, element in events(stream, ("end",)):
            if name_of(element) != "si":
                continue
            strings.append(rich_text(element))
            total += len(strings[-1])
            if total > MAX_CHARS or len(strings) > MAX_CELLS:
                raise DocumentTooLarge(TOO_MANY_CHARS)
            forget(element)
    return strings


def rich_text(element: etree._Element) -> str:
    """A string and its formatted runs, without the reading aids (phonetic runs) of East Asian files."""
    pieces = []
    for one in element:
        name = name_of(one)
        if name == "t":
            pieces.append(one.text or "")
        elif name == "r":
            pieces += [text.text or "" for text in children(one, "t")]
    return "".join(pieces)


def number_formats(archive: Archive) -> list[str]:
    """The number format of each cell style, by the style's index."""
    if _STYLES not in archive:
        return []
    root = parse(archive.read(_STYLES))
    own = {
        number(attribute(one, "numFmtId")): one.get("formatCode", "")
        for one in children(child(root, "numFmts"), "numFmt")
    }
    formats = []
    for style in children(child(root, "cellXfs"), "xf"):
        identifier = number(attribute(style, "numFmtId")) or 0
        formats.append(own.get(identifier) or BUILT_IN.get(identifier, "General"))
    return formats
