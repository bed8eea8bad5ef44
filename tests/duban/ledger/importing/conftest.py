"""A small ledger as an office keeps it in Excel."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

HEADS = (
    "序号",
    "问题描述",
    "整改目标",
    "整改措施",
    "完成时限",
    "责任单位",
    "行业主管部门",
    "包案领导",
    "备注",
)
ROWS = (
    (
        "1",
        "石溪区砂场露天堆放。",
        "砂堆全部入棚。",
        "1.建设料棚。\n2.硬化路面。",
        "2026年9月底前",
        "石溪区政府",
        "市住房城乡建设局",
        "程砚秋（副市长）",
        "重点场所",
    ),
    (
        "2",
        "望汀区雨污混流。",
        "完成分流。",
        "1.改造管网；2.巡查。",
        "立行立改，长期坚持",
        "望汀区、市水务局",
        "市生态环境局",
        "副市长陆明",
        "",
    ),
)
Maker = Callable[..., bytes]


@pytest.fixture
def workbook() -> Maker:
    """Rows under heads as an Excel file; ``above`` stands over the heads."""

    def make(
        heads: Sequence[str] = HEADS, rows: Sequence[Sequence[str]] = ROWS, above: Sequence[str] = ()
    ) -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            sheet = book.add_worksheet("台账")
            for at, line in enumerate([*([text] for text in above), heads, *rows]):
                for column, text in enumerate(line):
                    sheet.write_string(at, column, text)
        return buffer.getvalue()

    return make
