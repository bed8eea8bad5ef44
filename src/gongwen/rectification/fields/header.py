"""Who issued the document, when, about which inspection."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from gongwen.rectification.fields.dates import DateMention, Years, find_dates
from gongwen.rectification.fields.folding import fold
from gongwen.rectification.fields.names import is_unit
from gongwen.rectification.fields.titles import find_title, guess_kind
from gongwen.rectification.fields.view import View, quote, stretch, view
from gongwen.rectification.fields.words import alternatives
from gongwen.results import Doubt, Inspection, InspectionType, Level, Quote, Span
from gongwen.source import SourceText

__all__ = ["Header", "guess_kind", "read_header"]

#: Where a document says who inspected whom and when, in characters from its beginning.
_LEAD = 3000
_TAIL = 1200


class Header(NamedTuple):
    title: Quote | None = None
    issuer: Quote | None = None
    jurisdiction: Quote | None = None
    published: date | None = None
    inspection: Inspection = Inspection()
    doubts: tuple[Doubt, ...] = ()


def read_header(source: SourceText, body: Span | None, years: Years) -> Header:
    """``body``: where the main text stands, without the page's furniture, where the caller knows it."""
    text, title = source.text, find_title(source)
    issuer = _signature(text) or (_subject(text, title) if title else None) or _source_line(text)
    start = body[0] if body else 0
    lead = (start, min(start + _LEAD, len(text)))
    return Header(
        title, issuer, _jurisdiction(text, title, issuer), years.own, _inspection(text, title, lead, years)
    )


@cache
def _signed() -> re.Pattern[str]:
    """A unit's name on a line of its own above the date that closes a document."""
    return re.compile(
        r"^[ ]*(?P<unit>(?:[^\W\x00-\xff]|\()[^\n。;:,]{2,40}?)[ ]*\n\s*(?:20\d\d|二[〇零]).{3,12}日\s*$",
        re.M,
    )


def _signature(text: str) -> Quote | None:
    folded, found = fold(text), None
    for match in _signed().finditer(folded, max(len(text) - _TAIL, 0)):
        found = match
    if found is None and len(text) > _TAIL:
        found = _signed().search(folded, 0, len(text))
    if found is None or not _names_issuer(found["unit"]):
        return None
    return quote(text, found.span("unit"))


def _names_issuer(name: str) -> bool:
    return is_unit("".join(name.split())) or name.rstrip().endswith("委")


def _subject(text: str, title: Quote) -> Quote | None:
    """中共望汀区水务局党组关于…的通报: who speaks in the title."""
    seen = view(text, title.span)
    at = seen.text.find("关于")
    if at < 4 or not _names_issuer(seen.text[:at]):
        return None
    return quote(text, seen.span(0, at))


@cache
def _source() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('fields_header', 'sources')})\s*:\s*(?P<unit>[^\s:|\]】]{{2,30}})")


def _source_line(text: str) -> Quote | None:
    folded = fold(text)
    for match in _source().finditer(folded, 0, min(len(text), _LEAD)):
        if is_unit(match["unit"]):
            return quote(text, match.span("unit"))
    return None


@cache
def _place() -> re.Pattern[str]:
    level = r"(?:自治[州县区旗]|新区|开发区|高新区|经开区|[省市县区州盟旗])"
    return re.compile(
        rf"^(?:\d{{4}}年度?)?(?:《|“|关于|中共|公布!|印发|贯彻落实|对)*+(?![省市县区])(?P<place>[^\W\x00-\xff]{{2,8}}?{level}(?:[^\W\x00-\xff]{{1,4}}?[县镇乡])?)(?![级直属本])"
    )


def _jurisdiction(text: str, title: Quote | None, issuer: Quote | None) -> Quote | None:
    for printed in (title, issuer):
        if printed is None:
            continue
        seen = view(text, printed.span)
        match = _place().match(seen.text)
        if match and not _no_place().search(match["place"]):
            return quote(text, seen.span(*match.span("place")))
    return _inspected(text)


@cache
def _handed() -> re.Pattern[str]:
    """中央督察组移交云岭省的信访件: whom the team handed it to."""
    return re.compile(
        r"(?:督察|巡[察视]|督导)组[^,。;\n]{0,6}?(?:移交|交办|转办|转交|向|对)"
        r"(?P<place>[^\W\x00-\xff]{2,4}?(?:省|自治区|市|州|县|区))(?![级直委])"
    )


@cache
def _no_place() -> re.Pattern[str]:
    """Words that stand in titles before 市, 县 and 区 and belong to no name: 关于召开全市…"""
    return re.compile(
        r"[级督察的和在年各]|[全我本][省市县区]|召开|加强|做好|开展|印发|落实|推进|切实|转发|举行|公布|公开|成立|调整"
    )


