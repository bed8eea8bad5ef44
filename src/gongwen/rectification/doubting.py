"""What a person should look at: values that stick out among their neighbours, or that hold what they should not.

Readers of values say what they inferred or repaired; here the whole reading is looked at once more. A doubt is
worth a person's minute, so each sign is one that errors have and right values rarely do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from statistics import median

from gongwen.rectification.labels import names_pattern
from gongwen.results import ROLES, Doubt, Item, Quote

_FEWEST = 3
_USUAL = 0.75

_CHINESE = {
    "goal": "整改目标", "measures": "整改措施", "deadline": "时限", "status": "状态", "units.responsible": "责任单位", "units.lead": "牵头单位",
    "units.support": "配合单位", "units.regulator": "监管单位", "units.leader": "领导",
}  # fmt: skip


def with_doubts(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with what sticks out in each."""
    usual = _usual_fields(items)
    lengths = [len(item.problem.text) for item in items if item.problem]
    middle = median(lengths) if lengths else 0.0
    return tuple(_doubted(item, usual, middle) for item in items)


def _doubted(item: Item, usual: frozenset[str], middle: float) -> Item:
    known = {doubt.field for doubt in item.doubts}
    more = [doubt for doubt in _signs(item, usual, middle) if doubt.field not in known]
    return replace(item, doubts=(*item.doubts, *more)) if more else item


def _signs(item: Item, usual: frozenset[str], middle: float) -> Iterator[Doubt]:
    yield from _absent(item, usual)
    yield from _statement(item, middle)
    for index, measure in enumerate(item.measures):
        yield from _text(measure, f"measures[{index}]", "整改措施")
    if item.goal:
        yield from _text(item.goal, "goal", "整改目标")
    for role in ROLES:
        yield from _parties(item, role)


# -- what others have


def _has(item: Item) -> dict[str, bool]:
    found = {
        "goal": item.goal is not None,
        "measures": bool(item.measures),
        "deadline": item.deadline.raw is not None,
        "status": item.status is not None,
    }
    found.update({f"units.{role}": bool(getattr(item.units, role)) for role in ROLES})
    return found


def _usual_fields(items: Sequence[Item]) -> frozenset[str]:
    """The fields that most items have."""
    if len(items) < _FEWEST:
        return frozenset()
    having = [_has(item) for item in items]
    return frozenset(name for name in having[0] if sum(one[name] for one in having) >= _USUAL * len(items))


def _absent(item: Item, usual: frozenset[str]) -> Iterator[Doubt]:
    for name, present in _has(item).items():
        if name in usual and not present:
            yield Doubt("field-absent", f"其他各项大多有{_CHINESE[name]},这一项没有读到,请核对原文。", item.span, name)


# -- what a value should not hold


@cache
def _foreign() -> re.Pattern[str]:
    """The name of a field with its colon, a second list, a bracket that never closes."""
    return re.compile(rf"(?:{names_pattern()})[::]|\|")


def _statement(item: Item, middle: float) -> Iterator[Doubt]:
    if item.problem is None:
        yield Doubt("no-problem", "这一项没有读出问题表述,请核对原文。", item.span, "problem")
        return
    text = item.problem.text
    if len(text) < 4 or len(text) > 600 or (middle and len(text) > 6 * middle):
        yield Doubt("length-unusual", "问题表述的长短与其他各项相差很大,请核对起止位置。", item.problem.span, "problem")
    else:
        yield from _text(item.problem, "problem", "问题表述")


def _text(quote: Quote, field: str, name: str) -> Iterator[Doubt]:
    text = quote.text
    unbalanced = abs(text.count("(") + text.count("(") - text.count(")") - text.count(")")) > 0
    if unbalanced or _foreign().search(text):
        yield Doubt("boundary-unclear", f"{name}中可能混入了其他内容或被截断,请核对起止位置。", quote.span, field)


def _parties(item: Item, role: str) -> Iterator[Doubt]:
    for party in getattr(item.units, role):
        if len(party.text) > 30 or _odd_party().search(party.text):
            name = _CHINESE[f"units.{role}"]
            yield Doubt("party-unclear", f"{name}“{party.text[:20]}”是否为一个单位,请核对。", party.span, f"units.{role}")
            return


@cache
def _odd_party() -> re.Pattern[str]:
    return re.compile(r"[::。|]|^.$|负责|完成")

