"""Phrasings of offices that nobody had read before: each taught the reader something that is not about one document."""

import pytest

import gongwen
from gongwen.results import Reading


def problems(reading: Reading) -> list[str]:
    return [item.problem.text if item.problem else "" for item in reading.items]


def measures(reading: Reading, index: int = 0) -> list[str]:
    return [measure.text for measure in reading.items[index].measures]


LETTER = """关于霁川县污水处理工作督查情况的反馈意见
霁川县人民政府：
一、存在的主要问题
（一）污水收集效能偏低。集中收集率仅为58%。
（二）管网建设进度滞后。仅完成9.8公里。
二、整改要求
请你县针对上述问题制定整改方案，于2025年3月31日前报市住建局，并于2025年10月底前全部整改到位。
督查组
2025年3月5日
"""
ORDER = """交办单
霁川县河长办：
检查发现以下问题：
1.白鹭河右岸堆放建筑垃圾，未清运。
2.柳林沟排口未设立标识牌。
请你办督促有关单位立即整改，于2025年10月底前整改到位，并于11月15日前将整改情况报送我办。
2025年9月1日
"""


@pytest.mark.parametrize("text", [LETTER, ORDER])
def test_what_a_letter_asks_of_all_is_no_measure_and_its_day_is_everybodys(text: str) -> None:
    reading = gongwen.read_text(text)
    assert len(reading.items) == 2
    assert [str(item.deadline.date) for item in reading.items] == ["2025-10-31"] * 2
    assert not any(item.measures for item in reading.items)


def test_a_day_for_writing_back_is_nobodys_deadline() -> None:
    reading = gongwen.read_text(ORDER.replace("，于2025年10月底前整改到位", ""))
    assert [item.deadline.date for item in reading.items] == [None, None]


def test_a_heading_that_names_a_problem_keeps_the_tasks_below_it() -> None:
    reading = gongwen.read_text(
        "一、工作措施\n（一）关于垃圾分类准确率不高的问题\n1.新建投放点150个。（责任单位：区城管局）\n2.组织入户宣传。（责任单位：团区委）\n"
        "（二）关于医疗废物收运的问题\n1.实行“小箱进大箱”。（责任单位：区卫健局）\n"
    )
    assert problems(reading) == ["关于垃圾分类准确率不高的问题", "关于医疗废物收运的问题"]
    assert measures(reading) == ["新建投放点150个。", "组织入户宣传。"]
    assert [party.text for party in reading.items[0].units.responsible] == ["区城管局", "团区委"]


def test_roles_told_in_a_sentence_under_one_name() -> None:
    reading = gongwen.read_text(
        "1.库存账实不符。\n完成时限：2024年7月\n责任分工：县发改局牵头，县财政局、和平街道配合\n2.仓房漏雨。\n完成时限：2024年8月\n责任分工：县粮食公司负责\n"
    )
    units = [item.units for item in reading.items]
    assert [party.text for party in units[0].lead] == ["县发改局"]
    assert [party.text for party in units[0].support] == ["县财政局", "和平街道"]
    assert [party.text for party in units[1].responsible] == ["县粮食公司"]
    assert not units[0].responsible
    assert not units[1].lead


def test_name_day_and_state_in_one_sentence() -> None:
    reading = gongwen.read_text(
        "正在推进的问题进展情况如下：\n1.固废填埋场项目，应于2024年12月底前建成，延期至2025年12月底，目前主体工程完成85%。责任单位：县经开区管委会。\n"
        "2.面源污染治理，应于2026年6月底前完成，目前达到序时进度。责任单位：县农业农村局。\n"
    )
    assert problems(reading) == ["固废填埋场项目", "面源污染治理"]
    assert [str(item.deadline.date) for item in reading.items] == ["2025-12-31", "2026-06-30"]
    assert [item.status for item in reading.items] == ["in_progress", "in_progress"]


def test_names_of_one_word_in_brackets() -> None:
    record = "【问题】{}。\n【整改】清退养殖场6家。\n【进度】正在推进，计划2025年11月底前完成\n【责任】县农业农村局\n"
    reading = gongwen.read_text("01\n" + record.format("粪污直排") + "02\n" + record.format("恶臭扰民"))
    assert problems(reading) == ["粪污直排。", "恶臭扰民。"]
    assert measures(reading) == ["清退养殖场6家。"]
    assert str(reading.items[0].deadline.date) == "2025-11-30"
    assert reading.items[0].status == "in_progress"


