"""Names that exist nowhere: places, rivers, companies, people, departments."""

from __future__ import annotations

import random

FIRST = "澜霁棠鹿汀苇砚葭岫荇璟蘅笠箬菀漪栾棣翎缃皋湉筠"
SECOND = "鸣溪川浦岩坪渡墟渚屿陂埠岚樾湄畈圩垟"
SURNAMES = "沈陆顾孟白阮祁卓骆靳辛鄢谷蒲席裴苗费柏纪阎谭"
GIVEN = (
    "知远",
    "青禾",
    "南风",
    "听澜",
    "慕云",
    "书砚",
    "可为",
    "怀瑾",
    "立诚",
    "思齐",
    "长河",
    "晓棠",
    "望舒",
    "一鸣",
    "致和",
    "松年",
    "岩",
    "蔚",
    "朗",
    "景行",
)
TRADES = (
    "建材",
    "化工",
    "纸业",
    "铸造",
    "纺织印染",
    "矿业",
    "水泥",
    "食品",
    "再生资源",
    "金属制品",
    "陶瓷",
    "涂料",
    "木业",
    "能源",
    "环保科技",
)
OWNERS = ("宏泽", "瑞岳", "恒澜", "新筑", "金樾", "顺墟", "百川汇", "华岚", "永葭", "泰屿")
ROADS = (
    "建设北路",
    "文昌路",
    "解放路",
    "沿河路",
    "机场大道",
    "青年街",
    "工业三路",
    "迎宾大道",
    "纬七路",
    "环城东路",
)
ESTATES = ("锦绣花园", "梧桐里", "盛世名城", "翰林雅苑", "御景湾", "安居苑二期", "水木清华园", "学府名邸")
SHOPS = ("阿婆豆花店", "老灶火锅", "鑫发汽修", "渔湾烧烤", "利民洗涤", "胜利石材加工部", "顺达废品收购站")

DEPARTMENTS = (
    "生态环境局", "住房和城乡建设局", "住建局", "水务局", "水利局", "自然资源和规划局", "自然资源局", "农业农村局",
    "城市管理局", "城市管理和综合执法局", "城管局", "交通运输局", "发展和改革局", "发展改革委", "工业和信息化局",
    "财政局", "应急管理局", "林业和草原局", "林业局", "卫生健康委", "商务局", "市场监督管理局", "公安局",
    "文化和旅游局", "教育局", "民政局", "统计局", "司法局", "气象局", "审计局", "行政审批服务局", "乡村振兴局",
)  # fmt: skip
PARTY_DEPARTMENTS = (
    "委宣传部",
    "委组织部",
    "纪委监委",
    "委办公室",
    "委政法委",
    "委编办",
    "政府办公室",
    "政府督查室",
    "人民检察院",
)
PARKS = ("经济技术开发区", "高新区", "循环经济产业园", "化工园区", "临江新区", "经开区")
AGENCIES = (
    "港航中心",
    "水务集团有限公司",
    "城市建设投资有限公司",
    "公共交通集团有限公司",
    "排水管理处",
    "环境卫生服务中心",
    "畜牧兽医服务中心",
    "市政工程管理处",
    "供销社",
    "消防救援支队",
    "交警支队",
)
TOWN_OFFICES = (
    "镇林业站",
    "镇农业服务中心",
    "镇兽医站",
    "镇规建办",
    "镇水利站",
    "镇环保站",
    "镇综合执法大队",
    "镇财政所",
    "镇应急管理站",
)
PROVINCES = ("云岭省", "青淮省", "南浦省", "岱北省")


def stem(rng: random.Random) -> str:
    return rng.choice(FIRST) + rng.choice(SECOND)


def person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def company(rng: random.Random, place: str) -> str:
    head = rng.choice((place.rstrip("市县区"), stem(rng), ""))
    return f"{head}{rng.choice(OWNERS)}{rng.choice(TRADES)}{rng.choice(('有限公司', '有限责任公司', '股份有限公司', '厂'))}"


class World:
    """One invented city with its counties, towns, villages and rivers, for one document."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.province = rng.choice(PROVINCES)
        self.city = stem(rng) + "市"
        self.counties = self._counties()
        self.level = rng.choice("市市市县区")
        self.home = (
            self.city if self.level == "市" else next(c for c in self.counties if c.endswith(self.level))
        )
        self.towns = [stem(rng) + rng.choice(("镇", "镇", "乡", "街道")) for _ in range(6)]
        self.rivers = [stem(rng) + rng.choice(("河", "河", "江", "湖", "水库", "渠")) for _ in range(4)]
        self.park = rng.choice(PARKS)

    def _counties(self) -> list[str]:
        names = {stem(self.rng) for _ in range(7)}
        kinds = ["县", "区"] + [self.rng.choice("县县区") for _ in names]
        return [name + kind for name, kind in zip(sorted(names), kinds, strict=False)]

    def county(self) -> str:
        return self.rng.choice(self.counties)

    def place(self) -> str:
        """Where a problem lies: a county for a city's paper, a town for a county's."""
        return self.county() if self.level == "市" else self.rng.choice(self.towns)

    def town(self) -> str:
        return self.rng.choice(self.towns)

    def village(self) -> str:
        return f"{self.town()}{stem(self.rng)}村"

    def river(self) -> str:
        return self.rng.choice(self.rivers)

    def firm(self) -> str:
        return company(self.rng, self.place())
