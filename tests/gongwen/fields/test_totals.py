"""Headline figures, and whether the items found bear them out."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, read_totals, reconcile
from gongwen.results import Item, Quote, Total

OWN = date(2021, 8, 10)

STATED = [
    ("目前已完成整改13个,持续整改2个;通过整改上缴财政资金2216.8万元,归还原渠道资金905.3万元,促进资金拨付3480万元。", {13, 2, 2216.8, 905.3, 3480}),
    ("46项整改任务中完成34项,其他12正在推进。", {46, 34, 12}),
    ("“望汀型煤厂未密闭”等21个问题已完成整改。对尚未完成整改的9个问题,制定措施如下:", {21, 9}),
    ("对8类40个具体问题逐一明确了整改目标。", {8, 40}),
    ("制定了6大类18个方面的措施。", {6, 18}),
    ("对移交的4个涉及责任追究的问题清单,启动问责调查。", {4}),
    ("主要包括思想认识不足、落实不力等三个方面3项整改任务。", {3}),
    ("第五批群众信访举报件14件全部按时反馈,已办结9件(阶段性办结计入),未办结5件。", {14, 9, 5}),
    ("其中:澜州市6件、已办结4件、未办结2件;临汀市8件,已办结5件、未办结3件。信访举报件办理如下", {6, 4, 2, 8, 5, 3}),
    ("转来群众举报环境问题2件。", {2}),
    ("反馈18个问题,已完成整改15个、正在整改3个,整改完成率83.3%;制定完善制度9项,追缴资金3.46万元。", {18, 15, 3, 83.3, 9, 3.46}),
    ("列出32项具体问题,涉及14个单位、问题资金8643.20万元。已整改26项,整改到位资金7012.55万元;正在整改6项(含部分整改),未整改资金1630.65万元。",
     {32, 14, 8643.2, 26, 7012.55, 6, 1630.65}),
    ("四類11個具體問題,已完成整改9個,2個正在整改。", {11, 9, 2}),
    ("督察期间交办的228件群众信访举报件全部办结。", {228}),
    ("累计转办1204件中,属实440件,部分属实579件,基本属实108件,不属实77件,不属实率6.4%。办结率40.9%。", {1204, 440, 579, 108, 77, 6.4, 40.9}),
    ("责令整改793家企业,立案处罚649家企业,罚款金额940.31万元,立案侦查19起,约谈459人,问责296人。", {793, 649, 940.31, 19, 459, 296}),
    ("我市66项整改任务已完成37项,其余29项正加快推进。", {66, 37, 29}),
    ("共交办信访件96件(来电74件、来信22件)。", {96, 74, 22}),
    ("省方案共5大类89项整改任务,其中涉及我市的整改任务共5大类39项。", {5, 89, 39}),
    ("包括43项整改任务、141条整改措施。", {43, 141}),
    ("共梳理四十二项整改任务。", {42}),
    ("其中立行立改18项,限期整改20项,长期坚持4项。", {18, 20, 4}),
    ("出台13个规章制度。", {13}),
    ("完成15个黑臭水体整治。", set()),
    ("常设的5个环保督查组包片督导。", set()),
    ("市城区空气质量优良率达到81%以上。", set()),
    ("方案10个工作日内报市整改办备案。", set()),
    ("2021年6月18日至6月24日公示。", set()),
    ("一个问题、一套方案、一名责任人。", set()),
    ("第十二项整改任务完成情况公示。第二十一项整改任务和第12项整改任务已完成。", set()),
    ("", set()),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "expected"), STATED)
def test_figures_of_the_document_about_itself(prose: str, expected: set[float]) -> None:
    totals = read_totals(prose, [(0, len(prose))], Years(prose, OWN))
    assert {total.value for total in totals} == expected
    assert all(prose[slice(*total.raw.span)] == total.raw.text for total in totals)


def test_a_region_names_the_figures_that_follow_it() -> None:
    prose = "信访举报件14件,已办结9件。其中:澜州市6件、已办结4件。"
    named = {total.what: total.value for total in read_totals(prose, [(0, len(prose))], Years(prose, OWN))}
    assert named["已办结"] == 9
    assert named["澜州市信访件"] == 6
    assert named["澜州市已办结"] == 4


def quoted(text: str, at: int) -> Quote:
    return Quote(text, (at, at + len(text)))


def items(*starts: int, path: tuple[Quote, ...] = ()) -> list[Item]:
    return [Item(no=None, problem=None, span=(start, start + 10), path=path) for start in starts]


def test_as_many_items_as_stated_is_no_doubt() -> None:
    assert reconcile([Total("问题", 3, quoted("3个问题", 0))], items(100, 200, 300)) == []


def test_fewer_items_than_stated_is_a_doubt_that_names_both() -> None:
    (doubt,) = reconcile([Total("具体问题", 40, quoted("40个具体问题", 0))], items(100, 200, 300))
    assert doubt.code == "count-mismatch"
    assert "40个" in doubt.message
    assert "3个" in doubt.message
    assert doubt.span == (0, 7)


def test_finished_and_unfinished_ones_add_up() -> None:
    totals = [Total("问题", 21, quoted("21个问题", 0)), Total("问题", 9, quoted("9个问题", 20))]
    assert reconcile(totals, items(*range(100, 1000, 100))) == []


def test_each_category_is_counted_for_itself() -> None:
    first, second = quoted("一、水的问题", 100), quoted("二、气的问题", 500)
    totals = [
        Total("整改任务", 2, quoted("两个方面2项整改任务", 120)),
        Total("整改任务", 3, quoted("三个方面3项整改任务", 520)),
    ]
    found = items(200, 300, path=(first,)) + items(600, 700, path=(second,))
    (doubt,) = reconcile(totals, found)
    assert "本类有3个" in doubt.message
    assert "实际读出2个" in doubt.message


def test_without_stated_counts_there_is_nothing_to_reconcile() -> None:
    assert reconcile([Total("办结率", 92.5, quoted("办结率92.5%", 0))], items(100)) == []
