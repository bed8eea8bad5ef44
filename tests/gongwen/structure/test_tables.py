"""One table, flattened in every way that pages do it, gives the same items."""

import pytest

import gongwen
from gongwen.cleaning import Line
from gongwen.rectification.tables.aligning import align
from gongwen.rectification.tables.columns import Column, column_of, guessed
from gongwen.rectification.tables.flattened import find_tables
from gongwen.rectification.tables.kinds import looks

from .documents import ROWS, flattened

WAYS = [
    "bars",
    "bars without the last",
    "tabs",
    "a cell a line with bars",
    "a cell a line",
    "blank lines between cells",
    "two blanks between cells",
    "a broken head",
    "a broken cell",
]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_items_however_the_table_was_flattened(way: str) -> None:
    reading = gongwen.read_text("反馈问题整改任务分解表\n" + flattened(way))
    assert [item.no for item in reading.items] == ["1", "2", "3"]
    assert [item.problem.text for item in reading.items if item.problem] == [row[1] for row in ROWS]
    assert [item.goal.text for item in reading.items if item.goal] == [row[2] for row in ROWS]
    assert [len(item.measures) for item in reading.items] == [2, 1, 1]
    assert [item.deadline.raw.text for item in reading.items if item.deadline.raw] == [row[4] for row in ROWS]
    assert [party.text for party in reading.items[0].units.responsible] == ["临江新区", "市交通运输局"]


GLUED = (
    "序号受理编号受理方式交办问题基本情况行政区域污染类型调查核实情况是否属实处理和整改情况问责情况\n"
    "12转受〔2021〕0608012号来电望汀区沿河路污水井盖冒溢，臭味大。望汀区水污染经查，系管网堵塞造成。是区水务局已于6月10日完成疏通。无\n"
    "13转受〔2021〕0608013号来信石溪区某小区堆放装修垃圾。石溪区固废污染经查，反映问题属实。部分属实责成物业公司6月12日前清运完毕。约谈1人\n"
)


def test_cells_with_nothing_between_them() -> None:
    reading = gongwen.read_text(GLUED)
    assert [item.no for item in reading.items] == ["12", "13"]
    first, second = reading.items
    assert first.problem is not None
    assert first.problem.text == "望汀区沿河路污水井盖冒溢，臭味大。"
    assert first.extra["行政区域"].text == "望汀区"
    assert first.extra["是否属实"].text == "是"
    assert second.extra["是否属实"].text == "部分属实"
    assert [measure.text for measure in second.measures] == ["责成物业公司6月12日前清运完毕。"]


def test_headings_among_the_rows_are_the_path() -> None:
    text = (
        "序号 | 问题 | 整改措施 | 整改时限 | 责任单位 |\n一、水环境方面\n1 | 河道淤积。 | 清淤。 | 2024年底 | 县水利局 |\n"
        "二、大气方面\n2 | 扬尘扰民。 | 洒水。 | 2024年6月 | 县住建局 |\n"
    )
    reading = gongwen.read_text(text)
    assert [[heading.text for heading in item.path] for item in reading.items] == [
        ["一、水环境方面"],
        ["二、大气方面"],
    ]


def test_forms_are_no_tables() -> None:
    text = "整改任务概述 |\n医疗废水未消毒直排。 |\n整改责任单位 |\n石溪区 |\n整改目标 |\n全部建成处理设施。 |\n整改时间 |\n2022年6月 |\n"
    item = gongwen.read_text(text).items[0]
    assert item.problem is not None
    assert item.problem.text == "医疗废水未消毒直排。"
    assert [party.text for party in item.units.responsible] == ["石溪区"]


def test_a_further_row_of_the_same_problem_adds_measures() -> None:
    text = (
        "序号\t问题\t整改措施\t整改时限\t责任单位\n1\t河道淤积。\t清淤。\t2024年6月\t县水利局\n\t\t建闸。\t2024年12月\t县住建局\n"
        "2\t扬尘扰民。\t洒水。\t2024年6月\t县住建局\n"
    )
    reading = gongwen.read_text(text)
    assert [len(item.measures) for item in reading.items] == [2, 1]
    assert str(reading.items[0].deadline.date) == "2024-12-31"


HEADS = [
    ("整改责任单位", "responsible"),
    ("责任\n单位", "responsible"),
    ("市级牵头单位", "lead"),
    ("目前进展情况及存在问题", "progress"),
    ("是否\n办结", "status"),
    ("序号", "no"),
    ("完成时限(年月)", "deadline"),
]


@pytest.mark.parametrize(("head", "field"), HEADS)
def test_heads_name_fields_also_when_broken(head: str, field: str) -> None:
    column = column_of(head)
    assert column is not None
    assert column.field == field


def test_prose_heads_no_column_and_unlisted_heads_are_guessed() -> None:
    assert column_of("石溪河沿线污水直排入河") is None
    assert guessed("整改处理情况说明").field == "progress"
    assert guessed("反映的事项").field == "problem"


def test_pieces_are_dealt_out_by_what_they_look_like() -> None:
    columns = [
        Column("no", "序号"),
        Column("problem", "问题"),
        Column("deadline", "时限"),
        Column("responsible", "责任单位"),
    ]
    pieces = ["1", "河道淤积", "未清理。", "2024年", "6月底", "县水利局"]
    assert align(pieces, columns).cuts == (0, 1, 3, 5, 6)


def test_a_missing_cell_leaves_its_column_empty() -> None:
    columns = [
        Column("no", "序号"),
        Column("problem", "问题"),
        Column("deadline", "时限"),
        Column("responsible", "责任单位"),
    ]
    assert align(["1", "河道淤积未清理。", "县水利局"], columns).cuts == (0, 1, 2, 2, 3)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("deadline", "2024年6月底"),
        ("deadline", "立行立改"),
        ("units", "市水利局、石溪区政府"),
        ("people", "沈知远、陆青禾"),
        ("verdict", "部分属实"),
        ("region", "望汀区"),
    ],
)
def test_kinds_of_cells(kind: str, text: str) -> None:
    assert looks(kind, text) > 0


def test_names_of_fields_with_values_between_them_are_no_head() -> None:
    text = "整改目标：消除直排。\n整改时限：2024年底\n责任单位：县水利局\n"
    ends = [index for index, character in enumerate(text) if character == "\n"]
    lines = [Line(start, end) for start, end in zip([0, *[end + 1 for end in ends[:-1]]], ends, strict=True)]
    assert find_tables(text, lines) == []
