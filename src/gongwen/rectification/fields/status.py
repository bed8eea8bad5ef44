"""What the document says of an item: finished, or under way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.rectification.fields.dates import Years, find_dates
from gongwen.rectification.fields.view import View, quote, stretch, view
from gongwen.rectification.fields.words import alternatives, words
from gongwen.results import Doubt, Quote, Span, Status

_VOCABULARY = "fields_status"
_FIELD = "status"
#: A value as short as this says nothing but the status.
_SHORT = 10
_Found = tuple[Status, int, int]


@cache
def _column() -> dict[str, Status]:
    done: dict[str, Status] = dict.fromkeys(words(_VOCABULARY, "column_completed"), "completed")
    return done | dict.fromkeys(words(_VOCABULARY, "column_in_progress"), "in_progress")


@cache
def _phrases() -> re.Pattern[str]:
    # 已 and the word it belongs to may stand apart: 已于6月10日全部完成.
    share = r"已?(?:完成|进度|(?<!率)达到?)[^,。;%]{0,12}?(?<!\d)\d{1,2}(?:\.\d+)?%"
    return re.compile(
        rf"(?P<open>{alternatives(_VOCABULARY, 'in_progress')}|{share})"
        rf"|(?P<done>{alternatives(_VOCABULARY, 'completed')}"
        rf"|已通过[^,。;未]{{1,10}}?验收|通过(?:国家|省|市|县|区|州|专家|第三方|上级)[^,。;未]{{0,8}}?验收"
        rf"|已(?:于|在|按|由|将|对|全部)[^,。;未]{{0,16}}?(?:{alternatives(_VOCABULARY, 'apart')})(?=[,。;、)\n]|$))"
    )


@cache
def _except() -> re.Pattern[str]:
    some_of = r"(?<!\d)\d{1,5}[^,。;]{0,6}中的?\d{1,5}[^,。;]{0,3}已"
    return re.compile(
        rf"除[^,。;]{{1,40}}?(?:之外|以外|外),?(?:{alternatives(_VOCABULARY, 'excepted')})|{some_of}"
    )


@cache
def _not_yet() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_VOCABULARY, 'negated')})[^,。;”’)]{{0,3}}$")


@cache
def _to_come() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives(_VOCABULARY, 'expected')})[^,。;]{{0,24}}$|(?:[月年]底|[\d日月年])前[^,。;]{{0,24}}$"
    )


def read_status(
    text: str, span: Span, *, strict: bool = False
) -> tuple[Status | None, Quote | None, list[Doubt]]:
    """The status in a field's value (整改完成情况, 是否办结, 备注) or in prose; None where nothing is said.

    ``strict``: the span is not there to state it (measures, a deadline, context): only a clause that does
    nothing else counts (该问题已完成整改; 正在整改), and no work among others (已拆除14亩).
    """
    seen = view(text, span)
    value = seen.text.strip("。.;,、|/ \n()")
    if not strict and value in _column():
        return _column()[value], quote(text, span), []
    if not strict and (percent := re.fullmatch(r"(\d{1,3}(?:\.\d+)?)%?", value)):
        done = float(percent[1]) >= 100
        return ("completed" if done else "in_progress"), quote(text, span), []
    found = _in_clauses(seen.text) if strict else _in_prose(seen.text)
    if found is None:
        return None, None, []
    status, start, end = found
    said = quote(text, _sentence(seen, start, end))
    if strict or status != "completed" or _is_strong(seen.text[start:end]) or len(value) <= _SHORT:
        return status, said, []
    message = f"原文没有直接说整改完成，按“{said.text[:30]}”理解为已完成整改，请核对。"
    return status, said, [Doubt("status-inferred", message, said.span, _FIELD)]


@cache
def _statement() -> re.Pattern[str]:
    """A clause that does nothing but state the status."""
    about = (
        r"(?:目前|现|现已|截至[^,。;]{1,16}|该(?:问题|项目|件|案|信访件|事项|任务)?|此项?|[以上]{1,2}述?问题|(?:信访|举报|投诉|交办)?(?:问题|件|案件|事项)|均|已于|于"
        r"|整改工作|反映的?问题|[\d年月日]{2,11}|前)"
    )
    return re.compile(
        rf"(?:^|(?<=[,。;:\n]))(?:{about}){{0,3}}"
        rf"(?:(?P<open>{alternatives(_VOCABULARY, 'strict_in_progress')})"
        rf"|(?P<done>{alternatives(_VOCABULARY, 'strict_completed')}"
        r"|已通过[^\W\x00-\xff]{1,10}?验收|(?:均?已|已均)(?:全部|均)(?:[^\W\x00-\xff]{2,4})))(?=[,。;\n)]|$)"
    )


def _in_clauses(prose: str) -> _Found | None:
    if match := _except().search(prose):
        return "in_progress", match.start(), match.end()
    for match in _statement().finditer(prose):
        return ("in_progress" if match["open"] else "completed"), match.start(), match.end()
    expected = _foreseen().search(prose)
    return ("in_progress", *expected.span()) if expected and expected[0].startswith("预") else None


def _in_prose(prose: str) -> _Found | None:
    """What is not yet done decides; else the first phrase that states a result."""
    if match := _except().search(prose):
        return "in_progress", match.start(), match.end()
    done: _Found | None = None
    told = len(prose)
    for match in _phrases().finditer(prose):
        if match.start() > told:
            break
        before = prose[stretch(prose, match.start(), match.end(), ",。;\n")[0] : match.start()]
        if match["open"]:
            if not (
                _is_general(prose, match)
                or (done and (_is_formal(prose, match, done) or _is_promise(prose, match, done)))
            ):
                return "in_progress", match.start(), match.end()
        elif _not_yet().search(before) and not before.endswith("不"):
            return "in_progress", match.start(), match.end()
        elif not _to_come().search(before) or "已" in before + match[0][:1]:
            if done is None and _is_strong(match[0]) and (stop := prose.find("。", match.end())) >= 0:
                told = stop
            done = done or ("completed", match.start(), match.end())
    if (match := _foreseen().search(prose)) and not (done and _is_strong(prose[done[1] : done[2]])):
        return "in_progress", match.start(), match.end()
    return done


@cache
def _foreseen() -> re.Pattern[str]:
    """预计9月12日前搬离: what remains has a date of its own."""
    return re.compile(
        r"(?:(?:预计|预期|计划|拟)(?:于|在)?|将[于在])(?:\d|[今明]年|年底|[一二三四五六七八九十]+月)[^,。;\n]{0,30}"
    )


def _is_strong(phrase: str) -> bool:
    """It speaks of the whole item and not of one of its works."""
    return any(word in phrase for word in ("整改", "办结", "销号", "验收"))


def _is_formal(prose: str, match: re.Match[str], done: _Found) -> bool:
    """整改已完成,正在申请销号: only the papers are still under way. 完成整改,达标率85%: a figure of the result."""
    if match[0].endswith("%"):
        return True
    papers = re.match(r"[^,。;]{0,8}?(?:销号|验收|公示|备案|归档)", prose[match.end() : match.end() + 12])
    return match[0].startswith("正在") and bool(papers) and _is_strong(prose[done[1] : done[2]])


def _is_promise(prose: str, match: re.Match[str], done: _Found) -> bool:
    """已完成整改,持续推进: what is done goes on being done."""
    lasting = match[0].startswith(("持续", "继续"))
    return (
        lasting
        and _is_strong(prose[done[1] : done[2]])
        and prose[done[2] : match.start()].strip("并,、") == ""
    )


def _is_general(prose: str, match: re.Match[str]) -> bool:
    """持续推进 behind a statement of being done, or before its object, is a promise and no state."""
    soft = match[0] in (
        "持续推进",
        "有序推进",
        "积极推进",
        "加快推进",
        "稳步推进",
        "继续推进",
        "正在",
        "滞后",
        "已启动",
        "持续整改",
    )
    return (
        soft
        and match[0] != "正在"
        and prose[match.end() : match.end() + 1] not in ("", ",", "。", ";", "中", "\n")
    )


def _sentence(seen: View, start: int, end: int) -> Span:
    """The clause that says it."""
    begin, stop = stretch(seen.text, start, end, ",。;:\n")
    return seen.span(begin, stop)


def infer_status(
    text: str, spans: Sequence[Span], years: Years
) -> tuple[Status | None, Quote | None, list[Doubt]]:
    """For a complaint row without a status word: ``in_progress`` where its handling names a date still to come."""
    for span in spans:
        for mention in find_dates(text, span, years):
            if mention.role in ("past", "start", "recurring", "report") or not mention.bound:
                continue
            late = mention.kind == "conditional" or not (
                years.own and mention.date and mention.date < years.own
            )
            if late:
                printed = quote(text, mention.span)
                message = f"原文没有写明办理状态，按尚未到期的“{printed.text}”推定为正在整改，请核对。"
                return "in_progress", printed, [Doubt("status-inferred", message, printed.span, _FIELD)]
    return None, None, []
