"""Documents as strangers write them: other heads, other names of fields, other places for the state."""

from .test_layouts import measures, parties, problems, read


def test_states_behind_the_names_of_problems() -> None:
    text = """鹿鸣县督察反馈问题整改进展情况
反馈问题共2个，完成整改1个，达到序时进度1个。
一、石桥河水质不达标问题（已完成）
整改时限为2024年5月底。已封堵沿河排污口14处。
责任单位：县水利局、石桥镇
二、历史遗留矿山修复缓慢问题（序时推进）
整改时限为2025年底。已修复13处。
责任单位：县自然资源局
"""
    reading = read(text)
    assert problems(reading) == ["石桥河水质不达标问题", "历史遗留矿山修复缓慢问题"]
    assert [item.status for item in reading.items] == ["completed", "in_progress"]
    assert [str(item.deadline.date) for item in reading.items] == ["2024-05-31", "2025-12-31"]
    assert measures(reading.items[0]) == ["已封堵沿河排污口14处"]


def test_a_count_of_some_says_nothing_of_all() -> None:
    text = """鹿鸣县督察反馈问题整改进展情况
反馈问题共2个，完成整改1个，达到序时进度1个。
一、石桥河水质不达标
责任单位：县水利局
整改措施：封堵排口。
二、矿山修复缓慢
责任单位：县自然资源局
整改措施：修复矿山。
"""
    assert [item.status for item in read(text).items] == [None, None]


def test_heads_in_everyday_words() -> None:
    text = (
        "编号|存在的主要症结|要达到的标准|怎么改|什么时候改完|谁来改|谁来督|包联县领导\n"
        "1|城区黑臭水体反弹|消除黑臭|清淤疏浚2.3公里；封堵排口9个|2022年10月底前|县住建局、城关镇|县整改办|赵明远\n"
        "2|尾矿库渗漏|渗漏得到治理|实施防渗工程|2023年3月底前|县应急管理局|市应急管理局|钱思远\n"
    )
    reading = read(text)
    assert problems(reading) == ["城区黑臭水体反弹", "尾矿库渗漏"]
    assert parties(reading.items[0].units.responsible) == ["县住建局", "城关镇"]
    assert parties(reading.items[0].units.regulator) == ["县整改办"]
    assert str(reading.items[1].deadline.date) == "2023-03-31"


def test_closed_or_not_as_a_head() -> None:
    text = (
        "序号\t交办编号\t举报内容摘要\t所在地\t查实情况\t属实与否\t处理结果\t办结与否\n"
        "1\tX2YL202405180012\t养殖场粪污直排。\t鹿鸣县\t经查，少量粪污外溢。\t属实\t责令停止外排。\t未办结\n"
        "2\tD2YL202405180034\t夜市油烟扰民。\t望汀区\t8家未安装净化器。\t部分属实\t全部安装净化器。\t已办结\n"
    )
    assert [item.status for item in read(text).items] == ["in_progress", "completed"]


def test_records_under_a_line_that_only_numbers_them() -> None:
    text = """第一督导组发现问题清单
问题1
具体情形：柏塘村建筑垃圾随意倾倒，约260立方米。
整改意见：立即清运，设置围挡。
整改主体：柏塘镇人民政府
问题2
具体情形：雁回社区垃圾中转站渗滤液外溢。
整改意见：更换破损收集箱2个。
整改主体：雁回街道办事处、区环卫中心
"""
    reading = read(text)
    assert [item.no for item in reading.items] == ["问题1", "问题2"]
    assert problems(reading) == ["柏塘村建筑垃圾随意倾倒，约260立方米。", "雁回社区垃圾中转站渗滤液外溢。"]


def test_a_name_of_measures_right_below_the_units() -> None:
    text = """关于望汀区第七项整改任务完成情况的公示
反馈问题：餐饮油烟扰民问题突出。
整改目标：净化设施安装率达到100%。
督导单位：市城市管理局
工作开展与效果：
一是全面摸排建账。
二是限期安装改造。
整改结论：已完成整改，拟予销号。
"""
    (item,) = read(text).items
    assert parties(item.units.regulator) == ["市城市管理局"]
    assert measures(item) == ["全面摸排建账", "限期安装改造"]


def test_units_alone_in_parentheses_and_deadlines_of_tasks() -> None:
    text = """2023年望汀区生态环境突出问题整治工作要点
1. 淘汰国三及以下柴油货车420辆。（牵头单位：市生态环境局望汀分局）
2. 开展餐饮油烟专项整治，年底前完成。（区城管局、区市场监管局）
3. 完成废弃矿山修复3处。（区自然资源局，10月底前）
"""
    reading = read(text)
    assert reading.title is not None
    assert reading.jurisdiction is not None
    assert reading.jurisdiction.text == "望汀区"
    assert [parties(item.units.responsible) for item in reading.items] == [
        [],
        ["区城管局", "区市场监管局"],
        ["区自然资源局"],
    ]
    assert [str(item.deadline.date) for item in reading.items] == ["None", "2023-12-31", "2023-10-31"]


def test_a_credit_in_parentheses_charges_nobody() -> None:
    text = """关于信访举报办理情况的通报
1.群众反映石材厂噪声扰民。已责令夜间停产。
2.群众反映污水井返水。已疏通管网120米。
（望汀区环保督察边督边改工作专班）
"""
    assert all(not item.units.responsible for item in read(text).items)
