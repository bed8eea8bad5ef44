"""A revised plan beside the current one: which items are the same problem, and what changed in them. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from duban.ledger.inputs import PlanItemInput

Json = dict[str, Any]
Kind = Literal["new", "changed", "gone", "same"]

#: How alike two statements must be to be the same problem; less is enough where they carry the same number.
ALIKE = 55.0
ALIKE_WITH_NUMBER = 35.0
NUMBER_BONUS = 8.0
#: A hand-made match: this new item answers no old one.
NOTHING = 0

FIELDS: Mapping[str, Promise] = {
    "printed_no": _("编号"),
    "category": _("类别"),
    "problem": _("问题"),
    "goal": _("整改目标"),
    "measures": _("整改措施"),
    "deadline": _("整改时限"),
    "milestones": _("时间节点"),
    "charges": _("单位"),
    "indicators": _("指标"),
    "extra": _("其他栏目"),
    "status": _("整改状态"),
}
CHARGE_NAMES: Mapping[str, Promise] = {
    "main": _("主体责任单位"),
    "lead": _("牵头单位"),
    "supporting": _("配合单位"),
    "supervising": _("监管责任单位"),
    "leader": _("督办领导"),
    "accepting": _("验收责任单位"),
    "watcher": _("盯办人员"),
}

SIGNS: Mapping[str, str] = {
    "<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "=", "down_by": "↓", "up_by": "↑",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Old:
    """An item of the current plan version."""

    plan_item: int
    number: str
    content: Json


@dataclass(frozen=True, slots=True)
class New:
    """An item of the revised document."""

    draft: int
    item: PlanItemInput
    content: Json


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a word-by-word difference: kept, added or taken out."""

    how: Literal["same", "in", "out"]
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    label: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the comparison."""

    kind: Kind
    old: Old | None = None
    new: New | None = None
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"n{self.new.draft}" if self.new else f"o{self.old.plan_item}" if self.old else ""


def compare(old: Sequence[Old], new: Sequence[New], by_hand: Mapping[int, int] | None = None) -> list[Pair]:
    """Line up the items. ``by_hand`` maps a draft to a plan item (or to ``NOTHING``) and stands over the likeness."""
    matched = match(old, new, by_hand or {})
    known = {item.plan_item: item for item in old}
    pairs = [_pair(known[matched[n.draft]] if n.draft in matched else None, n) for n in new]
    taken = set(matched.values())
    return pairs + [Pair("gone", old=item) for item in old if item.plan_item not in taken]


def _pair(old: Old | None, new: New) -> Pair:
    if old is None:
        return Pair("new", new=new)
    changes = differences(old.content, new.content)
    return Pair("changed" if changes else "same", old=old, new=new, changes=changes)


def match(old: Sequence[Old], new: Sequence[New], by_hand: Mapping[int, int]) -> dict[int, int]:
    """Draft → plan item: what was said by hand, then the best likeness first, each item once."""
    known = {item.plan_item for item in old}
    matched = {draft: item for draft, item in by_hand.items() if item in known}
    free_new = [item for item in new if item.draft not in by_hand]
    free_old = [item for item in old if item.plan_item not in matched.values()]
    scores = sorted(
        ((score, n.draft, o.plan_item) for n in free_new for o in free_old if (score := _likeness(o, n))),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    taken = set(matched.values())
    for _score, draft, item in scores:
        if draft not in matched and item not in taken:
            matched[draft] = item
            taken.add(item)
    return matched


def _likeness(old: Old, new: New) -> float:
    """0 where two items are not the same problem."""
    ours, theirs = str(old.content.get("problem", "")), str(new.content.get("problem", ""))
    same_number = bool(ours) and _bare(old.content) == _bare(new.content) != ""
    floor = ALIKE_WITH_NUMBER if same_number else ALIKE
    score = fuzz.ratio(ours, theirs, score_cutoff=floor)
    return score + NUMBER_BONUS if score and same_number else score


def _bare(content: Json) -> str:
    return "".join(c for c in str(content.get("printed_no", "")) if c.isalnum())


def differences(old: Json, new: Json) -> list[FieldChange]:
    """The fields that say something else, each word by word."""
    changes = []
    for name, label in FIELDS.items():
        before, after = as_text(name, old.get(name)), as_text(name, new.get(name))
        if before != after:
            changes.append(FieldChange(name, str(label), word_by_word(before, after, _words(name))))
    return changes


def _words(name: str) -> re.Pattern[str]:
    return NAMES if name == "charges" else WORDS


def as_text(name: str, value: Any) -> str:
    """A field of a frozen item as lines that a person can compare."""
    if not value:
        return ""
    if name == "deadline":
        return _deadline(value)
    if name == "charges":
        return "\n".join(
            f"{CHARGE_NAMES.get(c['role'], c['role'])}：{c['name']}{c.get('office') or ''}" for c in value
        )
    if name == "milestones":
        return "\n".join(f"{m['date']} {m['what']}" for m in value)
    if name == "indicators":
        return "\n".join(
            f"{i['name']} {SIGNS[i['op']]} {i['value']:g} {i.get('unit') or ''} {i.get('by') or ''}".strip()
            for i in value
        )
    if name == "extra":
        return "\n".join(f"{label}：{text}" for label, text in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return "\n".join(str(part) for part in value)
    return str(value)


def _deadline(value: Json) -> str:
    date = f"({value['date']})" if value.get("date") else ""
    return f"{value.get('raw') or value.get('kind') or ''}{date}"


_DATE = r"\d{4}-\d{2}-\d{2}|\d{1,4}[年月日]"
WORDS = re.compile(rf"{_DATE}|[A-Za-z0-9.%/]+|\s+|.", re.DOTALL)
#: A name is one word: 林远舟 to 沈知远 is another leader, not an edited one.
NAMES = re.compile(r"\n|：|[^：\n]+")


def word_by_word(before: str, after: str, words: re.Pattern[str] = WORDS) -> list[Piece]:
    """What was taken out and what came in, between what stayed.

    A Chinese character is a word; so is a number or a date.
    """
    ours, theirs = words.findall(before), words.findall(after)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", "".join(ours[a:b])))
            continue
        if b > a:
            pieces.append(Piece("out", "".join(ours[a:b])))
        if d > c:
            pieces.append(Piece("in", "".join(theirs[c:d])))
    return pieces
