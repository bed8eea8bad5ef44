"""Pages about something else hold no items and say so."""

import pytest

import gongwen

BULLETIN = """望汀市2023年5月环境空气质量状况
一、市区空气质量
5月份，市区空气质量优良天数为25天，优良天数比例为80.6%，同比上升6.4个百分点。其中，优8天，良17天，轻度污染5天。
二、各县（市、区）空气质量
5月份，各县（市、区）优良天数比例范围为71.0%～96.8%。
三、降水
5月份，全市降水pH值范围为6.12～7.34，未出现酸雨。
望汀市生态环境局
2023年6月12日
"""
REGULATION = """澜州市扬尘污染防治管理办法
第一章 总则
第一条 为了有效防治扬尘污染，保护和改善大气环境质量，制定本办法。
第二条 本办法适用于本市行政区域内扬尘污染的防治和监督管理。
第二章 防治措施
第三条 施工单位应当符合下列要求：
（一）施工工地周围设置不低于2.5米的硬质围挡；
（二）工地出入口设置车辆冲洗设施。
第四条 违反本办法规定的，责令改正，处一万元以上十万元以下罚款；拒不改正的，责令停工整治。
第五条 本办法自2024年1月1日起施行。
"""
INVITATION = """关于召开全市生态环境保护督察整改工作推进会的通知
各县区人民政府：
一、会议时间
2023年4月12日（星期三）下午3:00，会期半天。
二、会议地点
市行政中心第三会议室。
三、参会人员
各县区政府主要负责同志。
澜州市人民政府办公室
2023年4月6日
"""
MEETING = """鹿鸣县生态环境保护督察整改工作会议通知
时间：2023年4月12日下午3:00
地点：县政府三楼会议室
参加单位：县发改局、县住建局、县水利局
"""
SUMMARY = """澜州市生态环境局2023年工作总结
一、生态环境质量持续改善
（一）空气质量。优良天数达到310天，同比增加21天。
（二）水环境质量。国控断面优良比例达到91.7%。
二、污染防治攻坚战深入推进
完成燃煤锅炉淘汰42台，新增污水管网36公里。
三、执法监管不断加强
立案查处环境违法案件86件，罚款412万元。
"""


@pytest.mark.parametrize("text", [BULLETIN, REGULATION, INVITATION, MEETING, SUMMARY])
def test_a_page_about_something_else_has_no_items(text: str) -> None:
    reading = gongwen.read_text(text)
    assert reading.items == ()
    assert "no-items" in {doubt.code for doubt in reading.doubts}


def test_an_invitation_names_no_place() -> None:
    jurisdiction = gongwen.read_text(INVITATION).jurisdiction
    assert jurisdiction is not None
    assert jurisdiction.text == "澜州市"


def test_findings_without_fields_are_items_all_the_same() -> None:
    text = "关于全县安全生产隐患的通报\n一、柏塘镇加油站消防设施过期\n二、雁回镇砂石厂擅自恢复生产\n三、石桥镇养老院疏散通道被堵塞\n"
    assert len(gongwen.read_text(text).items) == 3


def test_tasks_of_a_plan_are_items_all_the_same() -> None:
    text = (
        "鹿鸣县大气污染防治工作方案\n一、重点任务\n（一）加快燃煤锅炉淘汰。2023年10月底前淘汰锅炉42台。\n"
        "（二）强化扬尘管控。加强施工工地巡查，落实六个百分之百。\n"
    )
    assert len(gongwen.read_text(text).items) == 2
