"""Numbers that no item holds, headings read as items, counts that were not read."""

from __future__ import annotations

from gongwen.results import Reading, Total

from .readings import doubted, item, quote


def codes(reading: Reading) -> set[str]:
    return {doubt.code for doubt in reading.doubts}


def test_a_numbered_problem_between_two_items() -> None:
    text = "1.河道管护不到位。\n2.台账未建立。\n1.雨污分流不彻底。"
    first = item(text, "1.河道管护不到位。", "河道管护不到位。", no="1.")
    last = item(text, "1.雨污分流不彻底。", "雨污分流不彻底。", no="1.")
    assert "items-unclear" in codes(doubted(text, first, last)[0])
    between = item(text, "2.台账未建立。", "台账未建立。", no="2.")
    assert "items-unclear" not in codes(doubted(text, first, between, last)[0])


def test_marks_of_problems_that_no_item_begins_with() -> None:
    text = "问题一:河道管护不到位。\n一是清理垃圾。\n问题二:雨污分流不彻底。\n一是封堵排口。"
    parts = [item(text, f"一是{words}", words, no="一是") for words in ("清理垃圾。", "封堵排口。")]
    assert "items-unclear" in codes(doubted(text, *parts)[0])


def test_a_heading_that_was_read_as_an_item() -> None:
    text = "一、甲加油站\n1.设备老化。\n二、乙加油站\n1.通道堵塞。\n2.标志缺失。"
    path = (quote(text, "一、甲加油站"),)
    first = item(text, "1.设备老化。", "设备老化。", no="1.", path=path)
    heading = item(text, text[text.index("二、") :], "乙加油站", no="二、")
    reading, (right, wrong) = doubted(text, first, heading)
    assert "items-unclear" in codes(reading)
    assert ("item-unclear", None) in wrong
    assert ("item-unclear", None) not in right


def test_a_count_in_the_preface_that_was_not_read() -> None:
    text = "反馈意见指出2个问题,现公开如下。\n1.河道管护不到位。\n2.雨污分流不彻底。"
    items = [
        item(text, words, words[2:], no=words[:2]) for words in ("1.河道管护不到位。", "2.雨污分流不彻底。")
    ]
    assert [doubt.field for doubt in doubted(text, *items)[0].doubts] == ["totals"]
    read = (Total("问题", 2.0, quote(text, "2个问题")),)
    assert doubted(text, *items, totals=read)[0].doubts == ()


def test_a_number_that_is_none() -> None:
    text = "鹿鸣县党委、政府;市水利局、市住建局、市财政局\n河道管护不到位。"
    read = item(text, text, "河道管护不到位。", no="鹿鸣县党委、政府;市水利局、市住建局、市财政局")
    reading, (doubts,) = doubted(text, read, scores=((4.0, 1),))
    assert "layout-unclear" in codes(reading)
    assert ("layout-unclear", None) in doubts


def test_the_only_problem_of_a_page_keeps_the_ordinal_of_its_list() -> None:
    text = "问题十二:河道管护不到位。\n问题十五:雨污分流不彻底。"
    first = item(text, "问题十二:河道管护不到位。", "河道管护不到位。", no="问题十二:")
    last = item(text, "问题十五:雨污分流不彻底。", "雨污分流不彻底。", no="问题十五:")
    assert "numbering-gap" not in codes(doubted(text[: first.span[1]], first)[0])
    assert "numbering-gap" in codes(doubted(text, first, last)[0])
