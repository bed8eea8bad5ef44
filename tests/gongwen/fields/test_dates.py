"""Date phrases: what day they mean, what they do, and which of them carry a doubt."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, find_dates
from gongwen.rectification.fields.date_forms import splits

OWN = date(2021, 8, 10)

# phrase, quoted phrase, day, role
FIXED = [
    ("2019年6月底前完成封场", "2019年6月底前", "2019-06-30", "by"),
    ("2019年6月底完成封场", "2019年6月底", "2019-06-30", "by"),
    ("2020年2月底前完成封场", "2020年2月底前", "2020-02-29", "by"),
    ("2020年底前通水", "2020年底前", "2020-12-31", "by"),
    ("2020年年底前通水", "2020年年底前", "2020-12-31", "by"),
    ("2020年末通水", "2020年末", "2020-12-31", "by"),
    ("2020年内通水", "2020年内", "2020-12-31", "by"),
    ("到2022年底建成泵站", "2022年底", "2022-12-31", "by"),
    ("2022年12月31日前建成泵站", "2022年12月31日前", "2022-12-31", "by"),
    ("2022年12月31日之前建成泵站", "2022年12月31日之前", "2022-12-31", "by"),
    ("于2022年3月5日以前建成泵站", "2022年3月5日以前", "2022-03-05", "by"),
    ("2022年3月5日建成泵站", "2022年3月5日", "2022-03-05", "other"),
    ("2022年9月5号前建成泵站", "2022年9月5号前", "2022-09-05", "by"),
    ("2018年10月完成清淤", "2018年10月", "2018-10-31", "other"),
    ("2018年10月份完成清淤", "2018年10月份", "2018-10-31", "other"),
    ("2018年10月前完成清淤", "2018年10月前", "2018-10-31", "by"),
    ("2018年10月初完成清淤", "2018年10月初", "2018-10-01", "other"),
    ("2018年初完成清淤", "2018年初", "2018-01-01", "other"),
    ("2018年10月上旬完成清淤", "2018年10月上旬", "2018-10-10", "other"),
    ("2018年10月中旬前完成清淤", "2018年10月中旬前", "2018-10-20", "by"),
    ("2018年10月下旬完成清淤", "2018年10月下旬", "2018-10-31", "other"),
    ("2018年10月末完成清淤", "2018年10月末", "2018-10-31", "by"),
    ("2019年上半年完成验收", "2019年上半年", "2019-06-30", "other"),
    ("2019年下半年完成验收", "2019年下半年", "2019-12-31", "other"),
    ("2019年第三季度末完成验收", "2019年第三季度末", "2019-09-30", "by"),
    ("2019年一季度前完成验收", "2019年一季度前", "2019-03-31", "by"),
    ("2019年四季度底完成验收", "2019年四季度底", "2019-12-31", "by"),
    ("二〇一九年六月底前完成封场", "二〇一九年六月底前", "2019-06-30", "by"),
    ("二○一九年十二月三十一日前完成封场", "二○一九年十二月三十一日前", "2019-12-31", "by"),
    ("二O二O年十月底前完成封场", "二O二O年十月底前", "2020-10-31", "by"),
    ("二零二零年十月底前完成封场", "二零二零年十月底前", "2020-10-31", "by"),
    ("２０１９年６月底前完成封场", "２０１９年６月底前", "2019-06-30", "by"),
    ("2019 年 6 月 底前完成封场", "2019 年 6 月 底前", "2019-06-30", "by"),
    ("2019年\n6月底前完成封场", "2019年\n6月底前", "2019-06-30", "by"),
    ("2019年 9 月 20 日前完成", "2019年 9 月 20 日前", "2019-09-20", "by"),
    ("2020-12-31前完成", "2020-12-31前", "2020-12-31", "by"),
    ("2020.12.31前完成", "2020.12.31前", "2020-12-31", "by"),
    ("2020/6/30前完成", "2020/6/30前", "2020-06-30", "by"),
    ("2020.06前完成", "2020.06前", "2020-06-30", "by"),
    ("1.2020年6月底前建成泵站", "2020年6月底前", "2020-06-30", "by"),
    ("(二)2020年9月30日前全部拆除", "2020年9月30日前", "2020-09-30", "by"),
    ("到2020年,全市优良率达到81%以上", "2020年", "2020-12-31", "by"),
    ("2020年,全市优良率达到81%以上", "2020年", "2020-12-31", "other"),
    ("2018年完成农用地详查", "2018年", "2018-12-31", "other"),
    ("2021年9月8日20时前完成", "2021年9月8日20时前", "2021-09-08", "by"),
    ("到“十四五”末,污水处理率达到98%", "十四五”末", "2025-12-31", "by"),
    ("2020年1-6月,共巡查156次", "2020年1-6月", "2020-06-30", "range"),
    ("2019年8月底,该厂设备已全部拆除", "2019年8月底", "2019-08-31", "past"),
    ("2021年12月31日前上报工作总结", "2021年12月31日前", "2021-12-31", "report"),
    ("截至2019年10月22日全部拆除", "2019年10月22日", "2019-10-22", "past"),
    ("已于2020年8月接入管网", "2020年8月", "2020-08-31", "past"),
    ("2020年3月10日已全部更新", "2020年3月10日", "2020-03-10", "past"),
    ("2018年起逐步推广", "2018年起", "2018-01-01", "start"),
    ("2018年以来共查处多起", "2018年以来", "2018-01-01", "start"),
    ("自2021年4月起实行打卡", "2021年4月起", "2021-04-01", "start"),
    ("从2021年4月12日起实行打卡", "2021年4月12日起", "2021-04-12", "start"),
    ("2021年4月12日以后不再受理", "2021年4月12日以后", "2021-04-12", "start"),
    ("每年2月底前,即2021年2月底前", "2021年2月底前", "2021-02-28", "by"),
    ("2019年5月10日前将整改方案报市整改办", "2019年5月10日前", "2019-05-10", "report"),
    ("2019年5月底前完成规划编制并报市政府审批", "2019年5月底前", "2019-05-31", "by"),
    ("2019年5月10日前把书面情况报送市安委会办公室", "2019年5月10日前", "2019-05-10", "report"),
]


def only(text: str, own: date | None = OWN):  # type: ignore[no-untyped-def]
    found = [m for m in find_dates(text, (0, len(text)), Years(text, own)) if m.role != "recurring"]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "phrase", "day", "role"), FIXED)
def test_a_printed_date_is_read_without_doubt(text: str, phrase: str, day: str, role: str) -> None:
    mention = only(text)
    assert text[slice(*mention.span)] == phrase
    assert (str(mention.date), mention.role, mention.kind) == (day, role, "fixed")
    assert mention.doubts == ()


# phrase, start, end
RANGES = [
    ("2023年9月11日—9月14日", "2023-09-11", "2023-09-14"),
    ("2023年9月11日至14日", "2023-09-11", "2023-09-14"),
    ("2023年10月9日-15日", "2023-10-09", "2023-10-15"),
    ("2020年12月至2022年6月", "2020-12-01", "2022-06-30"),
    ("2020年3月至5月", "2020-03-01", "2020-05-31"),
    ("2020年3月—2021年2月底", "2020-03-01", "2021-02-28"),
    ("2018年-2020年", "2018-01-01", "2020-12-31"),
    ("2018-2020年", "2018-01-01", "2020-12-31"),
    ("2018年至2020年", "2018-01-01", "2020-12-31"),
    ("2022年6月21日到2022年7月11日", "2022-06-21", "2022-07-11"),
]


@pytest.mark.parametrize(("text", "start", "end"), RANGES)
def test_a_range_has_both_its_ends(text: str, start: str, end: str) -> None:
    mention = only(text)
    assert text[slice(*mention.span)] == text
    assert (str(mention.start), str(mention.date)) == (start, end)


# phrase, day; some characters were lost
LOST = [
    ("20189月底前", "2018-09-30"),
    ("20189月底", "2018-09-30"),
    ("201812月底", "2018-12-31"),
    ("202012月底前", "2020-12-31"),
    ("2018930日前", "2018-09-30"),
    ("20221231日前", "2022-12-31"),
    ("20221118日前", "2022-11-18"),
    ("2022825日", "2022-08-25"),
    ("202195日前", "2021-09-05"),
    ("20219820时", "2021-09-08"),
    ("20181231前", "2018-12-31"),
    ("2018年630日前", "2018-06-30"),
    ("2018年12底前", "2018-12-31"),
    ("2018底前", "2018-12-31"),
    ("20196月前完成", "2019-06-30"),
    ("2019 6月底前", "2019-06-30"),
    ("21年6月底前", "2021-06-30"),
    ("20182020年", "2020-12-31"),
    ("202年9月底前", "2021-09-30"),
    ("209年底前", "2019-12-31"),
    ("221年6月底前", "2021-06-30"),
    ("201年12月31日前", "2021-12-31"),
]


@pytest.mark.parametrize(("text", "day"), LOST)
def test_lost_characters_are_put_back_with_a_doubt(text: str, day: str) -> None:
    mention = only(text)
    assert str(mention.date) == day
    assert "date-repaired" in [doubt.code for doubt in mention.doubts]


def test_a_split_that_is_not_certain_names_the_other_reading() -> None:
    mention = only("2021112日前完成")
    assert str(mention.date) == "2021-01-12"
    (doubt,) = mention.doubts
    assert doubt.code == "date-ambiguous"
    assert "11月2日" in doubt.message


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("930", [(9, 30)]), ("630", [(6, 30)]), ("112", [(1, 12), (11, 2)]), ("1231", [(12, 31)]), ("365", []),
        ("95", [(9, 5)]), ("180", []), ("0930", [(9, 30)]), ("111", [(1, 11), (11, 1)]), ("430", [(4, 30)]), ("431", []),
    ],
)  # fmt: skip
def test_every_legal_split_of_a_month_and_a_day(digits: str, expected: list[tuple[int, int]]) -> None:
    assert splits(digits) == expected


# document, phrase, day: the year comes from elsewhere
INFERRED = [
    ("2019年6月底前完成20%,12月底前完成建设", "12月底前", "2019-12-31"),
    ("2021年3月底前建成示范点,年底前推广", "年底前", "2021-12-31"),
    ("2022年6月底前完成招标。9月底前开工", "9月底前", "2022-09-30"),
    ("9月底前完成30%。\n整改时限:2018年12月底", "9月底前", "2018-09-30"),
    ("11月底前开工。\n整改时限:2019年6月底前", "11月底前", "2018-11-30"),
    ("7月5日前完成清理", "7月5日前", "2021-07-05"),
    ("6月底前完成清理", "6月底前", "2021-06-30"),
    ("年底前完成清理", "年底前", "2021-12-31"),
    ("930日前完成清理", "930日前", "2021-09-30"),
    ("第三季度末完成清理", "第三季度末", "2021-09-30"),
    ("今年底前完成清理", "今年底前", "2021-12-31"),
    ("明年6月底前完成清理", "明年6月底前", "2022-06-30"),
    ("今年9月底前完成清理", "今年9月底前", "2021-09-30"),
    ("2020年立项,次年3月底前完成", "次年3月底前", "2021-03-31"),
    ("2020年5月立项,当年10月底前完成", "当年10月底前", "2020-10-31"),
    ("本月底前完成清理", "本月底前", "2021-08-31"),
    ("已于6月10日完成疏通", "6月10日", "2021-06-10"),
    ("已于12月10日完成疏通", "12月10日", "2020-12-10"),
    ("10月15 日前完成清理", "10月15 日前", "2021-10-15"),
    ("十月底前完成清理", "十月底前", "2021-10-31"),
]


@pytest.mark.parametrize(("text", "phrase", "day"), INFERRED)
def test_a_year_that_is_not_printed_is_inferred_with_a_doubt(text: str, phrase: str, day: str) -> None:
    found = {text[slice(*m.span)]: m for m in find_dates(text, (0, len(text)), Years(text, OWN))}
    assert str(found[phrase].date) == day
    assert "year-inferred" in [doubt.code for doubt in found[phrase].doubts]


def test_a_document_without_a_date_takes_the_nearest_due_date() -> None:
    text = "该厂2017年10月停产。\n9月底前拆除设备。\n沈知远\n2019年12月底前\n"
    found = find_dates(text, (13, 23), Years(text))
    assert [str(m.date) for m in found] == ["2019-09-30"]


def test_without_any_year_the_date_stays_open() -> None:
    mention = only("预计9月12日前搬离", own=None)
    assert mention.kind == "fixed"
    assert mention.date is None
    assert [doubt.code for doubt in mention.doubts] == ["year-missing"]


# phrase, quoted, anchor, amount, unit
RELATIVE = [
    ("自约谈之日起3个月内完成", "自约谈之日起3个月内", "约谈", 3, "month"),
    ("自通知送达之日起,30日内完成", "自通知送达之日起,30日内", "通知送达", 30, "day"),
    ("收到通知后10个工作日内完成", "收到通知后10个工作日内", "收到通知", 10, "working_day"),
    ("资金到位后12个月内完成", "资金到位后12个月内", "资金到位", 12, "month"),
    ("待省级资金下达后六个月内完成", "省级资金下达后六个月内", "省级资金下达", 6, "month"),
    ("限期15日内更换", "限期15日内", "", 15, "day"),
    ("责令10日内恢复", "10日内", "", 10, "day"),
    ("两周内完成", "两周内", "", 14, "day"),
    ("半年内完成", "半年内", "", 6, "month"),
    ("半个月内完成", "半个月内", "", 15, "day"),
    ("一年内完成", "一年内", "", 1, "year"),
    ("2年之内完成", "2年之内", "", 2, "year"),
    ("一个季度内完成", "一个季度内", "", 3, "month"),
    ("3天内完成", "3天内", "", 3, "day"),
    ("20个自然日内完成", "20个自然日内", "", 20, "day"),
]


@pytest.mark.parametrize(("text", "phrase", "anchor", "amount", "unit"), RELATIVE)
def test_a_relative_time_keeps_its_anchor_and_count(
    text: str, phrase: str, anchor: str, amount: int, unit: str
) -> None:
    mention = only(text)
    assert text[slice(*mention.span)] == phrase
    assert (mention.kind, mention.date) == ("conditional", None)
    assert mention.rule is not None
    assert (mention.rule.anchor, mention.rule.amount, mention.rule.unit) == (anchor, amount, unit)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("采暖季前完成改造", "采暖季前"), ("汛期来临前完成清淤", "汛期来临前"), ("X月XX日前完成", "X月XX日前"),
        (" * 年2月3日完成", "* 年2月3日"), ("2021年×月底前完成", "2021年×月底前"), ("XX年XX月XX日", "XX年XX月XX日"),
        ("春节前完成清运", "春节前"), ("20XX年6月底前完成", "20XX年6月底前"), ("2021年采暖季前完成", "2021年采暖季前"),
    ],
)  # fmt: skip
def test_seasons_and_unfilled_dates_are_conditional(text: str, phrase: str) -> None:
    mention = only(text)
    assert text[slice(*mention.span)] == phrase
    assert (mention.kind, mention.date, mention.rule) == ("conditional", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "2021年是整改攻坚年", "采矿许可证有效期至2022年12月31日", "公示期至2021年6月24日", "许可证于2021年3月到期", "该厂始建于2005年", "条例2021年5月1日施行", "落实《三年行动计划(2018-2020年)》", "三年行动计划(2018-2020年)的通知", "2021年度预算执行", "完成2017年安排的项目验收",
        "重点行业排放量比2013年下降12%", "列入2021年老旧管网改造计划", "2017年中央环保督察交办件", "补发2022年水质季报",
        "投资2020.5万元", "全年365日值守", "共12项任务", "内蒙古草原", "近年来持续改善", "处理能力300吨/日", "GB3838-2002标准",
        "第3季报", "一月一通报、两月一督导", "每月一次", "电话2892828", "路长2020米", "年均值达标", "月均浓度", "日处理能力",
    ],
)  # fmt: skip
def test_names_comparisons_and_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text, (0, len(text)), Years(text, OWN)) == []


@pytest.mark.parametrize(
    "text", ["每季度首月15日前发布", "每年6月底前更新", "每月5日前报送", "每年1月底前公布名单"]
)
def test_habits_are_recurring(text: str) -> None:
    assert all(m.role == "recurring" for m in find_dates(text, (0, len(text)), Years(text, OWN)))


def test_of_a_moved_deadline_only_the_later_counts() -> None:
    text = "完成时限由2020年12月底延期至2021年9月底"
    roles = [(str(m.date), m.role) for m in find_dates(text, (0, len(text)), Years(text, OWN))]
    assert roles == [("2021-09-30", "by")]


def test_a_signature_without_a_day_dates_the_document() -> None:
    assert Years("整改方案\n一、水\n棠溪县人民政府\n2021年6月\n").own == date(2021, 6, 30)


@pytest.mark.parametrize(
    "printed", ["2026年9月31日前", "2026年2月30日前", "2026年13月底前", "2027年2月29日前"]
)
def test_a_day_of_no_calendar_has_no_date_and_says_so(printed: str) -> None:
    text = f"{printed}完成治理。"
    (mention,) = find_dates(text, (0, len(text)), Years(text))
    assert mention.date is None
    assert [doubt.code for doubt in mention.doubts] == ["date-impossible"]
