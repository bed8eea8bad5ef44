"""Everything that the layout readers look at: the sheet, its paragraphs, marks, labels and the tree over them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongwen.cleaning import Sheet
from gongwen.outline import Mark, find_marks
from gongwen.rectification.asides import Aside, find_asides
from gongwen.rectification.labels import Label, find_labels
from gongwen.rectification.tables.grid import Grid
from gongwen.rectification.tree import Node, grow, resolve_headings
from gongwen.results import Span


class Page(NamedTuple):
    """A sheet with what was found on it."""

    sheet: Sheet
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    asides: tuple[Aside, ...]
    tree: Node
    #: The tree of the marks alone, with no fields but those in parentheses.
    outline: Node
    #: Where the text of a part ends: closing formulas, lists of annexes, signatures.
    stops: tuple[int, ...]
    #: The paragraphs outside of tables.
    paragraphs: tuple[Span, ...]
    grids: tuple[Grid, ...] = ()

    @property
    def text(self) -> str:
        return self.sheet.text


def lay_out(sheet: Sheet, paragraphs: Sequence[Span], grids: Sequence[Grid] = ()) -> Page:
    """The sheet's marks, labels and tree. ``paragraphs``: those outside of tables."""
    text = sheet.text
    marks = find_marks(text, _body(text, paragraphs))
    labels = resolve_headings(marks, find_labels(text, paragraphs, marks))
    stops = _stops(text, paragraphs, labels) + [grid.start for grid in grids]
    asides = find_asides(text, paragraphs, labels)
    tree = grow(text, marks, labels, asides, stops)
    outline = grow(text, marks, (), asides, stops)
    return Page(
        sheet,
        tuple(marks),
        tuple(labels),
        tuple(asides),
        tree,
        outline,
        tuple(stops),
        tuple(paragraphs),
        tuple(grids),
    )


def _body(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """The paragraphs without the list of annexes under a text: 附件:1.… 2.…"""
    found: list[Span] = []
    annexes = False
    for start, end in paragraphs:
        line = text[start:end]
        annexes = bool(_annex().match(line)) or (annexes and line[:1].isdigit() and "。" not in line)
        if not annexes:
            found.append((start, end))
    return found


@cache
def _annex() -> re.Pattern[str]:
    return re.compile(r"附件?\s*[:]?\s*(?:$|1[.、:])|附件\s?[\d一二三四五六七八九十]{1,2}(?:[:.、]|\s|$)")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(
        r"特此(?:公示|报告|函复|函告|通知|说明|通报|公告|公开|函达)|(?:现将|现予)?(?:上述|以上).{0,20}(?:公示|报告)|附件(?:[:一二三四五六七八九十\d]|$)|附[:表]"
        r"|(?:\d{4}|二[〇○零]..) ?年 ?[\d一二三四五六七八九十]{1,3} ?月 ?[\d一二三四五六七八九十]{1,3} ?日$|抄送[:]|专此报告"
        r"|请?各(?:责任|牵头|地|单位|县|区|市|乡|镇|有关|相关|部门|成员|级).{0,60}(?:要|请|务必|报送|报市|报县|报区|报省|上报|举一反三)|(?:以上|上述)(?:任务|工作|事项|[^,。;\n]{0,8}问题(?:均|都|全部|统一)?(?:由|请|责成))|\([^()\n]{6,40}(?:供稿|专班|办公室|通讯员[^()]*|记者[^()]*)\)$"
    )


@cache
def _signature() -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\x00-\xff①-⑳]|[*()、 ]){3,40}(?:局|政府|委员会|办公室|党组|党委|委|组|会|院|公司|厅|站|队|中心|专班)$"
    )


def _stops(text: str, paragraphs: Sequence[Span], labels: Sequence[Label]) -> list[int]:
    found = []
    alone = {label.start for label in labels if label.alone}
    for at, (start, end) in enumerate(paragraphs):
        if _closing().match(text, start, end) and not (at and paragraphs[at - 1][0] in alone):
            found.append(_signed_from(text, paragraphs, at) if text[start].isnumeric() else start)
    return (
        found
        + _last_signature(text, paragraphs)
        + _group_headings(text, paragraphs, {label.start for label in labels})
    )


def _signed_from(text: str, paragraphs: Sequence[Span], at: int) -> int:
    """Where the signature above a date begins; it may have been broken between two lines."""
    for lines in (1, 2):
        if at < lines:
            break
        parts = paragraphs[at - lines : at]
        if _signature().fullmatch("".join(text[a:b] for a, b in parts)):
            return parts[0][0]
    return paragraphs[at][0]


def _last_signature(text: str, paragraphs: Sequence[Span]) -> list[int]:
    """Who signed at the very end of a document that bears no date there."""
    if len(paragraphs) < 2:
        return []
    (_, before), (start, end) = paragraphs[-2], paragraphs[-1]
    signed = text[before - 1] in "。;!)" and _signature().fullmatch(text, start, end)
    return [start] if signed else []


@cache
def _plain_heading() -> re.Pattern[str]:
    """A heading without a number: 【某区】, 大气污染防治方面"""
    return re.compile(
        r"【[^】]{2,20}】$|(?!\(|[一二三四五六七八九十]+[、是]|第)(?:[^\W\x00-\xff①-⑳]|[()、“”]){2,18}$"
    )


def _group_headings(text: str, paragraphs: Sequence[Span], named: set[int]) -> list[int]:
    """Headings without a number right above a list that begins anew."""
    return [
        start
        for (start, end), (following, _) in itertools.pairwise(paragraphs)
        if end - start <= 22
        and start not in named
        and _first_mark().match(text, following)
        and _plain_heading().match(text, start, end)
    ]


@cache
def _first_mark() -> re.Pattern[str]:
    return re.compile(r"(?:1[.、](?!\d)|\(1\)|\(一\)|一、|一是)")
