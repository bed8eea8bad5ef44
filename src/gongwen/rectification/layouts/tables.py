"""Rows of tables as items."""

from __future__ import annotations

import re

from gongwen.rectification.drafts import Draft, Part, Proposal
from gongwen.rectification.page import Page
from gongwen.rectification.tables.columns import Column, column_of
from gongwen.rectification.tables.grid import Grid, Row
from gongwen.rectification.tables.kinds import looks
from gongwen.results import Span


def propose(page: Page) -> Proposal | None:
    """Every row of every table that has a column for the problem (or the task)."""
    drafts = [draft for grid in page.grids for draft in _rows(page, grid)]
    return Proposal("tables", drafts, prior=1.5) if drafts else None


def _rows(page: Page, grid: Grid) -> list[Draft]:
    columns = _by_content(page.text, grid, _answering(_with_problem(grid)))
    drafts: list[Draft] = []
    stated: Span | None = None
    for row in grid.rows:
        if _is_head(page.text, row) or _is_sum(page.text, row):
            continue
        problem = _problem(columns, row)
        if drafts and (
            problem is None or (problem == stated and not _numbered_anew(columns, row, drafts[-1]))
        ):
            _continue(drafts[-1], columns, row)
            continue
        if problem is not None:
            drafts.append(_draft(page, columns, row))
            stated = problem
    return drafts


def _with_problem(grid: Grid) -> list[Column]:
    """The columns, one of them for the problem: where none is named so, the first that holds prose."""
    columns = list(grid.columns)
    named = [index for index, column in enumerate(columns) if column.field == "problem"]
    if len(named) > 1:
        keep = max(
            named,
            key=lambda index: (
                "问题" in columns[index].name or "内容" in columns[index].name,
                _distinct(grid, index),
                index,
            ),
        )
        for index in named:
            if index != keep:
                columns[index] = Column("extra", columns[index].name)
    if not named:
        for field in ("measures", "goal", "progress"):
            found = [at for at, column in enumerate(columns) if column.field == field]
            if found:
                columns[found[0]] = Column("problem", columns[found[0]].name)
                break
    return columns


def _answering(columns: list[Column]) -> list[Column]:
    """Beside a column of those who answer (责任单位) one of plain units (单位名称) says where something was found."""
    if not any(column.field == "responsible" and "责任" in column.name for column in columns):
        return columns
    return [Column("extra", column.name) if column.name in _PLACES else column for column in columns]


#: Heads of columns that name a place or a firm and charge nobody with anything.
_PLACES = ("单位名称", "单位", "名称", "受检单位", "被检查单位", "所在单位")


def _by_content(text: str, grid: Grid, columns: list[Column]) -> list[Column]:
    """A first column of whole numbers numbers the rows, whatever its head. A column with an unknown head that holds
    nothing but dates is the deadline, where no other is."""
    first = [text[a:b] for row in grid.rows for a, b in row.cells[0]]
    if (
        columns[0].field == "extra"
        and first
        and all(re.fullmatch(r"\d{1,4}[.、]?", value) for value in first)
    ):
        columns[0] = Column("no", columns[0].name)
    if any(column.field == "deadline" for column in columns):
        return columns
    for index, column in enumerate(columns):
        if column.field != "extra" or any(word in column.name for word in _NO_DEADLINE):
            continue
        values = ["".join(text[a:b].split()) for row in grid.rows for a, b in row.cells[index]]
        if values and sum(looks("deadline", value) > 0 for value in values) >= 0.8 * len(values):
            columns[index] = Column("deadline", column.name)
            break
    return columns


#: Columns of dates that are no deadlines.
_NO_DEADLINE = (
    "公示",
    "交办",
    "转办",
    "受理",
    "办结时间",
    "完成时间",
    "验收",
    "销号",
    "编号",
    "核实",
    "调查",
    "问责",
    "备注",
)


def _distinct(grid: Grid, index: int) -> int:
    return len({spans[0] for row in grid.rows if (spans := row.cells[index])})


def _problem(columns: list[Column], row: Row) -> Span | None:
    for column, spans in zip(columns, row.cells, strict=True):
        if column.field == "problem" and spans:
            return spans[0]
    return None


def _numbered_anew(columns: list[Column], row: Row, before: Draft) -> bool:
    """Whether a row under a merged problem has a number of its own: another case about the same thing."""
    own = [
        spans[0] for column, spans in zip(columns, row.cells, strict=True) if column.field == "no" and spans
    ]
    return bool(own) and before.no is not None and own[0] != before.no


def _draft(page: Page, columns: list[Column], row: Row) -> Draft:
    draft = Draft(row.span)
    for column, spans in zip(columns, row.cells, strict=True):
        for span in spans:
            _add(draft, column, span)
    draft.path = (row.heading,) if row.heading else ()
    if row.doubtful:
        draft.doubts.append(("row-cut", "这一行的单元格是按内容推断切分的，请对照原文核对。", None))
    return draft


def _add(draft: Draft, column: Column, span: Span) -> None:
    if column.field == "no":
        draft.no = draft.no or span
    elif column.field == "problem":
        draft.problem = draft.problem or span
    else:
        draft.parts.append(Part(column.field, span, column.name))


def _continue(draft: Draft, columns: list[Column], row: Row) -> None:
    """A further row of the same problem: more measures, more units, a later deadline."""
    known = {part.span for part in draft.parts}
    for column, spans in zip(columns, row.cells, strict=True):
        for span in spans:
            if span not in known and column.field not in ("no", "problem"):
                draft.parts.append(Part(column.field, span, column.name))
    draft.span = (min(draft.span[0], row.span[0]), max(draft.span[1], row.span[1]))


def _is_head(text: str, row: Row) -> bool:
    """A head that a page break repeated."""
    filled = [spans[0] for spans in row.cells if spans]
    return sum(column_of(text[a:b]) is not None for a, b in filled) >= max(2, len(filled) - 1)


def _is_sum(text: str, row: Row) -> bool:
    filled = [spans[0] for spans in row.cells if spans]
    return bool(filled) and bool(
        re.fullmatch(r"(?:合\s*计|总\s*计|小\s*计|说明|填表说明).*", text[filled[0][0] : filled[0][1]])
    )
