"""Quantified aims and results: how they compare, how much, of what."""

from datetime import date

import pytest

from gongwen.rectification.fields import Years, read_indicators

OWN = date(2021, 8, 10)

# an aim; the indicators as "operator value unit"
AIMS = [
    ("投放鱼苗300余万尾,报送清单、合同等附件32份。", ["> 300 万尾", "= 32 份"]),
    ("见附件3个问题清单。", []),
    (
        "到2022年,PM2.5年均浓度降至45微克/立方米以下,优良天数比例达到80%以上。",
        ["<= 45 微克/立方米", ">= 80 %"],
    ),
    ("优良率提高到79%以上。", [">= 79 %"]),
    ("再生水利用率提高到25%。", ["= 25 %"]),
    ("城镇污水处理率达到95%,再生水利用率不低于30%。", [">= 95 %", ">= 30 %"]),
    ("安装率要达到100%。", [">= 100 %"]),
    ("煤炭消费总量控制在260万吨以内。", ["<= 260 万吨"]),
    ("煤炭占比控制在54%。", ["<= 54 %"]),
    ("COD浓度不超过20毫克/升,氨氮不高于1.0毫克/升。", ["<= 20 毫克/升", "<= 1 毫克/升"]),
    ("PM10浓度≤70μg/m3。", ["<= 70 μg/m3"]),
    ("单位能耗较2015年降低16%。", ["down_by 16 %"]),
    ("重点行业排放量比2013年下降12%。", ["down_by 12 %"]),
    ("森林覆盖率提高2个百分点。", ["up_by 2 个百分点"]),
    ("削减煤炭产能337万吨。", ["down_by 337 万吨"]),
    ("减少氮氧化物排放500吨。", ["down_by 500 吨"]),
    ("减少排污口12个。", ["= 12 个"]),
    ("淘汰燃煤锅炉120台、1850蒸吨。", ["= 120 台", "= 1850 蒸吨"]),
    ("每季度至少研究1次环境保护工作。", [">= 1 次"]),
    ("每年开展集中学习不少于2次。", [">= 2 次"]),
    ("每周巡河不少于两次。", [">= 2 次"]),
    ("每季度至少巡查一次。", [">= 1 次"]),
    ("每月抽查不少于20台。", [">= 20 台"]),
    ("每月检查至多3次。", ["<= 3 次"]),
    ("配备执法人员不少于10名。", [">= 10 名"]),
    ("推广到800亩以上。", [">= 800 亩"]),
    ("完成工程量30%以上。", [">= 30 %"]),
    ("完成14个黑臭水体整治。", ["= 14 个"]),
    ("完成三条黑臭水体治理任务。", ["= 3 条"]),
    ("完成五个村的环境整治。", ["= 5 个"]),
    ("147个乡镇污水处理设施全面建成。", ["= 147 个"]),
    ("抽查比例不低于20%。", [">= 20 %"]),
    ("权重由3%提高到8%。", ["= 8 %"]),
    ("容积由500立方米扩大至1200立方米。", ["= 1200 立方米"]),
    ("清运频次由每月2次增加到每月4次。", ["= 4 次"]),
    ("将清运频次调整为每日2次。", ["= 2 次"]),
    ("PM2.5、PM10年平均浓度分别下降到46ug/m3、69ug/m3以下。", ["<= 46 ug/m3", "<= 69 ug/m3"]),
    ("新增造林1.2万亩。", ["= 1.2 万亩"]),
    ("投资3.2亿元建设管网86.5公里。", ["= 3.2 亿元", "= 86.5 公里"]),
    ("1.2022年完成20座污水处理厂建设。", ["= 20 座"]),
    ("水质达标率超过90%。", ["> 90 %"]),
    ("故障率低于5%。", ["< 5 %"]),
    ("压减高耗水作物面积3.6万亩。", ["down_by 3.6 万亩"]),
    ("全市优良天数达到310天以上,比去年增加12天。", [">= 310 天", "up_by 12 天"]),
]

# a result, where 达到 means exactly
RESULTS = [
    ("气化率达到98.2%。", ["= 98.2 %"]),
    ("总装机容量达到114万千瓦。", ["= 114 万千瓦"]),
    ("粪污综合利用率达到83%以上。", [">= 83 %"]),
    ("拆除率100%。", ["= 100 %"]),
    ("累计整改错接混接192处。", ["= 192 处"]),
    ("发放宣传册4000余份。", ["> 4000 份"]),
    ("发放宣传册4000多份。", ["> 4000 份"]),
    ("新铺污水主管11.4公里,投资1860万元。", ["= 11.4 公里", "= 1860 万元"]),
    ("罚款8万元。", ["= 8 万元"]),
    ("已清运420吨,剩余180吨正在清运。", ["= 420 吨"]),
    ("发现问题7个,已整改5个,其余2个年底前完成。", ["= 5 个"]),
    ("剩余320万元涉及在建项目。", []),
    ("创建绿色工厂9家(国家级2家、省级7家)。", ["= 9 家", "= 2 家", "= 7 家"]),
    ("人均绿地面积16.77平方米、居全省第5位。", ["= 16.77 平方米", "= 5 位"]),
    ("取缔企业126家,其中关停86家、搬迁40家。", ["= 126 家", "= 86 家", "= 40 家"]),
    ("下降78.6%。", ["down_by 78.6 %"]),
    ("開展節水活動12場次,外運綜合利用12萬噸。", ["= 12 场次", "= 12 万吨"]),
    ("注销货车12,996辆。", ["= 12996 辆"]),
    ("全市优良天数同比增加21天。", ["up_by 21 天"]),
    ("组织专题学习2次,对全区86家文化礼堂开展摸底。", ["= 2 次"]),
    ("清淤河道15.6km。", ["= 15.6 km"]),
]

