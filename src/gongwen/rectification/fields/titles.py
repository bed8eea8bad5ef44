"""The title of a document, and what kind of document it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.rectification.fields.folding import fold
from gongwen.rectification.fields.view import quote
from gongwen.rectification.fields.words import alternatives
from gongwen.results import Kind, Quote, Span
from gongwen.source import Paragraph, SourceText

_VOCABULARY = "fields_header"
_HEAD = 2500
_LONGEST = 90


@cache
def _furniture() -> re.Pattern[str]:
    numbered = r"^[一二三四五六七八九十]+、|^\(?第?\d(?!\d{3}年)|^附件|^序号|^[^:《]{2,10}:"
    return re.compile(rf"{alternatives(_VOCABULARY, 'no_title')}|[。!?:]$|[;|]|{numbered}")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives(_VOCABULARY, 'title_endings')})(?:\([^()]{{0,30}}\)|》|”|〔20\d\d〕\d+号)*$"
    )


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(r"关于|贯彻落实|督察|督办|巡[察视]|整改|环境|信访|审计|整治|隐患")


@cache
def _glued() -> re.Pattern[str]:
    """A title that runs straight into the first heading: …整改措施清单一、责任落实不到位."""
    return re.compile(rf"^([^。:;]{{8,80}}?(?:{alternatives(_VOCABULARY, 'title_endings')}))一、")


def find_title(source: SourceText) -> Quote | None:
    """The title, once; None where the document has none of its own."""
    for block in source.blocks[:12]:
        if isinstance(block, Paragraph) and block.heading == 1 and block.end - block.start >= 4:
            return quote(source.text, (block.start, block.end))
    lines = list(_lines(source.text))
    for index, (start, end) in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if span := _as_title(source.text, (start, end), following):
            return quote(source.text, span)
    return None


def _lines(text: str) -> Iterator[Span]:
    """The first lines that hold something."""
    at = 0
    for line in text[:_HEAD].split("\n"):
        bare = line.rstrip()
        start = at + len(line) - len(line.lstrip(" \t\r\u3000\xa0•"))
        if at + len(bare) > start:
            yield start, at + len(bare)
        at += len(line) + 1


def _as_title(text: str, line: Span, following: Span | None) -> Span | None:
    printed = fold(text[slice(*line)]).strip()
    if glued := _glued().match(printed):
        return line[0], line[0] + glued.end(1)
    if len(printed) > _LONGEST or _furniture().search(printed):
        return None
    if len(printed) >= 6 and _ending().search(printed) and (_subject().search(printed) or "《" in printed):
        return line
    if (
        following is None
        or not _subject().search(printed)
        or len(printed) < 6
        or printed.endswith((",", ":"))
    ):
        return None
    rest = fold(text[slice(*following)]).strip()
    if _furniture().search(rest):
        return None
    both = printed + rest
    broken = len(both) <= _LONGEST and _ending().search(both)
    return (line[0], following[1]) if broken else None


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    names = ("notice", "plan", "petitions", "report")
    return {name: re.compile(alternatives(_VOCABULARY, f"kind_{name}")) for name in names}


def guess_kind(title: str | None, text: str) -> Kind:
    """The kind of document, from its title first and its words second."""
    kind = _by_title(fold(title)) if title else _by_words(text)
    return "notice" if kind == "unknown" and _closes(text) else kind


@cache
def _closing() -> re.Pattern[str]:
    """拟予以销号,现予公示: what only a notice says that tells the public of a finished task."""
    return re.compile(
        r"(?:拟(?:予以?|申请)?|申请|准予|同意|予以)销号|(?:现予?以?|现将[^。\n]{2,80})公[示告]|公示(?:期|时间)"
    )


def _closes(text: str) -> bool:
    return _closing().search(fold(text)) is not None


def _by_title(title: str) -> Kind:
    kinds = _kinds()
    if kinds["petitions"].search(title) and "方案" not in title and "销号" not in title:
        return "petitions"
    done = re.search(r"结果|完成情况|整改情况|落实情况|进展|销号|验收", title)
    if kinds["plan"].search(title) and not done:
        return "plan"
    if kinds["notice"].search(title) and "报告" not in title:
        return "notice"
    return "report" if kinds["report"].search(title) or done else "unknown"


@cache
def _planned() -> re.Pattern[str]:
    return re.compile(r"整改时限|完成时限|整改期限|办理时限|牵头负责|工作安排|整改安排|月底前|年底前")


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(
        r"整改情况|完成情况|进展情况|落实情况|整改成效|已完成整改|正在整改|均已整改|已办结|情况报告如下|情况汇报如下|通报如下|公示如下"
    )


def _by_words(text: str) -> Kind:
    folded = fold(text)
    if re.search(r"受理编号|交办问题基本情况|信访件编号", folded):
        return "petitions"
    if _reported().search(folded):
        return "notice" if _closing().search(folded) else "report"
    return "plan" if _planned().search(folded) else "unknown"
