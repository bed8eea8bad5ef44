"""Pages that were saved as one line, with a blank wherever a line ended, read as they were printed."""

import pytest

from . import documents
from .test_layouts import headings, measures, numbers, parties, problems, read

_PLAN = """霁川县督察反馈意见整改方案
一、总体要求
坚持问题导向，压实责任。
二、整改任务
(一)河道采砂管理不严。
整改目标：规范采砂。
整改措施：1.划定可采区。2.加强巡查。
责任单位：县水利局
整改时限：2022年12月底
(二)秸秆焚烧时有发生。
整改目标：杜绝焚烧。
整改措施：1.建立网格。2.推广还田。
责任单位：县农业农村局
整改时限：长期坚持
三、保障措施
各级要加强领导。
霁川县人民政府
2022年3月2日
"""


def test_a_plan() -> None:
    reading = read(_PLAN.replace("\n", " ").strip())
    assert numbers(reading) == ["(一)", "(二)"]
    assert headings(reading.items[1]) == ["二、整改任务"]
    assert [measures(item) for item in reading.items] == [
        ["划定可采区", "加强巡查"],
        ["建立网格", "推广还田"],
    ]
    assert [parties(item.units.responsible) for item in reading.items] == [["县水利局"], ["县农业农村局"]]
    assert [item.deadline.kind for item in reading.items] == ["fixed", "ongoing"]


@pytest.mark.parametrize("printed", [documents.LABELLED, documents.PATROL, documents.AUDIT, _PLAN])
def test_the_same_as_with_its_lines(printed: str) -> None:
    whole, one = read(printed), read(printed.replace("\n", " ").strip())
    assert numbers(one) == numbers(whole)
    assert problems(one) == problems(whole)
    assert [item.status for item in one.items] == [item.status for item in whole.items]
    assert [measures(item) for item in one.items] == [measures(item) for item in whole.items]


def test_names_run_on_behind_values_as_well() -> None:
    text = (
        "霁川县整改措施清单 来源：县委办 点击：18 一、认识方面 (一)认识不足。整改目标：压实责任。责任单位：县委组织部"
        "整改时限：立行立改整改措施：1.学习文件。2.加强考核。 二、污染防治方面 (二)扬尘管控不严。整改目标：控制扬尘。"
        "责任单位：县住建局整改时限：2022年12月底整改措施：1.安装喷淋。2.加强巡查。 (三)管网破损。整改目标：修复管网。"
        "责任单位：县城管局整改时限：2022年10月底整改措施：1.更换管网。2.清淤。"
    )
    reading = read(text)
    assert problems(reading) == ["认识不足。", "扬尘管控不严。", "管网破损。"]
    assert headings(reading.items[2]) == ["二、污染防治方面"]
