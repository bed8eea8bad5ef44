"""A table into the ledger, twice, against a bare read of the file and a bulk insert of every row that the import leaves."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.db import models, transaction
from python_calamine import CalamineWorkbook

from duban.accounts.models import Person
from duban.journal.models import Entry, Stream
from duban.ledger.importing import carry_out, match_heads, read_sheet, rows_of
from duban.ledger.importing.carrying import Table
from duban.ledger.models import Charge, Deadline, Finding, Measure, PlanItem, PlanItemVersion, Remark
from tests.bench._house.scenarios import task

#: An import may take so many times a bare read and insert of what it leaves.
MOST_TIMES = 4.0
HEADS = (
    "序号",
    "具体问题",
    "整改目标",
    "整改措施",
    "整改时限",
    "主体责任单位",
    "牵头单位",
    "监管责任单位",
    "督办领导",
    "备注",
)
LEFT: Sequence[type[models.Model]] = (
    PlanItem,
    PlanItemVersion,
    Finding,
    Measure,
    Deadline,
    Charge,
    Remark,
    Stream,
    Entry,
)


class _Undone(Exception):
    """Rolls back what was only tried."""


def _workbook(count: int) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("台账")
        for at, line in enumerate([HEADS, *(_line(n) for n in range(1, count + 1))]):
            for column, text in enumerate(line):
                sheet.write_string(at, column, text)
    return buffer.getvalue()


def _line(n: int) -> tuple[str, ...]:
    problem = f"{n}号砂石堆场物料露天堆放，抑尘设施闲置，雨天污水横流，群众多次反映。"
    measures = "1.建设封闭料棚。\n2.硬化厂区道路。\n3.安装在线监测并联网。"
    deadline = f"{2026 + n % 3}年{n % 12 + 1}月底前"
    return (
        str(n),
        problem,
        "物料全部入棚，颗粒物浓度达标。",
        measures,
        deadline,
        f"鹿鸣县第{n % 20}镇",
        "市水务局",
        "市生态环境局",
        "程砚秋（副市长）",
        "重点",
    )


def _spent(work: Callable[[], Any]) -> float:
    """Seconds by the processor: what others do on the machine meanwhile is not of this."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _bare(data: bytes, kept: Sequence[Sequence[models.Model]]) -> None:
    """Read the cells, and insert rows like those that were left, under keys of their own."""
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    for rows in kept:
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=500)


def _import(count: int) -> str:
    data, clerk = _workbook(count), Person.objects.get(username="clerk")
    sheet = read_sheet(data)
    told = {}

    def once() -> None:
        rows = rows_of(read_sheet(data), match_heads(sheet.heads))
        told["done"] = carry_out(rows, clerk, table=Table("台账.xlsx"), inspection="导入的督察")

    try:
        with transaction.atomic():
            before = {model: model._base_manager.count() for model in LEFT}
            first, again = _spent(once), 0.0
            kept = [_newest(model, before[model]) for model in LEFT]
            again = _spent(once)
            assert told["done"].same == count
            raise _Undone
    except _Undone:
        pass
    bare = _without_traces(data, kept)
    times = first / bare
    mark = "" if times <= MOST_TIMES else f"FLOOR {times:.1f} times, allowed {MOST_TIMES:.0f}; "
    return (
        f"{mark}{first:.2f} s, again {again:.2f} s; {times:.1f} times a bare read and insert ({bare:.2f} s)"
    )


def _newest(model: type[models.Model], before: int) -> list[models.Model]:
    count = model._base_manager.count() - before
    return list(model._base_manager.order_by("-pk")[:count])[::-1]


def _without_traces(data: bytes, kept: Sequence[Sequence[models.Model]]) -> float:
    """The rows were rolled back, so the same rows can be inserted again as they were, and are rolled back as well. What
    they point at is looked for at a commit only, which does not come."""
    try:
        with transaction.atomic():
            spent = _spent(lambda: _bare(data, kept))
            raise _Undone
    except _Undone:
        return spent


for _count in (500, 2000):
    task(f"importing {_count:,} rows twice")(lambda count=_count: _import(count))  # type: ignore[misc]
