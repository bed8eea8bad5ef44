"""A secrecy mark is found where it marks the document, and not where the words are only spoken of."""

from io import BytesIO

import pytest
import xlsxwriter

from gongwen.formats import read_source
from gongwen.formats.secrecy import mark_in_name, secrecy_mark
from tests.gongwen.formats.docx_parts import package, paragraph

BODY = "\n澜州市整改方案\n" + "本方案自印发之日起施行，各县区要抓好落实。\n" * 30


def mark(text):
    found = secrecy_mark(read_source(text.encode(), "a.txt"))
    return found.text if found else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("机密", "机密"),
        ("秘密★1年", "秘密★1年"),
        ("绝密★长期", "绝密★长期"),
        ("机密★", "机密★"),
        ("机　密★三年", "机　密★三年"),
        ("密级：秘密", "秘密"),
        ("密级: 机密★5年", "机密★5年"),
        ("000001 机密★1年 特急", "机密★1年"),
        ("秘密 5年", "秘密 5年"),
        ("  绝 密  ", "绝 密"),
    ],
)
def test_marks_in_the_heading_block(line, expected):
    assert mark(line + BODY) == expected


@pytest.mark.parametrize(
    "line",
    [
        "不得泄露国家秘密和商业秘密。",
        "保守国家秘密",
        "商业秘密",
        "机密文件管理制度",
        "秘密级文件共3份",
        "一、关于“机密★1年”的标注",
        "公文应当标注“秘密★1年”字样",
        "密级：公开",
        "内部资料",
        "工作秘密",
    ],
)
def test_words_that_are_no_marks(line):
    assert mark(line + BODY) is None


def test_a_line_of_its_own_marks_wherever_it_stands():
    assert mark(BODY + "\n机密★1年\n") == "机密★1年"


def test_the_place_is_that_of_the_mark():
    source = read_source(("密级：秘密★1年" + BODY).encode(), "a.txt")
    found = secrecy_mark(source)
    assert source.quote(found.span) == found.text == "秘密★1年"


def test_marks_in_running_heads_and_head_tables_are_found():
    header = read_source(package(paragraph("正文"), header1=paragraph("机密★3年")), "a.docx")
    assert secrecy_mark(header).text == "机密★3年"
    cell = "<w:tc>{}</w:tc>"
    row = cell.format(paragraph("份号：000001")) + cell.format(paragraph("绝密★10年"))
    table = read_source(package(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" + paragraph("正文")), "a.docx")
    assert secrecy_mark(table).text == "绝密★10年"


def test_a_running_foot_with_its_page_number_and_an_office_beside_the_mark():
    for line in ("秘密★10年　第 1 页", "市整改办　内部资料　机密★1年"):
        footer = read_source(package(paragraph("正文"), footer1=paragraph(line)), "a.docx")
        assert "★" in secrecy_mark(footer).text


def test_printed_heads_and_tabs_of_workbooks():
    def workbook(name, head):
        written = BytesIO()
        with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
            sheet = book.add_worksheet(name)
            sheet.set_header(head)
            sheet.write_row(0, 0, ["序号", "问题"])
            sheet.write_row(1, 0, [1, "垃圾未清运"])
        return secrecy_mark(read_source(written.getvalue(), "a.xlsx"))

    assert workbook("清单", '&L&"SimSun,Bold"&12机密★5年&R第 &P 页').text == "机密★5年"
    assert workbook("秘密", "&C清单").text == "秘密"
    assert workbook("清单", "&C保密工作清单") is None


@pytest.mark.parametrize(
    "line", ["附件：1.整改清单（机密）", "2.责任清单(秘密★1年)", "澜州市整改方案【绝密】"]
)
def test_titles_and_annexes_named_with_their_mark(line):
    assert mark(BODY + line + "\n") is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("机密-附件2整改清单.docx", "机密"),
        ("整改方案（秘密）.pdf", "秘密"),
        ("整改方案 秘密★1年.doc", "秘密★1年"),
        ("保密工作整改方案.docx", None),
        ("机密文件管理制度.docx", None),
        ("商业秘密保护.docx", None),
    ],
)
def test_marks_in_the_name_of_a_file(name, expected):
    assert mark_in_name(name) == expected
    found = secrecy_mark(read_source(BODY.encode(), name.rpartition(".")[0] + ".txt"))
    assert (found.text if found else None) == expected


def test_a_column_of_a_ledger_says_nothing_of_the_ledger():
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>"
        for a, b in [("文件", "密级"), ("甲", "秘密")]
    )
    assert secrecy_mark(read_source(package(f"<w:tbl>{rows}</w:tbl>"), "a.docx")) is None
