"""Marks, their values, and the levels that they make."""

import pytest

from gongwen.outline import find_marks, number
from gongwen.rectification.asides import find_asides
from gongwen.rectification.drafts import paragraphs_in
from gongwen.rectification.enumeration import enumerate_parts
from gongwen.rectification.labels import find_labels
from gongwen.rectification.tree import Node, grow


def tree(text: str) -> Node:
    paragraphs = paragraphs_in(text, (0, len(text)))
    marks = find_marks(text, paragraphs)
    labels = find_labels(text, paragraphs, marks)
    return grow(text, marks, labels, find_asides(text, paragraphs, labels))


def shape(node: Node) -> list[object]:
    """Values of the marks below a node, nested."""
    return [
        [child.mark.value, *shape(child)]
        if child.mark and child.kind == "mark"
        else [child.label.name if child.label else "", *shape(child)]
        for child in node.children
    ]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("3", 3), ("十", 10), ("十二", 12), ("二十", 20), ("四十一", 41), ("一百零四", 104), ("二〇", 20)],
)
def test_numbers(printed: str, value: int) -> None:
    assert number(printed) == value


STYLES = [
    ("一、甲", "cn", 1), ("(二)乙", "cn_paren", 2), ("3.丙", "dot", 3), ("4、丁", "dun", 4), ("(5)戊", "paren", 5), ("⑥己", "circle", 6),
    ("七是庚", "shi", 7), ("第八项问题:辛", "ordinal", 8), ("问题9:壬", "ordinal", 9), ("(序号二十三)癸", "ordinal", 23), ("首先,甲", "first", 1),
    ("1.2020年6月底前建成", "dot", 1), ("1.2个县未按期完成", "dot", 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "style", "value"), STYLES)
def test_marks(text: str, style: str, value: int) -> None:
    mark = find_marks(text, [(0, len(text))])[0]
    assert (mark.style, mark.value) == (style, value)


@pytest.mark.parametrize(
    "text", ["投资1.2亿元", "处理能力3.5万吨", "做到举一反三、标本兼治", "第(三)期工程", "新建2、3号泵站"]
)
def test_what_only_looks_like_a_mark(text: str) -> None:
    root = tree("整改情况良好。" + text)
    assert shape(root) == []


def test_a_list_that_runs_on_across_headings() -> None:
    assert shape(tree("一、甲\n(一)a\n(二)b\n二、乙\n(三)c\n")) == [[1, [1], [2]], [2, [3]]]


def test_a_list_that_begins_anew_under_each_heading() -> None:
    assert shape(tree("一、甲\n1.a\n2.b\n二、乙\n1.c\n")) == [[1, [1], [2]], [2, [1]]]


def test_a_list_inside_a_field_is_not_the_list_of_the_items() -> None:
    text = "1.甲问题\n整改措施:1.做a。2.做b。\n责任单位:某局\n2.乙问题\n整改措施:1.做c。\n责任单位:某局\n"
    items = tree(text).marks()
    assert [item.mark.value for item in items if item.mark] == [1, 2]
    assert [len(item.labels()) for item in items] == [2, 2]


def test_a_report_whose_first_part_is_missing() -> None:
    assert shape(tree("二、水环境方面\n(一)甲\n(二)乙\n")) == [[2, [1], [2]]]


PARTS = [
    ("1.做a。2.做b。", ["做a。", "做b。"], None),
    ("总的说来。一是做a;二是做b。", ["做a;", "做b。"], "总的说来。"),
    ("(1)甲。一是a。二是b。\n(2)乙。一是c。", ["甲。一是a。二是b。", "乙。一是c。"], None),
    ("首先,做a。其次,做b。", ["做a。", "做b。"], None),
    ("开展排查;完成修复。", ["开展排查;完成修复。"], None),
    ("1.做a。\n2.做b。\n3加强监管。", ["做a。", "做b。", "加强监管。"], None),
    ("1.2020年6月底前建成泵站。2.2020年底前通水。", ["2020年6月底前建成泵站。", "2020年底前通水。"], None),
]


@pytest.mark.parametrize(("text", "parts", "lead"), PARTS)
def test_enumerations(text: str, parts: list[str], lead: str | None) -> None:
    listed = enumerate_parts(text, (0, len(text)))
    assert [text[a:b] for a, b in listed.parts] == parts
    assert (text[slice(*listed.lead)] if listed.lead else None) == lead


ASIDES = [
    (
        "完成治理。(县发改局牵头,各乡镇配合,2023年10月底前完成)",
        {"lead": "县发改局", "support": "各乡镇", "deadline": "2023年10月底前"},
    ),
    ("完成治理(牵头单位:甲局;责任单位:乙镇、丙镇)。", {"lead": "甲局", "responsible": "乙镇、丙镇"}),
    ("开展整治。(甲局、乙局按职责分工负责)", {"responsible": "甲局、乙局"}),
    ("水质(地表水)达标(见附件)。", {}),
]


@pytest.mark.parametrize(("text", "fields"), ASIDES)
def test_fields_in_parentheses(text: str, fields: dict[str, str]) -> None:
    paragraphs = [(0, len(text))]
    asides = find_asides(text, paragraphs, find_labels(text, paragraphs))
    assert {part.field: text[slice(*part.span)] for aside in asides for part in aside.parts} == fields
