"""Where a text names a field: 整改目标: 整改目标␠ 二、整改目标⏎ (牵头单位:…) …责任单位:甲镇整改时限:长期坚持…

Labels are looked for anywhere, longest first; what stands around them decides whether a field is named or only
mentioned (明确了整改目标、整改措施). Which words name which field is data: ``vocabulary/labels.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from gongwen.outline import Mark
from gongwen.results import ROLES, Span
from gongwen.vocabulary import load

#: Fields that make a record: two different ones of them are more than a chance.
CORE = frozenset({"problem", "goal", "measures", "progress", "deadline", "status", *ROLES})
#: Fields whose value is a phrase in one paragraph and not prose that may run on.
SHORT = frozenset({"deadline", "status", "extra", *ROLES})


@dataclass(frozen=True, slots=True)
class Label:
    """A named field. ``start``…``end``: the name with its mark and colon; the value begins at ``end``."""

    start: int
    end: int
    name: str
    field: str
    #: With a colon behind it; alone in its paragraph; inside parentheses that end at ``closes``.
    colon: bool = False
    alone: bool = False
    closes: int | None = None
    mark: Mark | None = None


@cache
def fields_by_name() -> Mapping[str, tuple[str, bool]]:
    """``{name: (field, names a field anywhere)}``."""
    found: dict[str, tuple[str, bool]] = {}
    for field, words in load("labels").items():
        found.update({name: (field, False) for name in words["bare"]})
        found.update({name: (field, True) for name in words["names"]})
    return found


@cache
def names_pattern() -> str:
    """All names as one regular expression, longest first, built as a tree so that it is fast."""
    root: dict[str, object] = {}
    for name in fields_by_name():
        node = root
        for character in name:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = True
    return _branch(root)


def _branch(node: Mapping[str, object]) -> str:
    rest = [
        re.escape(character) + _branch(child)
        for character, child in node.items()
        if character and isinstance(child, dict)
    ]
    if not rest:
        return ""
    joined = rest[0] if len(rest) == 1 and "" not in node else f"(?:{'|'.join(rest)})"
    return f"{joined}?" if "" in node else joined


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{names_pattern()})(?P<aside>\([^()\n]{{1,12}}\))?(?P<colon>[ \t]*[::])?")


@cache
def starts_label() -> re.Pattern[str]:
    """A line that begins with the name of a field, as a page prints fields."""
    return re.compile(rf"\s*(?:{names_pattern()})(?:\([^()\n]{{1,12}}\))?\s*(?:[::]|$|\s|\|)")


#: Words before a name that make it part of a sentence: 采取以下整改措施: 明确整改目标、
_MENTIONED = re.compile(r"(?:以下|如下|下列|上述|制定|制订|采取|落实|明确|提出|确定|细化|完善|按照|根据|对照|围绕|针对|关于|逐项|所有|全部|各项|[的了等和及与、“《按该其项将把])$")
_BOUNDARY = frozenset("。;,)】”|\t\n !?")


def find_labels(text: str, paragraphs: Iterable[Span], marks: Iterable[Mark] = ()) -> list[Label]:
    """Every field that the paragraphs name, in reading order."""
    behind = {mark.end: mark for mark in marks}
    found: list[Label] = []
    for start, end in paragraphs:
        closes = -1
        for match in _pattern().finditer(text, start, end):
            label = _label(text, match, (start, end), behind, closes)
            if label is not None:
                found.append(label)
                closes = max(closes, label.closes or -1)
    return found


def _label(text: str, match: re.Match[str], paragraph: Span, behind: Mapping[int, Mark], closes: int) -> Label | None:
    field, anywhere = fields_by_name()[match["name"]]
    at, end = match.start(), match.end()
    mark = behind.get(at)
    first = at == paragraph[0] or (mark is not None and mark.bol)
    alone = first and not text[end : paragraph[1]].strip()
    colon = match["colon"] is not None
    label = Label(at, _value_start(text, end, paragraph[1]), match["name"], field, colon, alone, mark=mark)
    if mark is not None:
        label = replace(label, start=mark.start)
    if colon and (at < closes or text[at - 1 : at] == "("):
        return replace(label, closes=closes if at < closes else _closing(text, at, paragraph[1]))
    return label if _names_field(text, label, at, end, paragraph, first, anywhere) else None


def _names_field(text: str, label: Label, at: int, end: int, paragraph: Span, first: bool, anywhere: bool) -> bool:
    before = text[max(at - 4, paragraph[0]) : at]
    if label.alone:
        return True
    bound = first or label.mark is not None or before[-1:] in _BOUNDARY
    if label.colon:
        return bound if not anywhere else (bound or not _MENTIONED.search(before))
    spaced = end < paragraph[1] and text[end] in " \t"
    return anywhere and spaced and bound


def _value_start(text: str, end: int, limit: int) -> int:
    while end < limit and text[end] in " \t::":
        end += 1
    return end


def _closing(text: str, at: int, limit: int) -> int:
    """Where the parenthesis around ``at`` closes; the paragraph's end where it does not."""
    depth = 1
    for place in range(at, limit):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return limit
