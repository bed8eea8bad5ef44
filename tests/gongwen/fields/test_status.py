"""What a field or a sentence says of an item's state."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, infer_status, read_status

DONE, OPEN = "completed", "in_progress"

STATED = [
    ("已完成整改", DONE), ("已完成整改。", DONE), ("整改已完成", DONE), ("已办结", DONE), ("是", DONE), ("100%", DONE), ("100", DONE), ("完成", DONE),
    ("达到销号条件", DONE), ("拟销号", DONE), ("具备验收条件", DONE), ("已整改到位", DONE), ("均整改到位", DONE), ("已验收销号", DONE), ("√", DONE),
    ("该问题已完成整改,持续推进后续管护工作。", DONE), ("已完成整改,长期坚持。", DONE), ("督办后,均已整改到位。", DONE), ("已落实整改措施,具备验收条件。", DONE),
    ("经核定,应淘汰锅炉246台,截至2020年10月22日全部拆除,拆除率100%。", DONE), ("12家卫生院处理设施全部投运,日处理废水260吨。", DONE),
    ("已整改。市财政局已将资金全部缴入国库。", DONE), ("封场工程于2021年5月28日完工。", DONE), ("已基本完成整改", DONE), ("該問題已完成整改。", DONE),
    ("已于2021年6月20日完成。", DONE), ("已将违建全部拆除。", DONE), ("整改已完成,正在申请销号。", DONE), ("已完成整改,达标率由60%提高到85%。", DONE),
    ("已完成投资的80%。", OPEN), ("完成总工程量70%,预计年底投用。", OPEN), ("主体工程已完成,正在调试。", OPEN),
    ("否", OPEN), ("85%", OPEN), ("正在整改", OPEN), ("阶段性办结", OPEN), ("阶段\n性办\n结", OPEN), ("未办结", OPEN), ("部分整改", OPEN), ("整改中", OPEN),
    ("尚未完成整改", OPEN), ("未整改到位", OPEN), ("达到序时进度", OPEN), ("滞后于序时进度", OPEN), ("持续推进", OPEN), ("该项目未按期完成整改", OPEN),
    ("正在整改。发现问题7个,已整改5个。", OPEN), ("部分整改。已收回统筹1210万元。", OPEN), ("除智造园A区工地外,其余均整改到位。", OPEN),
    ("7个中5个已完工", OPEN), ("目前正在整改,10月25日前完成。", OPEN), ("预计9月12日前搬离。", OPEN), ("将于12月底前完成整改。", OPEN), ("计划2023年9月底前投用。", OPEN),
    ("2间已搬入,1间预计9月12日前搬离。", OPEN), ("整改工作正在有序推进", OPEN),
    ("属实", None), ("部分属实", None), ("不属实", None), ("无", None), ("", None), ("/", None), ("要求12月底前完成整改。", None),
    ("对3份处罚决定书补充公示,明确专人负责上网。", None), ("加强日常监管。", None), ("剩余煤泥11月底前清运完毕。", None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), STATED)
def test_a_status_field(value: str, expected: str | None) -> None:
    status, said, doubts = read_status(value, (0, len(value)))
    assert status == expected
    assert all(doubt.code == "status-inferred" and status == DONE for doubt in doubts)
    assert (said is None) == (expected is None)


@pytest.mark.parametrize(
    "value",
    [
        "该问题已完成整改,持续推进后续管护工作。",
        "达到销号条件",
        "正在整改。已整改5个。",
        "已办结",
        "已拆除",
        "100%",
    ],
)
def test_a_plain_statement_carries_no_doubt(value: str) -> None:
    assert read_status(value, (0, len(value)))[2] == []


def test_works_that_are_done_only_suggest_that_the_item_is() -> None:
    value = "12家卫生院处理设施全部投运,日处理废水260吨。"
    status, _, doubts = read_status(value, (0, len(value)))
    assert (status, [doubt.code for doubt in doubts]) == (DONE, ["status-inferred"])


STRICT = [
    ("该问题已完成整改。一是组织企业补录台账。", DONE), ("补充公开信息,3月10日已全部更新。", DONE), ("目前该问题已办结。", DONE), ("已完成", DONE),
    ("已于6月20日完成整改。", DONE), ("目前正在整改,10月25日前完成。", OPEN), ("除甲工地外,其余均整改到位。", OPEN), ("预计9月12日前搬离。", OPEN),
    ("立行立改、持续推进", None), ("持续推进", None), ("2019年6月底前完成工程建设。", None), ("目前已拆除14亩。", None), ("废水稳定达标排放。", None),
    ("依法处罚、整改到位的企业恢复生产。", None), ("对未按要求整改到位的项目启动执法程序。", None), ("逾期未完成的一律停产。", None), ("完成验收和整改销号。", None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), STRICT)
def test_prose_that_is_not_there_to_state_it(value: str, expected: str | None) -> None:
    assert read_status(value, (0, len(value)), strict=True)[0] == expected


def test_the_clause_that_says_it_is_quoted() -> None:
    text = "整改情况:四个村接入管网,该问题已完成整改。公示如下。"
    _, said, _ = read_status(text, (5, len(text)))
    assert said is not None
    assert (said.text, text[slice(*said.span)]) == ("该问题已完成整改", "该问题已完成整改")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责成物业公司9月12日前清运完毕。", OPEN), ("限期15日内更换活性炭。", OPEN), ("已于6月10日完成疏通。", None), ("罚款8万元。", None),
        ("2021年3月底前完成。", None), ("每季度首月15日前公布。", None), ("10月20日前补植植被,已拆除14亩。", OPEN),
    ],
)  # fmt: skip
def test_a_date_still_to_come_means_under_way(text: str, expected: str | None) -> None:
    status, said, doubts = infer_status(text, [(0, len(text))], Years(text, date(2021, 8, 10)))
    assert status == expected
    assert [doubt.code for doubt in doubts] == (["status-inferred"] if expected else [])
    assert (said is None) == (expected is None)
