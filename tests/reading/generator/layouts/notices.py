"""Notices and short plans: hazards by site, exposures, acceptances, task sentences, separate lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..deadlines import NONE, Deadlines
from ..facts import Facts, make
from ..frame import GENERAL, NEXT, page_bottom, page_top, signature
from ..numbering import HAN, mark
from ..parties import Parties
from ..statement import Scene
from ..topics_more import DUTY, ENVIRONMENT, TOPICS
from ..words import ESTATES, ROADS, TOWN_OFFICES, person
from .registry import layout
from .reports import last_steps

HAZARDS = (
    "二层疏散指示标志被遮挡", "消防水泵房未张贴操作规程", "应急照明灯损坏{n 2-9}盏", "货物占用消防车通道", "微型消防站人员不在岗", "配电箱未接地,电线私拉乱接",
    "灭火器过期{n 3-20}具", "有限空间作业未审批", "危化品仓库与办公区安全距离不足", "特种作业人员{n 2-5}人无证上岗", "应急预案未备案,未按要求开展演练",
    "安全出口上锁", "粉尘涉爆车间未定期清扫", "动火作业现场无人监护", "燃气管道锈蚀,未安装泄漏报警装置",
)  # fmt: skip
SITES = ("{estate}", "{co}", "{town}农贸市场", "{town}中心卫生院", "{park}仓储物流中心", "{road}加油站")


def numbered(scene: Scene, facts: Facts, no: str, path: list[str]) -> str:
    marked = scene.draft.marks(no)
    facts.truth.update(no=marked, path=path)
    scene.draft.items.append(facts.truth)
    return marked


@layout("hazards-by-site")
def hazards_by_site(scene: Scene) -> None:
    """Sites with their units in parentheses; every hazard below inherits them."""
    draft, rng, level = scene.draft, scene.rng, scene.world.level
    draft.kind = "notice"
    title = rng.choice(
        (
            f"督办通知〔{scene.clock.published.year}〕{rng.randint(2, 60)}号",
            "关于安全生产督导检查发现问题隐患的通报",
            f"{scene.world.home}安委会办公室关于交办问题隐患的函",
        )
    )
    draft.title = title
    page_top(scene, title)
    draft.p(rng.choice(("各有关单位:", f"{level}消防救援支队:", f"{scene.world.town()}:")))
    due = scene.clock.due()
    draft.p(
        f"近日,督导组抽查我{level}重点场所,查出的隐患见附件。请逐条研究,迅速整改,并于{scene.clock.by(due)}将书面情况报{level}安委会办公室。"
    )
    draft.p("附件:督导组抽查隐患清单")
    parties = Parties(scene)
    heads, style = rng.choice(
        (("一、", "1."), ("一、", "1、"), ("(一)", "1."), ("一、", "(1)"), ("1.", "(1)"))
    )
    label = rng.choice(("责任单位:", "责任单位:", "整改责任单位:", "牵头单位:"))
    end = rng.choice((";", "。", ";"))
    with_limit = draft.maybe(0.25)
    for index in range(1, rng.randint(3, 5)):
        head = draft.marks(mark(heads, index) + scene.say(rng.choice(SITES)).text)
        text, names = parties.listing()
        role = "lead" if label.startswith("牵头") else "responsible"
        limit = Deadlines(scene).field([]) if with_limit else NONE
        inside = f"{label}{text}" + (f";整改时限:{limit.raw}" if with_limit else "")
        draft.p(f"{head}({inside})", heading=2)
        _hazards(scene, style, head, end, {role: names, "deadline": limit.truth()})
    signature(scene)


def _hazards(scene: Scene, style: str, head: str, end: str, inherited: dict[str, Any]) -> None:
    chosen = scene.rng.sample(HAZARDS, scene.rng.randint(1, 4))
    for number, template in enumerate(chosen, 1):
        facts = make(scene, topic=DUTY, goal=False, measures=(1, 1))
        facts.problem = scene.say(template).text
        no = numbered(scene, facts, mark(style, number), [head])
        facts.truth.update(inherited)
        scene.draft.p(no + facts.print_problem(stop="") + (end if number < len(chosen) else "。"))


EXPOSED = (
    "道路清扫保洁不到位", "施工工地围挡喷淋未开启", "渣土车带泥上路", "裸土未覆盖", "露天烧烤油烟直排", "工业企业物料堆场未密闭", "垃圾焚烧痕迹明显",
    "餐饮店油烟净化器未开启", "河面漂浮垃圾未及时打捞", "商砼站车辆冲洗设施未使用", "沿街商铺占道经营",
)  # fmt: skip


@layout("exposure-notice")
def exposure_notice(scene: Scene) -> None:
    """一是, 二是 number the items here; units stand in the sentence, the state in the last line."""
    draft, rng, world = scene.draft, scene.rng, scene.world
    draft.kind = "notice"
    day = scene.clock.published
    start = day - timedelta(days=7)
    span = (
        f"{start.year}年{start.month}月{start.day}日至{day.month}月{day.day}日"
        if start.year == day.year
        else f"{day.year}年{day.month}月{day.day}日"
    )
    draft.title = ""
    draft.p(f"为改善城区空气质量,{world.level}政府决定开展专项行动。现将{span}检查发现问题通报如下:")
    for number, problem in enumerate(rng.sample(EXPOSED, rng.randint(2, 5)), 1):
        facts = make(scene, topic=DUTY, goal=False, measures=(1, 1))
        facts.problem = problem
        no = numbered(scene, facts, mark("一是", number), [])
        draft.p(no + facts.print_problem())
        _places(scene, facts)
        draft.p(_exposed_state(scene, facts))
    draft.p(f"{world.home}大气污染防治工作专班办公室")
    draft.p(scene.clock.full(day))


def _places(scene: Scene, facts: Facts) -> None:
    draft, rng = scene.draft, scene.rng
    for _ in range(rng.randint(1, 3)):
        text, names = Parties(scene).one()
        bare = names[0]
        facts.truth["responsible"].append(bare)
        site = rng.choice(ROADS + ESTATES)
        draft.p(
            f"{bare}{rng.choice(('负责的', '监管的', '管辖的'))}{site}{rng.choice(('部分路段', '周边', '在建工地', ''))};"
        )
        assert text


def _exposed_state(scene: Scene, facts: Facts) -> str:
    rng, truth = scene.rng, facts.truth
    roll = rng.randrange(4)
    if roll == 0:
        truth["status"] = "in_progress"
        return f"已转主管部门,除{rng.choice(ESTATES)}外,其余均整改到位。"
    if roll == 1:
        due = scene.clock.due()
        phrase = scene.draft.marks(scene.clock.by(due))
        truth["deadline"] = {"raw": phrase, "kind": "fixed", "date": due.isoformat()}
        truth["milestones"] = [{"date": due.isoformat(), "what": phrase}]
        truth["status"] = "in_progress"
        return f"目前正在整改,{phrase}完成。"
    truth["status"] = "completed"
    return rng.choice(("督办后,均已整改到位。", "目前已整改到位。", "交办后,上述问题已完成整改。"))


@layout("acceptance-notice")
def acceptance_notice(scene: Scene) -> None:
    """Complaints that share one unit and one time limit, which are printed once below them."""
    draft, rng, world = scene.draft, scene.rng, scene.world
    draft.kind = "petitions"
    day = scene.clock.published
    count = rng.randint(2, 5)
    head = draft.marks(f"群众举报环境问题{count}件")
    draft.total("群众举报环境问题", count, head)
    draft.p(f"{world.province}第二生态环境保护督察组于{scene.clock.full(day)}转来{head},受理情况公示如下:")
    draft.p("举报事项:")
    end = day + timedelta(days=rng.randint(3, 15))
    limit = draft.marks(
        rng.choice((f"{scene.clock.full(day)}—{end.month}月{end.day}日", f"{scene.clock.full(end)}前"))
    )
    if end.year != day.year:
        limit = draft.marks(f"{scene.clock.full(end)}前")
    text, names = Parties(scene).listing()
    style = rng.choice(("1.", "1、", "(1)"))
    for number in range(1, count + 1):
        facts = make(scene, topic=rng.choice(ENVIRONMENT), goal=False, measures=(1, 1))
        no = numbered(scene, facts, mark(style, number), [])
        facts.truth["responsible"] = list(names)
        facts.truth["deadline"] = {"raw": limit, "kind": "fixed", "date": end.isoformat()}
        code = draft.marks(f"D{day:%Y%m%d}{number + 16:03d}")
        facts.truth["extra"]["受理编号"] = code
        draft.p(f"{no}受理编号{code}:{facts.print_problem()}")
    draft.p(f"责任单位:{text}")
    draft.p(f"{rng.choice(('办理时限', '办理期限', '整改时限'))}:{limit}")
    draft.p(f"{world.level}政府已要求有关单位逐件定人定责,办理结果另行公布。")
    draft.p(f"{world.home}人民政府")
    draft.p(scene.clock.full(day))


@layout("one-paragraph")
def one_paragraph(scene: Scene) -> None:
    """关于X整治。the unit stands in the sentence; all items in one paragraph."""
    draft, rng = scene.draft, scene.rng
    draft.p(scene.clock.full(scene.clock.published))
    head = draft.marks(f"{HAN[rng.randint(2, 5)]}、我{scene.world.level}突出环境问题整改安排")
    draft.p(head, heading=2)
    parts = []
    for topic in rng.sample(TOPICS, rng.randint(2, 5)):
        facts = make(scene, "plan", topic, goal=False, measures=(1, 3))
        facts.problem = f"{topic.name}整治"
        facts.truth["path"] = [head]
        problem = facts.print_problem(stop="")
        opening = _one_paragraph_units(scene, facts)
        limit = _prose_limit(scene, facts)
        for said in facts.parts:
            facts._keep(said)
        measure = draft.marks(opening + limit + ";".join(said.text for said in facts.parts) + "。")
        facts.truth["measures"] = [measure]
        draft.items.append(facts.truth)
        parts.append(f"关于{problem}。{measure}")
    if draft.maybe(0.7):
        draft.p("".join(parts))
    else:
        for part in parts:
            draft.p(part)


def _one_paragraph_units(scene: Scene, facts: Facts) -> str:
    text, names = Parties(scene)._departments(1)
    if scene.draft.maybe(0.5):
        facts.truth["responsible"] = names
        return f"{text}负责,"
    helper, helpers = Parties(scene)._departments(1)
    facts.truth["lead"] = names
    facts.truth["support"] = helpers
    return f"{text}牵头负责,{helper}配合,"


def _prose_limit(scene: Scene, facts: Facts) -> str:
    if facts.steps:
        last_steps(facts)
        return ""
    raw = scene.draft.marks("立行立改,长期坚持")
    facts.truth["deadline"] = {"raw": raw, "kind": "immediate_ongoing", "date": None}
    return raw + ","


DOMAINS = {
    "林业领域": ("违规侵占林地", "盗采矿石", "毁林开垦", "松材线虫病防治不力"), "农业农村领域": ("秸秆露天焚烧", "废弃农膜回收不到位", "畜禽粪污直排"),
    "住房城乡建设领域": ("镇区污水管网错接混接", "建筑工地扬尘"), "水利领域": ("河道非法采砂", "河湖“四乱”", "水源地保护不力"),
    "工业领域": ("“散乱污”企业反弹", "企业偷排偷放", "危险废物贮存不规范"), "交通运输领域": ("渣土车抛洒滴漏", "码头扬尘"),
}  # fmt: skip
TASKS = (
    "{by}建成农膜回收点{eq 3-19 处}",
    "{by}完成管网改造{eq 2-40.5 公里}",
    "{by}清理乱堆乱放{eq 12-90 处}",
    "{by}栽植树木{eq 300-9000 株}",
    "{by}完成隐患点治理{eq 3-30 处}",
)


@layout("task-sentences")
def task_sentences(scene: Scene) -> None:
    """A domain, its problems, perhaps a task, and the units in parentheses before the full stop."""
    draft, rng = scene.draft, scene.rng
    title = f"{scene.world.home}{scene.world.town()}排查整治突出生态环境问题工作方案"
    draft.title = title
    page_top(scene, title)
    draft.p("一、总体要求", heading=2)
    draft.p(rng.choice(GENERAL["总体要求"]))
    head = draft.marks("二、" + rng.choice(("排查整治重点", "重点任务", "整治重点")))
    draft.p(head, heading=2)
    style = rng.choice(("(一)", "1.", "(1)", "1、"))
    for number, (domain, faults) in enumerate(rng.sample(sorted(DOMAINS.items()), rng.randint(2, 5)), 1):
        facts = make(scene, topic=DUTY, goal=False, measures=(1, 1))
        facts.problem = f"{domain}。重点整治{'、'.join(rng.sample(faults, 2))}等问题"
        no = numbered(scene, facts, mark(style, number), [head])
        with_task = draft.maybe(0.6)
        line = no + facts.print_problem(stop="。" if with_task else "")
        if with_task:
            facts.parts = [scene.say(rng.choice(TASKS))]
            facts._keep(facts.parts[0])
            measure = draft.marks(facts.parts[0].text)
            facts.truth["measures"] = [measure]
            line += measure
            last_steps(facts)
        draft.p(line + _task_units(scene, facts) + "。")
    draft.p("三、工作要求", heading=2)
    draft.p(f"(一)强化责任。各责任单位要高度重视,主要负责同志亲自抓。(二)严格督查。{scene.rng.choice(NEXT)}")
    signature(scene)


def _task_units(scene: Scene, facts: Facts) -> str:
    draft, parties = scene.draft, Parties(scene)
    leaders, names = parties.leaders()
    facts.truth["leader"] = names
    text, facts.truth["responsible"] = parties.town_offices()
    inside = f"牵头领导:{leaders}{scene.rng.choice((',', ';'))}责任单位:{text}"
    if draft.maybe(0.4):
        helper = draft.marks(scene.rng.choice([office for office in TOWN_OFFICES if office not in text]))
        facts.truth["support"] = [helper]
        inside += f";配合单位:{helper}"
    return f"({inside})"


@layout("separate-lists")
def separate_lists(scene: Scene) -> None:
    """Problems and measures in two lists that only their numbers join; a third list holds no items."""
    draft, rng = scene.draft, scene.rng
    draft.kind = "report"
    if draft.maybe(0.6):
        title = f"关于{scene.world.home}督查反馈问题整改情况的报告"
        draft.title = title
        page_top(scene, title)
    draft.p("按照督查组反馈意见,我局认真开展整改,现将情况汇报如下:")
    style = rng.choice(("1、", "1.", "(一)", "(1)"))
    head = draft.marks(
        "一、"
        + rng.choice(("存在的主要问题", "存在问题", "反馈问题", "检查发现的问题"))
        + rng.choice((":", ""))
    )
    draft.p(head, heading=2)
    every = [
        make(scene, "plan", topic, goal=False, measures=(1, 1))
        for topic in rng.sample(TOPICS, rng.randint(2, 6))
    ]
    for number, facts in enumerate(every, 1):
        no = numbered(scene, facts, mark(style, number), [head])
        draft.p(no + facts.print_problem())
    draft.p(
        "二、"
        + rng.choice(("具体整改措施", "整改措施", "整改情况", "整改措施及进展"))
        + rng.choice((":", "")),
        heading=2,
    )
    for number, facts in enumerate(every, 1):
        draft.p(mark(style, number) + facts.print_prose())
        last_steps(facts)
    draft.p("三、下步打算", heading=2)
    for number, line in enumerate(rng.sample(NEXT, 3), 1):
        draft.p(mark(style, number) + line)
    signature(scene, always=True)


@layout("description-blocks")
def description_blocks(scene: Scene) -> None:
    """No numbers at all: 问题描述 begins each block."""
    draft, rng = scene.draft, scene.rng
    title = f"{scene.world.home}生态环境问题整改台账"
    draft.title = title
    page_top(scene, title)
    names = rng.choice(
        (
            ("问题描述", "整改目标", "整改措施", "整改时限", "责任单位"),
            ("反馈问题", "整治目标", "具体整改措施", "完成时限", "责任部门"),
            ("存在问题", "整改目标", "整改举措", "时限要求", "整改责任单位"),
        )
    )
    blank = draft.maybe(0.5)
    person_label = rng.choice(("", "责任人", "联系人"))
    for _ in range(rng.randint(2, 6)):
        facts = make(scene, measures=(1, 4))
        draft.items.append(facts.truth)
        draft.p(f"{names[0]}:{facts.print_problem()}")
        draft.p(f"{names[1]}:{facts.print_goal()}")
        for line in f"{names[2]}:{facts.print_measures('', ('', ' ', chr(10)))}".split("\n"):
            draft.p(line)
        limit = Deadlines(scene).field(facts.steps)
        facts.truth["deadline"] = limit.truth()
        draft.p(f"{names[3]}:{limit.raw}")
        text, facts.truth["responsible"] = Parties(scene).listing()
        draft.p(f"{names[4]}:{text}")
        if person_label:
            draft.p(f"{person_label}:{person(rng)}(副局长)")
        if blank:
            draft.p("")
    page_bottom(scene)
