"""Records of named fields: whoever owns 整改目标, 整改措施, 责任单位 … is an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from gongwen.rectification.asides import Aside
from gongwen.rectification.drafts import Draft, Part, Proposal, paragraphs_in, trimmed, without
from gongwen.rectification.headings import chapters_beside, heading, number_of, path_of
from gongwen.rectification.labels import CORE, SHORT
from gongwen.rectification.layouts.inheritance import inherit
from gongwen.rectification.layouts.notice import complete_notice
from gongwen.rectification.layouts.shared import explode, listed_above
from gongwen.rectification.page import Page
from gongwen.rectification.statement import cut_due, cut_statement
from gongwen.rectification.tree import Node
from gongwen.results import Span


def propose(page: Page) -> Proposal | None:
    """Every record of the document; None where no fields are named."""
    drafts = [draft for node in page.tree.walk() if node.kind != "label" for draft in records(page, node)]
    drafts = _merged([draft for draft in drafts if is_record(draft)])
    if len(drafts) == 1:
        complete_notice(page.text, drafts[0])
    return Proposal("labelled", drafts) if drafts else None


def is_record(draft: Draft) -> bool:
    """Whether enough is named to make an item of it."""
    core = {
        part.field for part in draft.parts if part.field in CORE and (part.label or part.field != "measures")
    }
    if draft.problem is None:
        return len(core) >= 2
    return bool(core) or draft.has("problem")


def records(page: Page, owner: Node) -> Iterator[Draft]:
    """The records that a node owns: one, or one for each time that its fields begin anew."""
    labels = _fields(page.text, owner)
    if not labels:
        return
    shared = listed_above(page.text, owner, labels)
    if shared:
        yield from shared
        return
    head: Span | None = _head(page.text, owner, labels) if owner.kind == "mark" else None
    for run in _runs(labels):
        draft, rest = _record(page.text, owner, run, head)
        yield from explode(page.text, draft, owner, run)
        head = rest


def _fields(text: str, owner: Node) -> list[Node]:
    """The fields that a node owns; none where all it has are the chapters beside a chapter on principles."""
    labels = owner.labels()
    return [] if len(chapters_beside(text, owner)) == len(labels) else labels


def _head(text: str, owner: Node, labels: Sequence[Node]) -> Span:
    """The words of a numbered node before its first field, with a list in the same line where the measures have a
    field of their own: …养鸭。1、要求拆除围网。2、要求恢复植被。"""
    listed = [node for node in owner.marks() if node.start < labels[0].start]
    whole = trimmed(text, (owner.head, labels[0].start))
    named = {node.label.field for node in labels if node.label is not None}
    if not listed or not whole or "\n" in text[slice(*whole)] or not named & {"measures", "progress"}:
        return owner.own
    owner.asides += [aside for node in listed for aside in node.asides if aside not in owner.asides]
    return whole


def _runs(labels: Sequence[Node]) -> list[list[Node]]:
    """Fields of one record each: the field with which a record began begins the next."""
    runs: list[list[Node]] = [[]]
    for node in labels:
        if runs[-1] and _begins_anew(runs[-1], node):
            runs.append([])
        runs[-1].append(node)
    return runs


def _begins_anew(run: Sequence[Node], node: Node) -> bool:
    assert node.label is not None
    key = (node.label.field, node.label.name)
    keys = [(other.label.field, other.label.name) for other in run if other.label is not None]
    if key not in keys:
        return False
    if node.label.field == "problem":
        return True
    core = [other for other in keys if other[0] in CORE]
    return key == keys[0] or (bool(core) and key == core[0])


def _record(text: str, owner: Node, run: Sequence[Node], head: Span | None) -> tuple[Draft, Span | None]:
    """One record, and the text after it that may state the next problem."""
    whole = owner.kind == "mark" and head is not None and head[0] == owner.head
    start = owner.start if whole else min([run[0].start, *([head[0]] if head else [])])
    draft = Draft(
        (start, run[-1].end), number_of(text, owner) if owner.kind == "mark" else None, path_of(text, owner)
    )
    rest: Span | None = None
    named = {node.label.field for node in run if node.label is not None}
    for node in run:
        rest = _take_field(text, draft, node, named)
        if rest is not None and node is not run[-1]:
            draft.context.append(rest)
    below = [aside for node in run for under in node.walk() for aside in under.asides]
    draft.parts += [part for aside in [*owner.asides, *below] for part in aside.parts]
    if owner.kind == "mark":
        inherit(draft, owner)
    if rest is not None:
        draft.span = (draft.span[0], rest[0])
    _state(text, draft, owner, run, head)
    return draft, rest


def _take_field(text: str, draft: Draft, node: Node, named: Set[str]) -> Span | None:
    """The field's value into the draft; what stands behind it in paragraphs of its own comes back."""
    assert node.label is not None
    label = node.label
    value, rest = _value(text, node)
    draft.parts.append(Part(label.field, value, label.name, (label.start, label.end)))
    steps = None if named & {"measures", "progress"} else _steps_behind(text, node)
    if steps is not None:
        own = paragraphs_in(text, (node.head, steps[0]))
        draft.parts[-1].span = (own[0] if label.field in SHORT else (own[0][0], own[-1][1])) if own else value
        draft.parts.append(Part("measures", steps))
        return None
    return rest


