"""Tables in plain text whose heads and ends are not those of a textbook."""

import pytest

from .test_layouts import measures, parties, problems, read

_TASKS = """临汀市督察反馈问题整改销号情况表
| 整改任务序号 | 反馈问题 | 整改目标 | 整改措施 | 整改完成情况 | 责任单位 | 整改时限 | 是否完成整改 |
| 5 | 园区管网破损。 | 管网修复到位。 | 修复管网7公里。 | 已完工。 | 石溪区人民政府 | 2022年6月底 | 是 |
| 13 | 养殖污染严重。 | 污染得到治理。 | 1.关停3家。2.建粪污池。 | 已关停。 | 区农业农村局 | 长期坚持 | 是 |
| 21 | 扬尘管控不严。 | 扬尘得到管控。 | 安装喷淋12套。 | 已安装。 | 区住建局 | 2022年12月底 | 否 |
"""


@pytest.mark.parametrize("form", ["bars", "rule", "tabs"])
def test_a_table_of_several_tasks_is_no_form(form: str) -> None:
    text = _TASKS
    if form == "rule":
        text = text.replace("完成整改 |\n", "完成整改 |\n|" + "---|" * 8 + "\n")
    elif form == "tabs":
        text = text.replace(" | ", "\t").replace("| ", "").replace(" |", "")
    reading = read(text)
    assert [item.no for item in reading.items] == ["5", "13", "21"]
    assert problems(reading) == ["园区管网破损。", "养殖污染严重。", "扬尘管控不严。"]
    assert measures(reading.items[1]) == ["关停3家", "建粪污池"]
    assert [item.status for item in reading.items] == ["completed", "completed", "in_progress"]
    assert parties(reading.items[0].units.responsible) == ["石溪区"]


def test_a_row_of_sums_and_the_foot_of_a_page_are_no_part_of_a_row() -> None:
    text = """| 序号 | 受理编号 | 交办问题基本情况 | 所在县(市、区) | 污染类型 | 是否属实 | 处理和整改情况 | 问责情况 |
| 1 | D2XX202105010003 | 某镇有人焚烧垃圾。 | 望汀区 | 大气 | 属实 | 1.清理垃圾。2.加强巡查。 | 无 |
| 2 | D2XX202105010004 | 某厂夜间噪声扰民。 | 石溪区 | 噪声 | 不属实 | 无 | 无 |
| 合计 | | | | | | | |
手机浏览本页
"""
    reading = read(text)
    assert problems(reading) == ["某镇有人焚烧垃圾。", "某厂夜间噪声扰民。"]
    assert [item.extra["所在县(市、区)"].text for item in reading.items] == ["望汀区", "石溪区"]
    assert reading.items[1].extra["问责情况"].text == "无"


def test_a_head_wrapped_into_two_lines() -> None:
    text = """望汀区信访件办理情况一览表
序 受理 交办问题 行政 污染 调查核实 是否 办结 是否 处理整改情况 责任人
号 编号 基本情况 区域 类型 情况     属实 目标 办结              处理情况

1
D2XX202105010003
某镇有人焚烧垃圾。
望汀区
大气
经查，现场有焚烧痕迹，反映情况属实。
属实
消除焚烧现象。
阶段
性办结
1.清理垃圾。2.加强巡查。
约谈2人
2
D2XX202105010004
某厂夜间噪声扰民。
石溪区
噪声
经查，夜间未生产。
不属实
无
已办结
无
无
"""
    first, second = read(text).items
    assert first.goal is not None
    assert first.goal.text == "消除焚烧现象。"
    assert measures(first) == ["清理垃圾", "加强巡查"]
    assert (first.status, second.status) == ("in_progress", "completed")
    assert first.extra["责任人处理情况"].text == "约谈2人"
    assert second.extra["是否属实"].text == "不属实"


def test_the_inspected_firm_answers_for_nothing_beside_who_does() -> None:
    text = """| 序号 | 单位名称 | 存在问题 | 整改措施 | 责任单位 | 整改时限 |
| 1 | 澜州燃气有限公司 | 阀门锈蚀。 | 更换阀门。 | 县住建局 | 2022年6月底 |
| 2 | 鹿鸣液化气站 | 无证经营。 | 停业整顿。 | 县城管局 | 2022年6月底 |
"""
    reading = read(text)
    assert [parties(item.units.responsible) for item in reading.items] == [["县住建局"], ["县城管局"]]
    assert reading.items[0].extra["单位名称"].text == "澜州燃气有限公司"