def _inspected(text: str) -> Quote | None:
    seen = view(text, (0, min(_LEAD, len(text))))
    match = _handed().search(seen.text)
    if match is None or match["place"][0] in "我全各本该":
        return None
    return quote(text, seen.span(*match.span("place")))


@cache
def _body() -> tuple[re.Pattern[str], ...]:
    """The team that inspected: with its number, else without."""
    number, team = r"第[一二三四五六七八九十]+(?:轮)?", r"(?:督察|巡[察视]|督导|检查)组"
    before = r"(?:中央|省|市|区|县|州)(?:委|级|政府|人民政府|安委会|环委会|纪委)?"
    rest = r"[^,。;:\d接收到由对向]{0,14}?"
    return (
        re.compile(rf"(?:中央|(?<![^\W\x00-\xff])[^\W\x00-\xff]{{2,3}}省){rest}{team}"),
        re.compile(rf"{before}{number}{rest}{team}"),
        re.compile(rf"{before}(?:、省政府)?{rest}{team}"),
    )


def _named_body(prose: str) -> Span | None:
    found = (match for pattern in _body() for match in pattern.finditer(prose))
    return next((match.span() for match in found if not re.search("贯彻|落实|印发|关于", match[0])), None)


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(r"\(([^\W\x00-\xff]{2,14}[〔\[(]20\d\d[〕\])]\d+号)\)")


def _inspection(text: str, title: Quote | None, lead: Span, years: Years) -> Inspection:
    seen = view(text, lead)
    about = (fold(title.text) if title else "") + "\n" + seen.text[:1500] + "\n" + fold(text)[: lead[0]]
    body, letter = _named_body(seen.text), _letter().search(seen.text)
    mentions = find_dates(text, lead, years)
    onsite = next((m for m in mentions if m.start and m.date and _on_site(seen, m)), None)
    feedback = next((m for m in mentions if m.date and not m.start and _feeds_back(seen, m)), None)
    return Inspection(
        type=_type(about), level=_level(about),
        body=quote(text, seen.span(*body)) if body else None,
        letter_no=quote(text, seen.span(*letter.span(1))) if letter else None,
        onsite_start=onsite.start if onsite else None,
        onsite_end=onsite.date if onsite else None,
        feedback_date=feedback.date if feedback else None,
    )  # fmt: skip


def _around(seen: View, mention: DateMention) -> tuple[str, str]:
    """The sentence of a date, before and behind it."""
    start, end = mention.place
    begin, stop = stretch(seen.text, start, end, "。;\n")
    return seen.text[begin:start], seen.text[end:stop]


def _on_site(seen: View, mention: DateMention) -> bool:
    before, after = _around(seen, mention)
    if mention.precision != "day" or re.search(r"(?:时限|期限|时间|日期):?$", before):
        return False
    return bool(re.search(r"督察|巡[察视]|督导|进驻|检查|抽查|审计|下沉", before + after))


def _feeds_back(seen: View, mention: DateMention) -> bool:
    before, after = _around(seen, mention)
    if mention.precision != "day" or re.search(r"(?:时限|期限|时间|日期):?$", before):
        return False
    return bool(
        re.match(
            r"[^。;]{0,60}?(?:(?<!按时)反馈(?!问题|意见(?:整改|落实|的|问题))|印发[^。;]{0,30}函)", after
        )
    )


_TYPES: tuple[tuple[str, InspectionType], ...] = (
    (r"督察(?:组)?[“\"]?回头看|回头看[”\"]?[^,。;\n]{0,6}(?:督察|反馈)|^[^\n]*回头看", "lookback"),
    (r"巡[察视](?:组|整改|反馈|办)", "patrol"),
    (r"专项督察", "special"),
    (r"例行督察|环(?:境保护|保)督察", "routine"),
)
_LEVELS: tuple[tuple[str, Level], ...] = (
    (r"中央(?:第[一二三四五六七八九十]+)?(?:生态)?环(?:境保护|保)督察|中央[^,。;]{0,6}督察|中央巡视", "central"),
    (
        r"省级[^,。;]{0,4}(?:生态|环|督)|省委[^,。;]{0,12}(?:督察|巡视)|省安委会|省[^,。;]{0,8}督[察导]组"
        r"|省(?:第[一二三四五六七八九十]+)?(?:生态)?环[^,。;]{0,4}督察",
        "provincial",
    ),
    (r"(?:市|区|县)(?:委|级)[^,。;]{0,10}(?:巡察|督察|督导)", "municipal"),
)  # fmt: skip


def _type(about: str) -> InspectionType | None:
    return next((kind for pattern, kind in _TYPES if re.search(pattern, about)), None)


def _level(about: str) -> Level | None:
    """The level named first."""
    found = [(match.start(), level) for pattern, level in _LEVELS if (match := re.search(pattern, about))]
    return min(found)[1] if found else None
