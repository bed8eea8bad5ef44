"""Tables that lost their lines when a page was saved as text: found by the words of their head, rows by their numbers.

A head is at least three column names in a row (:mod:`.heads`). Below it a row begins with the next number or case
code; its pieces (:mod:`.pieces`) are dealt out to the columns (:mod:`.aligning`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen.cleaning import Line
from gongwen.rectification.phrases import pattern
from gongwen.rectification.tables import kinds
from gongwen.rectification.tables.aligning import align
from gongwen.rectification.tables.columns import Column, category, compact
from gongwen.rectification.tables.grid import Grid, Row
from gongwen.rectification.tables.heads import Head, head_inside, read_head
from gongwen.rectification.tables.pieces import barred, cells_of, trim, unbarred
from gongwen.results import Span


def find_tables(text: str, body: Sequence[Line]) -> list[Grid]:
    """The flattened tables in the lines of a text."""
    grids: list[Grid] = []
    index = 0
    while index < len(body):
        head = read_head(text, body, index) or head_inside(text, body[index])
        if head is None:
            index += 1
            continue
        limit = _unsigned(text, body, head, _limit(text, body, index, head))
        grid = _read_body(text, head, _between(body, index, head.end, limit), limit)
        if grid.rows:
            grids.append(grid)
            index = next((at for at in range(index, len(body)) if body[at].start >= grid.end), len(body))
        else:
            index += 1
    return grids


def _between(body: Sequence[Line], index: int, start: int, limit: int) -> list[Line]:
    """The lines behind a head and before a limit."""
    found: list[Line] = []
    for at in range(index, len(body)):
        if body[at].start >= limit:
            break
        if body[at].end > start:
            found.append(body[at])
    return found


def _limit(text: str, body: Sequence[Line], index: int, head: Head) -> int:
    """Where the table ends at the latest: at the next head, a closing line, a heading of the text."""
    for at in range(index + 1, len(body)):
        line = body[at]
        if line.start < head.end:
            continue
        if (_ends(text, line) and not _over_rows(text, body, at)) or (
            read_head(text, body, at) is not None and body[at].start > head.end
        ):
            return line.start
    return body[-1].end


def _ends(text: str, line: Line) -> bool:
    """Whether a line stands behind a table: a note, an imprint, whom to call."""
    found = _after().match(text, line.start, line.end) or pattern("ending", "after").match(
        text, line.start, line.end
    )
    return found is not None


def _unsigned(text: str, body: Sequence[Line], head: Head, limit: int) -> int:
    """The limit without the signature and the date at the end of the text."""
    if head.columns[-1].field == "deadline" or limit < body[-1].end:
        return limit
    last = body[-1]
    if head.mark == "|" and last.start > head.end and _signature().fullmatch(text, last.start, last.end):
        return last.start
    dated = re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日")
    tail = [line for line in body[-3:] if line.start > head.end]
    for before, line in zip([None, *tail], tail, strict=False):
        if dated.fullmatch(text, line.start, line.end):
            signed = before is not None and _signature().fullmatch(text, before.start, before.end)
            return before.start if before is not None and signed else line.start
    return limit


@cache
def _signature() -> re.Pattern[str]:
    return re.compile(
        r"(?:[^\W\x00-\xff①-⑳]|[()、“” ]){3,40}(?:局|政府|委员会|办公室|党组|党委|厅|公司|院|会|组|中心|专班)"
    )


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
    return re.compile(
        r"(?:注[:]|说明[:]|备注[:]|附件|特此|填表|制表|联系人|[一二三四五六七八九十]、[^\W\x00-\xff①-⑳]{2,20}$|第[一二三四五六七八九十]+部分|.{0,30}领导小组办公室$|.{2,40}(?:一览表|清单|分解表|汇总表)$|\(?第.{1,6}页)"
    )


def _read_body(text: str, head: Head, lines: Sequence[Line], limit: int) -> Grid:
    records = _by_line(text, head, lines) if head.mark in "|\t" else None
    if records is None:
        pieces = barred(text, head, limit) if head.mark in "|\t" else unbarred(text, head, lines)
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
    for line in _closed_by_bars(text, lines):
        if line.start < head.end:
            continue
        if re.fullmatch(r"[-|:\s]+", text[line.start : line.end]):
            continue
        cells = cells_of(text, head.mark, line)
        if category().fullmatch(text, line.start, line.end):
            heading = (line.start, line.end)
        elif len(cells) == len(head.columns):
            records.append((heading, cells))
        else:
            return None
    return records or None


def _closed_by_bars(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without those behind the last bar, where it closes its row."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if text[lines[at].end - 1] == "|"), None)
    behind = lines[last + 1 :] if last is not None else ()
    return (
        lines[: len(lines) - len(behind)] if all("|" not in text[a.start : a.end] for a in behind) else lines
    )


Record = tuple[Span | None, list[Span]]


def _records(text: str, pieces: Sequence[Span], head: Head) -> list[Record]:
    """Pieces grouped into rows, each with the heading over it: a row begins with the number that comes next, or with
    a case code."""
    inner = next((at for at, column in enumerate(head.columns[:3]) if column.field == "no"), 0)
    if inner and head.mark in "|\t":
        return [(None, row) for row in _by_inner_number(text, pieces, inner)]
    coded = kinds.kind_of_column(head.columns[0].field, head.columns[0].name) == "code"
    if head.columns[0].field != "no" and not coded and not head.columns[0].name.endswith("号"):
        return [(None, row) for row in _by_width(text, pieces, head)]
    rows = _Rows(len(head.columns), coded, head.mark == "|")
    skipped = -1
    for index, piece in enumerate(pieces):
        if index > skipped:
            apart = _parted_category(text, pieces[index : index + 3]) if not rows.barred else None
            skipped = index + 1 if apart else skipped
            rows.take(text, apart or piece, last=len(pieces) - index < 2, category_row=apart is not None)
    return [(heading, record) for heading, record in rows.records if len(record) >= rows.fewest]


def _parted_category(text: str, pieces: Sequence[Span]) -> Span | None:
    """A heading over rows whose number stands in a cell of its own: 一 | 农贸市场 | 1 | …"""
    if len(pieces) < 3:
        return None
    number, name, row = (compact(text[a:b]) for a, b in pieces)
    named = 2 <= len(name) <= 20 and not re.search(r"[。,;:\d]", name)
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}", number) and named and re.fullmatch(r"\d{1,3}", row):
        return (pieces[0][0], pieces[1][1])
    return None


def _by_inner_number(text: str, pieces: Sequence[Span], place: int) -> list[list[Span]]:
    """Rows whose number stands in their second or third cell, behind a category."""
    starts: list[int] = []
    wanted = 1
    for index, piece in enumerate(pieces):
        if compact(text[slice(*piece)]) == str(wanted) and index >= place:
            starts.append(index - place)
            wanted += 1
    return [list(pieces[a:b]) for a, b in zip(starts, [*starts[1:], len(pieces)], strict=True)]


class _Rows:
    def __init__(self, width: int, coded: bool, barred: bool) -> None:
        self.width = width
        self.fewest = min(3, width)
        self.coded = coded
        self.barred = barred
        self.records: list[Record] = []
        self.heading: Span | None = None
        self.wanted: int | None = None

    def take(self, text: str, piece: Span, last: bool, category_row: bool = False) -> None:
        bare = trim(text, piece)
        full = not self.records or len(self.records[-1][1]) >= min(self.fewest, 3) - 1
        if bare is not None and full and (category_row or category().fullmatch(text, *bare)):
            self.heading, self.wanted = bare, None
            return
        printed = compact(text[piece[0] : piece[1]])
        value = int(printed.rstrip(".、")) if re.fullmatch(r"\d{1,4}[.、]?", printed) else None
        if (
            full
            and (self._begins(printed, value) or self._skips_to(text, piece, value))
            and not (last and self.records)
        ):
            self.coded = self.coded and (value is None or bool(self.records))
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

    def _skips_to(self, text: str, piece: Span, value: int | None) -> bool:
        """Whether numbers were left out before this row: a later number begins a line, and the row above is whole."""
        if value is None or self.wanted is None or not self.wanted < value <= self.wanted + _MOST_LEFT_OUT:
            return False
        if len(self.records[-1][1]) < self.width - (not self.barred):
            return False
        return not text[text.rfind("\n", 0, piece[1]) + 1 : piece[0]].strip(" |")


#: How many numbers a list may leave out between two rows.
_MOST_LEFT_OUT = 60


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
    filled = [span for span in (trim(text, piece) for piece in record) if span is not None]
    span = (filled[0][0], filled[-1][1]) if filled else (record[0][0], record[-1][1])
    count = len(columns)
    if barred:
        extra = [piece for piece in record[count:] if trim(text, piece)]
        if len(record) >= count and not extra:
            return Row([[bare] if (bare := trim(text, piece)) else [] for piece in record[:count]], span)
    words = [compact(text[a:b]) for a, b in filled]
    if len(filled) == count and _fits(words, columns):
        return Row([[piece] for piece in filled], span)
    found = align(words, columns)
    cells = [filled[a:b] for a, b in zip(found.cuts, found.cuts[1:], strict=False)]
    return Row(cells, span, doubtful=found.score < 0.6)


def _fits(words: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether as many pieces as columns stand each in a column of its kind."""
    kinds_of = [kinds.kind_of_column(column.field, column.name) for column in columns]
    fits = [
        kinds.looks(kind, word) > -1 or kinds.is_kind("empty", word)
        for kind, word in zip(kinds_of, words, strict=True)
        if kind
    ]
    return bool(fits) and all(fits)
