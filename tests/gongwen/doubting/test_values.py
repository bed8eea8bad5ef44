"""Doubts about one value: what it holds, what was not read, what is weakly founded."""

from __future__ import annotations

from datetime import date

import pytest

from gongwen.results import Indicator

from .readings import doubted, item

RIGHT = (
    "1.河道管护不到位。整改目标:岸线整洁。整改措施:清理垃圾20吨。整改时限:2023年6月底前。责任单位:市水利局。"
)


def right_item(text: str = RIGHT, **fields: object):
    at = text.index("20吨") if "20吨" in text else 0
    whole = {
        "goal": "岸线整洁。",
        "measures": ["清理垃圾20吨。"],
        "deadline": ("2023年6月底前", "fixed", date(2023, 6, 30)),
        "units": {"responsible": ["市水利局"]},
        "indicators": (Indicator("清理垃圾", "=", 20.0, "吨", None, (at, at + 3)),),
    }
    return item(text, text, "河道管护不到位。", **{**whole, **fields})


def test_a_right_item_has_no_doubt() -> None:
    reading, (doubts,) = doubted(RIGHT, right_item())
    assert doubts == set()
    assert reading.doubts == ()


@pytest.mark.parametrize(
    "measure",
    [
        "清理垃圾(含建筑垃圾。",
        "清理垃圾。责任单位:市水利局",
        "清理垃圾。鹿鸣县人民政府2023年5月1日",
        "清理垃圾。-3-恢复岸线",
        "清理垃圾 | 市水利局",
        "已完成整改,清理垃圾。",
        "2.清理垃圾。",
        "清理垃圾。二是恢复岸线。",
        "约谈2人",
    ],
)
def test_a_measure_that_holds_something_else(measure: str) -> None:
    text = f"1.河道管护不到位。整改措施:{measure}\n后文。"
    _, (doubts,) = doubted(text, item(text, text, "河道管护不到位。", measures=[measure]))
    assert ("boundary-unclear", "measures[0]") in doubts


def test_a_verb_before_a_name_makes_it_an_object() -> None:
    text = "1.设施停运。督促责任单位:停运设施立即抢修。"
    _, (doubts,) = doubted(text, item(text, text, "设施停运。", measures=["督促责任单位:停运设施立即抢修。"]))
    assert ("boundary-unclear", "measures[0]") not in doubts


@pytest.mark.parametrize("name", ["6月底前鹿鸣县", "市水利局请于月底报送", "区教育局石溪区整改办公室", "市"])
def test_a_party_that_is_none(name: str) -> None:
    text = f"1.河道管护不到位。责任单位:{name}、县供销社"
    _, (doubts,) = doubted(text, item(text, text, "河道管护不到位。", units={"responsible": [name]}))
    assert ("party-unclear", "units.responsible") in doubts


def test_a_figure_that_was_not_read_is_about_the_place_behind_the_last() -> None:
    _, (doubts,) = doubted(RIGHT, right_item(indicators=()))
    assert doubts == {("figure-unread", "indicators[0]")}


def test_a_date_in_the_measures_without_a_milestone() -> None:
    text = RIGHT.replace("清理垃圾20吨。", "5月底前清理垃圾。")
    _, (doubts,) = doubted(text, right_item(text, measures=["5月底前清理垃圾。"], indicators=()))
    assert doubts == {("date-unread", "milestones[0]")}


def test_a_limit_a_state_and_a_role_that_are_printed_and_not_read() -> None:
    text = "1.河道管护不到位。已完成整改,长期坚持。牵头单位:市水利局。"
    _, (doubts,) = doubted(text, item(text, text, "河道管护不到位。"))
    assert doubts >= {
        ("deadline-unread", "deadline"),
        ("status-unread", "status"),
        ("field-absent", "units.lead"),
    }


def test_a_state_taken_from_a_figure_or_with_an_exception() -> None:
    text = "1.雨污分流不彻底。集中处理率达到92%。"
    figure = item(text, text, "雨污分流不彻底。", status="in_progress", status_text="集中处理率达到92%")
    assert ("status-unclear", "status") in doubted(text, figure)[1][0]
    text = "1.雨污分流不彻底。除望汀区外,均已整改到位。"
    except_one = item(text, text, "雨污分流不彻底。", status="completed", status_text="均已整改到位")
    assert ("status-unclear", "status") in doubted(text, except_one)[1][0]


def test_a_limit_that_may_tell_what_was_done() -> None:
    text = "1.台账缺失。2022年7月建立台账。"
    told = item(
        text,
        text,
        "台账缺失。",
        measures=["2022年7月建立台账。"],
        deadline=("2022年7月", "fixed", date(2022, 7, 31)),
    )
    assert ("deadline-unclear", "deadline") in doubted(text, told)[1][0]


def test_a_rise_taken_for_a_level() -> None:
    text = "1.浓度偏低。进水浓度较2022年提高10%以上。"
    at = text.index("进水浓度")
    level = Indicator("进水浓度", ">=", 10.0, "%", None, (at, len(text) - 1))
    risen = item(text, text, "浓度偏低。", measures=["进水浓度较2022年提高10%以上。"], indicators=(level,))
    assert ("indicator-unclear", "indicators[0]") in doubted(text, risen)[1][0]


def test_a_value_of_another_column_makes_the_whole_item_doubtful() -> None:
    text = "1\n河道管护不到位。\n鹿鸣县人民政府\n市水利局"
    shifted = item(text, text, "河道管护不到位。", measures=["鹿鸣县人民政府"], units={"lead": ["市水利局"]})
    assert ("item-unclear", None) in doubted(text, shifted)[1][0]


def test_one_doubt_for_each_field() -> None:
    text = "1.河道管护不到位。整改措施:2.清理垃圾(含渣土。责任单位:甲局"
    _, (doubts,) = doubted(
        text, item(text, text, "河道管护不到位。", measures=["2.清理垃圾(含渣土。责任单位:甲局"])
    )
    assert sum(field == "measures[0]" for _, field in doubts) == 1
