"""A page on one problem: its number, and sometimes the problem itself, stand in the title or the first sentence."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.drafts import Draft


@cache
def _lead() -> re.Pattern[str]:
    """…第19项关于“…”问题整改情况…, 我县承担的“…”问题已…"""
    return re.compile(r"“(?P<problem>[^”\n]{6,300})”(?:的|等)?(?:问题|整改任务|反馈问题)")


@cache
def _plain_lead() -> re.Pattern[str]:
    return re.compile(
        r"(?:问题|任务)?(?:第[一二三四五六七八九十百\d]{1,4}[项条])?(?:关于|涉及)(?P<problem>[^“”。\n:]{8,120}?)(?:的)?问题(?=整改|的整改|已|现)"
    )


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"第[一二三四五六七八九十百\d]{1,4}[项条](?:整改任务|任务|问题)?|(?:序号|编号|任务|问题)(?=[一二三四五六七八九十百\d])[一二三四五六七八九十百\d]{1,4}"
    )


def complete_notice(text: str, draft: Draft) -> None:
    """What the page says of its only problem before the first field."""
    start = draft.span[0]
    if draft.problem is None:
        found = _lead().search(text, 0, start) or _plain_lead().search(text, 0, start)
        if found:
            draft.problem = found.span("problem")
    if draft.no is None:
        numbered = _number().search(text, 0, start)
        draft.no = numbered.span() if numbered else None
