"""Whether a reading found anything that somebody has to deal with, or only the sections of a page about something else:
a bulletin of figures, an invitation, the articles of a regulation."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.drafts import Draft, Proposal
from gongwen.rectification.labels import CORE
from gongwen.rectification.page import Page
from gongwen.rectification.phrases import pattern
from gongwen.vocabulary import load

#: How far before the first item a document says what it is about.
_LEAD = 3000
#: Readings that answer for themselves: heads and headings name the fields, complaints were handed over.
_SURE = frozenset({"tables", "parallel", "news"})


def stands(page: Page, proposal: Proposal) -> bool:
    """Whether the items of a reading are problems or tasks at all."""
    drafts = proposal.drafts
    if proposal.layout in _SURE:
        return True
    if proposal.layout == "labelled":
        return any(draft.problem or draft.has("goal", "measures", "progress") for draft in drafts)
    text = page.text
    if _articles(text, drafts):
        return False
    firm = sum(_is_named(draft) or _is_wrong(text, draft) for draft in drafts)
    told = sum(_is_named(draft) or _is_wrong(text, draft) or _is_task(text, draft) for draft in drafts)
    if firm * 2 >= len(drafts):
        return True
    return told * 3 >= len(drafts) and _is_about_duties(text, drafts)


def _is_named(draft: Draft) -> bool:
    """Whether a field is named, in parentheses or before its value."""
    return any(part.field in CORE and (part.field != "measures" or part.label) for part in draft.parts)


def _is_wrong(text: str, draft: Draft) -> bool:
    if draft.problem is None:
        return False
    return bool(
        pattern("problem", "specific").search(text, *draft.problem) or _asked().search(text, *draft.problem)
    )


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(r"问题|隐患|建议|意见|反映|举报|投诉")


def _is_task(text: str, draft: Draft) -> bool:
    if draft.problem is None:
        return False
    start, end = draft.problem
    words = text[start:end].rstrip("。;!?")
    if pattern("task", "verbs").search(words) or words.endswith(tuple(load("phrases")["task"]["nouns"])):
        return True
    return any(_acted().search(text, *part.span) for part in draft.of("measures", "progress"))


@cache
def _acted() -> re.Pattern[str]:
    """What was or will be done."""
    return re.compile(r"已|完成|整改|责令|开展|建立|制定|修订|印发|组织|加强|推进|落实")


def _is_about_duties(text: str, drafts: list[Draft]) -> bool:
    """Whether a document says, in its head or its headings, that it is about problems to be dealt with."""
    first = min(draft.span[0] for draft in drafts)
    if _duties().search(text, 0, min(first, _LEAD)):
        return True
    headings = {
        span for draft in drafts for span in (*draft.path, *([draft.problem] if draft.problem else []))
    }
    return any(_answered().search(text, *span) for span in headings)


@cache
def _duties() -> re.Pattern[str]:
    return re.compile(
        r"整改|督察|督办|督导|巡察|巡视|审计|隐患|信访|举报|投诉|交办|转办|任务|整治|治理|问题|曝光|典型案例|攻坚|方案|销号"
    )


@cache
def _answered() -> re.Pattern[str]:
    """Words of headings in a report on what was found."""
    return re.compile(r"整改|督察|督办|巡察|隐患|信访|举报|任务|整治|问题")


def _articles(text: str, drafts: list[Draft]) -> bool:
    """第一条 … 第二条 …: the articles of a regulation."""
    numbered = sum(bool(draft.no and _article().fullmatch(text, *draft.no)) for draft in drafts)
    return numbered * 2 > len(drafts) and not any(_is_named(draft) for draft in drafts)


@cache
def _article() -> re.Pattern[str]:
    return re.compile(r"第[一二三四五六七八九十百\d]{1,4}条[ :、.]*")
