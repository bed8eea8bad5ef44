"""Tables that lost their lines when a page was saved as text: found by the words of their head, rows by their numbers.

A head is at least three column names in a row, with bars, tabs, line breaks, blanks or nothing between them. Below it
a row begins with the next number (or case code); its pieces are dealt out to the columns (:mod:`.aligning`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongwen.cleaning import Line
from gongwen.rectification.tables import kinds
from gongwen.rectification.tables.aligning import align
from gongwen.rectification.tables.columns import Column, category, column_of, compact, guessed, head_at
from gongwen.rectification.tables.grid import Grid, Row
from gongwen.results import Span

_FEWEST_COLUMNS = 3
_LONGEST_HEAD = 400


class Head(NamedTuple):
    """``end``: where the body begins, in the text; ``mark``: what parts the cells."""

    start: int
    end: int
    columns: tuple[Column, ...]
    mark: str


def find_tables(text: str, body: Sequence[Line]) -> list[Grid]:
    """The flattened tables in the lines of a text."""
    grids: list[Grid] = []
    index = 0
    while index < len(body):
        head = read_head(text, body, index) or _head_inside(text, body[index])
        if head is None:
            index += 1
            continue
        limit = _unsigned(text, body, head, _limit(text, body, index, head))
        grid = _read_body(text, head, [line for line in body[index:] if line.end > head.end and line.start < limit], limit)
        if grid.rows:
            grids.append(grid)
            index = next((at for at in range(index, len(body)) if body[at].start >= grid.end), len(body))
        else:
            index += 1
    return grids


# -- the head


def read_head(text: str, body: Sequence[Line], index: int) -> Head | None:
    """The head of a table that begins with this line."""
    start = body[index].start
    if not _begins(text, start):
        return None
    limit = min(start + _LONGEST_HEAD, body[-1].end)
    cells = _run_of_names(text, start, limit) or _delimited_head(text, body, index)
    if cells is None:
        return None
    columns, end = cells
    numbered = columns[0].field == "no"
    distinct = len({column.field for column in columns})
    if len(columns) < _FEWEST_COLUMNS + (not numbered) or distinct < _FEWEST_COLUMNS:
        return None
    return Head(start, end, tuple(columns), _parting(text[start:end]))


def _begins(text: str, start: int) -> bool:
    """Whether a column's name stands here, followed by something other than a colon or a sentence."""
    bare = compact(text[start : start + 40])
    first = head_at(bare)
    if first is None:
        return False
    rest = text[start : start + 40].lstrip(_BLANK)[first:]
    return rest[:1] in ("", *_BLANK) or head_at(bare, first) is not None


def _head_inside(text: str, line: Line) -> Head | None:
    """A head in the middle of a line, its names parted by blanks."""
    words = [(match.start(), match.end()) for match in _word().finditer(text, line.start, line.end)]
    if len(words) < _FEWEST_COLUMNS + 1:
        return None
    named = [column_of(text[a:b]) if b - a <= 14 else None for a, b in words]
    runs = [at for at in range(1, len(words)) if named[at] and not named[at - 1]]
    for first in runs:
        last = next((at for at in range(first, len(words)) if not named[at]), len(words))
        if last - first >= _FEWEST_COLUMNS:
            columns = tuple(column for column in named[first:last] if column)
            return Head(words[first][0], words[last - 1][1], columns, " ")
    return None


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\S+")


def _delimited_head(text: str, body: Sequence[Line], index: int) -> tuple[list[Column], int] | None:
    """A head in one line whose cells are parted by bars or tabs; an unknown name among known ones is kept."""
    line = body[index]
    printed = text[line.start : line.end]
    parting = "|" if "|" in printed else "\t" if "\t" in printed else None
    if parting is None:
        return None
    cells = [cell for cell in printed.strip("| \t").split(parting)]
    columns = [column_of(cell) for cell in cells]
    known = sum(column is not None for column in columns)
    if len(cells) < _FEWEST_COLUMNS or known < 0.6 * len(cells):
        return None
    return [column or guessed(cell) for cell, column in zip(cells, columns, strict=True)], line.end


