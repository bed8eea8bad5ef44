"""Every layout of the genre: which items there are, and what belongs to which of them."""

from collections.abc import Sequence

import pytest

import gongwen
from gongwen import Item, Reading

from . import documents


def read(text: str) -> Reading:
    return gongwen.read_text(text)


def problems(reading: Reading) -> list[str]:
    return [item.problem.text if item.problem else "" for item in reading.items]


def numbers(reading: Reading) -> list[str | None]:
    return [item.no for item in reading.items]


def measures(item: Item) -> list[str]:
    return [measure.text.rstrip("。；") for measure in item.measures]


def parties(found: Sequence[gongwen.Party]) -> list[str]:
    return [party.text for party in found]


def headings(item: Item) -> list[str]:
    return [heading.text for heading in item.path]


def test_labelled_blocks_run_on_across_headings() -> None:
    reading = read(documents.LABELLED)
    assert numbers(reading) == ["(一)", "(二)", "(三)"]
    assert headings(reading.items[2]) == ["二、大气环境方面"]
    first = reading.items[0]
    assert first.problem is not None
    assert first.problem.text == "石溪河沿线9个排口直排，断面氨氮超标。"
    assert first.goal is not None
    assert first.goal.text == "消除直排。"
    assert measures(first) == ["2024年6月底前完成排口溯源", "封堵直排口9处"]
    assert parties(first.units.responsible) == ["石溪区"]
    assert parties(first.units.regulator) == ["市水利局", "市生态环境局"]
    assert parties(first.units.leader) == ["沈知远"]
    assert str(first.deadline.date) == "2024-12-31"


def test_one_paragraph_with_nothing_between_values_and_names() -> None:
    reading = read(documents.RUN_ON)
    assert numbers(reading) == ["1.", "2.", "3."]
    assert problems(reading) == ["部分街道对环保工作研究少。", "网格员未配齐。", "在线监测数据异常未处置。"]
    assert measures(reading.items[0]) == ["开展培训，做到举一反三、标本兼治", "纳入考核"]
    assert headings(reading.items[2]) == ["二、执法监管滞后问题"]
    assert parties(reading.items[1].units.responsible) == ["区编办"]


def test_units_and_dates_in_parentheses() -> None:
    reading = read(documents.ASIDES)
    assert problems(reading) == ["治理散煤复烧。", "治理道路扬尘。"]
    first, second = reading.items
    assert parties(first.units.lead) == ["县发改局"]
    assert parties(first.units.support) == ["各乡镇"]
    assert str(first.deadline.date) == "2024-10-31"
    assert measures(first) == ["10月底前散煤动态清零"]
    assert parties(second.units.responsible) == ["县城管局", "马鞍镇"]


def test_fields_on_a_heading_are_those_of_every_line_below() -> None:
    reading = read(documents.INHERITED)
    assert numbers(reading) == ["1.", "2.", "1."]
    assert [parties(item.units.responsible) for item in reading.items] == [["望汀区", "市商务局"]] * 2 + [
        ["石溪区"]
    ]
    assert headings(reading.items[1]) == ["一、天河广场"]


def test_fields_below_a_list_are_those_of_every_entry() -> None:
    reading = read(documents.BELOW)
    assert numbers(reading) == ["(一)", "(二)"]
    assert [parties(item.units.responsible) for item in reading.items] == [["棠溪县"]] * 2
    assert all(item.deadline.raw is not None for item in reading.items)


def test_a_patrol_report_three_levels_deep() -> None:
    reading = read(documents.PATROL)
    assert numbers(reading) == ["(1)", "(2)", "2."]
    assert [item.status for item in reading.items] == ["completed", "in_progress", "completed"]
    assert measures(reading.items[0]) == ["补录记录146条", "实行电子打卡"]
    assert measures(reading.items[2]) == ["发放宣传册4000份"]
    assert problems(reading)[2] == "关于“节水宣传不深入”问题"
    assert len(reading.items[0].path) == 2


def test_an_audit_report_cuts_the_statement_from_what_was_done() -> None:
    reading = read(documents.AUDIT)
    assert problems(reading) == ["非税收入未及时入库312万元。", "存量资金清理不到位。"]
    assert measures(reading.items[0]) == ["市财政局已全部缴入国库"]
    assert measures(reading.items[1]) == ["收回资金", "清理账户"]
    assert [item.status for item in reading.items] == ["completed", "in_progress"]


def test_problem_list_and_measure_list_joined_by_number() -> None:
    reading = read(documents.PARALLEL)
    assert problems(reading) == ["信息公开不及时。", "处罚决定书未公示。"]
    assert [measures(item) for item in reading.items] == [["补充公开信息12条"], ["补充公示3份"]]


def test_five_lists_joined_by_number() -> None:
    reading = read(documents.LISTS)
    assert [item.goal.text if item.goal else None for item in reading.items] == [
        "恢复过流能力。",
        "煤场规范化。",
    ]
    assert [parties(item.units.responsible) for item in reading.items] == [["镇水利站"], ["镇环保站"]]
    assert [item.deadline.kind for item in reading.items] == ["fixed", "ongoing"]


def test_ordinal_words_number_the_items_of_a_notice_of_exposure() -> None:
    reading = read(documents.EXPOSED)
    assert numbers(reading) == ["一是", "二是"]
    assert [parties(item.units.responsible) for item in reading.items] == [["石溪区"], ["望汀区"]]
    assert [item.status for item in reading.items] == ["completed", "in_progress"]