def test_a_category_whose_number_has_a_line_of_its_own() -> None:
    head = "序号\n发现问题\n整改措施\n整改时限\n责任单位\n"
    rows = "一\n农贸市场\n1\n活禽宰杀区未隔离\n实行物理隔离。\n2024年4月底前\n区商务局\n二\n老旧小区\n2\n化粪池满溢\n清掏化粪池11座。\n2024年5月底前\n区住建局\n"
    reading = gongwen.read_text("附件\n整改任务表\n" + head + rows)
    assert problems(reading) == ["活禽宰杀区未隔离", "化粪池满溢"]
    assert [item.path[0].text for item in reading.items] == ["一农贸市场", "二老旧小区"]
    assert [party.text for party in reading.items[0].units.responsible] == ["区商务局"]


def test_finally_ends_a_list_of_words() -> None:
    reading = gongwen.read_text(
        "一、问题：渗滤液外溢。\n整改情况：首先，清扫冲洗；其次，新建收集池；最后，每日清运。\n二、问题：油污直排。\n整改情况：首先，安装隔油池；最后，清疏雨水井。\n"
    )
    assert [len(item.measures) for item in reading.items] == [3, 2]


@pytest.mark.parametrize(
    ("said", "status"),
    [("已完成整改，持续推进。", "completed"), ("完成率92%，持续推进。", "in_progress")],
)
def test_what_goes_on_being_done_was_done(said: str, status: str) -> None:
    reading = gongwen.read_text(f"一、热线答复敷衍\n问题：满意率仅76%。\n整改情况：{said}\n")
    assert reading.items[0].status == status


def test_records_that_all_bear_the_number_one() -> None:
    record = "1.甲镇{}未清运。整改措施：立即清运。整改时限：2025年6月底前。\n"
    reading = gongwen.read_text("问题整改清单\n" + "".join(map(record.format, ("垃圾", "污泥", "废渣"))))
    assert problems(reading) == [f"甲镇{what}未清运。" for what in ("垃圾", "污泥", "废渣")]
    assert {str(item.deadline.date) for item in reading.items} == {"2025-06-30"}


def test_a_heading_tells_the_state_and_the_count_of_what_stands_under_it() -> None:
    reading = gongwen.read_text(
        "2025年第一季度督察反馈问题整改情况清单\n一、已完成整改的问题(2个)\n1.油烟净化设施安装率偏低。责任单位：县城管局\n2.焚烧炉违规运行。责任单位：龙泉乡人民政府\n"
        "二、正在推进整改的问题(1个)\n1.污水管网缺失。责任单位：县住建局；整改时限：2025年10月底前\n"
    )
    assert [item.status for item in reading.items] == ["completed", "completed", "in_progress"]
    assert [total.value for total in reading.totals] == [2, 1]
    assert not reading.doubts


def test_a_short_field_is_no_broken_name_of_the_next() -> None:
    record = "（{}）问题：公厕异味。\n措施：每日消杀。\n时限：3日内\n责任：区城管局\n"
    reading = gongwen.read_text("城市管理问题整改单\n" + record.format("1") + record.format("2"))
    assert [[party.text for party in item.units.responsible] for item in reading.items] == [["区城管局"]] * 2
    assert [item.deadline.kind for item in reading.items] == ["conditional"] * 2


def test_rows_with_numbers_of_their_own_under_a_merged_problem_are_items() -> None:
    cell = "<td>{}</td>"
    head = "".join(map(cell.format, ("序号", "反映问题", "处理情况", "是否办结")))
    first = "<td>1</td><td rowspan=2>烧烤店油烟扰民。</td><td>罚款5000元。</td><td>已办结</td>"
    second = "<td>2</td><td>更换净化器。</td><td>未办结</td>"
    page = f"<html><body><table><tr>{head}</tr><tr>{first}</tr><tr>{second}</tr></table></body></html>"
    reading = gongwen.read(page.encode(), "公开.html")
    assert [item.no for item in reading.items] == ["1", "2"]
    assert problems(reading) == ["烧烤店油烟扰民。"] * 2
    assert [item.status for item in reading.items] == ["completed", "in_progress"]
