"""News about complaints: “…”某区接到交办后…。截至…; the complaint is quoted, what was done is told."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.drafts import Draft, Part, Proposal, trimmed
from gongwen.rectification.page import Page
from gongwen.results import Span


@cache
def _complaint() -> re.Pattern[str]:
    """A complaint in quotation marks: at the beginning of a paragraph, or after 反映:"""
    return re.compile(
        r"(?:^|\n)\s*(?P<first>“[^”\n]{15,300}”)|(?:反映|举报|投诉|来电|来信)[^。“\n]{0,20}[:,]?\s*(?P<told>“[^”\n]{10,300}”)"
    )


@cache
def _action() -> re.Pattern[str]:
    """Sentences that say what was done."""
    return re.compile(
        r"责令|责成|罚款|处罚|立案|整改|停工|拆除|搬|清运|清理|完成|办结|停止|关停|修复|预计|截至|查封|督促|要求|约谈"
    )


def propose(page: Page) -> Proposal | None:
    """One item for each quoted complaint."""
    if "“" not in page.text:
        return None
    text = page.text
    found = [match for match in _complaint().finditer(text) if _handed_over(text, match)]
    if not found:
        return None
    starts = [_paragraph_start(text, match.start(match.lastgroup or 0)) for match in found]
    drafts = []
    for index, match in enumerate(found):
        end = starts[index + 1] if index + 1 < len(found) else _end(page, match.end())
        drafts.append(_draft(text, match, (starts[index], end)))
    return Proposal("news", drafts, prior=0.3)


def _handed_over(text: str, match: re.Match[str]) -> bool:
    around = text[max(match.start() - 80, 0) : match.end() + 120]
    return bool(re.search(r"交办|转办|投诉|举报|信访|接到", around))


def _paragraph_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _end(page: Page, at: int) -> int:
    return min([stop for stop in page.stops if stop > at], default=len(page.text))


def _draft(text: str, match: re.Match[str], span: Span) -> Draft:
    quoted = match.span(match.lastgroup or 0)
    draft = Draft(trimmed(text, span) or span, problem=(quoted[0] + 1, quoted[1] - 1))
    for paragraph in re.finditer(r"[^\n]+", text[quoted[1] : span[1]]):
        start, end = quoted[1] + paragraph.start(), quoted[1] + paragraph.end()
        if re.match(r"\s*(?:下一步|今后|接下来)", text[start:end]):
            continue
        told = _told(text, (start, end))
        if told:
            draft.parts.append(Part("measures", told))
    return draft


def _told(text: str, span: Span) -> Span | None:
    """From the first sentence that acts to the end of the paragraph."""
    for sentence in re.finditer(r"[^。]+。?", text[span[0] : span[1]]):
        if _action().search(sentence[0]) and not re.match(r"[”,]?.{0,30}(?:接到|收到)", sentence[0]):
            opening = re.match(r"针对[^,。]{2,12}问题,", sentence[0])
            return trimmed(text, (span[0] + sentence.start() + (opening.end() if opening else 0), span[1]))
    return None
