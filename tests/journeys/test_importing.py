"""A clerk brings the ledger of her office as it is, mid-flight: matches it once, answers what nobody can know, mends what is
wrong, takes it over on her word, brings it again, and brings it changed."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]
SEAT = "2025年霁川县自查"
WORD = "据2026年5月纸质台账，方静与县整改办逐条核对。"
_DOWN = (
    ("A", "序号"),
    ("B", "存在问题"),
    ("C", "整改措施"),
    ("D", "整改时限"),
    ("H", "包保领导"),
    ("I", "整改进展"),
    ("J", "销号时间"),
    ("K", "原台账编号"),
    ("L", "交办时间"),
    ("M", "点位"),
    ("N", "备注"),
)
_CLOSED = (
    "一",
    "霁川县城东河段雨污混流。",
    "1.建设管网3公里。\n2.封堵排口。",
    "2025年12月底前",
    "霁川县政府",
    "县水务处",
    "市生态环境局",
    "程砚秋（副市长）",
    "已完成整改并销号",
)
_RUNNING = (
    "二",
    "霁川县污水处理厂提标滞后。",
    "建设提标工程。",
    "二〇二六年十二月底前",
    "霁川县政府",
    "县水务处",
    "市生态环境局",
    "程砚秋（副市长）",
    "达到时序进度",
    "/",
    "JC-02",
)
_THIRD = (
    "三",
    "霁川县砂场扬尘污染。",
    "建设料棚。",
    "2026年9月底前",
    "霁川县政府、砂场业主",
    "县水务处",
    "市生态环境局",
    "",
    "正在推进",
    "",
    "JC-03",
)


def ledger(goal: str = "2026年9月底前", *, running: str = "建设提标工程。", old: str = "JC-03") -> bytes:
    """Title rows, heads in two rows, headings between the rows, days in three ways, a note below, a hidden sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("2025台账")
        sheet.merge_range("A1:N1", "霁川县生态环境问题整改台账")
        sheet.merge_range("A2:N2", "（截至2026年5月31日）")
        for column, head in _DOWN:
            sheet.merge_range(f"{column}3:{column}4", head)
        sheet.merge_range("E3:G3", "责任单位")
        sheet.write_row("E4", ["主体", "牵头单位", "验收单位"])
        sheet.merge_range("A5:N5", "一、水环境方面")
        sheet.write_row("A6", _CLOSED)
        sheet.write_datetime(
            "J6", datetime.datetime(2026, 1, 20), book.add_format({"num_format": "yyyy-mm-dd"})
        )
        sheet.write_row("K6", ["JC-01", "2025.3.1", "东桥排口、西桥排口", "市级重点"])
        sheet.write_row("A7", _with(_RUNNING, 2, running))
        sheet.write_number("L7", 45717)
        sheet.merge_range("A8:N8", "二、大气方面")
        sheet.write_row("A9", _with(_with(_THIRD, 3, goal), 10, old))
        sheet.write("L9", "二〇二五年三月一日")
        sheet.write_row("A10", ["填表人：方静", "", "审核：沈知远"])
        _hidden(book)
    return buffer.getvalue()