NONE = [
    "每月一次。", "每季度召开1次专题会议。", "每日清运1次。", "8小时内响应,15日内办结。", "24小时值守。", "2个月内完成。",
    "10个工作日内备案。", "15天内完成。", "连续停产3天。", "落实“1+6+N”体系。", "第3项任务。", "第一污水处理厂、第2水厂。", "G107国道、S308线。", "联系电话2892828。",
    "2021年6月30日前完成。", "环发〔2018〕20号文件。", "淘汰35蒸吨/小时以下燃煤锅炉。", "对300平方米以上餐饮单位开展排查。", "持续推进三年行动。",
    "各县市每季度开展专题研究。", "PM2.5、PM10浓度。", "GB3838-2002标准。", "对5名巡河员批评教育。", "对全区23个在建项目开展专项检查。",
    "组织全市186家企业补录台账。", "责令3间加工棚停工。", "四个村已接入管网。", "一个问题、一套方案、一名责任人。", "停止施工许可1个月。",
    "实现六个“100%”。", "落实《关于加强10个重点行业管控的通知》。", "针对“12家卫生院废水直排”问题,立即整改。", "调整至上午7时以后。", "",
]  # fmt: skip


def values(prose: str, *, aim: bool) -> list[str]:
    whole = (0, len(prose))
    found, _ = read_indicators(prose, [whole], Years(prose, OWN), targets=[whole] if aim else [])
    assert all(prose[slice(*i.span)] for i in found if i.span)
    return [f"{i.op} {i.value:g} {i.unit}" for i in found]


@pytest.mark.parametrize(("prose", "expected"), AIMS)
def test_aims(prose: str, expected: list[str]) -> None:
    assert values(prose, aim=True) == expected


@pytest.mark.parametrize(("prose", "expected"), RESULTS)
def test_results(prose: str, expected: list[str]) -> None:
    assert values(prose, aim=False) == expected


@pytest.mark.parametrize("prose", NONE)
def test_other_numbers_are_no_indicators(prose: str) -> None:
    assert values(prose, aim=True) == []


@pytest.mark.parametrize(
    ("prose", "name"),
    [
        ("优良率提高到79%以上。", "优良率"), ("2022年6月底前建成泵站12座。", "建成泵站"), ("累计取缔企业69家。", "取缔企业"),
        ("完成14个黑臭水体整治。", "黑臭水体整治"), ("煤炭消费总量控制在260万吨以内。", "煤炭消费总量"),
        ("安装门禁系统415套、覆盖513家企业。", "安装门禁系统"), ("再生水利用率不低于30%。", "再生水利用率"),
    ],
)  # fmt: skip
def test_an_indicator_is_named_by_its_clause(prose: str, name: str) -> None:
    found, _ = read_indicators(prose, [(0, len(prose))], Years(prose, OWN))
    assert found[0].name == name


@pytest.mark.parametrize(
    ("prose", "day"),
    [
        ("2022年6月底前建成泵站12座。", "2022-06-30"), ("建成泵站12座,2022年6月底前投用。", "2022-06-30"), ("建成泵站12座。2022年6月底前投用。", None),
        ("2018年底前拆除5处;新建管网12公里。", "2018-12-31"), ("自2021年4月起配备巡河员12名。", None),
    ],
)  # fmt: skip
def test_the_date_of_the_sentence_goes_with_it(prose: str, day: str | None) -> None:
    found, _ = read_indicators(prose, [(0, len(prose))], Years(prose, OWN))
    assert (str(found[0].by) if found[0].by else None) == day


def test_values_run_together_are_parted_with_a_doubt() -> None:
    prose = "PM2.5、PM10浓度分别下降到46ug/m369ug/m3以下。"
    found, doubts = read_indicators(prose, [(0, len(prose))], Years(prose, OWN))
    assert [(i.op, i.value) for i in found] == [("<=", 46), ("<=", 69)]
    assert {doubt.code for doubt in doubts} == {"value-repaired"}
    assert [doubt.field for doubt in doubts] == ["indicators[0]", "indicators[1]"]


def test_a_chinese_numeral_is_taken_with_a_doubt() -> None:
    prose = "完成三条黑臭水体治理。"
    _, doubts = read_indicators(prose, [(0, len(prose))], Years(prose, OWN))
    assert [doubt.code for doubt in doubts] == ["indicator-unclear"]
