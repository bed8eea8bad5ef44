"""What a letter or a notice asks of all its items at once, behind the last of them, and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.rectification.drafts import Draft, Part, paragraphs_in
from gongwen.rectification.phrases import pattern
from gongwen.results import Span


@cache
def _limit() -> re.Pattern[str]:
    """…于2025年10月底前全部整改到位: the day for putting right, and not the one for writing back."""
    return re.compile(
        r"(?P<limit>(?:20\d\d ?年 ?)?\d{1,2} ?月(?: ?\d{1,2} ?[日号]|底|末)?(?:之前|以前|前|内)?"
        r"|(?:收到[^,。;]{2,16}(?:之日起|后|起))?\d{1,3}个?(?:工作日|日|天|月)(?:之内|以内|内)|(?:20\d\d ?)?年底(?:之前|以前|前)?)"
        r"[,]?(?!\d)[^,。;\d]{0,14}?(?:整改|销号|整治|治理)(?!(?:工作|落实|完成|进展)*(?:情况|报告|方案|结果|进展|台账))"
        r"[^,。;]{0,6}?(?:到位|完毕|完成|结束|销号|(?=[,。;]))(?![^,。;]{0,6}(?:情况|报告|方案))"
    )


def limit_in(text: str, span: Span) -> Span | None:
    """Until when everything is to be put right; None where nothing says so."""
    found = None
    for match in _limit().finditer(text, *span):
        found = match.span("limit")
    return found


def begin_of_demand(text: str, drafts: Sequence[Draft]) -> int | None:
    """Where, inside the last of several items, the paragraph begins that asks something of all of them."""
    if len(drafts) < 2:
        return None
    demand = pattern("ending", "demand")
    last = max(drafts, key=lambda draft: draft.span[1])
    for start, end in paragraphs_in(text, last.span)[1:]:
        if demand.match(text, start, end):
            inner = [draft for draft in drafts if draft is not last]
            return None if any(_demands(text, draft) for draft in inner) else start
    return None


def _demands(text: str, draft: Draft) -> bool:
    demand = pattern("ending", "demand")
    return any(demand.match(text, *paragraph) for paragraph in paragraphs_in(text, draft.span)[1:])


def share_limit(text: str, span: Span, drafts: Sequence[Draft]) -> None:
    """The day that a demand names is that of every item which has none of its own."""
    limit = limit_in(text, span)
    if limit is None:
        return
    for draft in drafts:
        if not draft.has("deadline"):
            draft.parts.append(Part("deadline", limit, "", (limit[0], limit[0]), inherited=True))
