"""Fields in parentheses: (牵头单位:甲局;责任单位:乙镇) and (甲局牵头,乙局配合,2023年底前完成)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from gongwen.rectification.drafts import Part, trimmed
from gongwen.rectification.fields.names import is_place, is_unit
from gongwen.rectification.labels import Label
from gongwen.results import Span

_SEPARATORS = " ,;,、。\t\n"
ROLE_WORDS = {
    "牵头负责": "lead", "牵头落实": "lead", "牵头组织": "lead", "牵头": "lead", "配合落实": "support", "配合": "support", "协助": "support", "协同": "support", "参与": "support", "协办": "support",
    "督导": "regulator", "监管": "regulator", "督办": "regulator", "监督指导": "regulator", "按职责分工负责": "responsible", "按职责负责": "responsible", "分工负责": "responsible", "负责落实": "responsible", "具体负责": "responsible", "负责": "responsible",
    "承办": "responsible", "落实": "responsible", "主办": "responsible", "实施": "responsible",
}  # fmt: skip


class Aside(NamedTuple):
    """A parenthesis that holds fields; ``start``…``end`` with its marks."""

    start: int
    end: int
    parts: tuple[Part, ...]


def find_asides(text: str, paragraphs: Iterable[Span], labels: Sequence[Label]) -> list[Aside]:
    """Every such parenthesis, in reading order."""
    named = _named(text, [label for label in labels if label.closes is not None])
    taken = {aside.start for aside in named}
    told = [
        aside
        for start, end in paragraphs
        for match in _parenthesis().finditer(text, start, end)
        if match.start() not in taken
        and (aside := _told(text, match) or _bare_units(text, match)) is not None
    ]
    return sorted([*named, *told], key=lambda aside: aside.start)


def _named(text: str, labels: Sequence[Label]) -> list[Aside]:
    groups: dict[int, list[Label]] = {}
    for label in labels:
        groups.setdefault(label.closes or label.end, []).append(label)
    return [_aside(text, group, closes) for closes, group in groups.items()]


def _aside(text: str, group: Sequence[Label], closes: int) -> Aside:
    ends = [*(label.start for label in group[1:]), closes]
    parts = []
    for label, end in zip(group, ends, strict=True):
        value = trimmed(text, (label.end, end), _SEPARATORS) or (label.end, label.end)
        parts.append(Part(label.field, value, label.name, (label.start, label.end)))
    opening = text.rfind("(", 0, group[0].start + 1)
    end = closes + 1 if text[closes : closes + 1] == ")" else closes
    return Aside(opening if opening >= 0 else group[0].start, end, tuple(parts))


@cache
def _parenthesis() -> re.Pattern[str]:
    return re.compile(r"\((?P<inside>[^()\n]{4,160})\)")


@cache
def _piece() -> re.Pattern[str]:
    roles = "|".join(sorted(ROLE_WORDS, key=len, reverse=True))
    return re.compile(rf"(?P<unit>[^,;,;。:]{{2,}}?)(?:按照?职责)?(?P<role>{roles})$")


@cache
def _due() -> re.Pattern[str]:
    return re.compile(
        r".{0,8}?(?:\d{4}年|\d{1,2}月|年底|月底|立行立改|长期坚持|持续(?:推进|坚持|整改)|立即).{0,14}"
    )


def _told(text: str, match: re.Match[str]) -> Aside | None:
    """Units with their roles in words; only where every piece of the parenthesis is one or a date."""
    parts: list[Part] = []
    begun: int | None = None
    for piece in re.finditer(r"[^,;,;。]+", match["inside"]):
        start = match.start("inside") + piece.start()
        span = trimmed(text, (start, start + len(piece[0]))) or (start, start)
        role = _piece().match(text[span[0] : span[1]])
        if role:
            parts.append(
                Part(
                    ROLE_WORDS[role["role"]],
                    (begun if begun is not None else span[0], span[0] + role.end("unit")),
                )
            )
            begun = None
        elif _due().fullmatch(text, *span):
            parts.append(Part("deadline", _date_of(text, span)))
        elif begun is None and span[1] - span[0] <= 30:
            begun = span[0]
        else:
            return None
    worth = (
        bool(parts)
        and begun is None
        and (len(parts) > 1 or parts[0].field != "deadline" or "完成" in match["inside"])
    )
    return Aside(match.start(), match.end(), tuple(parts)) if worth else None


def _bare_units(text: str, match: re.Match[str]) -> Aside | None:
    """Units and nothing but units (and a date) at the end of a task: …修复矿山3处。(区自然资源局、柏塘镇,10月底前)"""
    alone = text[match.start() - 1 : match.start()] in ("", "\n")
    if alone or text[match.end() : match.end() + 1] not in ("", "\n", "。", ";"):
        return None
    pieces = [
        (match.start("inside") + piece.start(), match.start("inside") + piece.end())
        for piece in re.finditer(r"[^,;、 ]+", match["inside"])
    ]
    due = [span for span in pieces if _due().fullmatch(text, *span)]
    units = [span for span in pieces if span not in due]
    if not units or len(due) > 1 or not all(is_unit(text[a:b]) and b - a >= 3 for a, b in units):
        return None
    if all(is_place(text[a:b]) for a, b in units) or (due and due[0] != pieces[-1]):
        return None
    parts = [Part("responsible", (units[0][0], units[-1][1]))]
    parts += [Part("deadline", _date_of(text, span)) for span in due]
    return Aside(match.start(), match.end(), tuple(parts))


def _date_of(text: str, span: Span) -> Span:
    """2023年10月底前完成 → 2023年10月底前"""
    bare = re.sub(r"(?:全部|基本)?(?:完成|整改到位|到位|办结)(?:整改)?$", "", text[span[0] : span[1]])
    return (span[0], span[0] + len(bare)) if len(bare) >= 3 else span
