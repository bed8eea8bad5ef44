"""Where the statement of a problem ends and what is done about it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from gongwen.outline import find_marks
from gongwen.rectification.drafts import paragraphs_in, trimmed
from gongwen.rectification.phrases import bare_status, pattern
from gongwen.results import Span
from gongwen.vocabulary import load

_TITLE = 40


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"[。;!?](?:[”)])?")


@cache
def _named_problem() -> re.Pattern[str]:
    """…等问题,2024年8月底前…: the statement ends with the word and a task with a date follows."""
    return re.compile(
        r"(?:等|的|之类)?(?:突出|具体)?问题[,。;](?=[^。;\n]{0,12}(?:\d{1,4}年|\d{1,2}月|\d{5,8}日|年底|月底))"
    )


def cut_statement(text: str, spans: Sequence[Span], sure: bool = False) -> tuple[Span, list[Span]]:
    """The problem, and the spans that say what is done. ``spans``: the words of an item, without its fields;
    ``sure``: that the first sentence states the problem, whatever its words."""
    paragraphs = [part for span in spans for part in paragraphs_in(text, span)]
    first, rest = paragraphs[0], paragraphs[1:]
    end = _end_of_statement(text, first, not rest, sure)
    statement = trimmed(text, (first[0], end)) or first
    remainder = trimmed(text, (end, first[1]), " \t\n,;")
    if remainder and text[remainder[0] : remainder[1]].strip("。;,、 "):
        rest = [remainder, *rest]
    return statement, _joined(text, rest)


@cache
def _due() -> re.Pattern[str]:
    """…治理(第11项),|应于2026年6月底前完成|,目前已建成…: name, day and state in one sentence."""
    return re.compile(
        r"[,;](?P<limit>(?:应|须|需|原定|计划|要求)[于在]?(?=[^,。;]{0,6}\d)[^。;\n]{4,80}?)[,;](?=目前|截至|现已|现|已|尚|正在|仍)"
    )


def cut_due(text: str, span: Span) -> tuple[Span, Span, Span] | None:
    """The statement, its day and how far it has got, where a circular tells all three in one sentence."""
    found = _due().search(text, *span)
    if found is None or "。" in text[span[0] : found.start()]:
        return None
    rest = trimmed(text, (found.end(), span[1]))
    return ((span[0], found.start()), found.span("limit"), rest) if rest else None


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Paragraphs that follow each other directly are one span; where a field was taken out between them, two."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1][1] : span[0]].strip():
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _end_of_statement(text: str, paragraph: Span, alone: bool, sure: bool) -> int:
    """The end of the problem inside its first paragraph."""
    start, stop = paragraph
    named = _named_problem().search(text, start, stop)
    if named:
        return named.end()
    listed = [
        mark
        for mark in find_marks(text, [paragraph])
        if mark.value == 1 and not mark.glued and mark.style in ("shi", "circle", "paren", "first")
    ]
    limit = listed[0].start if listed and listed[0].start > start else stop
    ends = [match.end() for match in _sentence_end().finditer(text, start, limit)]
    if ends and ends[0] < stop and _called().fullmatch(text, start, ends[0]):
        return ends[0]
    reacting = next(
        (end for end in ends if end < stop and pattern("reaction", "starts").match(text, end, stop)), None
    )
    if reacting is not None and bare_status().fullmatch(text, reacting, stop):
        reacting = _before_state(text, (start, reacting), ends)
    acting = _first_act(text, (start, stop), ends, sure)
    cuts = [cut for cut in (reacting, acting) if cut is not None]
    if cuts:
        return min(cuts)
    if ends and ends[0] < stop and (alone or limit < stop) and _is_task(text, (start, ends[0])):
        return ends[0]
    return limit


def _before_state(text: str, told: Span, ends: Sequence[int]) -> int:
    """Where the statement ends in a paragraph that closes with its state: 资金未下达。县财政局已全部下达。已整改到位。"""
    inner = [end for end in ends if end < told[1]]
    specific, done = pattern("problem", "specific"), pattern("reaction", "done")
    cut = told[1]
    for start, end in reversed(list(pairwise([*inner, told[1]]))):
        if specific.search(text, start, end) or not done.search(text, start, end):
            break
        cut = start
    return cut


def _first_act(text: str, paragraph: Span, ends: Sequence[int], sure: bool) -> int | None:
    """Where, behind a sentence that says what is wrong, the first one begins that says what is to be done."""
    start, stop = paragraph
    wrong = pattern("problem", "words")
    if not ends or not (sure or wrong.search(text, start, ends[0])):
        return None
    for end, following in zip(ends, [*ends[1:], stop], strict=True):
        if end < stop and pattern("task", "acts").match(text, end, stop):
            return None if pattern("problem", "specific").search(text, end, following) else end
    return None


@cache
def _called() -> re.Pattern[str]:
    """关于…的问题。: a sentence that is the problem's name."""
    return re.compile(r"(?:关于|针对)[^。;]{3,120}(?:问题|建议|意见|方面)[”)]?[。;]")


def _is_task(text: str, sentence: Span) -> bool:
    """推进某某工程。 某某治理。: the name of a task, with its measures behind it."""
    words = text[sentence[0] : sentence[1]].rstrip("。;!?")
    if len(words) > _TITLE:
        return False
    return bool(pattern("task", "verbs").match(words)) or words.endswith(
        tuple(load("phrases")["task"]["nouns"])
    )
