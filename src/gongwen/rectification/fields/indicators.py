"""Quantified targets and results."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from gongwen.rectification.fields.dates import DateMention, Years, find_dates
from gongwen.rectification.fields.quantities import Quantity, operator, quantities
from gongwen.rectification.fields.view import View, stretch, view
from gongwen.rectification.fields.words import alternatives, words
from gongwen.results import Doubt, Indicator, Span

_FIELD = "indicators"
#: How many dates on each side of a quantity may go with it.
_NEAREST = 3
_VOCABULARY = "fields_indicators"
_BOUNDS = frozenset(("at_least", "at_most", "more_than", "less_than"))
_LEVELS = frozenset(("reach", "reach_level", "falls", "rises"))


class _Clause(NamedTuple):
    """The clause around a quantity: ``before`` and ``after`` up to the marks, ``sentence`` as a whole."""

    before: str
    after: str
    sentence: str
    start: int


class _Dates(NamedTuple):
    """The dates printed nearest to a quantity."""

    before: Sequence[DateMention]
    after: Sequence[DateMention]


def read_indicators(
    text: str, spans: Sequence[Span], years: Years, *, targets: Sequence[Span] = ()
) -> tuple[list[Indicator], list[Doubt]]:
    """Indicators inside ``spans`` (goal and measures).

    ``targets``: those of ``spans`` that state aims (the goal; in a plan the measures too): there 达到81% means
    at least, elsewhere, as a result, exactly.
    """
    found: list[Indicator] = []
    doubts: list[Doubt] = []
    for span in spans:
        seen = view(text, span)
        counted = _outside_names(quantities(seen.text), seen.text)
        mentions = find_dates(text, span, years) if counted else []
        starts, taken = [mention.place[0] for mention in mentions], 0
        for q in counted:
            clause, dates = _clause(seen.text, q), _near(mentions, starts, q)
            if dates.before and dates.before[-1].place[1] > q.start:
                continue
            taken = max([taken, *(m.place[1] for m in dates.before[-1:])])
            if _counts(q, clause):
                found.append(_indicator(seen, q, _name(q, clause, taken), clause, dates, aim=span in targets))
                doubts += _doubts(q, seen, clause, len(found) - 1)
            taken = q.end
    return found, doubts


def _near(mentions: Sequence[DateMention], starts: Sequence[int], q: Quantity) -> _Dates:
    at = bisect_right(starts, q.start)
    return _Dates(mentions[max(at - _NEAREST, 0) : at], mentions[at : at + _NEAREST])


@cache
def _names() -> re.Pattern[str]:
    """Titles of papers, and what is quoted as somebody's words."""
    return re.compile(
        r"《[^》\n]{0,120}》|“[^”\n]{0,120}”(?=问题|行动|工程|机制|体系|模式|要求|标准|专项|任务|活动)"
    )


def _outside_names(counted: list[Quantity], prose: str) -> list[Quantity]:
    if not counted:
        return counted
    named = [match.span() for match in _names().finditer(prose)]
    starts = [start for start, _ in named]
    places = [bisect_right(starts, q.start) - 1 for q in counted]
    return [q for q, at in zip(counted, places, strict=True) if at < 0 or q.start >= named[at][1]]


_MARKS = ",。;:\n"


def _clause(text: str, q: Quantity) -> _Clause:
    start, end = stretch(text, q.start, q.end, _MARKS)
    begin, stop = stretch(text, q.start, q.end, "。;\n")
    return _Clause(text[start : q.start], text[q.end : end], text[begin:stop], start)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(alternatives(_VOCABULARY, name))


@cache
def _old_value() -> re.Pattern[str]:
    """由3%提高到8%, 从120台减少到45台: the first is what was."""
    return re.compile(
        r"[^,。;]{0,8}(?:提高|提升|增加|下降|降低|减少|上升|扩大|调整|增长|压减|缩减|升高|降|升|增|减|改|缩短)[^,。;]{0,3}?(?:到|至|为)"
    )


@cache
def _habit() -> re.Pattern[str]:
    return re.compile(
        r"每(?:个|半|一|[两二三四五六七八九十\d]+个?)?(?:工作日|日|天|周|月|季度?|年度?|旬|小时|班|车|次|户|人|村|镇|县)"
    )


def _counts(q: Quantity, clause: _Clause) -> bool:
    """Is it an aim or a result, and not a habit, a remainder, an attribute or a date?"""
    bounded = q.prefix in _BOUNDS
    if q.chinese and not (bounded or _finishes(q, clause)):
        return False
    if re.search(r"[由从][^,。;]{0,6}$", clause.before) and _old_value().match(clause.after):
        return False
    if re.search(r"(?:整合|合并|归并|撤并)$", clause.before) and re.match(
        r"[^,。;\d]{1,10}为\d", clause.after
    ):
        return False
    if _habit().search(clause.before) and not bounded and q.prefix != "reach_level":
        return "吨" in q.unit or "元" in q.unit
    if _is_attribute(q, clause):
        return False
    return not _is_aside(q, clause)


def _finishes(q: Quantity, clause: _Clause) -> bool:
    """完成三条黑臭水体治理任务: more than one, and something is done with them."""
    return (
        q.value >= 2
        and q.unit in "条个座处家台"
        and bool(_pattern("finishing").search(clause.before + clause.after))
    )


def _is_attribute(q: Quantity, clause: _Clause) -> bool:
    """35蒸吨/小时以下燃煤锅炉, 2台1蒸吨燃煤锅炉: which ones, not how many."""
    follows = clause.after[:1]
    if not follows or not "\u4e00" <= follows <= "\u9fff" or follows in "并且而其" or "%" in q.unit:
        return False
    if clause.after.startswith("范围"):
        return True
    if q.beside and q.unit in words(_VOCABULARY, "masses"):
        return True
    if not q.suffix or q.suffix == "余" or q.prefix in _BOUNDS | _LEVELS:
        return False
    return not clause.after.startswith(("的目标", "水平"))


