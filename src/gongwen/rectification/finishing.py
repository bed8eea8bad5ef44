"""What is done to every draft, whoever proposed it: marks, codes and phrases that are not part of a value go where
they belong."""

from __future__ import annotations

import re
from functools import cache

from gongwen.outline import find_marks
from gongwen.rectification.drafts import Draft, Part, trimmed
from gongwen.rectification.layouts.shared import case_code
from gongwen.rectification.phrases import bare_status
from gongwen.results import Span


def finish(text: str, draft: Draft) -> Draft:
    """The draft with its problem and measures reduced to what they state."""
    _take_code(text, draft)
    _take_ordinal(text, draft)
    _take_lone_number(text, draft)
    _take_state(text, draft)
    _take_frame(text, draft)
    _take_roles(text, draft)
    for part in draft.of("measures", "progress"):
        _take_status(text, draft, part)
        _take_deadline(text, draft, part)
    return draft


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(
        r"\(?(?P<no>(?:第[一二三四五六七八九十百\d]{1,5}[项条个](?:整改任务|任务|问题)?|(?:整改|督办)?(?:任务|问题|反馈问题|案例|案件|事项|隐患|点位)(?:编号|序号)?[一二三四五六七八九十百\d]{1,4}"
        r"|(?:序号|编号)[一二三四五六七八九十百\d]{1,4}))\)?(?:[:、.]|\s+|(?<=\)))"
    )


def _take_code(text: str, draft: Draft) -> None:
    """``受理编号D2023091017:``"""
    found = case_code().match(text, *draft.problem) if draft.problem else None
    if found and draft.problem and found.end() < draft.problem[1]:
        label = text[found.start() : found.start("code")].strip(": ") or "受理编号"
        if not any(part.name == label for part in draft.parts):
            draft.parts.append(Part("extra", found.span("code"), label, (found.start(), found.end())))
        draft.problem = trimmed(text, (found.end(), draft.problem[1]))


def _take_ordinal(text: str, draft: Draft) -> None:
    """``问题编号八:…`` ``编号3:…``"""
    found = _ordinal().match(text, *draft.problem) if draft.problem else None
    if found and draft.problem and found.end() < draft.problem[1]:
        draft.no = draft.no or found.span("no")
        draft.context.append(found.span("no")) if draft.no != found.span("no") else None
        draft.problem = trimmed(text, (found.end(), draft.problem[1]))


def _take_lone_number(text: str, draft: Draft) -> None:
    """``存在问题:(1)…``: a list of one."""
    if draft.problem is None:
        return
    marks = [mark for mark in find_marks(text, [draft.problem]) if not mark.glued]
    if (
        marks
        and marks[0].start == draft.problem[0]
        and not any(mark.style == marks[0].style for mark in marks[1:])
    ):
        draft.no = draft.no or trimmed(text, (marks[0].start, marks[0].end))
        draft.problem = trimmed(text, (marks[0].end, draft.problem[1]))


@cache
def _framed() -> re.Pattern[str]:
    """关于“…”问题的整改情况: the heading of a report names the problem and adds what the section is about."""
    return re.compile(
        r"(?:针对|关于|对)?.{2,}?问题(?P<rest>(?:方面)?(?:的)?(?:整改|整改落实|落实|整改进展|整改完成)(?:情况|措施)?[。:]?)$",
        re.DOTALL,
    )


def _take_frame(text: str, draft: Draft) -> None:
    if draft.problem is None or draft.problem[1] - draft.problem[0] > 200:
        return
    found = _framed().match(text, *draft.problem)
    if found:
        draft.problem = (draft.problem[0], found.start("rest"))


@cache
def _state() -> re.Pattern[str]:
    """某河水质不达标问题(已完成): how far the matter has got, behind its name."""
    return re.compile(
        r"\((?P<state>(?:已|基本|全部|正在|持续|未|尚未|部分|阶段性)*(?:完成|整改|推进|办结|销号)(?:整改|到位|完成|中)?"
        r"|(?:达到|滞后于?|未达到?|快于)?序时(?:进度|推进)|滞后|长期坚持)\)[。;]?$"
    )


def _take_state(text: str, draft: Draft) -> None:
    found = _state().search(text, *draft.problem) if draft.problem else None
    if found and draft.problem and found.start() > draft.problem[0]:
        draft.parts.append(Part("status", found.span("state")))
        draft.problem = trimmed(text, (draft.problem[0], found.start())) or draft.problem


@cache
def _charged() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:由)?(?P<units>[^,;。:]{2,160}?)(?P<role>牵头(?:负责|落实|实施)?|主办|负责(?:落实|实施)?|配合(?:落实)?|协办|协助|参与|督导|督办|监管)"
        r"(?:[,;。、]+|$)"
    )


_ROLE = {
    "牵头": "lead",
    "主办": "lead",
    "负责": "responsible",
    "督导": "regulator",
    "督办": "regulator",
    "监管": "regulator",
}


def _take_roles(text: str, draft: Draft) -> None:
    """责任分工:县发改局牵头,县财政局、县审计局配合: under one name for all, each role told behind its units."""
    for part in draft.of("responsible"):
        found = list(_told_roles(text, part.span))
        if len({_role_of(match) for match in found}) < 2:
            continue
        at = draft.parts.index(part)
        first, *others = [
            Part(_role_of(match), match.span("units"), part.name, None, part.inherited) for match in found
        ]
        first.label = part.label
        draft.parts[at : at + 1] = [first, *others]


def _role_of(match: re.Match[str]) -> str:
    return _ROLE.get(match["role"][:2], "support")


def _told_roles(text: str, span: Span) -> list[re.Match[str]]:
    """The clauses of a value, each with its role; none where one of them has none."""
    found: list[re.Match[str]] = []
    at = span[0]
    while at < span[1]:
        match = _charged().match(text, at, span[1])
        if match is None:
            return []
        found.append(match)
        at = match.end()
    return found


@cache
def _limit() -> re.Pattern[str]:
    """整改时限为2024年5月底。 before what was done: the limit, and no measure."""
    return re.compile(r"整改(?:完成)?(?:时限|期限)(?:为|是|:)(?P<limit>[^。;\n]{2,24})[。;]")


def _take_deadline(text: str, draft: Draft, part: Part) -> None:
    found = None if draft.has("deadline") else _limit().match(text, *part.span)
    if found is None:
        return
    draft.parts.append(
        Part("deadline", found.span("limit"), "整改时限", (found.start(), found.start("limit")))
    )
    part.span = trimmed(text, (found.end(), part.span[1])) or (found.end(), found.end())


def _take_status(text: str, draft: Draft, part: Part) -> None:
    """A sentence that says no more than 已完成整改 stands before the measures and is none of them."""
    start = part.span[0]
    found = bare_status().match(text, *part.span)
    if found is None:
        return
    draft.parts.append(Part("status", (start, found.end()), "", None))
    rest: Span | None = trimmed(text, (found.end(), part.span[1]))
    part.span = rest or (found.end(), found.end())
