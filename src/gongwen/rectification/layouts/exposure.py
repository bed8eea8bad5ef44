"""Notices that number what was found with 一是 二是 三是, with the places and who answers for them below each."""

from __future__ import annotations

import re
from functools import cache

from gongwen.outline import Mark
from gongwen.rectification.drafts import Draft, Part, Proposal, paragraphs_in, trimmed
from gongwen.rectification.page import Page
from gongwen.rectification.phrases import pattern
from gongwen.results import Span


def propose(page: Page) -> Proposal | None:
    """一是 as items: where each begins a paragraph or closes with who answers for it, and no other number stands above
    them."""
    marks = _chain(page)
    if len(marks) < 2:
        return None
    ends = [mark.start for mark in marks[1:]] + [_end(page, marks[-1])]
    drafts = [_draft(page, mark, end) for mark, end in zip(marks, ends, strict=True)]
    wrong = sum(
        bool(draft.problem and pattern("problem", "words").search(page.text, *draft.problem))
        for draft in drafts
    )
    charged = sum(draft.has("responsible") for draft in drafts)
    if max(wrong, charged) * 2 < len(drafts):
        return None
    return Proposal("exposure", drafts, prior=0.6)


def _chain(page: Page) -> list[Mark]:
    chain: list[Mark] = []
    for mark in page.marks:
        if mark.bol and mark.style in ("cn", "cn_paren", "ordinal", "dot", "dun", "circle"):
            return []
        if mark.style == "shi" and mark.value == len(chain) + 1 and (mark.bol or _charges(page, chain, mark)):
            chain.append(mark)
    return chain


def _charges(page: Page, chain: list[Mark], mark: Mark) -> bool:
    """Whether the item before a mark in running text closes with its unit in parentheses: …(责任单位:某镇)。三是…"""
    return bool(chain) and any(
        chain[-1].start < aside.start and aside.end <= mark.start for aside in page.asides
    )


def _end(page: Page, last: Mark) -> int:
    """The last item ends with the text or with the signature."""
    after = [stop for stop in page.stops if stop > last.start]
    return min(after, default=len(page.text))


def _draft(page: Page, mark: Mark, end: int) -> Draft:
    text = page.text
    paragraphs = paragraphs_in(text, (mark.end, end))
    draft = Draft((mark.start, end), trimmed(text, (mark.start, mark.end)))
    asides = [aside for aside in page.asides if mark.end <= aside.start < end]
    draft.parts += [part for aside in asides for part in aside.parts]
    if paragraphs:
        stop = asides[0].start if asides else paragraphs[0][1]
        draft.problem = trimmed(text, (paragraphs[0][0], min(stop, paragraphs[0][1])))
    for paragraph in paragraphs[1:]:
        answerer = _charged().search(text, *paragraph)
        if answerer:
            draft.parts.append(Part("responsible", answerer.span("unit")))
            draft.context.append((answerer.end("unit"), paragraph[1]))
        elif _told().search(text, *paragraph):
            draft.parts.append(Part("status", paragraph))
        else:
            draft.context.append(paragraph)
    return draft


@cache
def _charged() -> re.Pattern[str]:
    """石溪区负责的建设北路, 望汀区监管的某工地"""
    return re.compile(
        r"(?:^|(?<=[\n;。,]))\s*(?P<unit>(?:[^\W\x00-\xff①-⑳]|[()]){2,24}?)(?:负责|监管|管辖|管理|承办|负责监管|负责管理)的"
    )


@cache
def _told() -> re.Pattern[str]:
    return re.compile(r"整改|办结|完成|落实|到位|转.{0,6}部门|督办后")


def charged_units(text: str, span: Span) -> list[Span]:
    """The units that a sentence charges with something."""
    return [match.span("unit") for match in _charged().finditer(text, *span)]
