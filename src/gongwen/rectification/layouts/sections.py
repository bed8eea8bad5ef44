"""Numbered sections as items: tasks with their units in parentheses, findings with prose, results by theme.

No field is named here (but in parentheses). Which level of the outline holds the items is inferred: every
section is weighed as an item and against its own subsections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gongwen.rectification.drafts import Draft, Part, Proposal, paragraphs_in, trimmed, without
from gongwen.rectification.headings import (
    chapters_beside,
    heading,
    is_caption,
    is_general_heading,
    number_of,
    path_of,
)
from gongwen.rectification.labels import CORE
from gongwen.rectification.layouts.inheritance import inherit
from gongwen.rectification.layouts.labelled import is_record, records
from gongwen.rectification.page import Page
from gongwen.rectification.phrases import pattern
from gongwen.rectification.statement import cut_due, cut_statement
from gongwen.rectification.tree import Node
from gongwen.results import Span

#: Marks that number the parts of an answer.
_ANSWERS = ("shi", "first")
#: Below this a section is no item.
_FLOOR = 0.75
_TITLE = 60
#: What a section that names fields is worth as an item.
_NAMED = 4.0


def propose(page: Page) -> Proposal | None:
    """Items at the level of the outline where they look most like items."""
    return _proposal(page, page.outline, "sections")


def propose_mixed(page: Page) -> Proposal | None:
    """The same where some of the sections name fields and others do not."""
    return _proposal(page, page.tree, "mixed") if page.tree.named else None


def _proposal(page: Page, tree: Node, layout: str) -> Proposal | None:
    weigher = _Weigher(page)
    chapters = _as_siblings(
        page.text, tree.marks(), [weigher.best(top, top_level=True)[1] for top in tree.marks()]
    )
    chosen = [node for chapter in _charging(page.text, chapters) for node in chapter]
    drafts = [draft for node in chosen for draft in _drafts(page, node)]
    return Proposal(layout, drafts) if drafts else None


def _charging(text: str, chapters: list[list[Node]]) -> list[list[Node]]:
    """The chapters without those that charge nobody and state no problem, where all of another one's tasks name who
    answers for them: 二、工作专班 beside 一、重点任务."""
    charged = [sum(map(_has_fields, chapter)) for chapter in chapters]
    if not any(len(chapter) == count >= 2 for chapter, count in zip(chapters, charged, strict=True)):
        return chapters
    wrong = pattern("problem", "specific")
    return [
        chapter
        for chapter, count in zip(chapters, charged, strict=True)
        if count or any(wrong.search(text, *heading(text, node)) for node in chapter)
    ]


def _has_fields(node: Node) -> bool:
    return any(
        part.field in CORE for below in node.walk() for aside in below.asides for part in aside.parts
    ) or (node.named)


def _as_siblings(text: str, tops: Sequence[Node], chapters: list[list[Node]]) -> list[list[Node]]:
    """A chapter that only heads a list gives way to it where its sister chapters did."""
    inner = Counter(
        node.mark.style
        for top, nodes in zip(tops, chapters, strict=True)
        for node in nodes
        if node.parent is top and node.mark
    )
    style, times = inner.most_common(1)[0] if inner else ("", 0)
    adapted: list[list[Node]] = []
    for top, nodes in zip(tops, chapters, strict=True):
        listed = [node for node in top.marks() if node.mark and node.mark.style == style]
        if nodes == [top] and times > 1 and listed and not top.named and is_caption(text, top):
            nodes = [node for node in listed if not is_general(text, node)] or nodes
        adapted.append(nodes)
    return adapted


def _drafts(page: Page, node: Node) -> list[Draft]:
    named = [draft for draft in records(page, node) if is_record(draft)] if node.labels() else []
    return named or [draft_of(page, node)]


class _Weigher(NamedTuple):
    page: Page

    def best(self, node: Node, top_level: bool = False, inherited: float = 0.0) -> tuple[float, list[Node]]:
        """The best reading of a section: as one item, or as what its subsections hold."""
        text = self.page.text
        if node.labels() and any(is_record(draft) for draft in records(self.page, node)):
            return _NAMED, [node]
        chapters = chapters_beside(text, node)
        if chapters and len(chapters) == len(node.labels()):
            below = [self.best(child) for chapter in chapters for child in chapter.marks()]
            return max((score for score, _ in below), default=0.0), [
                item for _, items in below for item in items
            ]
        if is_general(text, node):
            return 0.0, []
        title = heading(text, node)
        lists = node.marks()
        caption = is_caption(text, node)
        captions = caption and any(child.mark and child.mark.style not in _ANSWERS for child in lists)
        own = self._as_item(node, title, inherited, captions)
        alone = (own, [node]) if own >= _FLOOR else (0.0, [])
        if not lists or not self._descends(node, title, lists, caption):
            return alone
        passed = 2.0 if self._units(node) and caption else 0.0
        found = [self.best(child, inherited=passed or inherited) for child in lists]
        if self._hold_items(lists) and sum(bool(items) for _, items in found) * 2 > len(found):
            found = [
                (score, items or self._leaf(child))
                for (score, items), child in zip(found, lists, strict=True)
            ]
        kept = [item for _, items in found for item in items]
        mean = sum(score for score, _ in found) / len(found)
        if top_level and caption:
            own -= 1.0
        if kept and (mean > own or own < _FLOOR or self._hold_items(lists)):
            return mean, kept
        return alone

    def _leaf(self, node: Node) -> list[Node]:
        """A section without subsections as an item among items, whatever its words."""
        return [] if node.marks() or is_general(self.page.text, node) else [node]

    def _descends(self, node: Node, title: Span, lists: list[Node], caption: bool) -> bool:
        """Whether the subsections of a section may be items: not where they are the parts of an answer."""
        if all(child.mark and child.mark.style in (*_ANSWERS, "circle") for child in lists):
            return False
        if self._states_problem(title) and not self._state_problems(lists):
            return False
        if self._hold_items(lists):
            return True
        specific = pattern("problem", "specific").search(self.page.text, *title)
        return not (specific and self._acts(lists)) or (not caption and not specific)

    def _hold_items(self, lists: list[Node]) -> bool:
        """Whether most of a list states problems of its own, or names its own units."""
        text = self.page.text
        stating = sum(
            child.named
            or self._units(child)
            or self._states_problem(heading(text, child))
            or bool(pattern("problem", "specific").search(text, *self._first_sentence(child)))
            for child in lists
        )
        return stating * 2 >= len(lists)

    def _state_problems(self, lists: list[Node]) -> bool:
        """Whether one of a list states a problem itself; the others are what is to be done about it."""
        specific = pattern("problem", "specific")
        return any(
            child.named
            or self._states_problem(heading(self.page.text, child))
            or bool(specific.search(self.page.text, *self._first_sentence(child)))
            for child in lists
        )

    def _acts(self, lists: list[Node]) -> bool:
        verbs = pattern("task", "verbs")
        return sum(bool(verbs.match(self.page.text, child.head)) for child in lists) * 2 >= len(lists)

    def _first_sentence(self, node: Node) -> Span:
        start, end = heading(self.page.text, node)
        stop = self.page.text.find("。", start, end)
        return (start, stop if stop >= 0 else end)

    def _as_item(self, node: Node, title: Span, inherited: float, captions_list: bool) -> float:
        text = self.page.text
        style = node.mark.style if node.mark else ""
        score = 0.3 + inherited
        if self._units(node):
            score += 1.0 if captions_list else 3.0
        wrong = bool(pattern("problem", "words").search(text, *title)) and not _praises(text[slice(*title)])
        if self._states_problem(title):
            score += 3.0
        elif wrong:
            score += 1.2
        body = paragraphs_in(text, (title[1], node.end))
        if body and pattern("reaction", "starts").match(text, body[0][0]):
            score += 2.0
        if body and title[1] - title[0] <= _TITLE:
            score += 0.6
        if style in (*_ANSWERS, "circle"):
            score -= 2.0
        if style == "paren" and not wrong:
            score -= 0.5
        return score

    @staticmethod
    def _units(node: Node) -> bool:
        """Whether a section names its units, itself or behind the last part of its answer (一是…三是…(责任单位:…))."""
        while (last := node.marks()[-1:]) and last[0].mark and last[0].mark.style in _ANSWERS:
            if node.asides:
                break
            node = last[0]
        return any(part.field in CORE for aside in node.asides for part in aside.parts)

    def _states_problem(self, title: Span) -> bool:
        words = self.page.text[title[0] : title[1]]
        if "“" in words and "问题" in words.rsplit("”", 1)[-1]:
            return True
        return bool(re.match(r"[\W\x00-\xff]*.{0,6}?(?:关于|针对).{4,80}的?(?:问题|建议|意见)", words))


def is_general(text: str, node: Node) -> bool:
    """Sections on purpose, principles, organisation and next steps."""
    if any(part.field in CORE for below in node.walk() for aside in below.asides for part in aside.parts):
        return False
    return is_general_heading(text, node)


def _praises(title: str) -> bool:
    """聚焦突出问题,整改工作取得阶段性成效: the heading over results, whatever it mentions."""
    return len(title) <= _TITLE and bool(
        re.search(r"(?:取得|成效|成果|进展)[^。,]{0,8}$", title.rstrip("。 "))
    )


def draft_of(page: Page, node: Node) -> Draft:
    """A section as an item: its statement, and the rest as what is done about it."""
    text = page.text
    draft = Draft((node.start, node.end), no=number_of(text, node), path=path_of(text, node))
    groups = _groups(node)
    _add_asides(draft, node)
    whole = [span for span in without((node.head, node.end), groups) if trimmed(text, span, " \t\n。;,")]
    if not whole:
        return draft
    told = cut_due(text, whole[0])
    if told is not None:
        draft.problem, limit, state = told
        draft.parts += [Part("deadline", limit), *(Part("progress", span) for span in (state, *whole[1:]))]
        return draft
    statement, rest = cut_statement(text, whole)
    draft.problem = statement
    draft.parts += [Part("measures", span) for span in rest]
    return draft


def _groups(node: Node) -> list[Span]:
    """The parentheses that hold fields, in the node and below it."""
    return [(aside.start, aside.end) for below in node.walk() for aside in below.asides]


def _add_asides(draft: Draft, node: Node) -> None:
    for below in node.walk():
        draft.parts += [part for aside in below.asides for part in aside.parts]
    inherit(draft, node)
