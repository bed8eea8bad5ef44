"""Reports on what was done: by problem, after a party inspection, after an audit, as narrative."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import Facts, make
from ..frame import NEXT, counted, inspection_sentence, page_bottom, page_top, signature
from ..numbering import han, mark
from ..statement import Scene
from ..topics import Topic
from ..topics_more import CONDUCT, DUTY, TOPICS
from .plans import groups
from .registry import layout

DONE = ("已完成整改。", "已完成整改。", "该问题已完成整改。", "整改已完成。", "已整改到位。")
OPEN = (
    "正在整改。",
    "正在整改。",
    "该问题正在整改。",
    "部分整改。",
    "尚未完成整改。",
    "达到序时进度,正在整改。",
)


def quoted(scene: Scene, facts: Facts, wording: str, inside: bool) -> str:
    """关于“…”问题: the whole frame is the problem, or only what stands in the quotation marks."""
    text = facts.problem.split("。")[0].replace("“", "").replace("”", "")
    before, after = wording.split("{}")
    if inside:
        marked = scene.draft.marks(text)
        facts.truth["problem"] = marked
        return before + marked + after
    frame, rest = after[: after.index("问题") + 2], after[after.index("问题") + 2 :]
    marked = scene.draft.marks(before + text + frame)
    facts.truth["problem"] = marked
    return marked + rest


def last_steps(facts: Facts) -> None:
    """The latest limit of the prose is the deadline."""
    steps = facts.steps
    if steps:
        day, phrase = max(steps, key=lambda step: step[0])
        facts.truth["deadline"] = {"raw": phrase, "kind": "fixed", "date": day.isoformat()}


def head_and_totals(
    scene: Scene, title: str, done: list[bool], noun: str = "问题", excerpt: bool = False, stated: bool = True
) -> None:
    """Title and lead; how many are done is said only where each item's state is."""
    draft = scene.draft
    draft.kind = "report"
    draft.title = title
    page_top(scene, title)
    more, finished = (scene.rng.randint(3, 12), scene.rng.randint(1, 3)) if excerpt else (0, 0)
    closed = sum(done) + finished if stated else None
    totals = counted(scene, len(done) + more, closed, noun) if draft.maybe(0.7) else ""
    draft.p(
        (inspection_sentence(scene) if draft.maybe(0.7) else "")
        + totals
        + "现将整改情况"
        + draft.pick(("公布如下:", "报告如下。", "通报如下。"))
    )


@layout("report-by-problem")
def report_by_problem(scene: Scene) -> None:
    """(一)关于“…”问题, then 整改措施及成效."""
    draft, rng = scene.draft, scene.rng
    todo = [topic for topic, count in groups(scene, 2) for _ in range(count)]
    with_state = draft.maybe(0.6)
    done = [not with_state or rng.random() < 0.6 for _ in todo]
    name = f"{scene.world.home}贯彻落实省级生态环境保护督察反馈意见整改落实情况"
    head_and_totals(scene, name, done, stated=with_state)
    style = rng.choice(("(一)", "一、", "1.", "1、"))
    wording = rng.choice(("关于“{}”问题", "关于“{}”的问题", "“{}”问题", "关于{}问题"))
    label = rng.choice(("整改措施及成效:", "整改落实情况:", "整改进展情况:", "整改情况:", "整改进展:"))
    for number, (topic, finished) in enumerate(zip(todo, done, strict=True), 1):
        mode = "plan" if not finished else "done" if with_state else "open"
        facts = make(scene, mode, topic, goal=False, measures=(1, 4))
        no = draft.marks(mark(style, number))
        facts.truth["no"] = no
        line = quoted(scene, facts, wording, inside=False)
        stop = rng.choice(("。", ""))
        draft.p(no + line + stop)
        body = state(scene, facts, finished) if with_state else ""
        body += facts.print_measures(style, ("", "\n", " "))
        for part in (label + body).split("\n"):
            draft.p(part)
        last_steps(facts)
        draft.items.append(facts.truth)
    signature(scene)
    page_bottom(scene)


def state(scene: Scene, facts: Facts, finished: bool) -> str:
    facts.truth["status"] = "completed" if finished else "in_progress"
    return scene.rng.choice(DONE if finished else OPEN)


