"""Rectification plans and task lists in running text."""

from __future__ import annotations

from dataclasses import dataclass

from ..facts import Facts, make
from ..fields import WAYS, Form, number_fields, print_fields
from ..frame import counted, general_sections, page_bottom, page_top, preamble, signature, support_section
from ..numbering import mark
from ..statement import Scene
from ..topics import Topic
from ..topics_more import TOPICS
from .registry import layout


@dataclass
class Outline:
    """Where items stand in a document: marks of headings and items, and whether items number on."""

    heads: str
    items: str
    running: bool
    first: int = 1


OUTLINES = (
    ("一、", "(一)"),
    ("一、", "(一)"),
    ("一、", "1."),
    ("一、", "1、"),
    ("(一)", "1."),
    ("(一)", "(1)"),
    ("", "一、"),
    ("", "1."),
    ("", "(一)"),
    ("", "①"),
    ("一、", "问题1:"),
    ("", "问题一:"),
)
TITLES = (
    "{home}贯彻落实{body}反馈意见整改方案", "{home}{body}反馈问题整改措施清单", "{home}突出生态环境问题整改任务清单",
    "关于印发《{home}{body}反馈意见整改方案》的通知", "{home}{body}反馈问题整改工作方案", "{home}环保督察“回头看”反馈问题整改清单",
)  # fmt: skip
BODIES = (
    "省级生态环境保护督察",
    "中央生态环境保护督察",
    "省委省政府环境保护督察",
    "省生态环境保护督察“回头看”",
)


def title(scene: Scene, options: tuple[str, ...] = TITLES) -> str:
    text = scene.rng.choice(options).format(home=scene.world.home, body=scene.rng.choice(BODIES))
    scene.draft.title = text
    return text


def outline(scene: Scene) -> Outline:
    heads, items = scene.rng.choice(OUTLINES)
    return Outline(heads, items, scene.rng.random() < 0.5)


def groups(scene: Scene, most: int = 3) -> list[tuple[Topic, int]]:
    """The document's topics, with how many items each has."""
    chosen = scene.rng.sample(TOPICS, scene.rng.randint(1, most))
    return [(topic, scene.rng.randint(1, 4)) for topic in chosen]


def heading(scene: Scene, number: str, topic: Topic) -> str:
    text = number + topic.heading + scene.rng.choice(("", "", "问题", "方面"))
    return scene.draft.marks(text)


def number_item(scene: Scene, facts: Facts, style: str, number: int, path: list[str]) -> str:
    """Enters the item under its number; returns the number as printed."""
    no = scene.draft.marks(mark(style, number))
    facts.truth["no"] = no
    facts.truth["path"] = path
    scene.draft.items.append(facts.truth)
    return no


def walk(
    scene: Scene, plan: Outline, todo: list[tuple[Topic, int]], prefix: list[str]
) -> list[tuple[Topic, str, int, list[str]]]:
    """Item places in order: topic, heading to print before (or nothing), item number, path."""
    places = []
    number = 0
    for index, (topic, count) in enumerate(todo):
        head = heading(scene, mark(plan.heads, plan.first + index), topic) if plan.heads else ""
        number = number if plan.running or not plan.heads else 0
        for turn in range(count):
            number += 1
            places.append(
                (topic, head if turn == 0 else "", number, [*prefix, head] if head else list(prefix))
            )
    return places


def opening(scene: Scene, todo: list[tuple[Topic, int]]) -> None:
    """Title, preamble with totals (which agree with the items), general sections."""
    page_top(scene, title(scene))
    count = sum(n for _, n in todo)
    totals = (
        counted(scene, count, noun=scene.rng.choice(("问题", "整改任务"))) if scene.draft.maybe(0.4) else ""
    )
    preamble(scene, totals + "为切实抓好整改落实,制定本方案。")


def place_outline(scene: Scene) -> tuple[Outline, list[str]]:
    """The outline, after general sections and under a 整改任务 section where it has room for one."""
    plan = outline(scene)
    prefix: list[str] = []
    if plan.heads == "一、":
        plan.first = general_sections(scene, 1)
    elif plan.heads == "(一)":
        section = general_sections(scene, 1)
        line = scene.draft.marks(
            mark("一、", section)
            + scene.rng.choice(("整改任务", "整改任务及措施", "重点任务", "具体整改任务"))
        )
        scene.draft.p(line, heading=2)
        prefix = [line]
        scene.section = section + 1
    return plan, prefix


@layout("plan-labels")
def plan_labels(scene: Scene) -> None:
    """Numbered problems, each with a block of labelled fields."""
    todo = groups(scene)
    opening(scene, todo)
    plan, prefix = place_outline(scene)
    print_items(scene, todo, plan, prefix)
    finish(scene, plan, len(todo))


