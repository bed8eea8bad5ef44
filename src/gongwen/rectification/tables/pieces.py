"""The body of a flattened table cut into pieces: at its bars, at its line ends, or where a piece gives itself away
(a number, a case code, a region, a verdict)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from gongwen.cleaning import Line
from gongwen.rectification.tables import kinds
from gongwen.rectification.tables.heads import Head
from gongwen.results import Span


def cells_of(text: str, mark: str, line: Line) -> list[Span]:
    start, end = line.start, line.end
    while start > 0 and text[start - 1] in " \t|":
        start -= 1
    while end < len(text) and text[end] in " \t|":
        end += 1
    if mark == "|":
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip())
    if mark == "|" and text[start] == "|":
        start += 1
    if mark == "|" and text[end - 1] == "|":
        end -= 1
    edges = [start, *(at for at in range(start, end) if text[at] == mark), end]
    return [(a + (at > 0), b) for at, (a, b) in enumerate(pairwise(edges))]


def barred(text: str, head: Head, limit: int) -> list[Span]:
    """Cells between bars, empty ones included. A line break before a row number parts cells like a bar."""
    pieces: list[Span] = []
    at = head.end
    if head.mark == "|" and (first := re.compile(r"\s*\|").match(text, at, limit)):
        at = first.end()
    parting = _row_break(head.mark)
    for match in parting.finditer(text, at, limit):
        pieces.append((at, match.start()))
        at = match.end()
    pieces.append((at, limit))
    return pieces


@cache
def _row_break(mark: str) -> re.Pattern[str]:
    bar = re.escape(mark)
    return re.compile(
        rf"{bar}[ ]*\n\s*{bar}?(?=\s*\d{{1,4}}\s*{bar})|{bar}|\n(?=\s*\d{{1,4}}\s*{bar})"
        + (r"|\n" if mark == "\t" else "")
    )


def unbarred(text: str, head: Head, lines: Sequence[Line]) -> list[Span]:
    """Lines, and inside a line the pieces that give themselves away: numbers, codes, regions, verdicts."""
    pieces: list[Span] = []
    unnumbered = head.columns[0].field == "problem"
    for line in lines:
        start = max(line.start, head.end)
        pieces += _cut_line(text, (start, line.end), unnumbered and head.mark == " ")
    return [span for span in (trim(text, span) for span in pieces) if span is not None]


#: The last cell of a complaint: who was held to account.
_BLAME = r"无|(?:对[^。,]{2,20})?(?:责令|约谈|批评教育|诫勉|问责|通报批评|警告|处分|谈话提醒|给予|追究|行政)[^。]{0,24}"


@cache
def _cuts() -> re.Pattern[str]:
    """Places inside a line of cells that stand without anything between them."""
    return re.compile(
        rf"""
        ^(?P<no>\d{{1,4}})\s?(?=(?P<code>{kinds.CODE}))       # 12转受〔2021〕08号
        | (?<=[。!?;)”])\s*(?P<verdict>(?:基本|部分|大部分|不)?属实|是(?!否)|否|部分)(?=[^\W\x00-\xff①-⑳]{{2}}|[①1(\d]|无|$)
        | (?<=[。!?;)”])\s*(?P<region>{kinds.REGION})\s*(?P<pollution>{kinds.POLLUTIONS})(?=[^、,局厅委部]|$)
        | (?<=[。!?;])(?P<done>(?:已|未|阶段性|正在)?办结|办理中|正在办理|是|否)?(?P<blame>{_BLAME})?$
        | (?<=属实)(?P<nothing>/|无需整改|无)(?P<ended>(?:已|未|阶段性|正在)?办结|是|否)?(?P<accounted>{_BLAME}|/)?$
        """,
        re.VERBOSE,
    )


_PIECES = ("region", "pollution", "verdict", "done", "blame", "nothing", "ended", "accounted")


def _cut_line(text: str, line: Span, inside: bool = False) -> list[Span]:
    start, end = line
    printed = text[start:end]
    spaced = printed.split()
    if inside:
        return _words(text, line)
    if 2 <= len(spaced) <= 4 and all(_self_evident(part) for part in spaced):
        return _words(text, line)
    if re.search(r"\S {2,}\S|\t", printed):
        return [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+(?: \S+)*", printed)]
    seen = [start + at for at, character in enumerate(printed) if character != _HOLE]
    edges = [seen[at] for at in _cuts_of(printed.replace(_HOLE, "")) if at < len(seen)]
    return list(pairwise([*edges, end]))


#: Stands where a line break was taken out.
_HOLE = "\u200b"


def _cuts_of(printed: str) -> list[int]:
    """Where the pieces of a line begin."""
    cuts: list[int] = [0]
    code = re.match(rf"\s*(\d{{1,4}})\s?({kinds.CODE})\s*(来电|来信|来访|电话|网络|微信)?", printed)
    if code:
        cuts += [at for group in (1, 2, 3) for at in (code.end(group),) if at > 0]
    for match in _cuts().finditer(printed, cuts[-1]):
        for name in _PIECES:
            if match[name] is not None:
                cuts += [match.start(name), match.end(name)]
    return sorted(set(cuts))


def _self_evident(part: str) -> bool:
    return any(
        kinds.is_kind(kind, part)
        for kind in ("no", "code", "region", "pollution", "verdict", "done", "way", "empty")
    )


def _words(text: str, line: Span) -> list[Span]:
    return [
        (line[0] + match.start(), line[0] + match.end())
        for match in re.finditer(r"\S+", text[line[0] : line[1]])
    ]


def trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start] in " \t\n|":
        start += 1
    while end > start and text[end - 1] in " \t\n|":
        end -= 1
    return (start, end) if end > start else None
