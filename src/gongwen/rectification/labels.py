"""Where a text names a field: 整改目标: 整改目标␠ 二、整改目标⏎ (牵头单位:…) …责任单位:甲镇整改时限:长期坚持…

Labels are looked for anywhere, longest first; what stands around them decides whether a field is named or only
mentioned (明确了整改目标、整改措施). Which words name which field is data: ``vocabulary/labels.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from gongwen.outline import Mark
from gongwen.rectification.names import Name, any_name, fields_by_name, guess_field, is_hinted
from gongwen.results import ROLES, Span

#: Fields that make a record: two different ones of them are more than a chance.
CORE = frozenset({"problem", "goal", "measures", "progress", "deadline", "status", *ROLES})
#: Fields whose value is a phrase in one paragraph and not prose that may run on.
SHORT = frozenset({"deadline", "status", "extra", *ROLES})


__all__ = ["CORE", "SHORT", "Label", "find_labels", "starts_label"]


class Label(NamedTuple):
    """A named field. ``start``…``end``: the name with its mark and colon; the value begins at ``end``."""

    start: int
    end: int
    name: str
    field: str
    #: With a colon behind it; alone in its paragraph; inside parentheses that end at ``closes``.
    colon: bool = False
    alone: bool = False
    closes: int | None = None
    mark: Mark | None = None
    #: Numbered, with the value right behind it: 一、整改问题某区…; a field only if its neighbours are.
    tight: bool = False


@cache
def _tail() -> re.Pattern[str]:
    """What may stand right behind a name: an aside, a count (整改措施1:), a colon or the edge of its cell."""
    return re.compile(
        r"(?P<aside>\([^()\n]{1,12}\))?(?P<count>[\d一二三四五六七八九十]{1,2}(?=[ \t]*:))?(?P<colon>[ \t]*[:|]|】)?"
    )


def starts_label(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a line begins with the name of a field, as a page prints fields."""
    end = len(text) if end is None else end
    while start < end and text[start] in " \t":
        start += 1
    name = any_name().match(text, start, end)
    if name is None or name.text not in fields_by_name():
        return False
    tail = _tail().match(text, name.end, end)
    assert tail is not None
    if tail["colon"]:
        return True
    behind = text[tail.end() : tail.end() + 1] if tail.end() < end else ""
    return fields_by_name()[name.text][1] and behind in ("", " ", "\t", "\n", "|", "。")


#: Words before a name that make it part of a sentence: 采取以下整改措施: 明确整改目标、
_MENTIONED = re.compile(
    r"(?:以下|如下|下列|上述|制定|制订|采取|落实|明确|提出|确定|细化|完善|按照|根据|对照|围绕|针对|关于|逐项|所有|全部|各项|[各逐该此每本几多\d一二三四五六七八九十]项|[的了等、“《按该其将把])$"
)
_BOUNDARY = frozenset("。;,)】【”|\t\n !?")


def find_labels(text: str, paragraphs: Iterable[Span], marks: Sequence[Mark] = ()) -> list[Label]:
    """Every field that the paragraphs name, in reading order."""
    finder = _Finder(text, marks)
    spans = list(paragraphs)
    for span in spans:
        finder.paragraph(span)
    return sorted(
        [*finder.found, *_unlisted(text, spans, finder.found, marks)], key=lambda label: label.start
    )


@cache
def _headed() -> re.Pattern[str]:
    return re.compile(
        r"(?P<name>(?!一是|其中|例如|比如|注|备注|经查|附|督促|责令|责成|要求|组织|[由对])[^\W\x00-\xff①-⑳]{2,10}) ?:"
    )


def _unlisted(
    text: str, paragraphs: Sequence[Span], known: Sequence[Label], marks: Sequence[Mark]
) -> list[Label]:
    """Names that nobody listed: they begin paragraphs again and again, or stand among listed ones."""
    named = {label.start for label in known if label.colon}
    lone = {label.start for label in known if label.alone and not label.colon}
    taken = {label.start for label in known} | {mark.start for mark in marks}
    places = [start for start, _ in paragraphs]
    found: list[Label] = []
    spaced = {label.start for label in known if not label.colon and not label.alone}
    for pattern, starts, step in ((_headed(), named, 1), (_lone(), lone, 2), (_spaced(), spaced, 1)):
        if len(starts) < 3:
            continue
        heads = [
            (at, span, match)
            for at, span in enumerate(paragraphs)
            if span[0] not in taken and (match := pattern.match(text, *span))
        ]
        times = Counter(match["name"] for _, _, match in heads)
        for at, span, match in heads:
            if pattern is _lone() and at > 0 and places[at - 1] in lone:
                continue
            between = (
                step <= at < len(places) - step
                and places[at - step] in starts
                and places[at + step] in starts
            )
            listed = fields_by_name().get(match["name"])
            opens = listed is not None and not starts.isdisjoint(places[at + 1 : at + 4])
            if (
                between
                or opens
                or (times[match["name"]] > 1 and (pattern is _headed() or is_hinted(match["name"])))
            ):
                value = _value_start(text, match.end(), span[1])
                found.append(
                    Label(
                        span[0],
                        value,
                        match["name"],
                        listed[0] if listed else guess_field(match["name"]),
                        pattern is _headed(),
                        pattern is _lone(),
                    )
                )
    return found


@cache
def _spaced() -> re.Pattern[str]:
    return re.compile(r"(?P<name>[^\W\x00-\xff①-⑳]{3,10}) +(?=\S)")