def test_topics_without_numbers() -> None:
    reading = read(documents.TOPICS)
    assert problems(reading) == ["砖瓦行业整治", "尾水治理"]
    assert parties(reading.items[0].units.lead) == ["县经信局"]
    assert parties(reading.items[0].units.support) == ["县生态环境局"]


def test_news_of_a_complaint() -> None:
    reading = read(documents.NEWS)
    assert problems(reading) == ["厂房后面的铁皮加工棚切割声刺耳，火花四溅，希望搬走。"]
    assert len(reading.items[0].measures) == 2
    assert "下一步" not in "".join(measure.text for measure in reading.items[0].measures)


def test_a_notice_is_one_item_numbered_in_its_title() -> None:
    reading = read(documents.NOTICE)
    assert len(reading.items) == 1
    item = reading.items[0]
    assert item.no == "序号二十三"
    assert problems(reading) == ["柏塘河下游四个村污水直排。"]
    assert measures(item) == ["铺设污水管11.4公里", "封堵直排口9个"]
    assert parties(item.units.responsible) == ["棠溪县"]
    assert item.deadline.raw is None


def test_a_notice_that_names_its_problem_in_the_first_sentence() -> None:
    reading = read(documents.LEAD)
    assert problems(reading) == ["园区污水管网破损27处"]
    assert reading.items[0].no == "第19项"
    assert reading.items[0].status == "completed"


@pytest.mark.parametrize("heading", ["一、指导思想", "二、组织保障", "三、下一步工作", "一、工作原则"])
def test_general_sections_hold_no_items(heading: str) -> None:
    reading = read(
        f"某县工作方案\n{heading}\n(一)坚持问题导向。全面从严从实抓好整改。\n(二)压实责任。加强督导检查。\n"
    )
    assert reading.items == ()
    assert [doubt.code for doubt in reading.doubts][-1:] == ["no-items"] or any(
        d.code == "no-items" for d in reading.doubts
    )


def test_nothing_inside_an_item_is_dropped() -> None:
    text = "一、整改任务\n1.管网破损。\n整改措施：分步推进。1.排查管网。2.修复破损。\n落实情况：已修复12处，居民反映良好。\n整改时限：2024年6月底\n"
    item = read(text).items[0]
    kept = "".join(quote.text for quote in item.context)
    assert "分步推进" in kept
    assert "居民反映良好" in kept


@pytest.mark.parametrize(
    "document",
    [
        getattr(documents, name)
        for name in dir(documents)
        if name.isupper() and isinstance(getattr(documents, name), str)
    ],
)
def test_every_quotation_stands_at_its_place(document: str) -> None:
    reading = read(document)
    quotes = [
        quote
        for item in reading.items
        for quote in (item.problem, item.goal, item.deadline.raw, *item.measures, *item.context)
    ]
    assert quotes
    for quote in quotes:
        if quote is not None:
            start, end = quote.span
            assert "".join(reading.text[start:end].split()) == "".join(quote.text.split())


def test_each_measure_has_a_deadline_of_its_own() -> None:
    reading = read(
        "某县整改方案\n一、整改任务\n(一)保护区内有码头。\n整改目标：全部拆除。\n"
        "1.完成评估。(责任单位：甲镇政府；完成时限：2024年9月底前)\n"
        "2.拆除码头。(责任单位：县交通局；完成时限：2024年10月底前)\n"
    )
    (item,) = reading.items
    assert [str(step.date) for step in item.milestones] == ["2024-09-30", "2024-10-31"]
    assert [step.what.text for step in item.milestones] == ["完成评估。", "拆除码头。"]


def test_units_behind_the_last_part_of_an_answer() -> None:
    reading = read(
        "整改任务清单\n①某水库非法采砂。\n一是拆除违规建筑。二是补植树木。(整改时间：2024年9月底前，责任单位：市水利局)\n"
        "②某镇雨污混流。\n一是改造管网。二是封堵排口。(整改时间：2024年8月底前，责任单位：市住建局)\n"
    )
    assert numbers(reading) == ["①", "②"]
    assert [parties(item.units.responsible) for item in reading.items] == [["市水利局"], ["市住建局"]]


def test_findings_in_one_paragraph_close_with_their_units() -> None:
    reading = read(
        "关于现场检查情况的通报\n发现的主要问题如下：\n一是某工地裸土未覆盖（责任单位：县住建局）。\n"
        "二是台账不规范（责任单位：县生态环境局）。三是某厂越界开采（责任单位：县自然资源局）。\n请立即整改。\n某县生态环境局\n"
    )
    assert numbers(reading) == ["一是", "二是", "三是"]


def test_sister_chapters_are_read_alike() -> None:
    reading = read(
        "关于审计查出问题整改情况的报告\n一、固体废物方面问题的整改情况\n"
        "(一)填埋场渗滤液处理能力不足。\n已完成整改。新建处理站1座。\n(二)贮存间标识不规范。\n已完成整改。更换标识。\n"
        "二、责任落实方面问题的整改情况\n(一)网格员队伍兼职过半。\n该问题正在整改。每年培训5次。\n"
    )
    assert numbers(reading) == ["(一)", "(二)", "(一)"]


def test_a_list_inside_the_statement_of_a_complaint() -> None:
    reading = read(
        "信访件办理情况\n一、养鸭户粪便入河。1、要求拆除围网。2、要求恢复植被。（受理编号：D390）\n"
        "核查情况：属实。\n处理和整改情况：已拆除围网。\n二、夜间施工扰民。（受理编号：D391）\n核查情况：属实。\n处理和整改情况：已停工。\n"
    )
    assert problems(reading)[0] == "养鸭户粪便入河。1、要求拆除围网。2、要求恢复植被。"