def _run_of_names(text: str, start: int, limit: int) -> tuple[list[Column], int] | None:
    """Column names one after the other, whatever white space and bars stand between and inside them.

    Names that nobody listed count as columns where the head is cut into cells and most of it is known.
    """
    places = [at for at in range(start, limit) if text[at] not in _BLANK]
    bare = "".join(text[at] for at in places)
    edges = {index for index, at in enumerate(places) if index and places[index - 1] + 1 < at} | {0, len(bare)}
    first_row = min((edge for edge in edges if 0 < edge < len(bare) and _row_begins(bare, edge, edges)), default=len(bare))
    run_on = not any(0 < edge < first_row for edge in edges)
    columns: list[Column] = []
    known = at = known_to = 0
    while at < len(bare) and not (columns and _row_begins(bare, at, edges)):
        stop = head_at(bare, at)
        if stop is not None and (run_on or stop in edges or _row_begins(bare, stop, edges)):
            column, end = column_of(bare[at:stop]), stop
        else:
            column, end = None, _unlisted(bare, at, edges)
        if end is None or (column is None and (at not in edges or not columns)):
            break
        columns.append(column or guessed(bare[at:end]))
        known += column is not None
        at = end
        known_to = at if column is not None else known_to
    if not _row_begins(bare, at, edges):
        at = known_to
        columns = columns[:known] if known == len(columns) else []
    if not columns or known < 0.6 * len(columns) or at >= len(bare) or bare[at] in "::,。、;":
        return None
    return columns, places[at - 1] + 1


_BLANK = " \t\n|\u200b"
_LONGEST_NAME = 14


def _row_begins(bare: str, at: int, edges: set[int]) -> bool:
    """Whether the first row's number stands here."""
    if at not in edges:
        return False
    numbered = _row_number().match(bare, at)
    return numbered is not None and (numbered["heading"] is not None or numbered["code"] is not None or numbered.end() in edges)


@cache
def _row_number() -> re.Pattern[str]:
    return re.compile(
        rf"[1-9]\d{{0,3}}?(?P<code>{kinds.CODE})|[1-9]\d{{0,3}}[.、]?|(?P<heading>[一二三四五六七八九十]{{1,2}}、|\([一二三四五六七八九十])"
    )


def _unlisted(bare: str, at: int, edges: set[int]) -> int | None:
    """The end of a name that nobody listed: where the next listed name or the first row begins."""
    for end in range(at + 2, min(at + _LONGEST_NAME, len(bare)) + 1):
        if bare[end - 1] in "。,;::、":
            return None
        if end in edges and (head_at(bare, end) is not None or _row_begins(bare, end, edges)):
            return end
    return None


def _parting(head: str) -> str:
    if "|" in head:
        return "|"
    if "\t" in head:
        return "\t"
    lines = head.strip().count("\n")
    return "\n" if lines >= 3 else " "


# -- the body


def _limit(text: str, body: Sequence[Line], index: int, head: Head) -> int:
    """Where the table ends at the latest: at the next head, a closing line, a heading of the text."""
    for at in range(index + 1, len(body)):
        line = body[at]
        if line.start < head.end:
            continue
        if (_after().match(text, line.start, line.end) and not _over_rows(text, body, at)) or (
            read_head(text, body, at) is not None and body[at].start > head.end
        ):
            return line.start
    return body[-1].end


def _unsigned(text: str, body: Sequence[Line], head: Head, limit: int) -> int:
    """The limit without the signature and the date at the end of the text."""
    if head.columns[-1].field == "deadline" or limit < body[-1].end:
        return limit
    dated = re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日")
    tail = [line for line in body[-3:] if line.start > head.end]
    for before, line in zip([None, *tail], tail, strict=False):
        if dated.fullmatch(text, line.start, line.end):
            signed = before is not None and _signature().fullmatch(text, before.start, before.end)
            return before.start if before is not None and signed else line.start
    return limit


@cache
def _signature() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fff()、“” ]{3,40}(?:局|政府|委员会|办公室|党组|党委|厅|公司|院|会|组|中心|专班)")


