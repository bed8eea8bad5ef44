"""Rows of a ledger in: as JSON or as the office's own table, tried out first or carried out, by the verb of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field, create_model

from duban.accounts.permissions import may_review
from duban.api.fields import Asked
from duban.api.problems import Stop
from duban.api.routes.common import changes, person_of
from duban.api.shapes.common import Coded
from duban.intake.actions.receiving import clean_name
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing import (
    FIELDS,
    BadCell,
    Mode,
    Outcome,
    SheetRow,
    Trial,
    carry_out,
    match_heads,
    read_sheet,
    rows_of,
    try_out,
)
from duban.ledger.importing.carrying import Table
from duban.ledger.importing.questions import unknown_units

router = Router()
MOST_ROWS = 5000
#: Bytes of a table.
MOST = 32 * 1024 * 1024

#: One row: every column of an import as text, the way a cell of the table says it.
Row = create_model(
    "ImportRow",
    __base__=Asked,
    **{  # type: ignore[call-overload]
        code: (str, Field("", max_length=20_000, description=str(column.name)))
        for code, column in FIELDS.items()
    },
    extra=(dict[str, str], Field(default_factory=dict, max_length=50, description="其他栏目：栏名和内容")),
)


class ImportSaid(Asked):
    rows: list[Row] = Field(min_length=1, max_length=MOST_ROWS)  # type: ignore[valid-type]
    inspection: str = Field("", max_length=200, description="没有督察一栏的行属于哪次督察（名称）")
    mode: Mode = Field(
        Mode.STOP, description="stop 有一行不对就都不导入；skip 只导入新的；update 已有的按表更新"
    )
    dry_run: bool = Field(False, description="只检查，不导入")
    attestation: str = Field("", max_length=500, description="接管的阶段、日期、编号由谁根据什么证明")
    name: str = Field("接口导入", min_length=1, max_length=80, description="记录中这批数据的名称")


class BadCellRow(Schema):
    """不能导入的一格。"""

    row: int
    field: str
    column: str
    place: str = Field(description="表中的单元格，JSON 导入时为空")
    text: str
    sentence: str


class ImportedRow(Schema):
    row: int
    kind: str = Field(description="new 新、same 相同、changed 与台账不同、bad 不能导入")
    number: str = Field(description="台账编号，尚未登记的为空")
    changes: list[Coded]


class UnknownUnit(Schema):
    """名录里没有的单位名称。"""

    name: str
    rows: list[int] = Field(description="写有这个名称的行")


class Imported(Schema):
    """导入的结果；dry_run 时是将会怎样。"""

    dry_run: bool
    new: int
    changed: int
    same: int
    left_out: int
    new_inspections: list[str]
    needs_attestation: bool
    unknown_units: list[UnknownUnit] = Field(
        description="组织名录里没有的单位；照样导入的，列入待核对的名称。先在组织名录里回答，就不会列入"
    )
    bad: list[BadCellRow]
    rows: list[ImportedRow]


@changes(router, "/findings/import", Imported, "导入台账（JSON）")
def import_findings(request: HttpRequest, said: ImportSaid) -> Any:
    """各栏与 Excel 导入相同，都写成文字；同样的行再导入一次不会有任何变化。"""
    rows = [_sheet_row(at, row) for at, row in enumerate(said.rows, start=1)]
    how = _How(said.mode, said.dry_run, said.inspection.strip(), said.attestation)
    return _take(request, rows, how, Table(said.name))


class _How:
    """What is to be done with the rows."""

    def __init__(self, mode: Mode, dry_run: bool, inspection: str, attestation: str) -> None:
        self.mode, self.dry_run = mode, dry_run
        self.inspection, self.attestation = inspection, attestation


def _sheet_row(number: int, row: Any) -> SheetRow:
    cells = {name: text for name, text in row if name != "extra" and text}
    return SheetRow(number, cells, {name[:60]: text for name, text in row.extra.items()}, {})


class TableSaid(Schema):
    inspection: str = Field("", max_length=200)
    mode: Mode = Mode.STOP
    dry_run: bool = False
    attestation: str = Field("", max_length=500)


@changes(router, "/findings/import-table", Imported, "导入台账（Excel）")
def import_table(request: HttpRequest, said: Form[TableSaid], table: File[UploadedFile]) -> Any:
    """栏目按栏名认，认不出的不导入；先用 dry_run=true 看逐格的检查。"""
    _demand_office(request)
    data = table.read(MOST + 1)
    if len(data) > MOST:
        raise Stop(413, "too_large", _("表格太大，没有导入任何内容；请分成几个文件。"))
    sheet = read_sheet(data)
    rows = rows_of(sheet, match_heads(sheet.heads))
    how = _How(said.mode, said.dry_run, said.inspection.replace("\x00", "").strip(), said.attestation)
    source = Table(clean_name(table.name or ""), hashlib.sha256(data).hexdigest())
    return _take(request, rows, how, source)


def _demand_office(request: HttpRequest) -> None:
    if not may_review(person_of(request)):
        raise NotAllowed(_("只有整改办人员可以把表格导入台账，没有导入任何内容。"))


def _take(request: HttpRequest, rows: Sequence[SheetRow], how: _How, table: Table) -> dict[str, Any]:
    _demand_office(request)
    person, today = person_of(request), timezone.localdate()
    if how.dry_run:
        trial = try_out(rows, person, how.inspection, today)
        return _trial(trial, unknown_units(trial))
    strange: dict[str, list[int]] = {}
    try:
        done = carry_out(
            rows,
            person,
            table=table,
            inspection=how.inspection,
            mode=how.mode,
            attestation=how.attestation,
            demand=lambda trial: strange.update(unknown_units(trial)),
        )
    except Refused as refusal:
        bad = try_out(rows, person, how.inspection, today).bad
        raise Stop(422, "refused", " ".join(refusal.reasons), fields=_by_field(bad)) from refusal
    return _done(done, strange)


def _by_field(bad: Sequence[BadCell]) -> dict[str, list[str]]:
    return {f"rows.{cell.row}.{cell.field}": [cell.sentence] for cell in bad[:200]}


def _trial(
    trial: Trial, strange: dict[str, list[int]], numbers: dict[int, str] | None = None
) -> dict[str, Any]:
    counts, known = trial.counts, numbers or {}
    return {
        "dry_run": True,
        "new": counts["new"],
        "changed": counts["changed"],
        "same": counts["same"],
        "left_out": counts["bad"],
        "new_inspections": list(trial.new_inspections),
        "needs_attestation": trial.needs_attestation,
        "unknown_units": [{"name": name, "rows": rows} for name, rows in strange.items()],
        "bad": [_bad(cell) for cell in trial.bad],
        "rows": [
            {
                "row": row.row,
                "kind": row.kind,
                "number": known.get(row.row) or (row.finding.number if row.finding else ""),
                "changes": [
                    {"code": code, "name": name}
                    for code, name in zip(row.changes, row.changed_names, strict=True)
                ],
            }
            for row in trial.rows
        ],
    }


def _done(done: Outcome, strange: dict[str, list[int]]) -> dict[str, Any]:
    counts = {"new": done.new, "changed": done.changed, "same": done.same, "left_out": done.left_out}
    return {**_trial(done.trial, strange, done.numbers), **counts, "dry_run": False}


def _bad(cell: BadCell) -> dict[str, Any]:
    plain = ("row", "field", "column", "place", "text", "sentence")
    return {name: getattr(cell, name) for name in plain}
