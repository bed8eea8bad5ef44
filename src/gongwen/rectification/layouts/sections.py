"""Numbered sections as items: tasks with their units in parentheses, findings with prose, results by theme.

No field is named here (but in parentheses). Which level of the outline holds the items is inferred: every
section is weighed as an item and against its own subsections.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongwen.rectification.drafts import Draft, Part, Proposal, paragraphs_in, trimmed, without
from gongwen.rectification.labels import CORE, Label
from gongwen.rectification.layouts.labelled import aside_part, heading
from gongwen.rectification.page import Page
from gongwen.rectification.phrases import pattern
from gongwen.rectification.statement import cut_statement
from gongwen.rectification.tree import Node
from gongwen.results import Span

#: Below this a section is no item.
_FLOOR = 0.75
_TITLE = 60


def propose(page: Page) -> Proposal | None:
    """Items at the level of the outline where they look most like items."""
    weigher = _Weigher(page)
    chosen = [node for top in page.outline.marks() for node in weigher.best(top, top_level=True)[1]]
    drafts = [draft_of(page, node) for node in chosen]
    return Proposal("sections", drafts) if drafts else None


@dataclass(slots=True)
class _Weigher:
    page: Page

    def best(self, node: Node, top_level: bool = False, inherited: float = 0.0) -> tuple[float, list[Node]]:
        """The best reading of a section: as one item, or as what its subsections hold."""
        text = self.page.text
        if is_general(text, node):
            return 0.0, []
        title = heading(text, node)
        lists = [child for child in node.children if child.kind == "mark"]
        own = self._as_item(node, title, inherited, bool(lists))
        if top_level and lists and node.mark and node.mark.style in ("cn", "part") and self._is_caption(node, title):
            own -= 1.0
        if not lists or self._states_problem(title):
            return (own, [node]) if own >= _FLOOR else (0.0, [])
        passed = 2.0 if self._units(node) and self._is_caption(node, title) else 0.0
        found = [self.best(child, inherited=passed or inherited) for child in lists]
        kept = [item for _, items in found for item in items]
        mean = sum(score for score, _ in found) / len(found)
        if kept and (mean > own or (own < _FLOOR)):
            return mean, kept
        return (own, [node]) if own >= _FLOOR else (0.0, [])

    def _as_item(self, node: Node, title: Span, inherited: float, has_list: bool) -> float:
        text = self.page.text
        style = node.mark.style if node.mark else ""
        words = text[title[0] : title[1]]
        score = 0.3 + inherited
        if self._units(node):
            score += 1.0 if has_list and self._is_caption(node, title) else 3.0
        if self._states_problem(title):
            score += 3.0
        elif pattern("problem", "words").search(words):
            score += 1.2
        body = paragraphs_in(text, (title[1], node.end))
        if body and pattern("reaction", "starts").match(text, body[0][0]):
            score += 2.0
        if body and len(words) <= _TITLE:
            score += 0.6
        if style in ("shi", "first", "circle"):
            score -= 2.0
        if style in ("paren",) and not pattern("problem", "words").search(words):
            score -= 0.5
        return score

    @staticmethod
    def _units(node: Node) -> list[Label]:
        return [aside for aside in node.asides if aside.field in CORE]

    def _is_caption(self, node: Node, title: Span) -> bool:
        """A heading that stands alone over its subsections, with no words of its own in between."""
        start, end = node.own
        return trimmed(self.page.text, (min(max(title[1], start), end), end), " \t\n。,;:()") is None or bool(node.asides)

    def _states_problem(self, title: Span) -> bool:
        words = self.page.text[title[0] : title[1]]
        return "“" in words and "问题" in words.rsplit("”", 1)[-1]


def is_general(text: str, node: Node) -> bool:
    """Sections on purpose, principles, organisation and next steps."""
    title = heading(text, node)
    words = text[title[0] : title[1]]
    first = words.split("。")[0][:40].rstrip(":: ")
    return bool(pattern("general", "headings").search(first)) and "“" not in first


def draft_of(page: Page, node: Node) -> Draft:
    """A section as an item: its statement, and the rest as what is done about it."""
    text = page.text
    draft = Draft((node.start, node.end), path=tuple(heading(text, above) for above in node.path()))
    assert node.mark is not None
    draft.no = trimmed(text, (node.mark.start, node.mark.end))
    groups = _groups(text, node)
    _add_asides(page, draft, node)
    whole = [span for span in without((node.head, node.end), groups) if trimmed(text, span, " \t\n。;,")]
    if not whole:
        return draft
    statement, rest = cut_statement(text, whole)
    draft.problem = statement
    draft.parts += [Part("measures", span) for span in rest]
    return draft


def _groups(text: str, node: Node) -> list[Span]:
    """The parentheses that hold fields, in the node and below it."""
    found = {}
    for below in node.walk():
        for aside in below.asides:
            opening = text.rfind("(", below.start, aside.start)
            found.setdefault(aside.closes, (opening if opening >= 0 else aside.start, (aside.closes or aside.end) + 1))
    return list(found.values())


def _add_asides(page: Page, draft: Draft, node: Node) -> None:
    text = page.text
    for below in node.walk():
        draft.parts += [aside_part(text, aside, below.asides) for aside in below.asides]
    roles = {part.field for part in draft.parts}
    above = node.parent
    while above is not None:
        for aside in above.asides:
            if aside.field not in roles:
                part = aside_part(text, aside, above.asides)
                part.inherited = True
                draft.parts.append(part)
        above = above.parent
