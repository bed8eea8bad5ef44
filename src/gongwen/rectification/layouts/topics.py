"""Paragraphs in which each task begins with 关于…。, without any number."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.drafts import Draft, Part, Proposal, trimmed
from gongwen.rectification.fields import looks_like_party
from gongwen.rectification.headings import heading
from gongwen.rectification.page import Page
from gongwen.rectification.tree import Node
from gongwen.results import Span

_FEWEST = 2


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<=。)关于(?P<inner>[^。\n::;,“]{2,40})。(?=\n)"
        r"|(?:(?<=[。\n;])|^)\s*(?:关于(?P<topic>[^。\n::;,“]{2,40})[。:](?!\n)"
        r"|(?<![。;])(?:针对|关于|对)(?P<quoted>“[^”\n]{4,80}”)(?:的|等|这一)?(?:突出)?问题[,。:]?))"
    )


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<=[,。;\n])|^)由?(?P<unit>(?:[^\W\x00-\xff①-⑳]|[()、]){2,30}?)(?P<role>牵头负责|牵头|负责落实|负责|配合|协助|督导|监管)(?=[,。;])"
    )


_ROLE = {
    "牵头": "lead",
    "牵头负责": "lead",
    "配合": "support",
    "协助": "support",
    "督导": "regulator",
    "监管": "regulator",
}


def propose(page: Page) -> Proposal | None:
    """One item for each topic."""
    if "关于" not in page.text and "针对" not in page.text:
        return None
    text = page.text
    found = list(_topic().finditer(text))
    if len(found) < _FEWEST:
        return None
    drafts = []
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else _end(page, match.end())
        drafts.append(_draft(page, match, end))
    return Proposal("topics", drafts, prior=0.5)


def _end(page: Page, at: int) -> int:
    after = [mark.start for mark in page.marks if mark.bol and mark.start > at] + [
        stop for stop in page.stops if stop > at
    ]
    further = re.compile(r"\n(?:下一步|今后|接下来)").search(page.text, at)
    return min(after + ([further.start()] if further else []), default=len(page.text))


def _draft(page: Page, match: re.Match[str], end: int) -> Draft:
    text = page.text
    topic = next(match.span(name) for name in ("inner", "topic", "quoted") if match[name])
    start = topic[0] - 2
    span = trimmed(text, (start, end)) or (start, end)
    draft = Draft(span, problem=topic)
    node = _above(page, start)
    draft.path = tuple(heading(text, above) for above in [*node.path(), node] if above.kind == "mark")
    rest = trimmed(text, (match.end(), end))
    if rest:
        draft.parts.append(Part("measures", rest))
        draft.parts += named_units(text, rest)
    return draft


def named_units(text: str, span: Span) -> list[Part]:
    """Units that a sentence names with their role: 县经信局牵头负责, 县生态环境局配合; 健全网格化监管 names nobody."""
    return [
        Part(_ROLE.get(match["role"], "responsible"), match.span("unit"))
        for match in _roles().finditer(text, *span)
        if match["role"] not in ("督导", "监管") or looks_like_party(text, match.span("unit")) > 0
    ]


def _above(page: Page, at: int) -> Node:
    """The innermost numbered section around a place."""
    node = page.outline
    while True:
        below = next((child for child in node.marks() if child.start <= at < child.end), None)
        if below is None:
            return node
        node = below
