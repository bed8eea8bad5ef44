"""Deadlines from labelled fields and from prose."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, deadline_in_prose, read_deadline

OWN = date(2021, 8, 10)

# value, kind, date
FIELDS = [
    ("2019年6月底前", "fixed", "2019-06-30"),
    ("2019年6月底前完成", "fixed", "2019-06-30"),
    ("2019年6月30日", "fixed", "2019-06-30"),
    ("2019年6月", "fixed", "2019-06-30"),
    ("2019年6月初", "fixed", "2019-06-01"),
    ("2019年初", "fixed", "2019-01-01"),
    ("2019年", "fixed", "2019-12-31"),
    ("2019年底", "fixed", "2019-12-31"),
    ("2019年内完成", "fixed", "2019-12-31"),
    ("2019年\n9月底", "fixed", "2019-09-30"),
    ("2020年12月至2022年6月", "fixed", "2022-06-30"),
    ("2023年9月11日—9月14日", "fixed", "2023-09-14"),
    ("2018-2020年", "fixed", "2020-12-31"),
    ("2021年7月底前完成并长期管护", "fixed", "2021-07-31"),
    ("2022年底前,并长期坚持", "fixed", "2022-12-31"),
    ("2022年底前完成，长期坚持", "fixed", "2022-12-31"),
    ("立行立改，2022年3月底前完成", "fixed", "2022-03-31"),
    ("2018年底取得明显成效", "fixed", "2018-12-31"),
    ("由2020年12月底延期至2021年9月底", "fixed", "2021-09-30"),
    ("原定2020年12月底前，经批准延长至2021年6月底", "fixed", "2021-06-30"),
    ("2019年6月底前完成主体工程，2019年12月底前完成验收", "fixed", "2019-12-31"),
    ("2019年6月底前按省里统一部署完成", "fixed", "2019-06-30"),
    ("务必于2019年6月20日前完成", "fixed", "2019-06-20"),
    ("力争2022年底前", "fixed", "2022-12-31"),
    ("2019年第三季度末", "fixed", "2019-09-30"),
    ("2019年上半年", "fixed", "2019-06-30"),
    ("2019.12", "fixed", "2019-12-31"),
    ("2019-12-31", "fixed", "2019-12-31"),
    ("二〇一九年十二月底", "fixed", "2019-12-31"),
    ("近期：2021年底；远期：2025年底", "fixed", "2025-12-31"),
    ("2020年12月31日（已完成）", "fixed", "2020-12-31"),
    ("即日起至2021年12月底", "fixed", "2021-12-31"),
    ("2021.6-2021.12", "fixed", "2021-12-31"),
    ("2021年6-12月", "fixed", "2021-12-31"),
    ("每年12月底前", "ongoing", None),
    ("2021年起长期坚持", "ongoing", None),
    ("自2021年5月1日起，长期坚持", "ongoing", None),
    ("即日起", "immediate", None),
    ("立即整改到位并持续推进", "immediate_ongoing", None),
    ("按计划推进", "conditional", None),
    ("与主体工程同步推进", "conditional", None),
    ("整改方案批复后6个月", "conditional", None),
    ("24小时内", "conditional", None),
    ("2022年春节前", "conditional", None),
    ("立行立改", "immediate", None),
    ("立行立改。", "immediate", None),
    ("立即整改", "immediate", None),
    ("立即整改到位", "immediate", None),
    ("即知即改", "immediate", None),
    ("马上整改", "immediate", None),
    ("边督边改", "immediate", None),
    ("立查立改", "immediate", None),
    ("长期坚持", "ongoing", None),
    ("持续推进", "ongoing", None),
    ("持续整改", "ongoing", None),
    ("常态化推进", "ongoing", None),
    ("长期", "ongoing", None),
    ("持续推进，长期坚持", "ongoing", None),
    ("已经完成,长期坚持", "ongoing", None),
    ("立行立改、持续推进", "immediate_ongoing", None),
    ("立行立改，长期坚持", "immediate_ongoing", None),
    ("立行立改并长期坚持", "immediate_ongoing", None),
    ("立即整改，持续推进", "immediate_ongoing", None),
    ("立行立改 长期坚持", "immediate_ongoing", None),
    ("按照省里统一部署，在规定时间内完成。", "conditional", None),
    ("按省统一部署推进", "conditional", None),
    ("按《项目实施方案》要求持续整改", "conditional", None),
    ("按照国家和省有关要求完成", "conditional", None),
    ("根据上级批复情况确定", "conditional", None),
    ("待规划批复后实施", "conditional", None),
    ("按序时进度推进", "conditional", None),
    ("资金到位后12个月内", "conditional", None),
    ("自约谈之日起3个月内", "conditional", None),
    ("15日内", "conditional", None),
    ("6个月", "conditional", None),
    ("10个工作日", "conditional", None),
    ("采暖季前", "conditional", None),
    ("X月XX日前", "conditional", None),
    ("已完成", None, None),
    ("已完成整改", None, None),
    ("已办结", None, None),
]


@pytest.mark.parametrize(("value", "kind", "day"), FIELDS)
def test_a_field_is_read_without_doubt(value: str, kind: str | None, day: str | None) -> None:
    deadline, doubts = read_deadline(value, (0, len(value)), Years(value, OWN))
    assert (deadline.kind, str(deadline.date) if deadline.date else None) == (kind, day)
    assert doubts == []
    assert deadline.raw is not None
    assert deadline.raw.text == "".join(value.split("\n"))


@pytest.mark.parametrize(
    ("value", "amount", "unit", "anchor"),
    [
        ("自约谈之日起3个月内", 3, "month", "约谈"), ("10个工作日", 10, "working_day", ""), ("6个月", 6, "month", ""),
        ("资金到位后12个月内", 12, "month", "资金到位"), ("半年", 6, "month", ""), ("15天内", 15, "day", ""),
    ],
)  # fmt: skip
def test_a_relative_field_keeps_its_rule(value: str, amount: int, unit: str, anchor: str) -> None:
    deadline, _ = read_deadline(value, (0, len(value)), Years(value, OWN))
    assert deadline.rule is not None
    assert (deadline.rule.amount, deadline.rule.unit, deadline.rule.anchor) == (amount, unit, anchor)


@pytest.mark.parametrize("value", ["", " ", "/", "无", "-", "——", "　", "。", "|"])
def test_an_empty_field_says_nothing(value: str) -> None:
    deadline, doubts = read_deadline(value, (0, len(value)), Years(value, OWN))
    assert (deadline.raw, deadline.kind, deadline.date, doubts) == (None, None, None, [])


@pytest.mark.parametrize(
    ("value", "day", "code"),
    [
        ("20189月底前", "2018-09-30", "date-repaired"), ("9月底前", "2021-09-30", "year-inferred"),
        ("2018930日前", "2018-09-30", "date-repaired"), ("年底前", "2021-12-31", "year-inferred"),
    ],
)  # fmt: skip
def test_repaired_and_inferred_values_carry_their_doubt(value: str, day: str, code: str) -> None:
    deadline, doubts = read_deadline(value, (0, len(value)), Years(value, OWN))
    assert str(deadline.date) == day
    assert [(doubt.code, doubt.field) for doubt in doubts] == [(code, "deadline")]


def test_a_value_that_is_no_deadline_says_so() -> None:
    value = "由市整改办另文通知相关单位"
    deadline, doubts = read_deadline(value, (0, len(value)), Years(value, OWN))
    assert deadline.kind is None
    assert [doubt.code for doubt in doubts] == ["deadline-unclear"]


# prose, kind, date, printed phrase
PROSE = [
    (
        "2020年10月底前完成锅炉淘汰。3月至5月摸排,2020年9月30日前全部拆除。",
        "fixed",
        "2020-10-31",
        "2020年10月底前",
    ),
    ("2018年底前完成截污,2019年6月前完成土壤治理。", "fixed", "2019-06-30", "2019年6月前"),
    ("力争2022年底前,实现全覆盖。2018年底前建成两座厂。", "fixed", "2022-12-31", "2022年底前"),
    ("到2025年,建成区黑臭水体全面消除。", "fixed", "2025-12-31", "2025年"),
    ("2025年,污染地块安全利用率达到90%以上。", "fixed", "2025-12-31", "2025年"),
    ("预计2021年10月25日前全部恢复。", "fixed", "2021-10-25", "2021年10月25日前"),
    ("计划2023年9月投用。", "fixed", "2023-09-30", "2023年9月"),
    ("已于2020年8月接入管网。", None, None, None),
    ("2020年3月10日已全部更新。", None, None, None),
    ("自2020年11月4日起每日清运2次。", None, None, None),
    ("2018年起,对列入名单的地块开展调查。", None, None, None),
    ("截至2020年10月22日全部拆除。", None, None, None),
    ("2020年,培育森林资源11.96万亩。", None, None, None),
    ("2020年5月9日晚,执法人员现场检查发现该店正在喷漆。", None, None, None),
    ("县市政府每季度首月15日前发布水质季报。", None, None, None),
    ("2021年12月5日前将整改方案报市整改办备案。", None, None, None),
    ("限期15日内更换活性炭并提交检测报告。", "conditional", None, "限期15日内"),
    ("责令10日内恢复原貌,预计2021年10月25日前全部恢复。", "fixed", "2021-10-25", "2021年10月25日前"),
    ("自通知送达之日起3个月内完成搬迁。", "conditional", None, "自通知送达之日起3个月内"),
    ("采暖季前完成改造。", "conditional", None, "采暖季前"),
    ("建立垃圾转运电子台账,48小时内清运。", None, None, None),
    ("责令48小时内拆除围挡。", "conditional", None, "48小时内"),
    ("今后一律在7个工作日内公示处罚决定。", None, None, None),
    ("县城管局负责,立行立改,长期坚持,加强巡查。", "immediate_ongoing", None, "立行立改,长期坚持"),
    ("立行立改。", "immediate", None, "立行立改"),
    ("立行立改并长期坚持。", "immediate_ongoing", None, "立行立改并长期坚持"),
    ("已完成整改,并长期坚持。", "ongoing", None, "长期坚持"),
    ("已完成整改，长期坚持。一是补录台账。", "ongoing", None, "长期坚持"),
    ("严格落实责任,长期坚持。", "ongoing", None, "长期坚持"),
    ("持续推进雨污分流管网建设。", None, None, None),
    ("加强宣传,持续推进。", "ongoing", None, "持续推进"),
    ("坚持举一反三,健全长效机制。", None, None, None),
    ("公示期10个工作日内如有异议请来电。", None, None, None),
    ("完成2017年安排的重金属项目验收。", None, None, None),
    ("排放量比2013年下降12%。", None, None, None),
    ("由2020年12月底延期至2021年9月底完成。", "fixed", "2021-09-30", "2021年9月底"),
    ("2022年6月至9月开展集中整治。", "fixed", "2022-09-30", "2022年6月至9月"),
]


@pytest.mark.parametrize(("prose", "kind", "day", "phrase"), PROSE)
def test_prose_tells_its_deadline_or_none(
    prose: str, kind: str | None, day: str | None, phrase: str | None
) -> None:
    deadline, _ = deadline_in_prose(prose, [(0, len(prose))], Years(prose, OWN))
    assert (deadline.kind, str(deadline.date) if deadline.date else None) == (kind, day)
    assert (deadline.raw.text if deadline.raw else None) == phrase


def test_the_last_in_time_wins_over_the_last_printed() -> None:
    prose = "1、2021年12月15日前拆除设备。2、剩余煤泥2021年11月底前清运完毕。"
    deadline, doubts = deadline_in_prose(prose, [(0, 20), (20, len(prose))], Years(prose, OWN))
    assert str(deadline.date) == "2021-12-15"
    assert doubts == []


def test_a_plain_date_of_a_finished_item_is_a_fact() -> None:
    done, planned = "已完成整改。2023年3月完成制度修订。", "2023年3月完成制度修订。"
    assert deadline_in_prose(done, [(0, len(done))], Years(done))[0].kind is None
    assert deadline_in_prose(planned, [(0, len(planned))], Years(planned))[0].kind == "fixed"


def test_a_plain_date_of_a_report_without_a_date_is_a_fact() -> None:
    plain, bound = "2023年10月15日完成管网修复7处。", "2023年10月底前完成管网修复。"
    assert deadline_in_prose(plain, [(0, len(plain))], Years(plain), report=True)[0].kind is None
    assert deadline_in_prose(plain, [(0, len(plain))], Years(plain))[0].kind == "fixed"
    assert deadline_in_prose(bound, [(0, len(bound))], Years(bound), report=True)[0].kind == "fixed"


def test_without_any_year_a_deadline_is_fixed_and_open() -> None:
    prose = "预计9月12日前搬离。"
    deadline, doubts = deadline_in_prose(prose, [(0, len(prose))], Years(prose))
    assert (deadline.kind, deadline.date) == ("fixed", None)
    assert [doubt.code for doubt in doubts] == ["year-missing"]
