"""Ledgers in Excel: every sheet a table, its cells as a reader sees them."""

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from gongwen.errors import DocumentTooLarge
from gongwen.formats import read_source
from gongwen.formats.values import general, in_format, printed
from gongwen.source import Paragraph, Table
from tests.gongwen.formats.docx_parts import pack


def workbook(fill):
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def blocks(data):
    source = read_source(data, "台账.xlsx")
    return source, source.blocks


def cells(data):
    source, found = blocks(data)
    (table,) = [block for block in found if isinstance(block, Table)]
    return [(c.row, c.column, c.row_span, c.column_span, source.text[c.start : c.end]) for c in table.cells]


def ledger(book):
    sheet = book.add_worksheet("问题清单")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    percent = book.add_format({"num_format": "0.0%"})
    sheet.merge_range("B3:F3", "澜州市整改问题清单")
    sheet.write_row("B4", ["序号", "问题", "时限", "完成率", "县区"])
    for row, problem in enumerate(["污水直排", "露天堆放"], start=4):
        sheet.write(row, 1, row - 3)
        sheet.write(row, 2, problem)
        sheet.write_datetime(row, 3, datetime(2020, 6, 30), day)
        sheet.write(row, 4, 0.815, percent)
    sheet.merge_range("F5:F6", "望汀区")
    sheet.write("B9", "备注:数据截至6月。")


def test_margins_are_left_out_titles_stand_before_and_notes_after():
    source, found = blocks(workbook(ledger))
    assert [type(block) for block in found] == [Paragraph, Table, Paragraph]
    assert source.text.split("\n") == [
        "澜州市整改问题清单",
        "序号\t问题\t时限\t完成率\t县区",
        "1\t污水直排\t2020年6月30日\t81.5%\t望汀区",
        "2\t露天堆放\t2020年6月30日\t81.5%",
        "备注:数据截至6月。",
    ]
    assert found[1].header_rows == 1


def test_merged_ranges_come_once():
    assert cells(workbook(ledger))[9] == (1, 4, 2, 1, "望汀区")


def test_header_of_two_rows():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "序号")
        sheet.merge_range("B1:C1", "整改")
        sheet.write_row("B2", ["目标", "措施"])
        sheet.write_row("A3", [1, "全部纳管;稳定达标。", "铺设管网。"])

    assert blocks(workbook(fill))[1][0].header_rows == 2


def test_sheets_are_named_where_there_are_several_and_empty_or_hidden_ones_are_skipped():
    def fill(book):
        for name in ("责任清单", "空表", "数据源", "效果清单", "Sheet9"):
            sheet = book.add_worksheet(name)
            if name != "空表":
                sheet.write_row(0, 0, [f"甲{name}", "乙"])
            if name == "数据源":
                sheet.hide()

    assert read_source(workbook(fill), "a.xlsx").text.split("\n") == [
        "责任清单",
        "甲责任清单\t乙",
        "效果清单",
        "甲效果清单\t乙",
        "甲Sheet9\t乙",
    ]


def test_strings_rich_text_formulas_and_booleans():
    def fill(book):
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "整改", bold, "方案")
        sheet.write_formula("B1", "=1+1", None, 2)
        sheet.write_formula("C1", '="甲"', None, "甲")
        sheet.write_boolean("D1", True)
        sheet.write("E1", "一\n二")
        sheet.write_formula("F1", "=1/0", None, "#DIV/0!")

    assert [cell[4] for cell in cells(workbook(fill))] == ["整改方案", "2", "甲", "TRUE", "一\n二"]


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [
        (44012, "yyyy/m/d", "2020/6/30"),
        (44012, "yyyy-mm-dd;@", "2020-06-30"),
        (44012, '[$-804]yyyy"年"m"月";@', "2020年6月"),
        (44012, 'm"月"d"日"', "6月30日"),
        (44012.5625, "yyyy/m/d h:mm", "2020/6/30 13:30"),
        (44012, "aaaa", "星期二"),
        (44012, 'yyyy"y"', "2020y"),
        (0.5, "h:mm AM/PM", "12:00 下午"),
        (0.815, "0%", "82%"),
        (0.815, "0.00%", "81.50%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (5, '0"个"', "5个"),
        (12, '"第"0"批"', "第12批"),
        (3, "0_ ", "3"),
        (-3, "0.0;[Red]-0.0", "-3.0"),
        (13900000000, "General", "13900000000"),
        (0.1 + 0.2, "General", "0.3"),
        (1.5, "0.##", "1.5"),
        (2, "0.0#", "2.0"),
        (7, "@", "7"),
        (1e300, "yyyy", "1e+300"),
    ],
)
def test_numbers_in_their_formats(value, pattern, expected):
    assert in_format(value, pattern) == expected


def test_values_without_a_format():
    assert printed(datetime(2020, 6, 30)) == printed(date(2020, 6, 30)) == "2020-06-30"
    assert printed(datetime(2020, 6, 30, 8, 5)) == "2020-06-30 08:05"
    assert [printed(True), printed(2.0), printed(None), printed("甲")] == ["TRUE", "2", "", "甲"]
    assert general(1e20) == "1e+20"


def test_dates_that_count_from_1904():
    assert in_format(42550, "yyyy-m-d", from_1904=True) == "2020-6-30"


def sheet_package(sheet_xml):
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return pack(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="甲" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<R><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/s.xml"/></R>',
            "xl/worksheets/s.xml": f"<worksheet {main}>{sheet_xml}</worksheet>",
        }
    )


def inline(text, reference=None):
    given = f'r="{reference}" ' if reference else ""
    return f'<c {given}t="inlineStr"><is><t>{text}</t></is></c>'


def rows(*rows):
    return "<sheetData>" + "".join(f"<row>{''.join(row)}</row>" for row in rows) + "</sheetData>"


def test_far_away_cells_cost_nothing():
    data = rows([inline("甲", "A1"), inline("乙", "B1")], [inline("丙", "XFD1048576")])
    data += "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    assert "丙" in read_source(sheet_package(data), "a.xlsx").text


def test_cells_without_references_stand_one_after_another():
    data = sheet_package(rows([inline("甲"), inline("乙")], [inline("丙"), inline("丁")]))
    assert read_source(data, "a.xlsx").text == "甲\t乙\n丙\t丁"


def test_a_sheet_of_too_many_cells_is_refused():
    wide = [[inline("甲", f"A{n}"), inline("乙", f"XFD{n}")] for n in range(1, 200)]
    with pytest.raises(DocumentTooLarge):
        read_source(sheet_package(rows(*wide)), "a.xlsx")
