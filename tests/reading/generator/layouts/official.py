"""Orders, ledgers and lists that offices keep for themselves: task orders, water bodies, villages, inspections."""

from __future__ import annotations

from typing import Any

from ..deadlines import Deadlines, from_prose
from ..draft import Draft
from ..facts import Facts, make
from ..frame import page_bottom, page_top, signature
from ..numbering import mark
from ..parties import Parties
from ..statement import Scene
from ..topics_more import ENVIRONMENT, SAFETY
from ..words import person, stem
from .registry import layout

POSTS = ("副镇长", "党委委员", "人大副主席", "副书记", "副主任")


def enter(draft: Draft, facts: Facts, no: str = "", path: list[str] | None = None) -> str:
    marked = draft.marks(no) if no else ""
    facts.truth.update(no=marked, path=path or [])
    draft.items.append(facts.truth)
    return marked


@layout("task-order")
def task_order(scene: Scene) -> None:
    """A task order: what is handed over, what is asked for, by when, by whom."""
    draft, rng = scene.draft, scene.rng
    draft.kind = "notice"
    name = rng.choice(("生态环境问题交办单", "安全隐患整改督办单", "突出环境问题整改交办通知书"))
    draft.title = name
    draft.p(name, heading=1)
    draft.p(f"编号:{scene.clock.published.year}-{rng.randint(10, 99)}")
    parties, limits = Parties(scene), Deadlines(scene)
    labels = rng.choice(
        (
            ("交办内容", "处理意见", "办理时限", "责任单位"),
            ("检查发现", "整改要求", "整改期限", "责任单位"),
            ("存在的主要问题", "处理意见", "整改时限", "整改责任单位"),
        )
    )
    for _ in range(rng.choice((1, 1, 2, 3))):
        facts = make(scene, topic=rng.choice((*ENVIRONMENT, SAFETY)), goal=False, measures=(1, 3))
        enter(draft, facts)
        draft.p(f"{labels[0]}:{facts.print_problem()}")
        for line in f"{labels[1]}:{facts.print_measures('', ('', chr(10)))}".split("\n"):
            draft.p(line)
        limit = limits.field(facts.steps)
        facts.truth["deadline"] = limit.truth()
        draft.p(f"{labels[2]}:{limit.raw}")
        text, facts.truth["responsible"] = parties.listing()
        draft.p(f"{labels[3]}:{text}")
    draft.p(f"请于{scene.clock.by(scene.clock.due())}将整改情况书面报送{scene.world.level}整改办。")
    draft.p(f"{scene.world.home}整改工作领导小组办公室")
    draft.p(scene.clock.full(scene.clock.published))


STATES = (
    ("是否完成整治", {"是": "completed", "否": "in_progress"}),
    ("当前状态", {"已完成整改": "completed", "正在整改": "in_progress", "达到序时进度": "in_progress", "滞后于序时进度": "in_progress"}),
    ("整改完成情况", {"已完成": "completed", "已完成整改": "completed", "正在整改": "in_progress", "未完成": "in_progress"}),
    ("是否销号", {"已销号": "completed", "未销号": "in_progress"}),
)  # fmt: skip


@layout("water-bodies")
def water_bodies(scene: Scene) -> None:
    """A ledger of sites with a status column, sometimes with its progress in per cent."""
    draft, rng = scene.draft, scene.rng
    draft.wrappable = False
    scene.clock.bare = False
    draft.flatten = rng.choice(("pipes", "tabs", "cell-lines", "broken-pipes"))
    name = f"{scene.world.home}{rng.choice(('黑臭水体', '农村生活污水', '历史遗留矿山', '入河排污口'))}整治情况表"
    draft.title = name
    page_top(scene, name)
    label, states = rng.choice(STATES)
    percent = label == "是否完成整治" and draft.maybe(0.6)
    header = [
        "序号",
        rng.choice(("点位名称", "名称")),
        rng.choice(("所在县区", "县(市、区)")),
        rng.choice(("存在的主要问题", "存在问题", "问题描述")),
        rng.choice(("整治措施", "具体整治措施")),
        rng.choice(("计划完成整治时间", "整改期限", "完成时限")),
        rng.choice(("责任单位", "牵头单位")),
        label,
    ]
    rows = [_site(scene, number, header, states, percent) for number in range(1, rng.randint(3, 7))]
    draft.table(header + ["整治进度(%)"] * percent, rows)
    draft.p("")
    draft.p(scene.clock.full(scene.clock.published))


