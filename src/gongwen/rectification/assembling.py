"""From a source text to the page that the layout readers look at, with or without looking for flattened tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gongwen import cleaning, wrapping
from gongwen.cleaning import Line, Sheet
from gongwen.rectification.labels import starts_label
from gongwen.rectification.page import Page, lay_out
from gongwen.rectification.spacing import closed_up
from gongwen.rectification.tables.flattened import find_tables
from gongwen.rectification.tables.grid import Grid, Row
from gongwen.rectification.tables.kinds import kind_of_column
from gongwen.rectification.tables.printed import read_table
from gongwen.rectification.unrolling import unrolled
from gongwen.results import Span
from gongwen.source import SourceText, Table

Group = tuple[Line, ...]


def assemble(source: SourceText, flattened: bool = True) -> Page:
    """The page of a source. ``flattened``: look for tables that lost their lines."""
    folded = closed_up(cleaning.fold(source.text))
    body = [line for line in cleaning.lines(source, folded) if not line.furniture]
    printed = [(block, read_table(folded, block)) for block in source.blocks if isinstance(block, Table)]
    grids = [grid for _, grid in printed if grid is not None]
    for block, grid in printed:
        if grid is None:
            body += _form_lines(folded, block)
    body.sort(key=lambda line: line.start)
    folded, body = wrapping.unwrapped(folded, source.text, body, starts_label)
    body = unrolled(folded, body)
    if flattened:
        grids += find_tables(folded, body)
    return _page(folded, body, sorted(grids, key=lambda grid: grid.start))


def _form_lines(folded: str, table: Table) -> list[Line]:
    """A table without a head, cell by cell: names of fields and their values."""
    return [
        line
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
        for line in _piece_lines(folded, (cell.start, cell.end))
    ]


def _page(folded: str, body: Sequence[Line], grids: Sequence[Grid]) -> Page:
    flow = (
        [line for line in body if not any(grid.start <= line.start < grid.end for grid in grids)]
        if grids
        else list(body)
    )
    groups: list[tuple[Group, bool]] = [
        (group, True) for group in wrapping.rejoin(folded, flow, starts_label)
    ]
    cells = _cell_groups(folded, grids)
    groups += [(group, False) for found in cells.values() for group in found]
    groups.sort(key=lambda entry: entry[0][0].start)
    sheet = cleaning.weave(folded, [group for group, _ in groups])
    at = {group[0].start: place for (group, _), place in zip(groups, sheet.paragraphs, strict=True)}
    places = {
        key: (at[found[0][0].start][0], at[found[-1][0].start][1]) for key, found in cells.items() if found
    }
    paragraphs = [place for (_, flows), place in zip(groups, sheet.paragraphs, strict=True) if flows]
    return lay_out(sheet, paragraphs, [_placed(grid, places) for grid in grids])


def _cell_groups(folded: str, grids: Sequence[Grid]) -> dict[Span, list[Group]]:
    """For each cell (by its span in the source) its paragraphs; a merged cell once."""
    found: dict[Span, list[Group]] = {}
    for grid in grids:
        kinds = [kind_of_column(column.field, column.name) for column in grid.columns]
        for row in grid.rows:
            if row.heading is not None:
                found.setdefault(row.heading, _joined(folded, _piece_lines(folded, row.heading), None))
            for kind, pieces in zip(kinds, row.cells, strict=True):
                if pieces:
                    lines = [line for piece in pieces for line in _piece_lines(folded, piece)]
                    found.setdefault((pieces[0][0], pieces[-1][1]), _joined(folded, lines, kind))
    return found


def _piece_lines(folded: str, piece: Span) -> list[Line]:
    lines = []
    at = piece[0]
    for part in folded[piece[0] : piece[1]].split("\n"):
        bare = part.strip(" \t|")
        if bare:
            start = at + part.index(bare)
            lines.append(Line(start, start + len(bare)))
        at += len(part) + 1
    return lines


@cache
def _unit_ends() -> re.Pattern[str]:
    return re.compile(r"(?:局|委|政府|公司|办|中心|街道|镇|乡|县|区|市|站|队|部门|单位|院|厅|处|会|分局)$")


def _joined(folded: str, lines: Sequence[Line], kind: str | None) -> list[Group]:
    """The lines of a cell as its paragraphs: a cell breaks its lines anywhere."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _parted(folded, groups[-1][-1], line, kind):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [tuple(group) for group in groups]


def _parted(folded: str, before: Line, line: Line, kind: str | None) -> bool:
    if folded[before.end - 1] in "。;:!?" or _listed().match(folded, line.start, line.end):
        return True
    return kind == "units" and bool(_unit_ends().search(folded, before.start, before.end))


@cache
def _listed() -> re.Pattern[str]:
    return re.compile(
        r"\d{1,2}[、)]|\d{1,2}\.(?!\d)|\d{1,2}\.(?=20\d\d ?年)|\([\d一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,2}[、是]|[①-⑳]"
    )


def _placed(grid: Grid, places: dict[Span, Span]) -> Grid:
    """The grid with its cells as places on the sheet."""
    rows = []
    for row in grid.rows:
        cells = [
            [places[pieces[0][0], pieces[-1][1]]]
            if pieces and (pieces[0][0], pieces[-1][1]) in places
            else []
            for pieces in row.cells
        ]
        filled = [span for spans in cells for span in spans]
        own = [
            places[key]
            for pieces in row.cells
            if pieces and (key := (pieces[0][0], pieces[-1][1])) in places and row.span[0] <= key[0]
        ]
        if filled:
            rows.append(
                Row(
                    cells,
                    (min(a for a, _ in own or filled), max(b for _, b in own or filled)),
                    row.doubtful,
                    places.get(row.heading) if row.heading else None,
                )
            )
    start = min((rows[0].heading or rows[0].span)[0], rows[0].span[0]) if rows else 0
    return Grid(start, rows[-1].span[1] if rows else 0, grid.columns, rows)


__all__ = ["Sheet", "assemble"]
