"""Invented findings in the words of the field: some words in nearly all of them, some in one."""

from __future__ import annotations

import random
from dataclasses import dataclass

COUNTIES = (
    "望汀区", "石溪区", "金雀区", "鹿鸣县", "棠溪县", "霁川县", "云岫县", "听澜县", "梧阳县", "砚山县", "芦汀县", "澜州经开区",
)  # fmt: skip
BUREAUS = (
    "生态环境局", "自然资源和规划局", "住房和城乡建设局", "水务局", "农业农村局", "城市管理局", "工业和信息化局", "应急管理局",
    "市场监督管理局", "林业局", "公安局", "财政局", "发展和改革委员会", "交通运输局", "商务局", "卫生健康委员会",
)  # fmt: skip
_SURNAMES = "程顾沈陆苏叶秦裴谢温柳许卫方钟穆白江纪宋傅孟薛姚"
_GIVEN = (
    "砚秋",
    "临川",
    "知远",
    "望舒",
    "景行",
    "怀瑾",
    "听雨",
    "既明",
    "云舟",
    "若谷",
    "沐阳",
    "长庚",
    "清和",
    "子衿",
)
_STEMS = "青白苍翠丹玄素澄碧朱紫黛绯绛缃湘沅澧沔渭汾沁淇洹漳滹沽溆沩浏捞涟耒舂洣渌潇祁衢婺瓯鄞甬剡"
_WATERS = ("河", "溪", "江", "湖", "渠", "塘", "涧", "港", "浦", "湾", "洲", "渡")
_TOWNS = ("镇", "乡", "街道", "村", "工业园", "社区")
_TRADES = (
    "化工", "建材", "养殖", "水泥", "砂石", "电镀", "印染", "造纸", "冶炼", "焦化", "制药", "铸造", "陶瓷", "食品", "屠宰", "木业",
    "涂装", "再生资源", "石材", "搅拌站", "污水处理", "垃圾处理", "酿造", "皮革", "橡塑", "农药",
)  # fmt: skip
_FAULTS = (
    "雨污分流不彻底，污水经{water}排口直排，下游断面氨氮浓度长期超标",
    "露天堆放物料{n}余吨未覆盖，扬尘污染严重，群众多次投诉",
    "渗滤液处理设施长期停运，调节池液位超过警戒线，存在渗漏隐患",
    "未批先建生产线{n}条，环境影响评价手续缺失，违规生产至今",
    "在线监测数据弄虚作假，烟尘、二氧化硫实际排放浓度超过标准{n}倍",
    "侵占河道岸线{n}米堆存弃渣，汛期极易冲入{water}",
    "危险废物台账混乱，{n}桶废矿物油去向不明",
    "畜禽粪污资源化利用设施不配套，粪水经沟渠流入{water}",
    "矿山生态修复进度滞后，应修复{n}亩仅完成三成，边坡裸露",
    "黑臭水体整治工程质量不高，{water}返黑返臭",
    "饮用水水源保护区内仍有{n}户居民和违章建筑未清退",
    "挥发性有机物收集效率低，恶臭扰民问题突出，夜间偷排时有发生",
    "自然保护区核心区内存在采砂作业，植被破坏面积达{n}亩",
    "燃煤小锅炉淘汰不到位，仍有{n}台在用，PM2.5浓度同比上升",
    "生活垃圾焚烧飞灰处置不规范，{n}吨飞灰贮存超过一年",
    "噪声治理措施落实不力，高速公路沿线声屏障缺失{n}米",
)
_GOALS = (
    "消除污染隐患，{water}断面水质稳定达到Ⅲ类标准",
    "完成整治并通过验收，群众满意度达到{n}%以上",
    "恢复植被{n}亩，落实长效管护机制",
    "污染物排放浓度稳定达标，在线监测数据真实有效",
    "实现雨污分流，污水收集率提高到{n}%",
)
_MEASURES = (
    "由{unit}牵头开展拉网式排查，建立问题台账，逐项明确责任人和完成时限",
    "新建污水管网{n}公里，改造老旧管道，配套建设提升泵站",
    "依法立案查处，责令停产整治，涉嫌犯罪的移送公安机关",
    "按照“一矿一策”编制生态修复方案，聘请第三方机构开展评估",
    "加密巡查频次，安装视频监控{n}套，接入监管平台",
    "清运积存垃圾和弃渣{n}吨，规范处置并保留联单",
    "落实河长制，每月巡河不少于{n}次，发现问题立即交办",
    "举一反三开展同类问题自查自纠，完善长效管理制度",
    "安排专项资金{n}万元，完成设施提标改造并稳定运行",
    "组织现场核查验收，公示整改结果，接受群众监督",
)


@dataclass(frozen=True, slots=True)
class Story:
    """What one invented finding says."""

    place: str
    problem: str
    goal: str
    measures: tuple[str, str, str]


def leaders(count: int) -> list[str]:
    return [f"{_SURNAMES[at % len(_SURNAMES)]}{_GIVEN[at * 5 % len(_GIVEN)]}" for at in range(count)]


def story(chance: random.Random, county: str) -> Story:
    stem = "".join(chance.choices(_STEMS, k=2))
    water = f"{chance.choice(_STEMS)}{stem[0]}{chance.choice(_WATERS)}"
    town = f"{stem[1]}{chance.choice(_STEMS)}{chance.choice(_TOWNS)}"
    firm = f"{stem}{chance.choice(_STEMS)}{chance.choice(_TRADES)}有限公司"
    filled = {"water": water, "unit": chance.choice(BUREAUS)}

    def said(text: str) -> str:
        return text.format(n=chance.randint(2, 990), **filled)

    fault, other = (said(text) for text in chance.sample(_FAULTS, 2))
    return Story(
        county,
        f"督察发现，{county}{town}{firm}{fault}；督察组还指出，该地{other}。",
        f"{said(chance.choice(_GOALS))}。",
        tuple(f"{said(text)}。" for text in chance.sample(_MEASURES, 3)),  # type: ignore[arg-type]
    )
