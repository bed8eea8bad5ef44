"""What a document says of all its items at once: 上述问题均已完成整改, 3个问题已整改完成, 拟予销号."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.rectification import fields
from gongwen.rectification.phrases import still_to_come
from gongwen.results import Item, Kind, Span


@cache
def _done() -> re.Pattern[str]:
    return re.compile(
        r"完成整改|整改完成|整改完毕|整改到位|落实整改|整改销号|办结|整改结束|整改工作已[^。;\n]{0,4}结束|达到销号条件|具备(?:验收|销号)条件|完成销号|通过验收|拟销号|申请销号"
    )


@cache
def _count() -> re.Pattern[str]:
    return re.compile(r"(\d{1,4})(?:个|项|件)")


_REACH = 60


def _sentence(text: str, found: re.Match[str]) -> Span:
    """The sentence around a claim, not further than a line's length to either side."""
    start = max(text.rfind(mark, 0, found.start()) for mark in "。;;\n") + 1
    ends = [at for mark in "。;;\n" if (at := text.find(mark, found.end(), found.end() + _REACH)) >= 0]
    return (max(start, found.start() - _REACH), min(ends, default=min(found.end() + _REACH, len(text))))


@cache
def _aiming() -> re.Pattern[str]:
    """A heading under which stands what is wanted, not what is."""
    return re.compile(r"目标|要求|思想|原则|思路|保障|打算|计划|下一步|下步")


def _wanted(text: str, at: int) -> bool:
    """Whether a sentence stands under a heading of aims: 二、整改目标⏎问题全部整改到位。"""
    above = text[max(at - 300, 0) : text.rfind("\n", 0, at) + 1]
    for line in reversed(above.split("\n")):
        words = line.strip()
        if words and len(words) <= 24 and not words.endswith(("。", ";", ";", ",", ",")):
            return bool(_aiming().search(words))
    return False


def with_overall_status(
    text: str, outside: Sequence[Span], items: tuple[Item, ...], kind: Kind
) -> tuple[Item, ...]:
    """The items; those that say nothing of their state take what the document says of all of them."""
    items = tuple(_under_heading(item, kind) for item in items)
    if not items or all(item.status is not None for item in items):
        return items
    for start, end in outside:
        for found in _done().finditer(text, start, end):
            sentence = _sentence(text, found)
            if not _meant_for_all(text[slice(*sentence)], len(items), kind) or _wanted(text, found.start()):
                continue
            status, said, _ = fields.read_status(text, sentence)
            if status is not None and not still_to_come().search(
                said.text if said else text[slice(*sentence)]
            ):
                return tuple(
                    item if item.status else item._replace(status=status, status_text=said) for item in items
                )
    return items


@cache
def _heading() -> re.Pattern[str]:
    """一、已完成整改的问题(3个): a heading that tells the state of all that stands under it."""
    return re.compile(
        r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])?(?P<state>[^。;,]{2,16}?)的?(?:具体|反馈|整改)?(?:问题|任务|事项|信访件)?"
        r"(?:\(?(?:共计?)?\d{1,4}[个项件]\)?)?[:。]?$"
    )


def _under_heading(item: Item, kind: Kind) -> Item:
    """The item with the state that the heading over it tells, where nothing in it tells one."""
    if item.status is not None or not item.path or kind == "plan":
        return item
    heading = item.path[-1]
    words = fields.fold(heading.text)
    named = _heading().match(words)
    if named is None or not re.search(r"^(?:已|均已|正在|尚未|未|基本|持续|长期|达到|滞后)", named["state"]):
        return item
    status, said, _ = fields.read_status(words, named.span("state"))
    return item._replace(status=status, status_text=heading if said else None) if status else item


def _meant_for_all(sentence: str, count: int, kind: Kind) -> bool:
    if kind == "plan" and "已" not in sentence:
        return False
    if not re.search(r"已|均|全部|达到|具备|通过|拟|申请|完毕|结束", sentence) or re.search(
        r"[|\t]|整改时限|整改目标|完成时限", sentence
    ):
        return False
    counted = [int(found[1]) for found in _count().finditer(sentence)]
    if counted:
        return counted[0] == count and min(counted) == count
    if count == 1:
        return True
    return bool(re.search(r"均|全部|都已|现已完成整改|进入销号程序", sentence)) and not re.search(
        r"要|须|应|确保|力争|将|争取|直至|未", sentence
    )
