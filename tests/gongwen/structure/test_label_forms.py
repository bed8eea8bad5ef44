"""Names of fields in the forms that word processors and hasty typists give them."""

import pytest

from .test_layouts import headings, measures, parties, problems, read

_SPACED = """霁川县贯彻落实督察反馈意见整改措施清单
一、新发展理念贯彻不坚决
(一)能耗管控不力。
整 改 目 标：能耗强度下降13%。
整 改 时 限：2025年12月底。
责 任 单 位：市发展改革委
整 改 措 施：
1.建立清单。
2.关停高耗能企业3家。
(二)砂场监管不力。
整改目标：规范砂场。
整改时限：2025年10月底。
责任单位：市水利局
整改措施：
1.开展巡查。
2.取缔砂场2家。
"""


@pytest.mark.parametrize("colon", ["：", ":", " ："])
def test_names_spaced_out_letter_by_letter(colon: str) -> None:
    first, second = read(_SPACED.replace("：", colon)).items
    assert (first.no, second.no) == ("(一)", "(二)")
    assert headings(first) == ["一、新发展理念贯彻不坚决"]
    assert first.goal is not None
    assert first.goal.text == "能耗强度下降13%。"
    assert measures(first) == ["建立清单", "关停高耗能企业3家"]
    assert parties(first.units.responsible) == ["市发展改革委"]
    assert str(first.deadline.date) == "2025-12-31"


@pytest.mark.parametrize("numbered", [False, True])
def test_names_closed_with_a_full_stop(numbered: bool) -> None:
    names = ["整改目标", "整改措施", "整改时限", "责任单位"]
    text = """霁川县贯彻落实督察反馈意见整改方案
(一)园区设施滞后。
整改目标。园区污水集中处理。
整改措施。一是完善管网。二是淘汰燃煤锅炉14台。
整改时限。2022年10月底前。
责任单位。园区管委会，市工业和信息化局。
(二)砂场监管不力。
整改目标。规范砂场。
整改措施。一是开展巡查。二是取缔砂场2家。
整改时限。2022年12月底前。
责任单位。市水利局。
"""
    for number, name in enumerate(names, 1):
        text = text.replace(f"\n{name}。", f"\n{number}.{name}。") if numbered else text
    reading = read(text)
    assert problems(reading) == ["园区设施滞后。", "砂场监管不力。"]
    assert [item.goal.text for item in reading.items if item.goal] == ["园区污水集中处理。", "规范砂场。"]
    assert measures(reading.items[1]) == ["开展巡查", "取缔砂场2家"]
    assert [parties(item.units.responsible)[-1] for item in reading.items] == ["市工业和信息化局", "市水利局"]
    assert [str(item.deadline.date) for item in reading.items] == ["2022-10-31", "2022-12-31"]


def test_a_single_complaint_whose_names_end_with_a_space() -> None:
    text = """石溪区群众信访举报转办情况（第6批）
1.受理编号：0152
信访件反映问题 河岸边洗车店污水直排。
所在县区 石溪区
核查情况 经现场核实，反映问题属实。
是否办结 已办结
"""
    assert problems(read(text)) == ["河岸边洗车店污水直排。"]