@cache
def _lone() -> re.Pattern[str]:
    return re.compile(
        r"(?P<name>(?!(?:基本|部分|不)?属实|(?:已|未)?办结|阶段性)(?:[^\W\x00-\xff①-⑳]|[()、]){2,12})$"
    )


class _Finder:
    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.ends = [mark.end for mark in marks]
        self.found: list[Label] = []
        self.closes = -1

    def paragraph(self, paragraph: Span) -> None:
        self.closes = -1
        at, end = paragraph
        while (name := any_name().search(self.text, at, end)) is not None:
            at = name.end
            label = self._label(name, paragraph) if name.text in fields_by_name() else None
            if label is not None:
                self.found.append(label)
                self.closes = max(self.closes, label.closes or -1)
            elif name.text.startswith("问题"):
                # 关于…的问题|整改情况: the word belongs to what stands before it.
                at = name.start + 2

    def _mark_before(self, at: int, paragraph: Span) -> Mark | None:
        """The mark that numbers a name: right before it, or before a few words that qualify it."""
        index = bisect_right(self.ends, at) - 1
        if index < 0 or self.marks[index].start < paragraph[0]:
            return None
        mark = self.marks[index]
        between = self.text[mark.end : at]
        return mark if not between or (len(between) <= 24 and not _INTERRUPTS.search(between)) else None

    def _label(self, found: Name, paragraph: Span) -> Label | None:
        text, at = self.text, found.start
        match = _tail().match(text, found.end, paragraph[1])
        assert match is not None
        end = match.end()
        field, anywhere = fields_by_name()[found.text]
        if match["count"] and field not in ("measures", "progress"):
            return None
        mark = self._mark_before(at, paragraph)
        if mark is not None and mark.end != at and not (anywhere and _ends_name(text, match, paragraph)):
            mark = None
        first = at == paragraph[0] or (mark is not None and mark.bol)
        alone = first and not text[end : paragraph[1]].strip()
        bracketed = text[at - 1 : at] == "【" and match["colon"] == "】"
        colon = match["colon"] is not None and _closes_name(
            text, match["colon"], (paragraph[0], at), bracketed
        )
        if not colon and anywhere and _stopped(text, field, (at, end), paragraph, first):
            colon, end = True, end + 1
        start = mark.start if mark is not None else at - bracketed
        name = found.text + (match["count"] or "")
        if colon and anywhere and not first and _qualifies(text, paragraph[0], at):
            first, start, name = True, paragraph[0], text[paragraph[0] : at] + name
        label = Label(start, _value_start(text, end, paragraph[1]), name, field, colon, alone, mark=mark)
        if colon and (at < self.closes or text[at - 1 : at] == "("):
            closes = self.closes if at < self.closes else _closing(text, at, paragraph[1])
            return label._replace(closes=closes, start=at, mark=None)
        if _names_field(text, label, at, end, paragraph, first, anywhere):
            return label
        tight = mark is not None and mark.end == at and anywhere and text[end : end + 1] not in _GOES_ON
        return label._replace(tight=True) if tight else None


def _stopped(text: str, field: str, name: Span, paragraph: Span, first: bool) -> bool:
    """Whether a full stop stands where others print a colon: 整改目标。污水全部收集。"""
    begins = first or text[name[0] - 1] in "。;"
    behind = text[name[1] : name[1] + 1] == "。" and name[1] + 1 < paragraph[1]
    return begins and behind and field not in ("problem", "extra", "status")


def _closes_name(text: str, colon: str, before: Span, bracketed: bool) -> bool:
    """Whether what stands behind a name ends it: a colon, the bracket that was opened, the bar of its cell."""
    if colon.endswith("|"):
        return text[before[0] : before[1]].rstrip()[-1:] in ("", "|")
    return colon != "】" or bracketed


def _qualifies(text: str, start: int, at: int) -> bool:
    """Whether all that stands between the paragraph's beginning and a name is a few words: 信访件|反映问题:"""
    return (
        0 < at - start <= 6
        and bool(re.fullmatch(r"[^\W\x00-\xff①-⑳]+", text[start:at]))
        and not _MENTIONED.search(text[start:at])
    )


_GOES_ON = frozenset("和及与、的等中上得是,。;")
_INTERRUPTS = re.compile(r"[,。;:、!?()“”]")


def _ends_name(text: str, match: re.Match[str], paragraph: Span) -> bool:
    """A numbered heading that ends with a field's name: nothing more, a colon or a space follows."""
    return match["colon"] is not None or match.end() == paragraph[1] or text[match.end()] in " \t"


def _names_field(
    text: str, label: Label, at: int, end: int, paragraph: Span, first: bool, anywhere: bool
) -> bool:
    before = text[max(at - 4, paragraph[0]) : at]
    if label.alone:
        return True
    bound = first or label.mark is not None or before[-1:] in _BOUNDARY
    if label.colon:
        return bound if not anywhere else (bound or not _MENTIONED.search(before))
    spaced = end < paragraph[1] and text[end] in " \t"
    return anywhere and spaced and bound


def _value_start(text: str, end: int, limit: int) -> int:
    while end < limit and text[end] in " \t:|":
        end += 1
    return end


def _closing(text: str, at: int, limit: int) -> int:
    """Where the parenthesis around ``at`` closes; the paragraph's end where it does not."""
    depth = 1
    for place in range(at, limit):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return limit