def _site(scene: Scene, number: int, header: list[str], states: dict[str, str], percent: bool) -> list[str]:
    draft, rng = scene.draft, scene.rng
    facts = make(scene, topic=rng.choice(ENVIRONMENT), goal=False, measures=(1, 3))
    no = enter(draft, facts, str(number))
    limit = Deadlines(scene).field(facts.steps)
    facts.truth["deadline"] = limit.truth()
    state = rng.choice(list(states))
    facts.truth["status"] = states[state]
    site = draft.marks(f"{stem(rng)}{rng.choice(('河', '渠', '塘', '沟', '矿点'))}")
    facts.truth["extra"] = {header[1]: site}
    problem = facts.print_problem()
    measures = facts.print_measures("", ("", " "))
    text, names = Parties(scene).listing()
    facts.truth["lead" if header[6] == "牵头单位" else "responsible"] = names
    row = [no, site, scene.world.county(), problem, measures, limit.raw or "", text, state]
    done = states[state] == "completed"
    return [*row, str(100 if done else rng.randint(20, 95))] if percent else row


@layout("village-list")
def village_list(scene: Scene) -> None:
    """Problems by village; people and units in one line, each closed with a full stop."""
    draft, rng = scene.draft, scene.rng
    name = f"{scene.world.town()}人居环境整治问题整改清单"
    draft.title = name
    page_top(scene, name)
    parties = Parties(scene)
    style = rng.choice(("1.", "1、", "(1)"))
    way = rng.choice(("line", "parentheses"))
    for index in range(1, rng.randint(3, 5)):
        head = draft.marks(f"{mark('(一)', index)}{scene.world.village()}")
        draft.p(head, heading=2)
        for number in range(1, rng.randint(2, 4)):
            facts = make(scene, topic=rng.choice(ENVIRONMENT), goal=False, measures=(1, 2))
            no = enter(draft, facts, mark(style, number), [head])
            _village_item(scene, facts, no, parties, way)
    signature(scene)
    page_bottom(scene)


def _village_item(scene: Scene, facts: Facts, no: str, parties: Parties, way: str) -> None:
    draft, rng = scene.draft, scene.rng
    problem = facts.print_problem()
    measures = "整改措施:" + facts.print_prose()
    if way == "parentheses":
        lead, facts.truth["lead"] = parties.town_offices()
        text, facts.truth["responsible"] = parties.town_offices()
        draft.p(f"{no}{problem}(牵头单位:{lead};责任单位:{text})")
        draft.p(measures)
        facts.truth["deadline"] = from_prose(facts.steps).truth()
        return
    text, facts.truth["responsible"] = parties.town_offices()
    limit = Deadlines(scene).field(facts.steps)
    facts.truth["deadline"] = limit.truth()
    draft.p(no + problem)
    draft.p(measures)
    raw = str(limit.raw)
    stop = "" if raw.rstrip("".join(map(chr, range(0xF0000, 0xF2000)))).endswith("。") else "。"
    draft.p(
        f"分管责任人:{person(rng)[0]}{rng.choice(POSTS)}。责任人:村书记。责任单位:{text}。整改时限:{raw}{stop}"
    )


@layout("inspection-findings")
def inspection_findings(scene: Scene) -> None:
    """一是, 二是 number the findings, each with its unit in parentheses."""
    draft, rng = scene.draft, scene.rng
    draft.kind = "notice"
    name = f"关于{scene.world.home}生态环境问题现场检查情况的通报"
    draft.title = name
    page_top(scene, name)
    draft.p(f"近期,{scene.world.level}整改办组织开展现场检查,发现的主要问题如下:")
    parties = Parties(scene)
    separate = draft.maybe(0.5)
    lines: list[str] = []
    limit = draft.maybe(0.4)
    for number in range(1, rng.randint(3, 6)):
        facts = make(scene, topic=rng.choice(ENVIRONMENT), goal=False, measures=(1, 1))
        facts.problem = facts.problem.split("。")[0]
        no = enter(draft, facts, mark("一是", number))
        lines.append(f"{no}{facts.print_problem(stop='')}({_inside(scene, facts.truth, parties, limit)})。")
    if separate:
        for line in lines:
            draft.p(line)
    else:
        draft.p("".join(lines))
    draft.p("请各责任单位对照问题,举一反三,立即整改。")
    signature(scene, always=True)


def _inside(scene: Scene, truth: dict[str, Any], parties: Parties, limit: bool) -> str:
    text, truth["responsible"] = parties.listing()
    if not limit:
        return f"责任单位:{text}"
    due = Deadlines(scene).field([])
    truth["deadline"] = due.truth()
    return f"责任单位:{text};整改时限:{str(due.raw).replace('。', '')}"