def _with(row: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    return (*row[:at], text, *row[at + 1 :])


def _hidden(book: Any) -> None:
    sheet = book.add_worksheet("作废")
    sheet.write_row("A1", ["存在问题", "整改措施"])
    sheet.write_row("A2", ["作废的问题。", "无"])
    sheet.hide()


def bring(page: Page, data: bytes) -> None:
    """Upload and match; the second time the heads are known."""
    page.goto("/ledger/import/")
    page.set_input_files("#table", {"name": "霁川县台账.xlsx", "mimeType": "", "buffer": data})
    page.get_by_role("button", name="上传表格").click()
    page.wait_for_url("**/columns/")
    page.fill("#inspection", SEAT)
    page.get_by_role("button", name="试读这张表").click()
    expect(page.locator("h1")).to_have_text("试读结果")


def figures(page: Page) -> list[str]:
    return page.locator(".import-counts dd").all_inner_texts()


def test_a_running_ledger_is_taken_over(visit: Visit) -> None:
    page = visit("clerk")
    _match_once(page)
    _answer(page)
    _mend_and_carry_out(page)
    _find_what_was_attested(page)
    bring(page, ledger())
    expect(page.get_by_text("每一行都与台账相同")).to_be_visible()
    assert figures(page) == ["0", "3", "0", "0"]
    _changed_is_refused_with_a_way(page)


def _match_once(page: Page) -> None:
    page.goto("/ledger/import/")
    page.set_input_files(
        "#table", {"name": "台账.xlsx", "mimeType": "", "buffer": ledger("尽快", old="JC-02")}
    )
    page.get_by_role("button", name="上传表格").click()
    expect(page.get_by_text("隐藏的工作表“作废”没有读入")).to_be_visible()
    expect(page.get_by_label("“主体责任单位”对应")).to_have_value("main")
    page.get_by_label("“备注”对应").select_option("priority")
    page.fill("#inspection", SEAT)
    page.get_by_role("button", name="试读这张表").click()
    page.get_by_role("link", name="对照各列").click()
    expect(page.get_by_label("“备注”对应")).to_have_value("priority")
    page.get_by_label("“备注”对应").select_option("extra")
    page.get_by_role("button", name="试读这张表").click()


def _answer(page: Page) -> None:
    """Names that nobody knows and words about the progress: each once."""
    bad = page.locator("section", has_text="不能导入的单元格")
    expect(bad.locator("tbody tr td:first-child")).to_have_text(["D9", "K9"])
    expect(bad).to_contain_text("读不出时限“尽快”")
    expect(page.get_by_text("先回答上面的问题")).to_be_visible()
    page.get_by_label("“砂场业主”是", exact=True).select_option("none")
    expect(page.get_by_label("“正在推进”接管时处于")).to_have_value("in_progress")
    page.get_by_role("button", name="记下这些回答").click()
    expect(page.get_by_text("“砂场业主”以前回答过不是单位")).to_be_visible()


def _mend_and_carry_out(page: Page) -> None:
    bring(page, ledger())
    assert figures(page) == ["3", "0", "0", "0"]
    expect(page.get_by_text("名录里没有的单位")).to_have_count(0)
    page.get_by_role("button", name="记下这些回答").click()
    page.fill("#attestation", WORD)
    page.get_by_role("button", name="导入台账").dblclick()
    expect(page.get_by_text("新登记的编号是")).to_be_visible()
    assert figures(page) == ["3", "0", "0", "0"]


def _find_what_was_attested(page: Page) -> None:
    page.goto("/ledger/?q=JC-01")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator(".col-number a").first.click()
    page.wait_for_load_state()
    record = page.locator("main")
    expect(record).to_contain_text(WORD.rstrip("。"))
    expect(record).to_contain_text("2026-01-20")
    expect(record).to_contain_text("东桥排口")
    expect(record).to_contain_text("市级重点")


def _changed_is_refused_with_a_way(page: Page) -> None:
    """The second problem is under way: what is on file is named, and the way is a request."""
    bring(page, ledger("2026年10月底前", running="另建一座工程。"))
    assert figures(page) == ["0", "1", "0", "2"]
    bad = page.locator("section", has_text="不能导入的单元格")
    expect(bad.locator("tbody tr td:first-child")).to_have_text(["C7", "D9"])
    expect(bad.locator("tbody tr").first).to_contain_text("申请调整")
    expect(page.get_by_text("没有可以导入的行")).to_be_visible()


def test_what_is_no_ledger_is_told_and_to_others_the_door_is_not_there(visit: Visit) -> None:
    page = visit("clerk")
    for name, data, said in (
        ("方案.xlsx", b"PK\x03\x04 word/document.xml", "这是Word文档"),
        ("台账.xls", "<html><table><tr><td>问题</td></tr></table>".encode(), "内容却是网页"),
        ("台账.csv", "姓名,电话\n甲,1\n".encode("gb18030"), "没有找到台账"),
    ):
        page.goto("/ledger/import/")
        page.set_input_files("#table", {"name": name, "mimeType": "", "buffer": data})
        page.get_by_role("button", name="上传表格").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
    answer = visit("luming").goto("/ledger/import/")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_an_import_fit(width: int, visit: Visit) -> None:
    page = visit("clerk", width=width, height=844)
    bring(page, ledger("尽快"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(re.sub(r"(\d+)/$", r"\1/columns/", page.url))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
