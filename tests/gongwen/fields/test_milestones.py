"""Dated steps and the clauses they govern."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, read_milestones

OWN = date(2021, 8, 10)

# prose, [(date, what)]
STEPS = [
    ("2019年6月底前完成施工招标。", [("2019-06-30", "完成施工招标")]),
    ("2019年6月底前,关闭深水井,用外调水作为生产用水。", [("2019-06-30", "关闭深水井")]),
    ("2019年6月底工程进度完成20%,2019年12月底前完成建设。", [("2019-06-30", "工程进度完成20%"), ("2019-12-31", "完成建设")]),
    ("及时完善生态保护,2019年6月底前完成。", [("2019-06-30", "及时完善生态保护,2019年6月底前完成")]),
    ("四个村已于2020年8月接入第二污水处理厂。", [("2020-08-31", "接入第二污水处理厂")]),
    ("2020年3月至5月,组织社区逐户摸排。", [("2020-05-31", "组织社区逐户摸排")]),
    ("自2021年4月起实行电子打卡。", [("2021-04-01", "实行电子打卡")]),
    ("自2021年4月12日起每日清运两次。", [("2021-04-12", "每日清运两次")]),
    ("2018年起,对列入名单的地块开展调查。", []),
    ("2018年以来累计取缔69家。", []),
    ("即日起全面停产。", []),
    ("每季度首月15日前发布季报。", []),
    ("限期15日内更换活性炭。", []),
    ("采暖季前完成改造。", []),
    ("2020年,培育森林资源11.96万亩。", [("2020-12-31", "培育森林资源11.96万亩")]),
    ("2018年底前,完成2016年及以前安排的项目验收;2019年底前,完成2017年安排的项目验收。",
     [("2018-12-31", "完成2016年及以前安排的项目验收"), ("2019-12-31", "完成2017年安排的项目验收")]),
    ("截至2020年10月15日已回填采坑2处。", [("2020-10-15", "已回填采坑2处")]),
    ("由2020年12月底延期至2021年9月底完成验收。", [("2021-09-30", "完成验收")]),
    ("完成《蓝天行动计划(2018-2020年)》任务。", []),
    ("2021年2月8日、3月10日组织专题学习2次。", [("2021-02-08", "组织专题学习2次"), ("2021-03-10", "组织专题学习2次")]),
    ("县水利局补植植被,2021年7月20日前完成。", [("2021-07-20", "县水利局补植植被,2021年7月20日前完成")]),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "expected"), STEPS)
def test_every_dated_step_is_found(prose: str, expected: list[tuple[str, str]]) -> None:
    steps, _ = read_milestones(prose, [(0, len(prose))], Years(prose, OWN))
    assert [(str(step.date), step.what.text) for step in steps] == expected
    for step in steps:
        assert prose[slice(*step.what.span)] == step.what.text


def test_steps_of_several_spans_keep_their_order_and_their_doubts() -> None:
    prose = "2021年3月底前建成。\n9月底前验收。"
    steps, doubts = read_milestones(prose, [(0, 12), (12, len(prose))], Years(prose, OWN))
    assert [str(step.date) for step in steps] == ["2021-03-31", "2021-09-30"]
    assert [(doubt.code, doubt.field) for doubt in doubts] == [("year-inferred", "milestones[1]")]


def test_without_a_year_there_is_no_milestone() -> None:
    prose = "9月12日前搬离。"
    assert read_milestones(prose, [(0, len(prose))], Years(prose)) == ([], [])
