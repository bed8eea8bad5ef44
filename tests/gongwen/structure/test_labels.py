"""Where a text names a field, and where it only speaks of one."""

import pytest

from gongwen.outline import find_marks
from gongwen.rectification.labels import find_labels, starts_label
from gongwen.rectification.names import any_name, fields_by_name
from gongwen.rectification.tree import resolve_headings


def found(text: str) -> list[tuple[str, str]]:
    """(field, value up to the next name or the paragraph's end) of every field named in a text."""
    paragraphs = []
    at = 0
    for line in text.split("\n"):
        paragraphs.append((at, at + len(line)))
        at += len(line) + 1
    marks = find_marks(text, paragraphs)
    labels = resolve_headings(marks, find_labels(text, paragraphs, marks))
    ends = [*(label.start for label in labels[1:]), len(text)][: len(labels)]
    return [
        (label.field, text[label.end : end].strip("\n 。|)】;,、"))
        for label, end in zip(labels, ends, strict=True)
    ]


NAMED = [
    ("整改目标:全镇污水纳管。", [("goal", "全镇污水纳管")]),
    ("整改目标 全镇污水纳管。", [("goal", "全镇污水纳管")]),
    ("整改目标\n全镇污水纳管。", [("goal", "全镇污水纳管")]),
    ("整改目标 |\n全镇污水纳管。 |", [("goal", "全镇污水纳管")]),
    ("【整改目标】全镇污水纳管。", [("goal", "全镇污水纳管")]),
    (
        "纳管。责任单位:柏塘镇政府整改时限:长期坚持整改措施:巡查",
        [("responsible", "柏塘镇政府"), ("deadline", "长期坚持"), ("measures", "巡查")],
    ),
    ("污水直排(牵头单位:县环保局;责任单位:各村)", [("lead", "县环保局"), ("responsible", "各村")]),
    (
        "一、整改目标\n纳管。\n二、整改措施\n巡查。\n三、责任单位\n县水利局",
        [("goal", "纳管"), ("measures", "巡查"), ("responsible", "县水利局")],
    ),
    ("整改责任单位:县水利局", [("responsible", "县水利局")]),
    ("整改措施落实情况:已完成", [("progress", "已完成")]),
    ("整改措施及成效:已完成", [("measures", "已完成")]),
]


@pytest.mark.parametrize(("text", "fields"), NAMED)
def test_fields_are_found_however_name_and_value_meet(text: str, fields: list[tuple[str, str]]) -> None:
    assert found(text) == fields


MENTIONED = [
    "逐一明确了整改目标、整改措施、整改时限、责任单位。",
    "按照整改目标要求推进工作。",
    "牵头单位和责任单位要协调联动。",
    "一、指导思想\n二、工作目标\n三、组织保障",
    "采取以下整改措施:",
]


@pytest.mark.parametrize("text", MENTIONED)
def test_fields_that_are_only_spoken_of(text: str) -> None:
    assert found(text) == []


def test_longest_name_wins() -> None:
    match = any_name().match("整改措施落实情况:")
    assert match is not None
    assert match.text == "整改措施落实情况"


def test_names_that_nobody_listed_are_taken_where_they_come_again() -> None:
    block = "问题描述:河道淤积。\n整治举措清单:清淤。\n资金保障渠道:财政。\n责任单位:县水利局\n"
    fields = [field for field, _ in found(block + block)]
    assert fields == ["problem", "measures", "extra", "responsible"] * 2


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("整改时限:6月底", True),
        ("责任单位 县水利局", True),
        ("整改措施落实到位的企业", False),
        ("时间紧任务重", False),
    ],
)
def test_lines_that_begin_with_a_field(line: str, begins: bool) -> None:
    assert starts_label(line) is begins


def test_every_name_belongs_to_one_field() -> None:
    assert {field for field, _ in fields_by_name().values()} >= {
        "problem",
        "goal",
        "measures",
        "progress",
        "deadline",
        "status",
        "extra",
    }
