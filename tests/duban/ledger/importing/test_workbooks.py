"""Tables as offices really have them: titles, heads in two rows, merged cells, hidden sheets, broken formulas, no Excel at all."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from duban.ledger.errors import Refused
from duban.ledger.importing import Sheet, SheetRow, cells, match_heads, read_sheet, rows_of, try_out
from duban.ledger.importing.days import BadValue, day
from duban.ledger.importing.workbooks import text_of
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db
Filler = Callable[[Any, Any], None]


def made(fill: Filler) -> bytes:
    """A workbook; ``fill`` gets it and its first sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book, book.add_worksheet("台账"))
    return buffer.getvalue()


def read(fill: Filler) -> tuple[Sheet, list[SheetRow]]:
    sheet = read_sheet(made(fill))
    return sheet, rows_of(sheet, match_heads(sheet.heads))


def _two_rows(_book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:G1", "澜州市督察整改台账")
    sheet.merge_range("A2:A3", "序号")
    sheet.merge_range("B2:B3", "问题描述")
    sheet.merge_range("C2:D2", "责任单位")
    sheet.merge_range("E2:F2", "完成情况统计")
    sheet.merge_range("G2:G3", "备注")
    sheet.write_row("C3", ["主体", "牵头单位", "投资", "工期"])
    sheet.merge_range("A4:G4", "一、水环境方面")
    sheet.write_row("A5", ["1", "甲问题。", "鹿鸣县", "市水务局", "3亿", "一年", "看过"])
    sheet.merge_range("A6:G6", "二、大气方面")
    sheet.write_row("A7", ["2", "乙问题。", "棠溪县", "", "", "", ""])
    sheet.write_row("A8", ["填表人：方静", "", "", "审核：沈知远"])


def test_heads_in_two_rows_and_headings_between_the_rows() -> None:
    sheet, rows = read(_two_rows)
    assert (
        sheet.heads
        == (
            "序号",
            "问题描述",
            "责任单位／主体",
            "牵头单位",
            "完成情况统计／投资",
            "完成情况统计／工期",
            "备注",
        )
        or sheet.heads[2] == "主体责任单位"
    )
    assert [(row.number, row.cells["category"]) for row in rows] == [
        (5, "一、水环境方面"),
        (7, "二、大气方面"),
    ]
    assert (rows[0].cells["main"], rows[0].cells["lead"]) == ("鹿鸣县", "市水务局")
    assert rows[0].extra == {"完成情况统计／投资": "3亿", "完成情况统计／工期": "一年", "备注": "看过"}
    assert [line.number for line in sheet.notes] == [8]


def _merged(_book: Any, sheet: Any) -> None:
    sheet.write_row("A1", ["类别", "问题", "措施", "责任单位"])
    sheet.merge_range("A2:A4", "水环境")
    sheet.merge_range("B2:B3", "甲问题。")
    sheet.write("C2", "建管网。")
    sheet.write("C3", "建泵站。")
    sheet.merge_range("D2:D3", "鹿鸣县")
    sheet.write_row("B4", ["乙问题。", "巡查。", "棠溪县"])


def test_one_problem_over_several_rows_is_one_and_a_merged_value_is_for_every_row() -> None:
    _sheet, rows = read(_merged)
    assert [(row.number, row.cells["category"]) for row in rows] == [(2, "水环境"), (4, "水环境")]
    assert rows[0].cells["measures"] == "建管网。\n建泵站。"
    assert rows[0].cells["main"] == "鹿鸣县"


def _formulas(_book: Any, sheet: Any) -> None:
    sheet.write_row("A1", ["问题", "整改时限", "整改目标", "备注"])
    sheet.write("A2", "甲问题。")
    sheet.write_formula("B2", "=Z9", None, "#REF!")
    sheet.write_formula("C2", "=A9", None, "")
    sheet.write_formula("D2", "=1+1", None, 2)
    sheet.write("A3", "乙问题。")
    sheet.write_formula("D3", "=#N/A", None, "#N/A")


def test_formulas_that_give_nothing_are_named_and_no_empty_cells(cast: Cast) -> None:
    _sheet, rows = read(_formulas)
    assert rows[0].extra == {"备注": "2"}
    bad = try_out(rows, cast.clerk, "某次督察", datetime.date(2026, 5, 20)).bad
    assert [(cell.place, cell.column) for cell in bad] == [
        ("B2", "整改时限"),
        ("C2", "整改目标"),
        ("D3", "备注"),
    ]
    assert "#REF!" in bad[0].sentence
    assert "没有存下算出的结果" in bad[1].sentence


def _several(book: Any, sheet: Any) -> None:
    sheet.write_row("A1", ["汇总", "数量"])
    for name, hidden in (("旧台账", True), ("鹿鸣县", False), ("棠溪县", False)):
        other = book.add_worksheet(name)
        other.write_row("A1", ["问题", "目标"])
        other.write_row("A2", [f"{name}的问题。", "目标"])
        if hidden:
            other.hide()


def test_what_is_hidden_is_not_read_and_one_of_several_can_be_chosen() -> None:
    data = made(_several)
    sheet = read_sheet(data)
    assert (sheet.name, sheet.others, sheet.hidden) == ("鹿鸣县", ("棠溪县",), ("旧台账",))
    assert read_sheet(data, "棠溪县").rows[0].cells[0] == "棠溪县的问题。"
    assert read_sheet(data, "旧台账").name == "鹿鸣县"


def _only_hidden(book: Any, sheet: Any) -> None:
    sheet.write_row("A1", ["问题", "目标"])
    sheet.write_row("A2", ["甲问题。", "目标"])
    book.add_worksheet("说明").activate()
    sheet.hide()


def _far_out(_book: Any, sheet: Any) -> None:
    sheet.write_row("A1", ["问题", "目标"])
    sheet.write("XFD900000", "x")


def _too_long(_book: Any, sheet: Any) -> None:
    for at in range(20_002):
        sheet.write_row(at, 0, ["问题", "目标"])


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "是空的"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
        (OLD + "WordDocument".encode("utf-16-le"), "是Word文档"),
        (b"PK\x03\x04 word/document.xml", "是Word文档"),
        (b"%PDF-1.7", "是PDF文件"),
        (b"\xef\xbb\xbf<html><table></table></html>", "内容却是网页"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"\x89PNG\x00\x01", "已损坏"),
        (made(lambda _book, _sheet: None), "没有任何内容"),
        (made(_only_hidden), "“台账”是隐藏的"),
        (made(lambda _book, sheet: sheet.write_row("A1", ["姓名", "电话"])), "没有找到台账"),
        (made(lambda _book, sheet: sheet.write_row("A1", ["问题", "目标"])), "只有表头"),
        (made(_far_out), "第900000行"),
        (made(_too_long), "一次最多读入20000行"),
    ],
)
def test_what_is_no_ledger_is_told_by_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_sheet(data)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_text_with_commas_is_a_table(code: str, mark: str) -> None:
    lines = [["序号", "问题", "整改目标"], ["1", "“甲”问题䶮。", '"砂堆入棚，\n达标。"']]
    sheet = read_sheet("\r\n".join(mark.join(line) for line in lines).encode(code))
    assert sheet.rows[0].cells == ("1", "“甲”问题䶮。", "砂堆入棚，\n达标。")


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-30",
        "2026.9.30",
        "2026/9/30 00:00",
        "2026年9月30日",
        "二〇二六年九月三十日",
        "20260930",
        "46295",
    ],
)
def test_a_day_in_the_ways_offices_write_it(text: str) -> None:
    assert day(text) == datetime.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026年9月", "哪一日"),
        ("9月30日", "哪一年"),
        ("2026-02-30", "没有“2026-02-30”这一天"),
        ("年底", "不是日期"),
    ],
)
def test_a_day_that_is_none_says_what_it_lacks(text: str, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        day(text)


def test_text_whose_lines_would_fill_all_memory_is_refused() -> None:
    """One line of a hundred thousand commas, and a hundred thousand lines."""
    with pytest.raises(Refused, match="一直用到第100001行、第100001列"):
        read_sheet(b"," * 100_000 + b"\nx" * 100_000)


@pytest.mark.parametrize(
    "said",
    [
        "2026—9—30",
        "2026／09／30",
        "2026-09-30T00:00:00",
        "2026-09-30 08:15:00.123",
        "46295.5",
        "２０２６．９．３０",
    ],
)
def test_a_day_however_it_was_typed(said: str) -> None:
    assert day(said) == datetime.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("said", "why"),
    [("26.9.30", "年份没有写全"), ("0026-09-30", "没有“0026-09-30”这一天"), ("2026年9月底", "没有写哪一日")],
)
def test_a_day_that_is_not_all_there_is_not_guessed(said: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        day(said)


@pytest.mark.parametrize(
    ("said", "date", "what"),
    [
        ("2026年6月30日前，完成主体", "2026-06-30", "完成主体"),
        ("2026年2月底前完成主体", "2026-02-28", "完成主体"),
        ("2026/6 ：完成主体", None, None),
        ("2026-06-30 前期工作完成", "2026-06-30", "前期工作完成"),
    ],
)
def test_a_step_by_the_end_of_a_month(said: str, date: str | None, what: str | None) -> None:
    if date is None:
        with pytest.raises(BadValue, match="不是“日期 内容”的样子"):
            cells.milestones(said)
    else:
        (step,) = cells.milestones(said)
        assert (step.date.isoformat(), step.what) == (date, what)


def test_names_and_measures_as_clerks_type_them() -> None:
    assert (
        cells.measures("①建料棚②硬化路面") == cells.measures("• 建料棚\n• 硬化路面") == ("建料棚", "硬化路面")
    )
    names = [(charge.name, charge.post) for charge in cells.people("陆　明（局长）/程 砚 秋", "person")]
    assert names == [("陆明", "局长"), ("程砚秋", "")]
    assert [charge.name for charge in cells.units("①市水务局②市住建局", "main")] == ["市水务局", "市住建局"]
    with pytest.raises(BadValue, match="电话另放一列"):
        cells.people("陆明13800000000", "person")


def test_a_figure_is_what_excel_shows() -> None:
    assert [text_of(value) for value in (0.1 + 0.2, 2.0, 1e-7)] == ["0.3", "2", "1e-07"]
