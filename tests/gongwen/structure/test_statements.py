"""Where the statement of a problem or the name of a task ends and what is done about it begins."""

from .test_layouts import measures, numbers, problems, read


def test_a_finding_whose_state_stands_at_the_end() -> None:
    text = """关于霁川县预算执行审计查出问题整改情况的报告
一、预算执行问题的整改情况
1.资金未及时下达4620万元。县财政局已于2022年8月全部下达。已整改到位。
2.资产账实不符。3个单位未登记资产。相关单位补充登记资产42项。已整改到位。
3.存量资金未清理。县财政局收回资金905万元，剩余资金2023年6月底前支出完毕。正在整改。
"""
    reading = read(text)
    assert problems(reading) == [
        "资金未及时下达4620万元。",
        "资产账实不符。3个单位未登记资产。",
        "存量资金未清理。",
    ]
    assert [measures(item)[0].split("。")[0] for item in reading.items] == [
        "县财政局已于2022年8月全部下达",
        "相关单位补充登记资产42项",
        "县财政局收回资金905万元，剩余资金2023年6月底前支出完毕",
    ]
    assert [item.status for item in reading.items] == ["completed", "completed", "in_progress"]
    assert str(reading.items[2].deadline.date) == "2023-06-30"


def test_a_task_named_after_the_list_that_it_revises() -> None:
    text = """霁川县修订预案工作任务安排
1.加强巡查。组织开展巡查，8月15日前完成。(牵头单位：县水利局)
2.修订应急预案和减排清单。组织修订预案，9月15日前完成。(牵头单位：县生态环境局)
"""
    reading = read(text)
    assert problems(reading)[1] == "修订应急预案和减排清单。"
    assert measures(reading.items[1]) == ["组织修订预案，9月15日前完成"]


def test_numbers_glued_to_figures_and_to_years_with_blanks() -> None:
    report = """关于审计查出问题整改情况的报告
一、部门预算执行问题
1.2个部门公务卡使用不规范。该问题已完成整改。
2.5个部门超范围列支132.4万元。该问题已完成整改。
3.3个部门未按规定采购。正在整改。
"""
    assert numbers(read(report)) == ["1.", "2.", "3."]
    plan = """(一)道路破损。
整改目标：修复道路。
责任单位：县住建局
整改措施：1.2023 年 12 月底前建成10座。2.2024 年 6 月底前建成12座。3.32家企业参与。
"""
    assert measures(read(plan).items[0]) == [
        "2023 年 12 月底前建成10座",
        "2024 年 6 月底前建成12座",
        "32家企业参与",
    ]


def test_a_sentence_on_all_items_belongs_to_none() -> None:
    text = (
        "一、污水直排柏塘河\n整改时限：2022年6月底前\n整改措施：封堵排口。\n二、扬尘扰民\n整改时限：2022年8月底前\n整改措施：每日洒水。\n"
        "以上问题均由县住房和城乡建设局、市生态环境局鹿鸣\n分局负责整改，县纪委监委负责督导。\n"
    )
    items = read(text).items
    assert [[measure.text for measure in item.measures] for item in items] == [["封堵排口。"], ["每日洒水。"]]


def test_aspects_numbered_inside_a_statement_stay_in_it() -> None:
    text = (
        "（一）砂场监管不力。督察发现，石溪区对砂场监管不力。一是巡查流于形式；二是处罚偏轻。\n整改目标：全部规范经营。\n"
        "整改措施：一是开展专项整治。二是建立巡查台账。\n"
        "（二）扬尘管控不到位。主要表现为：一是围挡不全；二是清扫不及时。\n整改目标：全面达标。\n整改措施：一是督促整改。二是增加频次。\n"
    )
    items = read(text).items
    assert [len(item.measures) for item in items] == [2, 2]
    assert all(item.problem and "二是" in item.problem.text for item in items)
