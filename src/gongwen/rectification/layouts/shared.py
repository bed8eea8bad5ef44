"""One list of problems with fields that all of them share, or with other lists that answer it entry by entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.rectification.demands import share_limit
from gongwen.rectification.drafts import Draft, Part, trimmed
from gongwen.rectification.headings import heading, is_caption, number_of, path_of
from gongwen.rectification.labels import SHORT
from gongwen.rectification.phrases import pattern
from gongwen.rectification.tree import Node


@cache
def case_code() -> re.Pattern[str]:
    """``受理编号D2023091017:`` in front of a complaint."""
    return re.compile(
        r"(?:受理编号|信访编号|交办编号|编号)?[:]?\s*(?P<code>[A-Z]{1,2}\d?[A-Z]{0,2}[\d*]{3,}\*?|[^\W\x00-\xff]{1,3}〔\d{4}〕\d+号)\s*[:,、]?\s*"
    )


def listed_above(text: str, owner: Node, labels: Sequence[Node]) -> list[Draft]:
    """``一、某水库 (一)… (二)… 整改责任单位:… 整改期限:…``: the fields below a list are those of every entry."""
    entries = [child for child in owner.marks() if child.start < labels[0].start]
    if not entries or owner.kind != "mark" or not is_caption(text, owner):
        return []
    if any(label.label is None or label.label.field not in SHORT for label in labels):
        return []
    drafts = []
    for entry in entries:
        draft = Draft(
            (entry.start, entry.end),
            number_of(text, entry),
            path_of(text, entry),
            trimmed(text, (entry.head, entry.end)),
        )
        for node in labels:
            assert node.label is not None
            value = trimmed(text, (node.head, node.end))
            if value is not None:
                draft.parts.append(Part(node.label.field, value, node.label.name, inherited=True))
        drafts.append(draft)
    return drafts


def explode(text: str, draft: Draft, owner: Node, run: Sequence[Node]) -> list[Draft]:
    """A field that lists several problems makes as many items, which share the other fields."""
    fields = {node.label.field: node for node in run if node.label is not None}
    problems = fields["problem"].marks() if "problem" in fields else []
    asked = owner.kind == "root" and _asked(text, problems, fields)
    if len(problems) < 2 or not (
        _each_found(owner, fields) or asked or (owner.kind == "root" and _lists_items(text, problems, fields))
    ):
        return [draft]
    if asked:
        return _answerable(text, draft, fields)
    return [_single(text, draft, fields, index) for index in range(len(problems))]


def _asked(text: str, problems: Sequence[Node], fields: dict[str, Node]) -> bool:
    """Whether a letter lists what it found and then asks for all of it to be put right: 一、存在的主要问题
    (一)…(二)… 二、整改要求 请你县…"""
    demand = fields.get("measures")
    if demand is None or demand.label is None or demand.label.name not in _DEMANDS or demand.marks():
        return False
    if not set(fields) <= {"problem", "measures", "extra"} or len(problems) < 2:
        return False
    specific = pattern("problem", "specific")
    wrong = sum(bool(specific.search(text, node.head, node.end)) for node in problems)
    said = trimmed(text, (demand.head, demand.end))
    asks = said is not None and pattern("ending", "demand").match(text, *said)
    return wrong * 2 > len(problems) and bool(asks)


_DEMANDS = ("整改要求", "整改意见", "整改建议", "整治要求", "办理要求", "交办要求", "督办要求", "整改安排")


def _answerable(text: str, whole: Draft, fields: dict[str, Node]) -> list[Draft]:
    """The findings of a letter; what it asks is no measure of any of them, but its day is that of all."""
    demand = fields["measures"]
    whole.parts = [part for part in whole.parts if part.field != "measures"]
    drafts = [_single(text, whole, fields, index) for index in range(len(fields["problem"].marks()))]
    share_limit(text, (demand.head, demand.end), drafts)
    return drafts


def _each_found(owner: Node, fields: dict[str, Node]) -> bool:
    """``1.某公司。存在问题:(1)…(2)…整改期限:…``: findings at one place, with nothing said of what is done."""
    return owner.kind == "mark" and not {"goal", "measures", "progress"} & set(fields)


def _single(text: str, whole: Draft, fields: dict[str, Node], index: int) -> Draft:
    caption = fields["problem"]
    node = caption.marks()[index]
    draft = Draft((node.start, node.end), number_of(text, node), problem=trimmed(text, (node.head, node.end)))
    if caption.mark is not None:
        draft.path = (heading(text, caption),)
    elif whole.path:
        draft.path = whole.path
    own = {below.label.name for below in node.walk() if below.label is not None}
    for part in whole.parts:
        if part.field == "problem" or (part.field == "extra" and part.name in own):
            continue
        entries = fields[part.field].marks() if part.field in fields else []
        if len(entries) == len(caption.marks()):
            value = trimmed(text, (entries[index].head, entries[index].end))
            draft.parts += [Part(part.field, value, part.name, inherited=True)] if value else []
        elif not entries:
            draft.parts.append(Part(part.field, part.span, part.name, inherited=True))
    return draft


def _lists_items(text: str, problems: Sequence[Node], fields: dict[str, Node]) -> bool:
    """Whether the entries of a problem field are items: each with a case number, or each with its own answer."""
    coded = sum(bool(case_code().match(text, node.head)) for node in problems)
    if coded == len(problems):
        return True
    answered = [
        node for name, node in fields.items() if name != "problem" and len(node.marks()) == len(problems)
    ]
    return bool(answered) and all(node.mark and node.mark.bol for node in problems)
