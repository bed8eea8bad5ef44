"""Deadlines: the value of a labelled field, or the phrases in an item's goal and measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.rectification.fields.dates import DateMention, Years, find_dates, last_fixed
from gongwen.rectification.fields.relative import relative_at
from gongwen.rectification.fields.status import read_status
from gongwen.rectification.fields.view import View, quote, stretch, view
from gongwen.rectification.fields.words import alternatives
from gongwen.results import Deadline, DeadlineKind, DeadlineRule, Doubt, Quote, Span

#: A value longer than this is prose: its phrase is quoted, not the whole.
_LONG = 60
_FIELD = "deadline"
#: Roles that make a date in prose no deadline.
_NOT_DUE = frozenset(("past", "start", "recurring", "report"))


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<immediate>{alternatives('fields_deadlines', 'immediate')})"
        rf"|(?P<ongoing>{alternatives('fields_deadlines', 'ongoing')})"
    )


@cache
def _done() -> re.Pattern[str]:
    return re.compile(rf"^(?:{alternatives('fields_deadlines', 'done')})")


@cache
def _conditional() -> re.Pattern[str]:
    arranged = rf"[按待等视根依][^。;]{{1,30}}(?:{alternatives('fields_deadlines', 'arrangements')})"
    return re.compile(rf"{alternatives('fields_deadlines', 'conditional')}|{arranged}")


@cache
def _empty() -> re.Pattern[str]:
    return re.compile(r"[\s\-/|\\*.。、,]*(?:无|暂无|略)?[\s\-/|。]*")


def read_deadline(text: str, span: Span, years: Years) -> tuple[Deadline, list[Doubt]]:
    """What a field such as 整改时限 says; ``span`` is the value without its label."""
    seen = view(text, span)
    if _empty().fullmatch(seen.text):
        return Deadline(), []
    mentions = [m for m in find_dates(text, span, years) if m.role != "recurring"]
    mentions = [m for m in mentions if m.role != "start"] or ([] if _kind(seen.text) else mentions)
    fixed = _last([m for m in mentions if m.kind == "fixed"])
    whole = quote(text, span)
    if fixed:
        raw = whole if len(whole.text) <= _LONG else quote(text, fixed.span)
        return Deadline(raw, "fixed", fixed.date), _about(fixed.doubts)
    return _undated(text, seen, whole, mentions)


def _last(mentions: Sequence[DateMention]) -> DateMention | None:
    """The last in time; where no year is known, the last printed."""
    return last_fixed(mentions) or (mentions[-1] if mentions else None)


def _about(doubts: Sequence[Doubt]) -> list[Doubt]:
    return [Doubt(doubt.code, doubt.message, doubt.span, _FIELD) for doubt in doubts]


def _undated(
    text: str, seen: View, whole: Quote, mentions: Sequence[DateMention]
) -> tuple[Deadline, list[Doubt]]:
    kind = _kind(seen.text)
    if conditional := next((m for m in reversed(mentions) if m.kind == "conditional"), None):
        return Deadline(whole, "conditional", None, conditional.rule), []
    if _conditional().search(seen.text) and not (kind and _plain(seen.text)):
        return Deadline(whole, "conditional"), []
    if kind:
        return Deadline(whole, kind), []
    if rule := _bare_rule(seen.text):
        return Deadline(whole, "conditional", None, rule), []
    if _done().match(seen.text):
        return Deadline(whole), []
    return Deadline(whole), [
        Doubt(
            "deadline-unclear", f"整改时限“{whole.text[:30]}”没有读出日期或类型，请核对。", whole.span, _FIELD
        )
    ]


def _plain(value: str) -> bool:
    """The value is nothing but phrases like 立行立改、持续推进."""
    return not re.sub(r"[,。;、并且及和\s]|完成|整改|到位", "", _kinds().sub("", value))


def _kind(value: str) -> DeadlineKind | None:
    found = {match.lastgroup for match in _kinds().finditer(value)}
    if found == {"immediate", "ongoing"}:
        return "immediate_ongoing"
    if "immediate" in found:
        return "immediate"
    return "ongoing" if "ongoing" in found else None


def _bare_rule(value: str) -> DeadlineRule | None:
    """A field that only says how long: 6个月, 15天."""
    for match in re.finditer(r"\d+|半|[一二两三四五六七八九十]+", value):
        found = relative_at(value, match.start(), bound=False)
        if found and found.amount:
            return DeadlineRule(found.anchor, found.amount, found.unit)
    return None


def deadline_in_prose(
    text: str, spans: Sequence[Span], years: Years, *, report: bool = False
) -> tuple[Deadline, list[Doubt]]:
    """The deadline of an item that has no such field; several → the last in time.

    ``spans``: its goal and measures, and the sentence of its status where that stands apart (目前正在整改，
    10月25日前完成; 已完成整改，长期坚持). ``report``: the document tells what was done, so that a plain date is a fact
    where it does not say when it was written.
    """
    mentions = [(view(text, span), m) for span in spans for m in find_dates(text, span, years)]
    finished = not years.own and (
        report or any(read_status(text, span, strict=True)[0] == "completed" for span in spans)
    )
    due = [m for seen, m in mentions if m.kind == "fixed" and _is_due(seen.text, m, years, finished)]
    if fixed := _last(due):
        return Deadline(quote(text, fixed.span), "fixed", fixed.date), _about(fixed.doubts)
    limits = [m for seen, m in mentions if m.kind == "conditional" and _is_limit(seen.text, m)]
    if limits:
        return Deadline(quote(text, limits[-1].span), "conditional", None, limits[-1].rule), []
    return _phrase(text, spans)


def _is_due(prose: str, mention: DateMention, years: Years, finished: bool) -> bool:
    """A date that says until when; a plain date only where it is not yet past when the document was written.

    ``finished``: the item says it is done or the document is a report, and the document does not say when it was written.
    """
    if mention.role in _NOT_DUE:
        return False
    if mention.role == "by" or mention.bound:
        return True
    if _planned().search(prose, max(mention.place[0] - 6, 0), mention.place[0]):
        return True
    if years.own and mention.date:
        return mention.date > years.own
    return not finished and bool(_aim().match(prose, mention.place[1]))


@cache
def _planned() -> re.Pattern[str]:
    return re.compile(r"(?:计划|预计|预期|拟|将于|力争|争取|确保)(?:于|在)?$")


@cache
def _aim() -> re.Pattern[str]:
    """What a plain date in a plan goes on with: 2018年完成…, 2018年,…达到…."""
    return re.compile(
        r"[^。;\n]{0,40}?(?:完成(?!了)|建成|达到|实现|达标|下降到?|提高到|竣工|投用|投运|投产|全覆盖)"
    )


@cache
def _order() -> re.Pattern[str]:
    return re.compile(r"限期|责令|责成|要求|督促|必须|务必|须|应当|应|限$|确保|力争|预计|后$|起$|完成|整改")


def _is_limit(prose: str, mention: DateMention) -> bool:
    """A relative or seasonal phrase that bounds this item's work, not a standing rule (每次…7个工作日内公示)."""
    if mention.role == "recurring":
        return False
    start, end = mention.place
    around = prose[slice(*stretch(prose, start, end, "。;\n"))]
    if any(
        word in around for word in ("每", "一律", "凡", "公示期", "的时间要求", "的时限要求", "的期限要求")
    ):
        return False
    if (mention.rule and mention.rule.anchor) or _order().search(around):
        return True
    # 48小时内清运 says how fast a thing is always done; 采暖季前 has no rule either, but names a time.
    return mention.rule is None and "小时" not in prose[start:end]


