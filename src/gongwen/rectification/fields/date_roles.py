"""What a date does in its sentence: a bound, a beginning, a fact, a habit, part of a name."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from gongwen.rectification.fields.words import alternatives

Role = Literal["by", "start", "past", "range", "recurring", "report", "other"]


class Context(NamedTuple):
    """What :func:`around` found.

    ``role`` None: the date is part of a name or a comparison, or was replaced by a later one.
    ``end``: of the phrase with its 前 or 起. ``bound``: the phrase says itself that it is a limit.
    """

    role: Role | None
    end: int
    bound: bool = False


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        r"(?P<by>[份度]?(?:年?底|末)?(?:以前|之前|前(?![期身往来后述款列景沿端置三两几])|之内|以内|内(?![蒙部容河])|为止|止(?!血)))"
        r"|(?P<start>(?:[春秋]季(?:学期|开学)?|学年)?份?(?:[日]?起(?![草重诉吊运]|到|来)|开始(?!前)|以来|之后|以后|后(?![期续勤备方评台者])|至今))|(?P<year>度|版|级|届)"
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<recurring>每(?:个|一)?(?:年|季度?|月|周|半年)?(?:首|第[一二三123]个?|末|次)?月?)$"
        rf"|(?P<past>{alternatives('fields_dates', 'past_before')})$|(?P<start>[自从])$"
        rf"|(?P<compare>{alternatives('fields_dates', 'compare_before')})$"
        rf"|(?P<future>{alternatives('fields_dates', 'future_before')})$"
    )


@cache
def _done() -> re.Pattern[str]:
    """Right after a date: what it dates has happened."""
    return re.compile(
        r",?(?:[^,。;\n]{0,10}?(?:已|均已|业已)|(?:全部|陆续|基本)?完成了|[上下]午|[晚夜凌]|,?经)"
    )


@cache
def _attributive() -> re.Pattern[str]:
    """A year that only tells which one is meant: 2017年安排的项目, 2016年及以前, 2021年老旧管网改造计划."""
    return re.compile(
        r"(?:及以前|以前|及之前)|[是为以](?!前|后|来|内)|[^,。;\n完建]{0,8}(?:安排|下达|批复|审批|立项|印发|实施|查处|交办|反馈|移交|发现|建成|开工|新建)(?:前|过)?的"
        r"|(?:中央|国家|省级?|市级?|全国)?(?:生态)?环(?:境保护|保)督[察查]|(?:本级)?(?:预算|审计|财政|政府工作报告)"
        r"|[^,。;\n]{1,14}(?:计划|方案|规划|清单|名录|季报|年报|月报|报表|台账|数据)(?:$|[,。;、]|的|要求|确定)"
    )


@cache
def _report() -> re.Pattern[str]:
    papers = r"(?:$|[^,。;\n]{0,8}(?:总结|报告|材料|情况|方案|台账|备案|表))"
    sent = r"[^。;\n]{0,40}?(?:报送|上报|报告|反馈|抄报|抄送|报)(?:至|给|到|送)?[^,。;\n]{0,10}?"
    return re.compile(
        rf"(?:将|把)?[^,。;\n]{{0,12}}?(?:上报|报送|报备|提交){papers}|{sent}(?:{alternatives('fields_dates', 'report_to')})"
    )


def _is_report(text: str, stop: int) -> bool:
    """The date is that of a paper to be sent in, and of no work that is sent in when it is done."""
    match = _report().match(text, stop)
    return match is not None and not re.search("完成|编制|制定|建成|出台", match[0])


@cache
def _terms() -> re.Pattern[str]:
    """Before a date: how long a licence, a contract or a notice runs, or when something was founded."""
    return re.compile(
        rf"(?:{alternatives('fields_dates', 'terms_before')})(?:限|间)?(?:为|是)?(?:自|从)?(?:截至|截止|至|到|于)?$"
    )


@cache
def _expires() -> re.Pattern[str]:
    return re.compile(r"(?:前|已)?(?:到期|期满|届满|过期|失效|施行|生效)")


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(
        r",?(?:经[^,。;]{0,8}同意,?|经批准,?)?(?:延期|推迟|顺延|延长|调整|变更|提前)(?:完成)?(?:至|到|为)"
    )


def _is_done(text: str, end: int) -> bool:
    """8月底,该厂设备已全部拆除: the month's end is a fact."""
    return bool(re.match(r",[^,。;\n]{0,14}?已|已", text[end : end + 20]))


_STARTS_CLAUSE = frozenset(",。;:、\n()“”\"' .）】")


def around(text: str, start: int, end: int) -> Context:
    """The role of the date at ``text[start:end]`` of a view."""
    after = _after().match(text, end)
    before = _before().search(text, max(start - 8, 0), start)
    if (
        (after and after["year"])
        or _terms().search(text, max(start - 12, 0), start)
        or _expires().match(text, end)
    ):
        return Context(None, end)
    if recurs(text, start) or (before and before["recurring"]):
        return Context("recurring", after.end() if after else end)
    if (after and after["start"]) or (before and before["start"]):
        return Context("start", after.end() if after and not after["by"] else end)
    bound = bool(after and after["by"]) or text[end - 1] in "底末内"
    if bound and not (after and after["by"]) and _is_done(text, end):
        return Context("past", end)
    stop = after.end() if after and after["by"] else end
    if before and before["compare"] and not bound:
        return Context(None, stop)
    return Context(_role(text, start, stop, before, bound), stop, bound)


def _role(text: str, start: int, stop: int, before: re.Match[str] | None, bound: bool) -> Role | None:
    if before and before["past"] and not (bound and before[0] in ("截止", "截止到")):
        return "past"
    if _moved().match(text, stop):
        return None
    if bound:
        return "report" if _is_report(text, stop) else "by"
    if _done().match(text, stop):
        return "past"
    if text[stop - 1] == "年" and _is_name(text, start, stop, before):
        return None
    return "by" if before and before["future"] and before[0] not in "于在" else "other"


def _is_name(text: str, start: int, stop: int, before: re.Match[str] | None) -> bool:
    """A bare year that dates nothing: in the middle of a clause, or before what it only names."""
    if _attributive().match(text, stop):
        return True
    free = start == 0 or text[start - 1] in _STARTS_CLAUSE or (before and before["future"])
    return not free and text[stop : stop + 1] not in (",", "。", "")


@cache
def _every() -> re.Pattern[str]:
    return re.compile(r"每[^,。;\n]{0,6}$")


def recurs(text: str, start: int) -> bool:
    """每季度首月15日前, 每年6月底前: a habit."""
    return bool(_every().search(text, max(start - 8, 0), start))
