"""A table as heads and rows of text. The ledger is the first sheet to be seen in whose upper rows a problem column stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from duban.ledger.errors import Refused
from duban.ledger.importing.columns import LEFT_OUT, bare, is_handed_out
from duban.ledger.importing.heads import Heads, tables_in
from duban.ledger.importing.merged import Line, lines_below
from duban.ledger.importing.workbooks import MAX_BYTES, Grid, open_grids
from duban.organizations.sheets import column_name

__all__ = ["MAX_BYTES", "MAX_ROWS", "Sheet", "SheetRow", "read_sheet", "rows_of"]

MAX_ROWS = 20_000
#: From so many known heads on, another sheet is offered beside the first: a page of notes names some, too.
_CLEARLY_A_LEDGER = 2
_SENTENCES = frozenset({"problem", "goal", "measures"})
#: What stands in a cell that has nothing to say.
_NOTHING = frozenset({"/", "／", "\\", "-", "—", "——", "－", "无", "暂无", "不涉及", "待定", "待明确"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row to import: where it stands, its texts by field, and what is kept under heads of its own."""

    number: int
    cells: Mapping[str, str]
    extra: Mapping[str, str]
    #: The name of the cell in which a field stands, for telling where something is wrong.
    places: Mapping[str, str]
    #: What is wrong with the cell of a field before anybody reads it.
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was found: name, the row of the heads (from 1), the heads, and the filled rows below.

    ``others`` are further sheets that could be a ledger, ``hidden`` those of them that nobody sees, ``notes`` the rows
    under the table that are no problems (填表人：…)."""

    name: str
    head_row: int
    heads: tuple[str, ...]
    rows: tuple[Line, ...]
    notes: tuple[Line, ...] = ()
    others: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def sample(self, column: int, count: int = 3) -> list[str]:
        """The first different values of a column, for a person who matches it."""
        values = dict.fromkeys(line.cells[column] for line in self.rows[:200] if line.cells[column])
        return list(values)[:count]


def read_sheet(data: bytes, wanted: str = "") -> Sheet:
    """``wanted``: the name of the sheet that a person chose."""
    grids = open_grids(data)
    found = tables_in(grids)
    seen = [each for each in found if not each[0].hidden]
    if not seen:
        raise Refused(_nothing(grids, [grid for grid, _heads in found]))
    grid, heads = next((each for each in seen if each[0].name == wanted), seen[0])
    others = tuple(each.name for each, its in seen if each is not grid and its.known >= _CLEARLY_A_LEDGER)
    hidden = tuple(each.name for each, _heads in found if each.hidden)
    return _sheet(grid, heads, others, hidden)


def _nothing(grids: Sequence[Grid], hidden: Sequence[Grid]) -> str:
    if hidden:
        return _(
            "像台账的工作表“%s”是隐藏的，没有读入任何内容。要导入它，请在Excel里取消隐藏，保存后再上传。"
        ) % _("、").join(grid.name for grid in hidden)
    if not any(any(row) for grid in grids for row in grid.rows):
        return _("表格里没有任何内容，没有读入。请检查是不是选错了文件。")
    return _("没有找到台账：工作表的前20行里要有一行表头，其中有“具体问题”或“问题”一列。没有读入任何内容。")


def _sheet(grid: Grid, heads: Heads, others: tuple[str, ...], hidden: tuple[str, ...]) -> Sheet:
    if is_handed_out(heads.names):
        raise Refused(
            _(
                "“%s”是系统导出、用来报送的清单，内容有删减，不能再导入，没有读入任何内容。"
                "要在Excel里修改后导入，请在台账页导出“总台账”。"
            )
            % grid.name
        )
    lines = lines_below(grid, heads)
    if len(lines.rows) > MAX_ROWS:
        raise Refused(
            _("表格有%(n)d行，一次最多读入%(most)d行，没有读入任何内容。请分几个文件。")
            % {"n": len(lines.rows), "most": MAX_ROWS}
        )
    if not lines.rows:
        raise Refused(_("工作表“%s”只有表头，下面没有内容，没有读入。请填好后再上传。") % grid.name)
    return Sheet(grid.name, heads.row + 1, heads.names, lines.rows, lines.notes, others, hidden)


def rows_of(sheet: Sheet, fields: Sequence[str]) -> list[SheetRow]:
    """The rows with their columns matched; ``fields`` has a field, ``extra`` or ``-`` for each head."""
    columns = [
        _Matched(at, code, name, column_name(at))
        for at, code in enumerate(fields)
        if (name := _name(sheet, at, code))
    ]
    return [without_nothing(_row(line, columns, "category" not in fields)) for line in sheet.rows]


class _Matched(NamedTuple):
    """A column that is taken: where it stands, its field, what it is kept as, and its letters."""

    at: int
    code: str
    name: str
    letters: str


def _row(line: Line, columns: Sequence[_Matched], takes_section: bool) -> SheetRow:
    named = {each.name: line.cells[each.at] for each in columns if each.name == each.code}
    extra = {each.name: text for each in columns if each.name != each.code and (text := line.cells[each.at])}
    places = {each.name: f"{each.letters}{line.number}" for each in columns}
    wrong = {each.name: line.flaws[each.at].sentence for each in columns if each.at in line.flaws}
    if line.section and takes_section:
        named["category"] = line.section
    return SheetRow(line.number, named, extra, places, wrong)


def without_nothing(row: SheetRow) -> SheetRow:
    """Cells of which a clerk says that there is nothing to fill in are empty ones."""
    if _NOTHING.isdisjoint(row.cells.values()):
        return row
    said = {name for name, text in row.cells.items() if name not in _SENTENCES and text in _NOTHING}
    return replace(row, cells={name: "" if name in said else text for name, text in row.cells.items()})


def _name(sheet: Sheet, at: int, code: str) -> str:
    """The field of a column, or its own head where it is kept as it is; nothing where it is left out."""
    if code in ("", "extra"):
        return bare(sheet.heads[at])[:60] if sheet.heads[at] else ""
    return "" if code == LEFT_OUT else code