@cache
def _clause() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[,。;:、\n)并且]))(?:并|且|要|须|应|需|将|仍需|继续|坚持|做到|切实做到|督促其)?"
        rf"(?:(?P<immediate>{alternatives('fields_deadlines', 'immediate')})"
        rf"|(?P<ongoing>{alternatives('fields_deadlines', 'ongoing_alone')}))(?=$|[,。;、!\n并(]|整改|落实|下去)"
    )


def _phrase(text: str, spans: Sequence[Span]) -> tuple[Deadline, list[Doubt]]:
    """立行立改, 长期坚持 as clauses of their own."""
    found = [
        (view(text, span), match) for span in spans for match in _clause().finditer(view(text, span).text)
    ]
    if not found:
        return Deadline(), []
    kinds = {match.lastgroup for _, match in found}
    kind: DeadlineKind = (
        "immediate_ongoing" if len(kinds) == 2 else "immediate" if "immediate" in kinds else "ongoing"
    )
    (first_view, first), (last_view, last) = found[0], found[-1]
    start = first_view.offset(first.start(first.lastgroup or 0))
    end = last_view.span(last.start(), last.end())[1]
    if end - start > _LONG:
        start = last_view.offset(last.start(last.lastgroup or 0))
    return Deadline(quote(text, (start, end)), kind), []
