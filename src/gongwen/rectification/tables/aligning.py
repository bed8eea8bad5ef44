"""Pieces of a row that lost its bars, dealt out to the columns in order: the best of all ways to cut them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongwen.rectification.tables.columns import Column
from gongwen.rectification.tables.kinds import is_kind, kind_of_column, looks

_CLOSED = ("region", "pollution", "verdict", "code")
_LONGEST_CLOSED = 4
_FINISHED = "。;!?:"


class Alignment(NamedTuple):
    """For each column the pieces ``cuts[c]…cuts[c + 1]``; ``score``: how well they fit, by column."""

    cuts: tuple[int, ...]
    score: float


def align(pieces: Sequence[str], columns: Sequence[Column]) -> Alignment:
    """The pieces (without white space) of one row dealt out to the columns."""
    scorer = _Scorer(pieces, columns)
    count = len(pieces)
    best = [0.0] + [float("-inf")] * count
    back: list[list[int]] = []
    for column in range(len(columns)):
        following = [float("-inf")] * (count + 1)
        came = [0] * (count + 1)
        for start in range(count + 1):
            if best[start] == float("-inf"):
                continue
            for end in range(start, scorer.furthest(column, start) + 1):
                value = best[start] + scorer.score(column, start, end)
                if value > following[end]:
                    following[end], came[end] = value, start
        best = following
        back.append(came)
    cuts = [count]
    for came in reversed(back):
        cuts.append(came[cuts[-1]])
    return Alignment(tuple(reversed(cuts)), best[count] / max(len(columns), 1))


class _Scorer:
    def __init__(self, pieces: Sequence[str], columns: Sequence[Column]) -> None:
        self.pieces = pieces
        self.columns = columns
        self.kinds = [kind_of_column(column.field, column.name) for column in columns]
        self.cues = [_cue(column) for column in columns]
        self.strange = _sums([any(is_kind(kind, piece) for kind in _CLOSED) for piece in pieces])
        self.ended = [piece[-1:] in _FINISHED for piece in pieces]
        self.breaks = _sums(
            [
                index > 0 and self.ended[index - 1] and not _listed().match(piece)
                for index, piece in enumerate(pieces)
            ]
        )

    def furthest(self, column: int, start: int) -> int:
        if self.kinds[column] in (None, "units", "people"):
            return len(self.pieces)
        return min(len(self.pieces), start + _LONGEST_CLOSED)

    def score(self, column: int, start: int, end: int) -> float:
        if start == end:
            return self._absent(column)
        kind = self.kinds[column]
        if end - start == 1 and is_kind("empty", self.pieces[start]):
            return 1.5
        if kind is not None:
            whole = sum(kind == "units" and looks(kind, piece) > 2 for piece in self.pieces[start : end - 1])
            return looks(kind, "".join(self.pieces[start:end])) - 0.1 * (end - start) - 1.0 * whole
        return self._prose(column, start, end)

    def _absent(self, column: int) -> float:
        if self.columns[column].field == "problem":
            return -4.0
        if self.columns[column].field in ("no", "responsible"):
            return -1.0
        return -0.8 if self.kinds[column] is None and self.columns[column].field != "extra" else -0.5

    def _prose(self, column: int, start: int, end: int) -> float:
        first = self.pieces[start]
        score = 0.5 if len(first) >= 5 else -1.0
        if start and not self.ended[start - 1] and not self.strange[start] - self.strange[start - 1]:
            score -= 1.0
        score -= 1.5 * (self.strange[end] - self.strange[start])
        stated = self.columns[column].field in ("problem", "goal")
        score -= (1.2 if stated else 0.5) * (self.breaks[end] - self.breaks[start + 1])
        if _listed().match(first) and not first.startswith(_FIRST):
            score -= 2.0
        cue = self.cues[column]
        if cue is not None and cue.match(first):
            score += 1.6
        return score + self._goal(column, start, end)

    def _goal(self, column: int, start: int, end: int) -> float:
        if self.columns[column].field != "goal":
            return 0.0
        if end - start == 1 and _only_date().fullmatch(self.pieces[start]):
            return -3.0
        long = sum(len(piece) for piece in self.pieces[start:end]) > 90
        return -1.5 if long or self.pieces[start].startswith(("经", "已", "目前")) else 0.6


_FIRST = ("1", "(1", "一", "(一", "①", "首先", "第一")


@cache
def _only_date() -> re.Pattern[str]:
    return re.compile(
        r"[\d年月日底末前初至到~—\-/.、,]+(?:取得明显成效|完成|完成整改|前完成整改)?|立行立改.*|长期坚持|持续.{2,8}"
    )


@cache
def _listed() -> re.Pattern[str]:
    return re.compile(
        r"\d{1,2}[.、)]|\(\d{1,2}\)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、是]|[①-⑳]|其[次他]|再次|最后"
    )


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {
        "found": re.compile(
            r"(?:经|现场|核查|调查|检查|该|反映|\d{1,2}月\d{1,2}日|\d{4}年\d|\d[.、]|一是|接到|执法)"
        ),
        "done": re.compile(
            r"(?:责令|责成|要求|已|将|针对|督促|立即|完成|开展|加强|下一步|\d[.、]|一是|\(一\)|目前|对|组织|制定|由|区|县|市|该|\d{1,2}月)"
        ),
        "wanted": re.compile(
            r"(?:完成|拆除|消除|确保|全面|实现|加强|达到|\d{4}年|建立|杜绝|解决|规范|按|提升|落实|做到|对|恢复|彻底)"
        ),
    }


def _cue(column: Column) -> re.Pattern[str] | None:
    if column.field == "extra" and ("核" in column.name or "调查" in column.name or "检查" in column.name):
        return _cues()["found"]
    return {"measures": _cues()["done"], "progress": _cues()["done"], "goal": _cues()["wanted"]}.get(
        column.field
    )


def _sums(flags: Sequence[bool]) -> list[int]:
    total = [0]
    for flag in flags:
        total.append(total[-1] + flag)
    return total