def _steps_behind(text: str, node: Node) -> Span | None:
    """A list or a paragraph under a goal or a deadline that has its own words: measures without a name."""
    assert node.label is not None
    if node.label.field not in ("goal", *(SHORT - {"extra"})):
        return None
    own = paragraphs_in(text, node.own)
    if not own:
        return None
    marks = node.marks()
    if len(marks) > 1 and all(child.mark and child.mark.bol for child in marks):
        return (marks[0].start, node.end)
    return (own[1][0], node.end) if node.label.field == "goal" and len(own) > 1 and not marks else None


def _state(text: str, draft: Draft, owner: Node, run: Sequence[Node], head: Span | None) -> None:
    """Where the problem is stated: in a field of that name, or in the words before the first field."""
    statement = _statement(text, head, owner.asides) if head is not None else None
    named = draft.of("problem")
    if not named:
        _cut(text, draft, statement)
        return
    draft.problem = named[0].span
    if owner.mark is not None and not trimmed(text, owner.own, " \t\n:。"):
        return
    if owner.mark is not None:
        draft.path = (*draft.path, heading(text, owner))
        draft.no = None
    mark = next((node.mark for node in run if node.label and node.label.field == "problem"), None)
    if mark is not None and owner.kind == "mark":
        draft.no = trimmed(text, (mark.start, mark.end))
    elif (
        mark is not None
        and named[0].label is not None
        and text[named[0].label[1] - 1 : named[0].span[0]].count("\n")
    ):
        draft.path = (trimmed(text, named[0].label, " \t\n:") or named[0].label,)


def _cut(text: str, draft: Draft, statement: Span | None) -> None:
    """The problem; where no field says what is done, what follows it in the same words are the measures."""
    draft.problem = statement
    if statement is None or draft.has("measures", "progress"):
        return
    told = None if draft.has("deadline") else cut_due(text, statement)
    if told is not None:
        draft.problem, limit, state = told
        draft.parts += [Part("deadline", limit), Part("progress", state)]
        return
    draft.problem, rest = cut_statement(text, [statement], sure=True)
    draft.parts += [Part("measures", span) for span in rest]


def _statement(text: str, head: Span, asides: Sequence[Aside]) -> Span | None:
    """The words before the first field, without the fields in parentheses."""
    left = without(head, [(aside.start, aside.end) for aside in asides])
    kept = [span for span in (trimmed(text, piece, " \t\n。;,") for piece in left) if span is not None]
    if not kept:
        return None
    return trimmed(text, (kept[0][0], next(piece[1] for piece in left if piece[1] >= kept[0][1])))


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


def _merged(drafts: list[Draft]) -> list[Draft]:
    """Neighbours that name different fields of one problem are one record (a form in numbered sections)."""
    if len(drafts) < 2 or sum(draft.problem is not None and draft.has("problem") for draft in drafts) != 1:
        return drafts
    names = [part.name for draft in drafts for part in draft.parts if part.field in CORE and part.name]
    if len(names) != len(set(names)) or any(
        not draft.has("problem") and draft.of("goal") for draft in drafts
    ):
        return drafts
    first = next(draft for draft in drafts if draft.has("problem"))
    for draft in drafts:
        if draft is not first:
            first.parts.extend(draft.parts)
            first.span = (min(first.span[0], draft.span[0]), max(first.span[1], draft.span[1]))
    return [first]