@cache
def _treated() -> re.Pattern[str]:
    return re.compile(rf"[^,。;]{{0,20}}?(?:{alternatives(_VOCABULARY, 'treated')})")


@cache
def _open() -> re.Pattern[str]:
    return re.compile(r"正在|尚未|未完成|未能|仍在")


def _is_aside(q: Quantity, clause: _Clause) -> bool:
    """A remainder, a finding, people spoken to."""
    if q.prefix in _BOUNDS or "%" in q.unit:
        return False
    if _remains(clause.before) or _open().search(clause.after):
        return True
    return bool(re.search(r"[对向就与][^,。;]{0,12}$", clause.before) and _treated().match(clause.after))


def _remains(before: str) -> bool:
    if before.endswith(words(_VOCABULARY, "told")):
        return True
    for word in words(_VOCABULARY, "no_result"):
        at = before.rfind(word)
        if (
            at >= 0
            and len(before) - at - len(word) <= 6
            and not re.search(r"[、已并]|完成|整改", before[at + len(word) :])
        ):
            return True
    return False


def _indicator(seen: View, q: Quantity, name: str, clause: _Clause, dates: _Dates, *, aim: bool) -> Indicator:
    target = aim or (
        bool(_pattern("aims").search(clause.sentence)) and not _pattern("results").search(clause.sentence)
    )
    return Indicator(
        name, operator(q, target=target), q.value, q.unit, _by(seen.text, q, dates),
        seen.span(clause.start, q.end),
    )  # fmt: skip


def _by(text: str, q: Quantity, dates: _Dates) -> date | None:
    """The date of the sentence: the nearest before the quantity, else the next in the same sentence."""
    for mention in (*reversed(dates.before), *dates.after):
        first, last = sorted((mention.place, (q.start, q.end)))
        if mention.date and mention.role not in ("start", "recurring"):
            if not re.search("[。;\n]", text[first[1] : last[0]]):
                return mention.date
            if mention.place < (q.start, q.end):
                break
    return None


@cache
def _trim() -> re.Pattern[str]:
    names = ("at_least", "at_most", "more_than", "less_than", "reach_level", "reach", "falls", "rises")
    return re.compile(
        rf"(?:{alternatives(_VOCABULARY, *names)}|了|约|为|在|到|至|的|共|计|共计|累计|要|应|须|其中|并|[(,、])++$"
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        r"^(?:[,(、)。;]|前|以来|[一二三四五六七八九十]是|\d{1,2}[.、]|其中|合计|共计|已|将|目前|完成|累计|并|以上|以下|左右|余|的)+"
    )


def _name(q: Quantity, clause: _Clause, taken: int) -> str:
    """What is counted: the words before the number without what compares, else those behind its unit.

    ``taken``: where in the view the last date or quantity before it ends; what it counts begins behind it.
    """
    before = clause.before[max(taken - clause.start, 0) :]
    before = _lead().sub("", _trim().sub("", before))
    after = re.split(r"[、,()]", clause.after)[0].lstrip("的以上下余")
    if len(before) >= 2 and ("%" in q.unit or len(after) < 2 or q.prefix or "率" in before):
        return before[-40:]
    return (before + after)[:40] if before or after else q.unit


@cache
def _incidental() -> re.Pattern[str]:
    """A number that may tell who was addressed or what there was, and not what came of it."""
    return re.compile(
        r"(?:指导|督促|要求|约谈|组织|对|向|就|该[厂企场处公]|占地|现有|设有|拥有|位于|服务|涉及)[^,。;]{0,14}$"
    )


@cache
def _acting() -> re.Pattern[str]:
    """7家单位已完善…, 11个镇街于…完成…: how many did it, and not what came of it."""
    return re.compile(
        r"(?:责任|牵头|相关|有关|涉及的)?(?:单位|部门|镇街|乡镇|街镇|镇|乡|街道|县区|县市区|区县|县|区)(?:已|均|全部|分别|共|于|在|通过|累计)"
    )


@cache
def _placed() -> re.Pattern[str]:
    """沿湖8个村污水收集工程: where the one work is done."""
    return re.compile(
        r"(?:行政村|自然村|村|社区|乡镇|镇|街道|县区|区县|县|区)(?![全均])[^,。;完建]{2,16}(?:工程|项目)"
    )


_TOLD = frozenset(
    ("家", "户", "个", "名", "人", "处", "间", "座", "所", "亩", "平方米", "吨", "万吨", "台", "辆")
)


@cache
def _works() -> re.Pattern[str]:
    return re.compile(alternatives(_VOCABULARY, "works"))


def _doubts(q: Quantity, seen: View, clause: _Clause, index: int) -> list[Doubt]:
    place, field = seen.span(q.start, q.end), f"{_FIELD}[{index}]"
    printed = seen.text[q.start : q.end]
    if q.glued:
        return [Doubt("value-repaired", f"“{printed}”与相邻数值之间疑似丢失了标点，请核对。", place, field)]
    counted = q.prefix == "" and q.unit in _TOLD
    told = counted and _incidental().search(clause.before)
    unclear = bool(told) and not _works().search(clause.before + clause.after)
    acting = counted and not clause.before.strip() and bool(_acting().match(clause.after))
    placed = counted and bool(_placed().match(clause.after))
    if unclear or acting or placed or (q.chinese and q.prefix not in _BOUNDS):
        return [Doubt("indicator-unclear", f"“{printed}”是否为量化指标，请核对。", place, field)]
    return []