@layout("party-inspection")
def party_inspection(scene: Scene) -> None:
    """(一) aspect, 1. group, (1) quoted problem; the status is the first sentence."""
    draft, rng = scene.draft, scene.rng
    aspects = [[rng.randint(1, 3) for _ in range(rng.randint(1, 2))] for _ in range(rng.randint(1, 2))]
    count = sum(map(sum, aspects))
    done = [rng.random() < 0.7 for _ in range(count)]
    unit = rng.choice(("水务局", "住房和城乡建设局", "农业农村局"))
    head_and_totals(
        scene, f"中共{scene.world.home}{unit}党组关于巡察整改进展情况的通报", done, excerpt=rng.random() < 0.3
    )
    label = rng.choice(("整改情况:", "整改情况:", "整改进展情况:", "整改完成情况:"))
    results = iter(done)
    for a, aspect in enumerate(aspects, 1):
        first = draft.marks(f"{mark('(一)', a)}在“{rng.choice(ASPECTS)}”方面")
        draft.p(first, heading=2)
        for g, problems in enumerate(aspect, 1):
            topic = rng.choice((CONDUCT, DUTY, *TOPICS))
            group = draft.marks(f"{g}.关于“{topic.heading}”问题的整改")
            draft.p(group, heading=3)
            for p in range(1, problems + 1):
                _party_item(scene, topic, f"({p})", [first, group], label, next(results))
    if draft.maybe(0.5):
        draft.p(f"{mark('(一)', len(aspects) + 1)}下一步工作打算")
        for i, line in enumerate(rng.sample(NEXT, 2), 1):
            draft.p(f"{i}.{line}")
    signature(scene)


ASPECTS = (
    "落实上级决策部署有差距,行业监管不够有力",
    "履行主体责任不到位",
    "基层党组织建设薄弱",
    "群众身边不正之风和腐败问题",
    "落实巡察整改责任不够有力",
)


def _party_item(scene: Scene, topic: Topic, no: str, path: list[str], label: str, finished: bool) -> None:
    draft = scene.draft
    facts = make(scene, "done" if finished else "plan", topic, goal=False, measures=(1, 3))
    number = draft.marks(no)
    facts.truth.update(no=number, path=path)
    draft.p(number + quoted(scene, facts, scene.rng.choice(("关于“{}”问题。", "关于“{}”问题")), inside=False))
    body = state(scene, facts, finished)
    if finished and draft.maybe(0.2):
        lasting = draft.marks("长期坚持")
        body = body.rstrip("。") + f",{lasting}。"
        facts.truth["deadline"] = {"raw": lasting, "kind": "ongoing", "date": None}
    draft.p(label + body + facts.print_measures(style=("一是", "")))
    last_steps(facts)
    draft.items.append(facts.truth)


@layout("audit-report")
def audit_report(scene: Scene) -> None:
    """(一) problem sentence, status as a bare sentence, prose."""
    draft, rng = scene.draft, scene.rng
    todo = groups(scene, 2)
    count = sum(n for _, n in todo)
    done = [rng.random() < 0.6 for _ in range(count)]
    head_and_totals(
        scene,
        rng.choice(
            (
                "关于{0}{1}年度预算执行和其他财政收支审计查出问题整改情况的报告",
                "{0}人民政府关于专项审计调查发现问题整改情况的函",
            )
        ).format(scene.world.home, scene.clock.published.year),
        done,
    )
    if draft.maybe(0.3):
        draft.p("主任、各位副主任、各位委员:")
        draft.p("受市人民政府委托,现报告审计查出问题的整改情况,请予审议。".replace("市", scene.world.level))
    same_line = draft.maybe(0.5)
    results = iter(done)
    if draft.maybe(0.35):
        _one_section(scene, todo, same_line, results)
        return
    for index, (topic, items) in enumerate(todo, 1):
        head = draft.marks(f"{mark('一、', index)}{topic.name}方面问题的整改情况")
        draft.p(head, heading=2)
        for number in range(1, items + 1):
            _audit_item(scene, topic, mark("(一)", number), head, same_line, next(results))
    if draft.maybe(0.5):
        draft.p(f"{mark('一、', len(todo) + 1)}下一步工作安排", heading=2)
        draft.p("".join(f"{mark('一是', i)}{line}" for i, line in enumerate(rng.sample(NEXT, 3), 1)))
    signature(scene)


def _one_section(
    scene: Scene, todo: list[tuple[Topic, int]], same_line: bool, results: Iterator[bool]
) -> None:
    """一、总体情况 in general words, then 二、具体整改情况 with all items."""
    draft = scene.draft
    draft.p("一、总体情况", heading=2)
    draft.p(
        "我们高度重视,及时制定整改方案,明确每个问题的整改措施、整改时限和责任单位,一是加强组织领导,二是压实整改责任,三是强化督促检查,确保整改落到实处。"
    )
    head = draft.marks(
        "二、" + scene.rng.choice(("具体整改情况", "问题整改具体情况", "审计发现问题整改情况"))
    )
    draft.p(head, heading=2)
    number = 0
    for topic, items in todo:
        for _ in range(items):
            number += 1
            _audit_item(scene, topic, mark("(一)", number), head, same_line, next(results))
    signature(scene)


