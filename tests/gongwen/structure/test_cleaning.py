"""What belongs to the page and not to the document, and lines as they were before they were wrapped."""

import pytest

from gongwen import cleaning, wrapping
from gongwen.formats import read_source
from gongwen.rectification.labels import starts_label


def sheet_of(text: str) -> cleaning.Sheet:
    source = read_source(text.encode(), "a.txt")
    folded = cleaning.fold(source.text)
    body = [line for line in cleaning.lines(source, folded) if not line.furniture]
    return cleaning.weave(folded, wrapping.rejoin(folded, body, starts_label))


FURNITURE = [
    "您当前的位置 > 首页 >> 法定主动公开",
    "当前位置:首页 > 专题专栏",
    "来源:市水利局 发布时间:2023-05-29 浏览量:12",
    "【打印本页】【关闭窗口】",
    "第3页",
    "— 12 —",
    "(上接第五版)",
    "主办:某市生态环境局 地址:某路20号 技术支持:某公司",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert cleaning.is_furniture(line)


@pytest.mark.parametrize(
    "line", ["来源于群众举报的问题共12件。", "打印机房噪声扰民。", "主办单位未落实责任。"]
)
def test_what_only_looks_like_furniture(line: str) -> None:
    assert not cleaning.is_furniture(line)


def test_properties_of_a_page_go_with_their_values() -> None:
    text = "• 索引号:\n000-2023\n• 发布机构:\n市水利局\n正文从这里开始。\n"
    assert sheet_of(text).text == "正文从这里开始。\n"


def test_hard_wraps_are_rejoined_and_headings_are_not() -> None:
    text = (
        "一、整改任务\n某县城东区三个小区的生活污水经雨水管网直接\n排入石桥河,断面氨氮浓度多次超过地表水三类\n标准,群众反映强烈,至今没有得到有效的解决\n办法。\n"
        "责任单位:县住房和城乡建设局、城关镇人民政\n府\n"
    )
    assert sheet_of(text).text.splitlines() == [
        "一、整改任务",
        "某县城东区三个小区的生活污水经雨水管网直接排入石桥河,断面氨氮浓度多次超过地表水三类标准,群众反映强烈,至今没有得到有效的解决办法。",
        "责任单位:县住房和城乡建设局、城关镇人民政府",
    ]


def test_a_heading_above_its_text_stays_a_line_of_its_own() -> None:
    text = "(一)深入推进污染防治工作\n全市上下坚持问题导向,以前所未有的力度推进各项整改任务落地见效。\n"
    assert len(sheet_of(text).paragraphs) == 2


def test_the_name_of_a_field_broken_between_lines() -> None:
    assert "整改时限:6月底" in sheet_of("整改目标:消除直排。\n整改时\n限:6月底\n").text


def test_traditional_print_with_pinyin_is_read_and_quoted_as_printed() -> None:
    printed = "臺賬不完整,石溪區(qū)固廢超量堆存。\n"
    sheet = sheet_of(printed)
    assert sheet.text == "台账不完整,石溪区固废超量堆存。\n"
    at = sheet.text.index("石溪区")
    start, end = sheet.place((at, at + 3))
    assert printed[start:end] == "石溪區(qū)"


def test_page_marks_inside_a_list_are_left_out() -> None:
    assert (
        sheet_of("1.研究一次。2.纳入考评。\n-1-3.建立制度。\n").text
        == "1.研究一次。2.纳入考评。\n3.建立制度。\n"
    )


def test_every_place_leads_back_to_what_was_printed() -> None:
    text = "　　整改目标：消除直排，\n　　恢复生态。\n"
    sheet = sheet_of(text)
    assert sheet.text == "整改目标:消除直排,恢复生态。\n"
    for at, character in enumerate(sheet.text[:-1]):
        start, _ = sheet.place((at, at + 1))
        assert cleaning.fold(text)[start] == character
