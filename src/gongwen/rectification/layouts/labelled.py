"""Records of named fields: whoever owns 整改目标, 整改措施, 责任单位 … is an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gongwen.rectification.drafts import Draft, Part, Proposal, paragraphs_in, trimmed
from gongwen.rectification.labels import CORE, SHORT, Label
from gongwen.rectification.page import Page
from gongwen.rectification.tree import Node
from gongwen.results import Span


def propose(page: Page) -> Proposal | None:
    """Every record of the document; None where no fields are named."""
    drafts = [draft for node in page.tree.walk() if node.kind != "label" for draft in _records(page, node)]
    drafts = _merged([draft for draft in drafts if _is_record(draft)])
    return Proposal("labelled", drafts, prior=1.0) if drafts else None


def _is_record(draft: Draft) -> bool:
    core = {part.field for part in draft.parts if part.field in CORE}
    if draft.problem is None:
        return len(core) >= 2
    return bool(core) or draft.has("problem")


def _records(page: Page, owner: Node) -> Iterator[Draft]:
    """The records that a node owns: one, or one for each time that its fields begin anew."""
    labels = owner.labels()
    if not labels:
        return
    head: Span | None = owner.own if owner.kind == "mark" else None
    for run in _runs(labels):
        draft, rest = _record(page, owner, run, head)
        yield from explode(page, draft, owner, run)
        head = rest


def _runs(labels: Sequence[Node]) -> list[list[Node]]:
    """Fields of one record each: a field that was named already begins the next."""
    runs: list[list[Node]] = [[]]
    seen: set[tuple[str, str]] = set()
    for node in labels:
        assert node.label is not None
        key = (node.label.field, node.label.name)
        if key in seen and (node.label.field in CORE or len(seen) > 2):
            runs.append([])
            seen = set()
        seen.add(key)
        runs[-1].append(node)
    return runs


def _record(page: Page, owner: Node, run: Sequence[Node], head: Span | None) -> tuple[Draft, Span | None]:
    """One record, and the text after it that may state the next problem."""
    text = page.text
    start = owner.start if head is not None and owner.kind == "mark" and head == owner.own else run[0].start
    if head is not None:
        start = min(start, head[0])
    draft = Draft((start, run[-1].end), path=tuple(heading(text, node) for node in owner.path()))
    if owner.mark is not None:
        draft.no = _mark_span(text, owner)
    rest: Span | None = None
    for node in run:
        value, rest = _value(text, node)
        assert node.label is not None
        label = node.label
        draft.parts.append(Part(label.field, value, label.name, (label.start, label.end)))
        if rest is not None and node is not run[-1]:
            draft.context.append(rest)
    for aside in owner.asides:
        draft.parts.append(aside_part(text, aside, owner.asides))
    if rest is not None:
        draft.span = (draft.span[0], rest[0])
    _state(text, draft, owner, head)
    return draft, rest


def _state(text: str, draft: Draft, owner: Node, head: Span | None) -> None:
    """Where the problem is stated: in a field of that name, or in the words before the first field."""
    statement = trimmed(text, head) if head is not None else None
    named = draft.of("problem")
    if named:
        draft.problem = named[0].span
        if statement is not None and owner.mark is not None:
            draft.path = (*draft.path, (owner.start, statement[1]))
            draft.no = None
    else:
        draft.problem = statement


def explode(page: Page, draft: Draft, owner: Node, run: Sequence[Node]) -> list[Draft]:
    """A field that lists several problems makes as many items, which share the other fields."""
    fields = {node.label.field: node for node in run if node.label is not None}
    problems = fields["problem"].marks() if "problem" in fields else []
    if len(problems) < 2 or owner.kind != "root" or not _lists_items(page.text, problems, fields):
        return [draft]
    answers = {name: node.marks() for name, node in fields.items() if name != "problem"}
    drafts = []
    for index, node in enumerate(problems):
        single = Draft((node.start, node.end), _mark_span(page.text, node), problem=trimmed(page.text, (node.head, node.end)))
        caption = fields["problem"]
        if caption.mark is not None:
            single.path = (heading(page.text, caption),)
        for part in draft.parts:
            if part.field == "problem" or (part.field == "extra" and part.name in single_names(node)):
                continue
            entries = answers.get(part.field, [])
            if len(entries) == len(problems):
                entry = entries[index]
                single.parts.append(Part(part.field, (entry.head, entry.end), part.name, inherited=True))
            elif not entries:
                single.parts.append(Part(part.field, part.span, part.name, inherited=True))
        drafts.append(single)
    return drafts


def single_names(node: Node) -> set[str]:
    return {below.label.name for below in node.walk() if below.label is not None}


def _lists_items(text: str, problems: Sequence[Node], fields: dict[str, Node]) -> bool:
    """Whether the entries of a problem field are items: each with a case number, or each with its own answer."""
    coded = sum(bool(case_code().match(text, node.head)) for node in problems)
    if coded < len(problems) and not all(node.mark and node.mark.bol for node in problems):
        return False
    answered = any(len(node.marks()) == len(problems) for name, node in fields.items() if name in ("measures", "progress", "goal"))
    return coded == len(problems) or answered


@cache
def case_code() -> re.Pattern[str]:
    """``受理编号D2023091017:`` in front of a complaint."""
    return re.compile(r"(?:受理编号|信访编号|编号)?[::]?\s*(?P<code>[A-Z]{1,2}\d?[A-Z]{0,2}[\d*]{3,}\*?|转受〔\d{4}〕\d+号)\s*[::,、]?\s*")


def _value(text: str, node: Node) -> tuple[Span, Span | None]:
    """A field's value, and what follows it in paragraphs of their own where the field holds only a phrase."""
    assert node.label is not None
    whole = (node.head, node.end)
    if node.label.field not in SHORT or node.children:
        return trimmed(text, whole) or (node.head, node.head), None
    paragraphs = paragraphs_in(text, whole)
    if not paragraphs:
        return (node.head, node.head), None
    rest = (paragraphs[1][0], paragraphs[-1][1]) if len(paragraphs) > 1 else None
    return paragraphs[0], rest