def _audit_item(scene: Scene, topic: Topic, no: str, head: str, same_line: bool, finished: bool) -> None:
    draft = scene.draft
    facts = make(scene, "done" if finished else "plan", topic, goal=False, measures=(1, 3))
    facts.problem = facts.problem.replace("。", ",")
    number = draft.marks(no)
    facts.truth.update(no=number, path=[head])
    problem = facts.print_problem()
    body = state(scene, facts, finished) + facts.print_measures(style=("一是", ""))
    if same_line:
        draft.p(number + problem + body)
    else:
        draft.p(number + problem)
        draft.p(body)
    last_steps(facts)
    draft.items.append(facts.truth)


@layout("narrative-report")
def narrative_report(scene: Scene) -> None:
    """Sections of results, each an item under its heading; sections before and after hold none."""
    draft, rng = scene.draft, scene.rng
    draft.kind = "report"
    title = f"{scene.world.home}贯彻落实省委生态环境保护督察整改情况的报告"
    draft.title = title
    page_top(scene, title)
    draft.p(
        inspection_sentence(scene)
        + "市委、市政府高度重视,全力推进督察整改工作。".replace("市", scene.world.level)
    )
    draft.p("一、加强组织领导,扛牢整改责任", heading=2)
    draft.p("成立由主要负责同志任双组长的领导小组,定期研究部署督察整改工作,层层传导压力。")
    head = draft.marks(
        "二、"
        + rng.choice(
            ("扎实推进整改,督察问题整改成效明显", "聚焦突出问题,整改工作取得阶段性成效", "整改任务进展及成效")
        )
    )
    draft.p(head, heading=2)
    own_line = draft.maybe(0.6)
    for number, topic in enumerate(rng.sample(TOPICS, rng.randint(2, 5)), 1):
        facts = make(scene, "done", topic, goal=False, measures=(2, 5))
        facts.problem = rng.choice(SECTIONS).format(topic.name)
        no = draft.marks(mark("(一)", number))
        facts.truth.update(no=no, path=[head])
        problem = facts.print_problem(stop="" if own_line else "。")
        style = rng.choice((("一是", ""), ("一是", ""), ("首先", "")))
        body = facts.print_measures(style=style, lead_in=own_line)
        draft.items.append(facts.truth)
        if own_line:
            draft.p(no + problem, heading=3)
            draft.p(body)
        else:
            draft.p(no + problem + body)
    draft.p("三、持续深化督察整改成效", heading=2)
    draft.p(
        "下一步,我们将"
        + ";".join(f"{han(i)}是{line.rstrip('。')}" for i, line in enumerate(rng.sample(NEXT, 3), 1))
        + "。"
    )
    signature(scene)


SECTIONS = ("{}治理成效显著", "{}工作扎实推进", "持续抓好{}工作", "着力补齐{}短板", "{}水平稳步提升")


@layout("progress-list")
def progress_list(scene: Scene) -> None:
    """A plan's list again: numbered problem, goal, then 整改进展情况 with the status first."""
    draft, rng = scene.draft, scene.rng
    todo = [topic for topic, count in groups(scene, 2) for _ in range(count)]
    done = [rng.random() < 0.5 for _ in todo]
    head_and_totals(scene, f"{scene.world.home}省级督察反馈问题整改进展情况", done, "整改任务")
    style = rng.choice(("一、", "1.", "1、", "第一项:"))
    goal = draft.maybe(0.5)
    labels = rng.choice(
        (
            ("整改目标", "整改进展情况"),
            ("整改目标", "整改进展"),
            ("整改目标", "整改完成情况"),
            ("整改目标", "整改措施落实情况"),
        )
    )
    for number, (topic, finished) in enumerate(zip(todo, done, strict=True), 1):
        facts = make(scene, "done" if finished else "plan", topic, goal=goal, measures=(1, 4))
        no = draft.marks(mark(style, number))
        facts.truth["no"] = no
        draft.p(no + facts.print_problem())
        if goal:
            draft.p(f"{labels[0]}:{facts.print_goal()}")
        text = f"{labels[1]}:{state(scene, facts, finished)}" + facts.print_measures(style, ("", " "))
        draft.p(text)
        last_steps(facts)
        draft.items.append(facts.truth)
    signature(scene)
