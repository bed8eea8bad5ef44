"""A document that was broken at a fixed width reads as the one that was not."""

import pytest

import gongwen

PLAN = """霁川县省级生态环境保护督察反馈问题整改方案
一、责任落实不到位
(一)县直有关部门对督察整改重部署、轻落实，2021年有3个部门全年没有开展过一次现场检查，整改台账长期不更新，问题反复出现。
整改目标：建立台账更新机制，各部门每季度现场检查不少于2次。
整改措施：一是印发整改工作责任清单，明确牵头单位和配合单位的责任边界；二是把履职情况纳入年度考核，权重由5%提高到10%；三是对进展缓慢的单位进行约谈。
责任单位：县委办公室、县政府办公室，市生态环境局霁川分局、县发展和改革局
整改时限：2022年12月底前
(二)雁回镇污水处理厂自2019年投运以来进水浓度长期偏低，管网错接混接，雨天溢流入河，下游断面水质一度下降到劣五类。
整改目标：2023年6月底前完成管网改造18公里，断面水质稳定达到三类。
整改措施：1.开展管网排查，建立问题清单。2.2023年5月底前完成错接混接改造46处。
责任单位：雁回镇人民政府、县住房和城乡建设局
整改时限：2023年6月底前
"""

GLUED = """群众举报生态环境问题办理情况表
序号 受理编号 交办问题基本情况 行政区域 污染类型 调查核实情况 是否属实 处理和整改情况 责任人被处理情况
1D202104160071柏塘镇上游村一家养殖场粪污直排水沟，夏季臭味难闻，要求搬迁。鹿鸣县水经查，该场有两处排口未接入管网，粪污经沟渠流入柏塘河。属实1.责令立即封堵排口。2.2021年6月底前建成粪污收集池3座。无
2D202104160072文昌路“老灶烧烤”露天加工，油烟和噪声影响居民休息，多次反映没有解决。望汀区大气现场检查时，该店油烟净化设施没有开启，并在店外摆放餐桌。属实责令停业整改，油烟净化设施已更换，该问题已办结。无
"""

TABS = """序号\t存在问题\t整改措施\t完成时限\t责任单位
1\t石溪区两座垃圾中转站渗滤液收集池破损，渗滤液外溢进入雨水管网。\t更换收集池防渗膜，修复破损管道120米，并建立每日巡查记录。\t2022年9月底前\t石溪区城市管理局
2\t望汀区三处入河排污口没有设置标识牌，自行监测数据长期没有公开。\t设置标识牌，每月公开监测数据，委托第三方单位开展溯源排查工作。\t立行立改\t市生态环境局望汀分局
"""


def wrapped(text: str, width: int, columns: bool) -> str:
    lines = []
    for line in text.split("\n"):
        taken, begun = 0, 0
        for at, character in enumerate(line):
            wide = 2 if columns and character > "\u2000" else 1
            if taken + wide > width:
                lines.append(line[begun:at])
                taken, begun = 0, at
            taken += wide
        lines.append(line[begun:])
    return "\n".join(lines)


def facts(text: str) -> list[object]:
    """What was read, without the line breaks."""
    return [
        (
            item.problem.text if item.problem else None,
            item.goal.text if item.goal else None,
            [measure.text for measure in item.measures],
            (item.deadline.kind, item.deadline.date),
            [party.text for party in item.units.responsible],
            [step.date for step in item.milestones],
            item.status,
        )
        for item in gongwen.read_text(text).items
    ]


@pytest.mark.parametrize("text", [PLAN, GLUED, TABS], ids=["plan", "glued rows", "rows of tabs"])
@pytest.mark.parametrize(
    ("width", "columns"), [(28, False), (38, False), (60, False), (60, True), (84, True)]
)
def test_a_fixed_width_costs_nothing(text: str, width: int, columns: bool) -> None:
    whole = facts(text)
    assert len(whole) == 2
    assert facts(wrapped(text, width, columns)) == whole


def test_quotations_stand_at_their_place_in_a_wrapped_text() -> None:
    text = wrapped(PLAN, 30, False)
    for item in gongwen.read_text(text).items:
        for quote in (item.problem, item.goal, *item.measures, *item.units.responsible):
            assert quote is not None
            assert text[slice(*quote.span)].replace("\n", "") == quote.text


def test_titles_printed_twice_are_no_page_width() -> None:
    title = "霁川县省级生态环境保护督察反馈问题整改情况公示"
    reading = gongwen.read_text(
        f"{title}\n{title}\n现将有关情况公示如下。\n一、反馈问题\n柏塘河污水直排。\n二、整改措施\n封堵排口。\n"
    )
    assert reading.title is not None
    assert reading.title.text == title
    assert [item.problem.text for item in reading.items if item.problem] == ["柏塘河污水直排。"]


def test_rows_of_equal_length_stay_rows() -> None:
    text = "整改任务分工\n1.完成雁回镇雨污分流管网改造工程（县住建局牵头）\n2.完成柏塘镇雨污分流管网改造工程（县住建局牵头）\n3.完成石桥镇雨污分流管网改造工程（县住建局牵头）\n"
    assert len(gongwen.read_text(text).items) == 3