def aside_part(text: str, label: Label, group: Sequence[Label]) -> Part:
    """A field in parentheses; its value ends where the next one begins or the parenthesis closes."""
    following = [other.start for other in group if other.start > label.start and other.closes == label.closes]
    end = min([*following, label.closes or label.end])
    value = trimmed(text, (label.end, end), " ,;,、。") or (label.end, label.end)
    return Part(label.field, value, label.name, (label.start, label.end))


def _mark_span(text: str, node: Node) -> Span:
    assert node.mark is not None
    return trimmed(text, (node.mark.start, node.mark.end)) or (node.mark.start, node.mark.end)


def heading(text: str, node: Node) -> Span:
    """A numbered heading as its first paragraph, with its number and without fields in parentheses."""
    start, end = node.start, node.own[1]
    lead = paragraphs_in(text, (start, end))
    stop = lead[0][1] if lead else end
    if node.asides and node.asides[0].start < stop:
        stop = text.rfind("(", start, node.asides[0].start + 1)
    return trimmed(text, (start, stop)) or (start, stop)


def _merged(drafts: list[Draft]) -> list[Draft]:
    """Neighbours that name different fields of one problem are one record (a form in numbered sections)."""
    if len(drafts) < 2 or sum(draft.problem is not None and draft.has("problem") for draft in drafts) != 1:
        return drafts
    names = [part.name for draft in drafts for part in draft.parts if part.field in CORE]
    if len(names) != len(set(names)):
        return drafts
    first = next(draft for draft in drafts if draft.has("problem"))
    for draft in drafts:
        if draft is not first:
            first.parts.extend(draft.parts)
            first.span = (min(first.span[0], draft.span[0]), max(first.span[1], draft.span[1]))
    return [first]
