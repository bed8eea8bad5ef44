"""Where the heads of a table stand: under titles, in one row or in two, with cells merged across and down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duban.ledger.importing.columns import LEFT_OUT, bare, match_heads, remembered
from duban.ledger.importing.workbooks import Grid, Merge

_WITHIN = 20
_FEWEST = 2
_LONGEST = 60
#: Heads in more rows than this are no heads.
_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Heads:
    """``row`` is the first row of the heads, from 0; the table begins ``depth`` rows further down."""

    row: int
    depth: int
    names: tuple[str, ...]
    #: In which column the problem stands, if the heads are known.
    problem: int
    #: How many of the heads are known.
    known: int


def tables_in(grids: Sequence[Grid]) -> list[tuple[Grid, Heads]]:
    """The sheets that could be a ledger."""
    uppers = [_upper(grid) for grid in grids]
    before = remembered(head for upper in uppers for heads in upper for head in heads if len(head) <= 120)
    found = [(grid, _find(grid, upper, before)) for grid, upper in zip(grids, uppers, strict=True)]
    return [(grid, heads) for grid, heads in found if heads is not None]


def _upper(grid: Grid) -> list[list[str]]:
    return [_with_merged_above(grid, at) for at in range(min(_WITHIN, len(grid.rows)))]


def _find(grid: Grid, upper: Sequence[Sequence[str]], before: Mapping[str, str]) -> Heads | None:
    for at, heads in enumerate(upper):
        named = [head for head in heads if head]
        fields = match_heads(heads, before)
        if "problem" in fields and _are_heads(named):
            depth = _depth(grid, at)
            names = _names(grid, at, depth, before) if depth > 1 else tuple(heads)
            return Heads(at, depth, names, fields.index("problem"), len(set(fields) - {"", LEFT_OUT}))
    return None


def _are_heads(named: Sequence[str]) -> bool:
    return len(named) >= _FEWEST and max(map(len, named)) <= _LONGEST


def _with_merged_above(grid: Grid, at: int) -> list[str]:
    """A row of texts; a head that is merged down from above stands in the lower row, too."""
    heads = list(grid.rows[at])
    for merge in grid.merges:
        if merge.top < at <= merge.bottom and merge.left == merge.right:
            heads[merge.left] = heads[merge.left] or grid.rows[merge.top][merge.left]
    return heads


def _depth(grid: Grid, at: int) -> int:
    """Rows of heads from ``at`` on: a head merged down, or one merged across under which others stand."""
    here = [merge for merge in grid.merges if merge.top == at]
    down = max((merge.bottom - at + 1 for merge in here), default=1)
    across = any(merge.right > merge.left and merge.bottom == at for merge in here)
    if down == 1 and across and at + 1 < len(grid.rows) and _are_heads([t for t in grid.rows[at + 1] if t]):
        return 2
    return down if down <= _MOST_ROWS else 1


def _names(grid: Grid, at: int, depth: int, before: Mapping[str, str]) -> tuple[str, ...]:
    filled = [list(row) for row in grid.rows[at : at + depth]]
    for merge in grid.merges:
        if at <= merge.top and merge.bottom < at + depth:
            _spread(filled, merge, at)
    return tuple(_name([row[column] for row in filled], before) for column in range(len(filled[0])))


def _spread(rows: list[list[str]], merge: Merge, at: int) -> None:
    text = rows[merge.top - at][merge.left]
    for row in range(merge.top - at, merge.bottom - at + 1):
        for column in range(merge.left, merge.right + 1):
            rows[row][column] = text


def _name(parts: Sequence[str], before: Mapping[str, str]) -> str:
    """责任单位 over 牵头 is 牵头责任单位 or, where nobody knows that, 责任单位／牵头."""
    said = list(dict.fromkeys(part for part in parts if part))
    if len(said) < _FEWEST:
        return "".join(said)
    upper, lower = said[0], said[-1]
    for name in (lower, bare(lower) + bare(upper), bare(upper) + bare(lower)):
        if match_heads([name], before)[0]:
            return name
    return "／".join(said)
