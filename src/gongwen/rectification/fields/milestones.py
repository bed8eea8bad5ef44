"""Dated steps inside goal and measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.rectification.fields.dates import DateMention, Years, find_dates
from gongwen.rectification.fields.view import View, quote, stretch, view
from gongwen.results import Doubt, Milestone, Quote, Span

_FIELD = "milestones"
#: Of how many dates in a row one clause may tell.
_RUN = 6


def read_milestones(text: str, spans: Sequence[Span], years: Years) -> tuple[list[Milestone], list[Doubt]]:
    """Every dated step inside ``spans`` (goal and measures), with the clause it governs."""
    steps: list[Milestone] = []
    doubts: list[Doubt] = []
    for span in spans:
        seen, mentions = view(text, span), find_dates(text, span, years)
        for index, mention in enumerate(mentions):
            if mention.date is None or not _is_step(seen.text, mention):
                continue
            what = _governed(text, seen, *_among(seen.text, mentions, index))
            steps.append(Milestone(mention.date, what))
            doubts += [
                Doubt(d.code, d.message, d.span, f"{_FIELD}[{len(steps) - 1}]") for d in mention.doubts
            ]
    return steps, doubts


def _among(prose: str, mentions: Sequence[DateMention], index: int) -> tuple[DateMention, int, int]:
    """The mention whose clause tells of this one (2月8日、3月10日组织学习), and the bounds its neighbours set."""
    floor = mentions[index - 1].place[1] if index else 0
    last = min(index + _RUN, len(mentions) - 1)
    while index < last and prose[mentions[index].place[1] : mentions[index + 1].place[0]] in (
        "、",
        "和",
        "及",
    ):
        index += 1
    stop = mentions[index + 1].place[0] if index + 1 < len(mentions) else len(prose)
    return mentions[index], floor, stop


def _is_step(prose: str, mention: DateMention) -> bool:
    """Years from which something goes on are no steps; a day or month from which a new practice holds is one."""
    if mention.kind != "fixed" or mention.role == "recurring":
        return False
    begins = prose[slice(*mention.place)].endswith(("起", "开始", "始"))
    return mention.role != "start" or (begins and mention.precision != "year")


@cache
def _tail() -> re.Pattern[str]:
    """The rest of a clause after its date that says nothing of its own."""
    return re.compile(
        r"(?:将|应|须|要|全部|可|可以|基本|如期|按期|均|务必)*(?:予以)?(?:完成|完工|实现|落实|到位|办结|整改)?(?:到位|完毕)?"
    )


def _governed(text: str, seen: View, mention: DateMention, floor: int, stop: int) -> Quote:
    """The clause after the date, or where nothing follows but 完成 the clause before it."""
    prose, (start, end) = seen.text, mention.place
    after = _trimmed(prose, *_until(prose, end + (prose[end : end + 1] in (",", ":", ")")), stop, "。;,\n"))
    clause = prose[slice(*after)]
    if _tail().fullmatch(clause) and (before := _before(prose, floor, start)):
        first, last = before
        return quote(
            text, seen.span(first, last if prose[last:start].strip(",") == "" and not clause else after[1])
        )
    if after[0] == after[1]:
        return quote(text, mention.span)
    return quote(text, seen.span(*after))


def _until(prose: str, start: int, stop: int, marks: str) -> Span:
    start = min(start, len(prose))
    ends = [at for mark in marks if (at := prose.find(mark, start, stop)) >= 0]
    return start, min(ends, default=max(stop, start))


def _trimmed(prose: str, start: int, end: int) -> Span:
    """Without a bracket that is only closed or only opened inside."""
    opened = prose.rfind("(", start, end)
    if opened > start and ")" not in prose[opened:end]:
        end = opened
    closed = end - 1 if end > start and prose[end - 1] == ")" and "(" not in prose[start:end] else end
    return start, closed


def _before(prose: str, floor: int, start: int) -> Span | None:
    """The clause that ends before the date, back to the last stop; none that holds another date."""
    stop = start - (prose[start - 1 : start] in (",", "于", "在"))
    begin = stretch(prose, stop, stop, "。;,\n")[0]
    return (begin, stop) if stop > begin >= floor else None
