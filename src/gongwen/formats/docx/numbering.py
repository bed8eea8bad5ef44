"""Automatic numbering: lists are counted as Word counts them, so that 三、 and (二) stand in the text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from gongwen.formats.docx.styles import Styles
from gongwen.formats.numerals import numeral
from gongwen.formats.xml import attribute, child, children, number, switched_on, value

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A list as paragraphs refer to it: its levels, whose counters it shares, and where it starts anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counters of one story. ``label`` must be asked once for each paragraph, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {attribute(one, "abstractNumId") or "": one for one in children(root, "abstractNum")}
        self._numbers = {attribute(one, "numId") or "": one for one in children(root, "num")}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: etree._Element | None, style: str | None) -> str:
        """The number in front of a paragraph with these properties, empty where it has none."""
        placed = self._place(properties, style)
        if placed is None:
            return ""
        identifier, level = placed
        found = self._list(identifier)
        if found is None or level not in found.levels:
            return ""
        counters = self._count(identifier, found, level)
        return _printed(found, level, counters)

    def _place(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        direct = value(properties, "numPr", "numId")
        level = number(value(properties, "numPr", "ilvl"))
        inherited = self._styles.numbering(style)
        if direct is None and inherited is None:
            return None
        if direct is not None:
            return None if direct == "0" else (direct, level or 0)
        assert inherited is not None
        name, identifier, style_level = inherited
        if identifier == "0":
            return None
        if level is None:
            level = style_level if style_level is not None else self._level_of_style(identifier, name)
        return identifier, level

    def _level_of_style(self, identifier: str, style: str) -> int:
        found = self._list(identifier)
        levels = found.levels if found else {}
        return next((index for index, level in levels.items() if level.style == style), 0)

    def _list(self, identifier: str) -> _List | None:
        if identifier not in self._lists:
            self._lists[identifier] = self._resolve(identifier)
        return self._lists[identifier]

    def _resolve(self, identifier: str) -> _List | None:
        element = self._numbers.get(identifier)
        key = self._followed(value(element, "abstractNumId") or "")
        if element is None or key not in self._abstract:
            return None
        levels = {_index(one): _level(one) for one in children(self._abstract[key], "lvl")}
        starts: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            index = _index(override)
            own = child(override, "lvl")
            if own is not None:
                levels[index] = _level(own)
            start = number(value(override, "startOverride"))
            if start is not None:
                starts[index] = start
                levels[index] = replace(levels.get(index, Level()), start=start)
        return _List(key, levels, starts)

    def _followed(self, key: str) -> str:
        """A list that only points to a numbering style is defined where that style's own list is."""
        for _ in range(_LEVELS):
            link = value(self._abstract.get(key), "numStyleLink")
            inherited = self._styles.numbering(link) if link else None
            if inherited is None:
                break
            key = value(self._numbers.get(inherited[1]), "abstractNumId") or key
        return key

    def _count(self, identifier: str, found: _List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(found.counters, [None] * _LEVELS)
        if level in found.starts and (identifier, level) not in self._started:
            counters[level] = None
        self._started.add((identifier, level))
        current = counters[level]
        counters[level] = found.levels[level].start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                counters[deeper] = None
        return counters


def _printed(found: _List, level: int, counters: list[int | None]) -> str:
    own = found.levels[level]
    if own.form == "bullet":
        return ""
    text = own.text
    for index in range(_LEVELS):
        sign = f"%{index + 1}"
        if sign in text:
            at = found.levels.get(index, Level())
            count = counters[index] if counters[index] is not None else at.start
            text = text.replace(sign, numeral(count or 0, "decimal" if own.legal else at.form))
    return text.strip()


def _index(element: etree._Element) -> int:
    return min(max(number(attribute(element, "ilvl")) or 0, 0), _LEVELS - 1)


def _level(element: etree._Element) -> Level:
    start = number(value(element, "start"))
    return Level(
        start=1 if start is None else start,
        form=_form(element),
        text=value(element, "lvlText") or "",
        restart=number(value(element, "lvlRestart")),
        legal=switched_on(element, "isLgl"),
        style=value(element, "pStyle"),
    )


def _form(element: etree._Element) -> str:
    """The format; newer ones stand in an alternative whose fallback older programs print."""
    found = value(element, "numFmt") or value(element, "AlternateContent", "Fallback", "numFmt")
    return found or "decimal"
