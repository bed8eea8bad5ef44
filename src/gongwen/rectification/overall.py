"""What a document says of all its items at once: 上述问题均已完成整改, 3个问题已整改完成, 拟予销号."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from gongwen.rectification import fields
from gongwen.rectification.phrases import still_to_come
from gongwen.results import Item, Span


@cache
def _claim() -> re.Pattern[str]:
    """A sentence on the state of every item, with the number of them where it gives one."""
    return re.compile(
        r"[^。;;\n]{0,60}?(?:(?P<count>\d{1,4})(?:个|项|件)[^。;;\n]{0,24}?)?(?P<all>均|全部|都)?(?:已|已经|现已)?(?:按[^。;\n]{0,12})?"
        r"(?P<done>完成整改|整改完成|整改完毕|整改到位|落实整改|整改销号|办结|落实整改措施|整改结束|整改工作已[^。;\n]{0,4}结束|达到销号条件|具备(?:验收|销号)条件|完成销号|通过验收|拟销号|申请销号)[^。;;\n]{0,40}"
    )


def with_overall_status(text: str, outside: Sequence[Span], items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items; those that say nothing of their state take what the document says of all of them."""
    if not items or all(item.status is not None for item in items):
        return items
    for start, end in outside:
        for match in _claim().finditer(text, start, end):
            if _meant_for_all(match, len(items)):
                status, said, _ = fields.read_status(text, match.span())
                if status is not None and not still_to_come().search(said.text if said else match[0]):
                    return tuple(item if item.status else replace(item, status=status, status_text=said) for item in items)
    return items


def _meant_for_all(match: re.Match[str], count: int) -> bool:
    if not re.search(r"已|均|全部|达到|具备|通过|拟|申请|完毕|结束", match[0]) or re.search(r"[|\t]|整改时限|整改目标|完成时限", match[0]):
        return False
    if match["count"] is not None:
        return int(match["count"]) == count
    if count == 1:
        return True
    return match["all"] is not None and not re.search(r"要|须|应|确保|力争|将|争取|直至|未", match[0])