def _over_rows(text: str, body: Sequence[Line], at: int) -> bool:
    """A heading among the rows: a numbered row follows."""
    following = body[at + 1] if at + 1 < len(body) else None
    return (
        following is not None
        and bool(category().fullmatch(text, body[at].start, body[at].end))
        and bool(re.compile(r"\d{1,4}[.、]?(?:\s|\||$)").match(text, following.start))
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(r"(?:注[::]|说明[::]|备注[::]|附件|特此|填表|制表|联系人|[一二三四五六七八九十]、[\u4e00-\u9fff]{2,20}$|第[一二三四五六七八九十]+部分|.{0,30}领导小组办公室$|.{2,40}(?:一览表|清单|分解表|汇总表)$|\(?第.{1,6}页)")


def _read_body(text: str, head: Head, lines: Sequence[Line], limit: int) -> Grid:
    records = _by_line(text, head, lines) if head.mark in "|\t" else None
    if records is None:
        pieces = _barred(text, head, limit) if head.mark in "|\t" else _unbarred(text, head, lines)
        records = _records(text, pieces, head)
    grid = Grid(head.start, head.end, list(head.columns))
    for heading, record in records:
        row = _row(text, record, head.columns, head.mark in "|\t")
        row.heading = heading
        grid.rows.append(row)
        grid.end = record[-1][1]
    return grid


def _by_line(text: str, head: Head, lines: Sequence[Line]) -> list[Record] | None:
    """One row a line, where every line has as many cells as the head (or is a heading over rows)."""
    records: list[Record] = []
    heading: Span | None = None
    for line in lines:
        if line.start < head.end:
            continue
        cells = _cells(text, head.mark, line)
        if category().fullmatch(text, line.start, line.end):
            heading = (line.start, line.end)
        elif len(cells) == len(head.columns):
            records.append((heading, cells))
        elif not re.fullmatch(r"[-|:\s]+", text[line.start : line.end]):
            return None
    return records or None


def _cells(text: str, mark: str, line: Line) -> list[Span]:
    start, end = line.start, line.end
    if mark == "|" and text[start] == "|":
        start += 1
    if mark == "|" and text[end - 1] == "|":
        end -= 1
    edges = [start, *(at for at in range(start, end) if text[at] == mark), end]
    return [(a + (at > 0), b) for at, (a, b) in enumerate(zip(edges, edges[1:], strict=False))]


def _barred(text: str, head: Head, limit: int) -> list[Span]:
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
    return re.compile(rf"{bar}[ ]*\n\s*{bar}?(?=\s*\d{{1,4}}\s*{bar})|{bar}|\n(?=\s*\d{{1,4}}\s*{bar})" + (r"|\n" if mark == "\t" else ""))


def _unbarred(text: str, head: Head, lines: Sequence[Line]) -> list[Span]:
    """Lines, and inside a line the pieces that give themselves away: numbers, codes, regions, verdicts."""
    pieces: list[Span] = []
    unnumbered = head.columns[0].field == "problem"
    for line in lines:
        start = max(line.start, head.end)
        pieces += _cut_line(text, (start, line.end), unnumbered and head.mark == " ")
    return [span for span in (_trim(text, span) for span in pieces) if span is not None]


#: The last cell of a complaint: who was held to account.
_BLAME = r"无|(?:对[^。,]{2,20})?(?:责令|约谈|批评教育|诫勉|问责|通报批评|警告|处分|谈话提醒|给予|追究|行政)[^。]{0,24}"


@cache
def _cuts() -> re.Pattern[str]:
    """Places inside a line of cells that stand without anything between them."""
    return re.compile(
        rf"""
        ^(?P<no>\d{{1,4}})\s?(?=(?P<code>{kinds.CODE}))       # 12转受〔2021〕08号
        | (?<=[。!?;)”])\s*(?P<verdict>(?:基本|部分|大部分|不)?属实|是(?!否)|否|部分)(?=[\u4e00-\u9fff]{{2}}|[①1(\d]|无|$)
        | (?<=[。!?;)”])\s*(?P<region>{kinds.REGION})\s*(?P<pollution>{kinds.POLLUTIONS})(?=[^、,]|$)
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
    cuts: list[int] = [0]
    code = re.match(rf"\s*(\d{{1,4}})\s?({kinds.CODE})\s*(来电|来信|来访|电话|网络|微信)?", printed)
    if code:
        cuts += [at for group in (1, 2, 3) for at in (code.end(group),) if at > 0]
    for match in _cuts().finditer(printed, cuts[-1]):
        for name in _PIECES:
            if match[name] is not None:
                cuts += [match.start(name), match.end(name)]
    cuts = sorted({*cuts, len(printed)})
    return [(start + a, start + b) for a, b in zip(cuts, cuts[1:], strict=False)]


def _self_evident(part: str) -> bool:
    return any(kinds.is_kind(kind, part) for kind in ("no", "code", "region", "pollution", "verdict", "done", "way", "empty"))


def _words(text: str, line: Span) -> list[Span]:
    return [(line[0] + match.start(), line[0] + match.end()) for match in re.finditer(r"\S+", text[line[0] : line[1]])]


# -- rows


Record = tuple[Span | None, list[Span]]


def _records(text: str, pieces: Sequence[Span], head: Head) -> list[Record]:
    """Pieces grouped into rows, each with the heading over it: a row begins with the number that comes next, or with
    a case code."""
    coded = kinds.kind_of_column(head.columns[0].field, head.columns[0].name) == "code"
    if head.columns[0].field != "no" and not coded and not head.columns[0].name.endswith("号"):
        return [(None, row) for row in _by_width(text, pieces, head)]
    rows = _Rows(min(3, len(head.columns)), coded, head.mark == "|")
    for index, piece in enumerate(pieces):
        rows.take(text, piece, last=len(pieces) - index < 2)
    return [(heading, record) for heading, record in rows.records if len(record) >= rows.fewest]


class _Rows:
    def __init__(self, fewest: int, coded: bool, barred: bool) -> None:
        self.fewest = fewest
        self.coded = coded
        self.barred = barred
        self.records: list[Record] = []
        self.heading: Span | None = None
        self.wanted: int | None = None

    def take(self, text: str, piece: Span, last: bool) -> None:
        bare = _trim(text, piece)
        full = not self.records or len(self.records[-1][1]) >= min(self.fewest, 3) - 1
        if bare is not None and full and category().fullmatch(text, *bare):
            self.heading, self.wanted = bare, None
            return
        printed = compact(text[piece[0] : piece[1]])
        value = int(printed.rstrip(".、")) if re.fullmatch(r"\d{1,4}[.、]?", printed) else None
        if full and self._begins(printed, value) and not (last and self.records):
            self.records.append((self.heading, [piece]))
            self.wanted = value + 1 if value is not None else None
        elif self.records and (self.wanted is not None or self.coded or self.heading is None):
            self.records[-1][1].append(piece)

    def _begins(self, printed: str, value: int | None) -> bool:
        if value is None:
            return self.coded and kinds.is_kind("code", printed)
        if self.wanted is None:
            return True
        return value == self.wanted or (value == self.wanted + 1 and self.barred)


def _by_width(text: str, pieces: Sequence[Span], head: Head) -> list[list[Span]]:
    """Rows of a table without numbers: each as long as the head, and every column of a kind holding that kind."""
    width = len(head.columns)
    rows = [list(pieces[at : at + width]) for at in range(0, len(pieces), width)]
    rows = [row for row in rows if len(row) == width]
    if head.mark in "|\t" or not rows:
        return rows
    fits = [
        kinds.looks(kind, compact(text[row[at][0] : row[at][1]])) > 0
        for row in rows
        for at, column in enumerate(head.columns)
        if (kind := kinds.kind_of_column(column.field, column.name)) is not None
    ]
    return rows if fits and sum(fits) >= 0.8 * len(fits) else []


def _row(text: str, record: Sequence[Span], columns: Sequence[Column], barred: bool) -> Row:
    filled = [span for span in (_trim(text, piece) for piece in record) if span is not None]
    span = (filled[0][0], filled[-1][1]) if filled else (record[0][0], record[-1][1])
    count = len(columns)
    if barred:
        extra = [piece for piece in record[count:] if _trim(text, piece)]
        if len(record) >= count and not extra:
            return Row([[trim] if (trim := _trim(text, piece)) else [] for piece in record[:count]], span)
    words = [compact(text[a:b]) for a, b in filled]
    if len(filled) == count and _fits(words, columns):
        return Row([[piece] for piece in filled], span)
    found = align(words, columns)
    cells = [filled[a:b] for a, b in zip(found.cuts, found.cuts[1:], strict=False)]
    return Row(cells, span, doubtful=found.score < 0.6)


def _fits(words: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether as many pieces as columns stand each in a column of its kind."""
    kinds_of = [kinds.kind_of_column(column.field, column.name) for column in columns]
    fits = [kinds.looks(kind, word) > -1 or kinds.is_kind("empty", word) for kind, word in zip(kinds_of, words, strict=True) if kind]
    return bool(fits) and all(fits)


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start] in " \t\n|":
        start += 1
    while end > start and text[end - 1] in " \t\n|":
        end -= 1
    return (start, end) if end > start else None
