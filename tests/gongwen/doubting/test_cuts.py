"""Texts that stop too early or run on, and lists of names that were not read to their end."""

from __future__ import annotations

from datetime import date

import pytest

from gongwen.results import Milestone

from .readings import doubted, item, quote

PROBLEM = "河道管护不到位。"


@pytest.mark.parametrize(
    ("measure", "behind"),
    [
        ("清理垃圾", ",并将进展情况上报。"),
        ("督促运营", "单位:停运设施立即抢修。"),
        ("主要采取以下", "\n后文。"),
        ("清理垃圾。\n县整改办", "\n后文。"),
        ("清理垃圾。\t约谈2人", "\n后文。"),
        ("达到序时进度,正在整改,。清理垃圾。", "\n后文。"),
        ("清理垃圾。3.2022年4月前恢复岸线。", "\n后文。"),
    ],
)
def test_a_measure_that_stops_or_runs_on(measure: str, behind: str) -> None:
    text = f"1.{PROBLEM}整改措施:{measure}{behind}"
    _, (doubts,) = doubted(text, item(text, text, PROBLEM, measures=[measure]))
    assert ("boundary-unclear", "measures[0]") in doubts


def test_a_measure_of_two_lines_is_whole() -> None:
    text = f"1.{PROBLEM}整改措施:清理垃圾。\n恢复岸线。\n后文。"
    _, (doubts,) = doubted(text, item(text, text, PROBLEM, measures=["清理垃圾。\n恢复岸线。"]))
    assert ("boundary-unclear", "measures[0]") not in doubts


@pytest.mark.parametrize(
    ("problem", "behind"),
    [
        ("责任未压实,牵头单位", ",配合单位不清。"),
        ("台账未明确整改目标和", "\n整改时限。"),
        ("检查发现 河道管护不到位。", ""),
        ("河道管护不到位。一是垃圾堆放。", ""),
    ],
)
def test_a_problem_that_stops_or_runs_on(problem: str, behind: str) -> None:
    text = f"1.{problem}{behind}\n整改措施:清理垃圾。"
    _, (doubts,) = doubted(text, item(text, text, problem, measures=["清理垃圾。"]))
    assert {("boundary-unclear", "problem"), ("item-unclear", None)} & doubts


def test_what_was_read_out_of_an_unclear_text_may_not_be_all() -> None:
    text = f"1.{PROBLEM}整改措施:2.清理垃圾。"
    _, (doubts,) = doubted(text, item(text, text, PROBLEM, measures=["2.清理垃圾。"]))
    assert {("list-unclear", "milestones[0]"), ("list-unclear", "indicators[0]")} <= doubts


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("市水利局、市住建局", "市水利局"),
        ("鹿鸣县水务集团有限公司", "鹿鸣县"),
        ("区公安局督办", "区公安局督办"),
        ("市供销社石溪区", "市供销社石溪区"),
        ("市统计局等单位石溪区", "市统计局等单位石溪区"),
        ("市教育局\n石溪分局", "市教育局"),
        ("华岚建材\n有限公司", "华岚建材"),
    ],
)
def test_a_name_or_a_list_of_names_that_was_not_read_to_its_end(printed: str, read: str) -> None:
    text = f"1.{PROBLEM}责任单位:{printed}。"
    _, (doubts,) = doubted(text, item(text, text, PROBLEM, units={"responsible": [read]}))
    assert ("party-unclear", "units.responsible") in doubts


@pytest.mark.parametrize("name", ["市水利局", "财务股", "松坞村村民委员会", "各矿山企业"])
def test_names_that_are_whole(name: str) -> None:
    text = f"1.{PROBLEM}责任单位:{name}\n后文。"
    _, (doubts,) = doubted(text, item(text, text, PROBLEM, units={"responsible": [name]}))
    assert doubts == set()


def test_a_deadline_from_the_measures_with_a_later_step_beside_it() -> None:
    measure = "2023年3月底前完成招标,6月底前完工。"
    text = f"1.{PROBLEM}整改措施:{measure}"
    steps = (
        Milestone(date(2023, 3, 31), quote(text, "完成招标")),
        Milestone(date(2023, 6, 30), quote(text, "完工")),
    )
    limit = ("2023年3月底前", "fixed", date(2023, 3, 31))
    read = item(text, text, PROBLEM, measures=[measure], deadline=limit, milestones=steps)
    assert ("deadline-unclear", "deadline") in doubted(text, read)[1][0]
    read = item(text, text, PROBLEM, measures=[measure], deadline=limit, milestones=steps[:1])
    assert ("deadline-unclear", "deadline") not in doubted(text, read)[1][0]


def test_a_state_that_is_told_outside_of_the_item() -> None:
    text = f"上述问题均已完成整改。\n1.{PROBLEM}"
    told = item(text, f"1.{PROBLEM}", PROBLEM, status="completed", status_text="均已完成整改")
    assert ("status-unclear", "status") in doubted(text, told)[1][0]