def test_cells_without_separators_under_a_head_that_a_wrap_broke() -> None:
    text = """望汀区边督边改情况（第十批）
序号 受理编号 交办问题基本情况 行政区域 污染类型 调查核实情况 是否属实 处理和整改情
况责任人被处理情况
1D2XX202105010003某镇有人焚烧垃圾。望汀区大气经查，现场有焚烧痕迹，反映情况属实。属实1.清理垃圾。2.加强
巡查。约谈2人
2D2XX202105010004某厂夜间噪声扰民。石溪区噪声经查，夜间未生产，反映情况不属实。不属实无无
"""
    first, second = read(text).items
    assert measures(first) == ["清理垃圾", "加强巡查"]
    assert first.extra["责任人被处理情况"].text == "约谈2人"
    assert measures(second) == []


def test_row_numbers_may_leave_out_some() -> None:
    barred = (
        "序号 | 反馈问题 | 整改措施 | 整改时限 | 责任单位 |\n1 | 污水直排\n柏塘河。 | 封堵排口。 | 2022年6月底前 | 县住建局 |\n"
        "6 | 扬尘扰民。 | 每日洒水。\n增加雾炮车3台。 | 2022年8月底前 | 县城管局 |\n15 | 秸秆露天\n焚烧。 | 加强巡查。 | 长期坚持 | 各乡镇 |\n"
    )
    listed = (
        "序号\n反馈问题\n整改措施\n整改时限\n责任单位\n3\n污水直排柏塘河。\n封堵排口。\n2022年6月底前\n县住建局\n"
        "7\n扬尘扰民。\n每日洒水。\n2022年8月底前\n县城管局\n12\n秸秆露天焚烧。\n加强巡查。\n长期坚持\n各乡镇\n"
    )
    assert [item.no for item in read(barred).items] == ["1", "6", "15"]
    assert [item.no for item in read(listed).items] == ["3", "7", "12"]


def test_a_wide_table_with_many_unknown_heads_keeps_its_columns() -> None:
    unknown = [f"指标{at}" for at in range(28)]
    head = ["序号", *unknown[:9], "整改任务", *unknown[9:], "责任单位"]
    rows = [
        [str(no), *("甲" for _ in unknown[:9]), problem, *("乙" for _ in unknown[9:]), "县水利局"]
        for no, problem in ((1, "柏塘河断面水质不达标。"), (2, "金雀河排口未封堵。"))
    ]
    for parting in ("\t", " | "):
        text = "\n".join(parting.join(cells) for cells in (head, *rows)) + "\n"
        items = read(text).items
        assert [item.problem.text for item in items if item.problem] == [row[10] for row in rows]
        assert [party.text for item in items for party in item.units.responsible] == ["县水利局"] * 2
        assert len(items[0].extra) == 28


def test_a_column_of_telephones_is_none_of_deadlines() -> None:
    text = """望汀区督察反馈问题整改清单
序号\t问题描述\t整改目标\t责任单位\t整改措施\t社会监督电话
1\t河岸边洗车店污水直排，沟渠发黑发臭。\t2024年6月底前消除污水直排。\t区城管局\t封堵排口，取缔无证洗车店。\t0999-8123456
2\t建筑工地夜间施工，噪声扰民多次投诉。\t规范夜间施工。\t区住建局\t增加夜间巡查，每周联合执法一次。\t0999-8123456
3\t农贸市场垃圾清运不及时，异味扰民。\t2024年9月底前完成改造。\t区商务局\t更换密闭垃圾箱，每日清运两次。\t0999-8123456
"""
    deadlines = [item.deadline for item in read(text).items]
    assert [deadline.kind for deadline in deadlines] == ["fixed", None, "fixed"]
    assert [deadline.raw.text for deadline in deadlines if deadline.raw] == ["2024年6月底前", "2024年9月底前"]


def test_a_title_with_pinyin_above_the_head_is_no_column() -> None:
    text = """督察反馈問(wèn)題整改任務(wù)清單
問(wèn)題编号\t問(wèn)題描述\t整改目標\t整改時限\t整改措施\t責任單位\t备注
1\t洗车店污水直排。\t消除污水直排。\t2024年6月底前\t封堵排口。\t區城管局\t重点
2\t工地噪聲擾民。\t規范夜間施工。\t立即整改\t增加夜間巡查。\t區住建局\t重点
"""
    reading = read(text)
    assert [item.no for item in reading.items] == ["1", "2"]
    assert problems(reading) == ["洗车店污水直排。", "工地噪聲擾民。"]
