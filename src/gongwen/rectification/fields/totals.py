"""The headline figures a document states about itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from gongwen.rectification.fields.dates import Years
from gongwen.rectification.fields.numerals import number
from gongwen.rectification.fields.reconciling import reconcile
from gongwen.rectification.fields.view import quote, stretch, view
from gongwen.rectification.fields.words import words
from gongwen.results import Span, Total

__all__ = ["read_totals", "reconcile"]

_VOCABULARY = "fields_totals"
_BACK, _AHEAD = 16, 18
_CLAUSE_MARKS = ",。;、:()\n“”"


class _Figure(NamedTuple):
    """A number of a view with its unit and what stands around it."""

    value: float
    unit: str
    start: int
    end: int
    before: str
    after: str
    prose: str


#: What a form gives: the name of the figure, and where its phrase begins and ends in the view.
_Named = tuple[str, int, int]


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\dA-Za-z.+〔第-])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)"
        r"(?:(?P<unit>%|[万亿]?元|人次|大类|批次|户次|[个项件条起宗类家人名份户处批次])(?!\+|工作日|月|小时)|(?![\d.+]))"
    )


@cache
def _chinese() -> re.Pattern[str]:
    """四十个具体问题: only where it is plainly the count of the problems."""
    numeral = r"[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]百[零一二三四五六七八九十]*"
    return re.compile(
        rf"(?<![第零一二三四五六七八九十百])(?P<n>{numeral})[个项件](?P<what>(?:具体)?问题|(?:整改)?任务)"
    )


def read_totals(text: str, spans: Sequence[Span], years: Years) -> list[Total]:
    """Totals inside ``spans``: the parts of the document outside its items (preface, category summaries)."""
    return [total for span in spans if span[1] - span[0] > 2 for total in _in_span(text, span)]


def _in_span(text: str, span: Span) -> Iterator[Total]:
    seen = view(text, span)
    region = ""
    for match in _number().finditer(seen.text):
        figure = _figure(seen.text, match)
        found = _named(figure)
        if found is None or not found[0]:
            continue
        what, start, end = found
        if what.endswith("信访件") and what != "信访件":
            region = what.removesuffix("信访件")
        elif seen.text[start - 1 : start] in ("。", ";", "\n"):
            region = ""
        elif region and _is_state(what):
            what = region + what
        yield Total(what, figure.value, quote(text, seen.span(start, end)))
    for match in _chinese().finditer(seen.text):
        if value := number(match["n"]):
            yield Total(match["what"], float(value), quote(text, seen.span(*match.span())))


def _figure(prose: str, match: re.Match[str]) -> _Figure:
    before = prose[max(match.start() - _BACK, 0) : match.start()]
    after = prose[match.end() : match.end() + _AHEAD]
    value = float(match["n"].replace(",", ""))
    return _Figure(value, match["unit"] or "", match.start(), match.end(), before, after, prose)


def _named(figure: _Figure) -> _Named | None:
    return next((found for form in _FORMS if (found := form(figure))), None)


# -- the forms, each from a figure to its name or None


@cache
def _linking() -> re.Pattern[str]:
    return re.compile(r"(?:分别|达到?|为|是|近|约|超过?|共计?|合计|总数|数|的|了)*$")


def _ends_with(before: str, key: str) -> str:
    """The longest word of a list that ends ``before``, behind linking words."""
    linked = _linking().search(before)
    bare = before[: linked.start()] if linked else before
    for said in (bare, before):
        found = [word for word in words(_VOCABULARY, key) if said.endswith(word)]
        if found:
            return max(found, key=len)
    return ""


def _from(figure: _Figure, word: str) -> int:
    return figure.start - (len(figure.before) - figure.before.rfind(word))


def _rate(figure: _Figure) -> _Named | None:
    if figure.unit != "%":
        return None
    word = _ends_with(figure.before, "rates")
    return (word, _from(figure, word), figure.end) if word else None


def _money(figure: _Figure) -> _Named | None:
    if not figure.unit.endswith("元"):
        return None
    word = _ends_with(figure.before, "money")
    return (f"{word}({figure.unit})", _from(figure, word), figure.end) if word else None


def _counts_none(figure: _Figure) -> _Named | None:
    """Whatever else is measured in % and money is no total; an empty name ends the search."""
    return ("", 0, 0) if figure.unit == "%" or figure.unit.endswith("元") else None


def _bracketed(figure: _Figure) -> _Named | None:
    """一、已完成整改的问题(3个): a heading with its count."""
    if figure.unit not in ("个", "项", "件", "条") or figure.after[:1] != ")":
        return None
    named = re.search(
        r"(?P<what>[^\s、。;,:()]{2,12}(?:问题|任务|事项|信访件|举报件))\((?:共计?)?$", figure.before
    )
    return (named["what"], figure.start - (len(figure.before) - named.start()), figure.end) if named else None


def _category(figure: _Figure) -> _Named | None:
    if figure.unit in ("类", "大类") and figure.after[:1].isdigit():
        return "问题类别", figure.start, figure.end
    if figure.unit == "个" and re.match(r"方面的?\d", figure.after):
        return "方面", figure.start, figure.end + 2
    match = re.match(r"方面的?(措施|问题|任务|内容)", figure.after) if figure.unit == "个" else None
    return (match[1] + "方面", figure.start, figure.end + match.end()) if match else None


@cache
def _in_categories() -> re.Pattern[str]:
    return re.compile(
        r"(?P<thing>(?:整改)?任务|(?:具体)?问题|事项)?(?:共|共计|包括|涉及)?\d+(?:大类|类|个方面)(?:共计?|、|的)?$"
    )


def _of_categories(figure: _Figure) -> _Named | None:
    """整改任务共5大类39项: what is counted stands before its categories."""
    match = _in_categories().search(figure.before) if figure.unit in ("个", "项", "条", "件") else None
    if match is None or figure.after[:1] not in ("", *_CLAUSE_MARKS):
        return None
    return match["thing"] or "问题", figure.start, figure.end


_MAKING = ("制定", "完善", "建立", "修订", "出台", "健全", "新建", "印发")


def _systems(figure: _Figure) -> _Named | None:
    """制定完善制度9项; 出台13个规章制度."""
    clause = _clause_before(figure.before)
    making = next((at for at in range(len(clause)) if clause.startswith(_MAKING, at)), None)
    if making is None or figure.unit not in ("个", "项", "件", "条", "份"):
        return None
    start = figure.start - (len(clause) - making)
    noun = _ends_with(clause, "systems")
    if noun:
        return clause[making:], start, figure.end
    nouns = [word for word in words(_VOCABULARY, "systems") if word in figure.after[:6]]
    if not nouns or any(mark in figure.after[: figure.after.find(nouns[0])] for mark in _CLAUSE_MARKS):
        return None
    end = figure.after.find(nouns[0]) + len(nouns[0])
    return clause[making:] + figure.after[:end], start, figure.end + end


def _clause_before(before: str) -> str:
    return before[max(before.rfind(mark) for mark in _CLAUSE_MARKS) + 1 :]


def _thing_behind(figure: _Figure) -> _Named | None:
    """46项整改任务; 4个涉及责任追究的问题清单."""
    if not figure.unit or figure.unit in ("人", "名", "家"):
        return None
    stops = [at for at, c in enumerate(figure.after) if c in _CLAUSE_MARKS or c.isdigit()]
    clause = figure.after[: stops[0] if stops else len(figure.after)]
    ends = [clause.find(word) + len(word) for word in words(_VOCABULARY, "things") if word in clause]
    if not ends:
        return None
    first = min(ends)
    end = max(end for end in ends if end <= first + 4)
    if end > 16 or clause[end:].startswith(("导向", "意识", "企业", "厂", "较", "突出")):
        return None
    return clause[:end].lstrip("的"), figure.start, figure.end + end


def _thing_before(figure: _Figure) -> _Named | None:
    word = _ends_with(figure.before, "things") if figure.unit else ""
    return (word, _from(figure, word), figure.end) if word else None


def _state_before(figure: _Figure) -> _Named | None:
    """已办结9件, where nothing follows that would be counted instead."""
    word = _ends_with(figure.before, "states") if figure.unit else ""
    stop = not figure.after or figure.after[0] in _CLAUSE_MARKS or figure.after.startswith(_STOPS)
    return (word, _from(figure, word), figure.end) if word and stop else None


_STOPS = ("其中", "以上", "并", "和", "及", "占", "中", "企业", "单位")


@cache
def _going() -> re.Pattern[str]:
    return re.compile(
        r"(?:均|全部)?(?:已|正在|正|尚未|未)[^,。;、\d\n]{0,4}?(?:完成整改|整改完成|完成|整改|推进|办理|办结|销号)(?:到位)?"
    )


def _state_behind(figure: _Figure) -> _Named | None:
    """2个正在整改; 其他12正在推进, whose unit was lost."""
    match = _going().match(figure.after)
    return (match[0], figure.start, figure.end + match.end()) if match else None


def _share(figure: _Figure) -> _Named | None:
    """澜州市6件, 来电74件: only where the sentence counts letters of complaint."""
    match = re.search(r"([\u4e00-\u9fff]{2,8})$", figure.before) if figure.unit == "件" else None
    if match is None or not _of_letters(figure):
        return None
    name = match[1].removeprefix("其中").removeprefix("分别为")
    start = figure.start - len(name)
    return (
        (name + "信访件" if name.endswith(("市", "州", "区", "县", "旗", "盟", "省")) else name),
        start,
        figure.end,
    )


def _of_letters(figure: _Figure) -> bool:
    sentence = figure.prose[slice(*stretch(figure.prose, figure.start, figure.end, "。\n"))]
    return bool(re.search(r"信访|举报|交办|转办|办结|属实|投诉", sentence))


def _units(figure: _Figure) -> _Named | None:
    match = re.match(r"(?:单位|部门|县区|区县|企业)", figure.after) if figure.unit in ("个", "家") else None
    at = figure.before.rfind("涉及")
    if match is None or at < 0 or "。" in figure.before[at:]:
        return None
    return match[0], figure.start, figure.end + match.end()


def _people(figure: _Figure) -> _Named | None:
    clause = _clause_before(figure.before)
    punished = any(word in clause for word in ("问责", "追责", "处分", "处理", "约谈", "批评教育", "诫勉"))
    if figure.unit not in ("人", "名", "人次") or not punished:
        return None
    return "人员" + clause, figure.start - len(clause), figure.end


_FORMS: tuple[Callable[[_Figure], _Named | None], ...] = (
    _rate, _money, _counts_none, _category, _bracketed, _of_categories, _systems, _thing_behind, _thing_before, _state_before, _state_behind,
    _units, _people, _share,
)  # fmt: skip


def _is_state(what: str) -> bool:
    return what in words(_VOCABULARY, "states") or bool(_going().match(what))