def print_items(scene: Scene, todo: list[tuple[Topic, int]], plan: Outline, prefix: list[str]) -> None:
    """Headings and items, all in one of the ways in which labels meet their values."""
    draft = scene.draft
    form = Form(scene)
    way = scene.rng.choice(WAYS)
    labelled = draft.maybe(0.25) and way not in ("space", "below")
    for topic, head, number, path in walk(scene, plan, todo, prefix):
        if head:
            draft.p(head, heading=2)
        facts = make(scene, topic=topic)
        no = number_item(scene, facts, plan.items, number, path or prefix)
        first = no + (form.names["problem"] + ":" if labelled else "") + facts.print_problem()
        gaps = ("", ";", " ") if way in ("glued", "paragraph", "semicolons", "numbered") else None
        # numbered fields have taken the figures; measures below them must not look like fields
        lines = print_fields(way, form.values(facts, "1." if way == "numbered" else plan.items, gaps))
        if way == "numbered":
            lines = number_fields(lines, plan.items)
        form.settle(facts)
        if way == "glued" and draft.maybe(0.6):
            draft.p(first + lines[0])
        else:
            draft.p(first)
            for line in lines:
                draft.p(line)


def finish(scene: Scene, plan: Outline, heads: int) -> None:
    if plan.heads == "一、":
        support_section(scene, plan.first + heads)
    elif plan.heads == "(一)":
        support_section(scene, scene.section)
    signature(scene)
    page_bottom(scene)


@layout("plan-parentheses")
def plan_parentheses(scene: Scene) -> None:
    """Units in parentheses after the problem or at the end of the measures."""
    draft = scene.draft
    todo = groups(scene)
    opening(scene, todo)
    plan, prefix = place_outline(scene)
    form = Form(scene, goal=False, deadline=scene.rng.random() < 0.3)
    at_end = draft.maybe(0.5)
    label = draft.pick(("整改措施:", "整改措施:", "", "具体措施:"))
    for topic, head, number, path in walk(scene, plan, todo, prefix):
        if head:
            draft.p(head, heading=2)
        facts = make(scene, topic=topic, goal=False, measures=(1, 4))
        no = number_item(scene, facts, plan.items, number, path or prefix)
        problem = facts.print_problem()
        style = ("一是", "") if not label else None
        measures = label + (facts.print_measures(plan.items, ("", ";", " "), style))
        inside = parenthesis(scene, form, facts)
        if at_end:
            draft.p(no + problem)
            draft.p(measures + inside)
        else:
            draft.p(no + problem + inside)
            draft.p(measures)
        form.settle(facts)
    finish(scene, plan, len(todo))


def parenthesis(scene: Scene, form: Form, facts: Facts) -> str:
    """(牵头单位:A、B;配合单位:C,D) with the separators a role may also hold inside."""
    order = [name for name in form.order if name in (*form.roles, "deadline")]
    parts = [f"{form.names[name]}:{form.value(facts, name, '', None, '')}" for name in order]
    return "(" + scene.rng.choice((";", ",", ";")).join(parts) + ")"


@layout("plan-headed-prose")
def plan_headed_prose(scene: Scene) -> None:
    """A task as a heading, its measures as one paragraph that ends with (牵头单位:X)."""
    draft = scene.draft
    todo = groups(scene)
    opening(scene, todo)
    plan, prefix = place_outline(scene)
    form = Form(scene, goal=False, deadline=False)
    for topic, head, number, path in walk(scene, plan, todo, prefix):
        if head:
            draft.p(head, heading=2)
        facts = make(scene, topic=topic, goal=False, measures=(1, 3))
        facts.problem = scene.say(scene.rng.choice(TASKS)).text
        no = number_item(scene, facts, plan.items, number, path or prefix)
        draft.p(no + facts.print_problem(stop=""))
        draft.p(facts.print_prose() + parenthesis(scene, form, facts))
        form.settle(facts)
    finish(scene, plan, len(todo))


TASKS = (
    "推进{river}综合整治工程", "加快{town}污水处理厂技术改造", "妥善处理{co}用能问题", "全面整治城市黑臭水体", "加强{place}饮用水水源地管理",
    "持续推进旧城区雨污分流改造", "强化{park}危险废物监管", "有序推进{village}矿山生态修复", "规范{road}沿线餐饮经营", "提升{place}垃圾收运处置能力",
    "健全扬尘管控长效机制", "加大{river}流域水产养殖尾水治理力度",
)  # fmt: skip
