"""Numbers with their units, and the words around them that compare."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gongwen.rectification.fields.numerals import number
from gongwen.rectification.fields.words import alternatives, words
from gongwen.results import Operator

_VOCABULARY = "fields_indicators"
_MULTIPLES = "万|亿|千万|百万|千|百|十万"
#: How far before a number its comparing word may stand.
_REACH = 8


class Quantity(NamedTuple):
    """``text[start:end]`` of a view: number, unit, and the comparing words on both sides of it."""

    start: int
    end: int
    value: float
    unit: str
    prefix: str = ""
    suffix: str = ""
    chinese: bool = False
    #: Nothing parts it from the quantity before it: a mark was lost.
    glued: bool = False
    #: Directly behind a quantity of another unit: 2台|1蒸吨.
    beside: bool = False


@cache
def _arabic() -> re.Pattern[str]:
    units = alternatives(_VOCABULARY, "counts", "measures")
    return re.compile(
        r"(?:(?<![\dA-Za-z.+〔])|(?<=[gG]/m3))(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?)"
        rf"(?P<few>余|多)?(?P<multiple>{_MULTIPLES})?(?P<more>余|多)?(?P<unit>{units})(?![A-Za-z])(?:(?<=m3)|(?!\d))(?P<after>余|多)?"
        r"(?P<suffix>(?:或|及|含)?(?:以上|以下|以内|之内|之上|之下))?"
    )


@cache
def _chinese() -> re.Pattern[str]:
    units = alternatives(_VOCABULARY, "counts")
    return re.compile(
        rf"(?<![第一二两三四五六七八九十百千每\d])(?P<n>[一二两三四五六七八九十百]{{1,5}})(?P<few>余|多)?(?P<unit>{units})"
        r"(?P<suffix>(?:或|及|含)?(?:以上|以下|以内))?"
    )


def quantities(text: str) -> list[Quantity]:
    """Every number with a unit in ``text``, in order; dates and durations are not among them."""
    found = (
        [_built(match, text) for match in _arabic().finditer(text)] if any(c.isdigit() for c in text) else []
    )
    found += [_built_chinese(match, text) for match in _chinese().finditer(text)]
    kept = sorted((q for q in found if q is not None), key=lambda q: q.start)
    return _linked(kept, text)


def _built(match: re.Match[str], text: str) -> Quantity | None:
    printed, unit = match["n"].replace(",", ""), match["unit"]
    if _is_other(match, text):
        return None
    if "." in printed and not match["multiple"] and unit in words(_VOCABULARY, "counts"):
        index, printed = printed.split(".", 1)
        if len(index) > 2:
            return None
    few = match["few"] or match["more"] or match["after"]
    suffix = match["suffix"] or ("余" if few else "")
    prefix = _prefix(text, match.start(), measured=unit in words(_VOCABULARY, "masses") or unit in _AREAS)
    return Quantity(
        match.start(), match.end(), float(printed), (match["multiple"] or "") + unit, prefix, suffix
    )


#: 压减高耗水作物面积3.6万亩 says by how much it falls.
_AREAS = ("亩", "公顷")


@cache
def _of_days() -> re.Pattern[str]:
    """优良天数达到310天, 优良天数同比增加21天: days that are counted, and no term."""
    return re.compile(r"(?:天数[^,。;%\d]{0,8}|(?:同比|较|比)[^,。;%]{0,8}?(?:增加|减少|增多)了?)$")


def _is_other(match: re.Match[str], text: str) -> bool:
    """第3名, 2个月, 个100%, 1+10, 15天内: no quantity."""
    if match["unit"] == "天" and not _of_days().search(text, max(match.start() - 16, 0), match.start()):
        return True
    after, before = text[match.end() :][:4], text[max(match.start() - 2, 0) : match.start()]
    if match["unit"] == "个" and not match["suffix"] and after.startswith(words(_VOCABULARY, "not_counted")):
        return True
    if before.endswith("第"):
        return not _rank().search(text, max(match.start() - 14, 0), match.start())
    if before == "附件" and match["unit"] in ("份", "册"):
        return False
    return before.endswith(("个", "个“", "附件", "No")) or after.startswith("+")


@cache
def _rank() -> re.Pattern[str]:
    return re.compile(r"(?:居|排名?|位列|位居|列)[^,。;]{0,8}第$")


def _built_chinese(match: re.Match[str], text: str) -> Quantity | None:
    value = number(match["n"])
    if not value or _is_other(match, text):
        return None
    suffix = match["suffix"] or ("余" if match["few"] else "")
    return Quantity(
        match.start(),
        match.end(),
        float(value),
        match["unit"],
        _prefix(text, match.start()),
        suffix,
        chinese=True,
    )


@cache
def _comparing() -> re.Pattern[str]:
    names = ("at_least", "at_most", "more_than", "less_than", "reach_level", "reach", "falls", "rises")
    groups = "|".join(rf"(?P<{name}>{alternatives(_VOCABULARY, name)})" for name in names)
    return re.compile(rf"(?:{groups})(?:了|约|为|在|到|至|的|近|每[日天周月年]|每季度)?$")


@cache
def _apart() -> re.Pattern[str]:
    """至少专题研究1次: a verb between the comparing word and its number."""
    names = {"at_least": "apart_least", "at_most": "apart_most", "falls": "apart_falls"}
    groups = "|".join(rf"(?P<{name}>{alternatives(_VOCABULARY, key)})" for name, key in names.items())
    return re.compile(rf"(?:{groups})[^,。;、\d(]{{1,10}}$")


def _prefix(text: str, start: int, *, measured: bool = False) -> str:
    """The name of the vocabulary list whose word stands right before ``start``.

    ``measured``: a weight or a share, of which 减少…500吨 says by how much it falls; of things it says how many.
    """
    found = _comparing().search(text, max(start - _REACH, 0), start)
    if found is None:
        found = _apart().search(text, max(start - 2 * _REACH, 0), start)
        if found and found["falls"] and not measured:
            return ""
    return found.lastgroup or "" if found else ""


def _linked(found: list[Quantity], text: str) -> list[Quantity]:
    """分别下降到46、69以下: the words before and behind a run of quantities hold for each of them."""
    done = list(found)
    for index in range(1, len(done)):
        left, right = done[index - 1], done[index]
        gap = text[left.end : right.start]
        if not gap and left.unit != right.unit:
            done[index] = right._replace(beside=True)
        if gap not in ("", "、", "和", "及") or left.unit != right.unit:
            continue
        done[index] = right._replace(prefix=right.prefix or left.prefix, glued=gap == "")
    for index in range(len(done) - 2, -1, -1):
        left, right = done[index], done[index + 1]
        if (
            text[left.end : right.start] in ("", "、", "和", "及")
            and left.unit == right.unit
            and not left.suffix
        ):
            glued = left.glued or right.start == left.end
            done[index] = left._replace(suffix=right.suffix if right.suffix != "余" else "", glued=glued)
    return done


_BY_PREFIX: dict[str, Operator] = {"at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}


def operator(q: Quantity, *, target: bool) -> Operator:
    """How the quantity compares. ``target``: it states an aim, where 达到 means at least."""
    if q.suffix.endswith(("以上", "之上")):
        return ">="
    if q.suffix.endswith(("以下", "以内", "之内", "之下")):
        return "<="
    if q.prefix in _BY_PREFIX:
        return _BY_PREFIX[q.prefix]
    if q.suffix == "余":
        return ">"
    if q.prefix == "falls":
        return "down_by"
    if q.prefix == "rises":
        return "up_by"
    return ">=" if q.prefix == "reach" and target else "="
