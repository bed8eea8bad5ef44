"""Plans in less common dress: run on without a break, units on headings, measures with parts of their own."""

from __future__ import annotations

from ..draft import plain
from ..facts import Facts, make
from ..fields import Form, print_fields
from ..frame import general_sections, page_bottom, page_top, preamble, signature, support_section
from ..numbering import mark
from ..parties import Parties
from ..statement import Scene
from ..topics_more import TOPICS
from .plans import Outline, groups, heading, number_item, title, walk
from .registry import layout


@layout("plan-run-on")
def plan_run_on(scene: Scene) -> None:
    """Every field, item and heading run on in one line, with a page number somewhere between two of them."""
    draft, rng = scene.draft, scene.rng
    draft.wrappable = False
    todo = groups(scene)
    name = title(scene)
    form = Form(scene, deadline=True)
    plan = Outline("一、", rng.choice(("(一)", "1.")), rng.random() < 0.5)
    out: list[str] = []
    for topic, head, number, path in walk(scene, plan, todo, []):
        facts = make(scene, topic=topic)
        no = number_item(scene, facts, plan.items, number, path)
        problem = facts.print_problem()
        fields = print_fields("glued", form.values(facts, plan.items, ("", ";")))
        page = f"-{number}-" if out and draft.maybe(0.15) else ""
        out.append(page + head + no + problem + fields[0])
    draft.p(name if draft.maybe(0.5) else name + "(征求意见稿)")
    draft.p("".join(out))


@layout("plan-units-on-headings")
def plan_units_on_headings(scene: Scene) -> None:
    """A heading names the units of all problems below it, in parentheses or on a line of its own."""
    draft, rng = scene.draft, scene.rng
    todo = groups(scene)
    page_top(scene, title(scene))
    preamble(scene, "为切实抓好整改落实,制定本方案。")
    first = general_sections(scene, 1)
    parties = Parties(scene)
    roles = rng.choice((("responsible",), ("lead", "responsible"), ("lead", "support")))
    names = {"responsible": "责任单位", "lead": "牵头单位", "support": "配合单位"}
    style = rng.choice(("(一)", "1.", "1、"))
    label = rng.choice(("整改措施:", "工作措施:"))
    for index, (topic, count) in enumerate(todo):
        head = heading(scene, mark("一、", first + index), topic)
        units = {role: parties.listing() for role in roles}
        draft.p(
            head + "(" + ";".join(f"{names[role]}:{text}" for role, (text, _) in units.items()) + ")",
            heading=2,
        )
        for number in range(1, count + 1):
            facts = make(scene, topic=topic, goal=False, measures=(1, 3))
            no = number_item(scene, facts, style, number, [head])
            for role, (_, marked) in units.items():
                facts.truth[role] = list(marked)
            draft.p(no + facts.print_problem())
            draft.p(label + facts.print_measures(style, ("", ";")))
            limit = Form(scene, goal=False, deadline=True).deadlines.field(facts.steps)
            facts.truth["deadline"] = limit.truth()
            draft.p(f"整改时限:{limit.raw}")
    support_section(scene, first + len(todo))
    signature(scene)
    page_bottom(scene)


@layout("plan-nested-measures")
def plan_nested_measures(scene: Scene) -> None:
    """Measures 1、2、 that hold 一是…二是… themselves: each number is one measure."""
    draft, rng = scene.draft, scene.rng
    todo = groups(scene, 2)
    page_top(scene, title(scene))
    preamble(scene, "现将整改措施明确如下。")
    form = Form(scene)
    plan = Outline("一、", "(一)", False)
    style = rng.choice(("1.", "1、", "(1)"))
    for topic, head, number, path in walk(scene, plan, todo, []):
        if head:
            draft.p(head, heading=2)
        facts = make(scene, topic=topic, measures=(2, 5))
        no = number_item(scene, facts, plan.items, number, path)
        draft.p(no + facts.print_problem())
        for name in form.order:
            if name == "measures":
                draft.p(f"{form.names['measures']}:")
                for line in _nested(scene, facts, style):
                    draft.p(line)
            else:
                draft.p(f"{form._label(name)}:{form.value(facts, name, '', None, '。')}")
        form.settle(facts)
    signature(scene)


INTROS = ("强化源头治理。", "加强监督管理。", "狠抓工作落实。", "完善长效机制。", "加快设施建设。")


def _nested(scene: Scene, facts: Facts, style: str) -> list[str]:
    """Two numbered measures; the first holds 一是…二是…, the second is plain or holds the rest."""
    for said in facts.parts:
        facts._keep(said)
    texts = [said.text for said in facts.parts]
    cut = max(2, len(texts) - 2)
    groups_ = [texts[:cut], texts[cut:]] if texts[cut:] else [texts]
    intros = scene.rng.sample(INTROS, len(groups_))
    lines = []
    for number, (intro, group) in enumerate(zip(intros, groups_, strict=True), 1):
        inner = (
            ";".join(f"{mark('一是', i)}{text}" for i, text in enumerate(group, 1))
            if len(group) > 1
            else group[0]
        )
        marked = scene.draft.marks(intro + inner + "。")
        facts.truth["measures"].append(marked)
        lines.append(mark(style, number) + marked)
    return lines


@layout("form-four-columns")
def form_four_columns(scene: Scene) -> None:
    """A form whose rows hold two labels and two values; long fields have a row of their own."""
    draft, rng = scene.draft, scene.rng
    draft.wrappable = False
    name = f"{scene.world.home}生态环境问题整改情况登记表"
    draft.title = name
    draft.p(name, heading=1)
    form = Form(scene, goal=True, deadline=True)
    short = [role for role in form.order if role not in ("goal", "measures")]
    for _ in range(rng.randint(1, 3)):
        facts = make(scene, topic=rng.choice(TOPICS))
        draft.items.append(facts.truth)
        draft.p(f"{form.names['problem']} | {facts.print_problem()} |")
        draft.p(f"{form.names['goal']} | {facts.print_goal()} |")
        cells = [(form._label(role), form.value(facts, role, "", None, "")) for role in short]
        for left, right in zip(cells[::2], [*cells[1::2], None], strict=False):
            row = [*left, *(right or ())]
            draft.p(" | ".join(row) + " |")
        draft.p(f"{form.names['measures']} | {facts.print_measures('', ('', ' '))} |")
        assert plain(facts.truth["problem"])


@layout("plan-task-list")
def plan_task_list(scene: Scene) -> None:
    """Tasks under headings: a bold name, then what is to be done, limits and units in one paragraph."""
    draft, rng = scene.draft, scene.rng
    todo = groups(scene)
    page_top(scene, title(scene))
    preamble(scene, "现将整改任务分解如下。")
    first = general_sections(scene, 1)
    section = draft.marks(mark("一、", first) + rng.choice(("整改任务", "重点整改任务", "主要任务")))
    draft.p(section, heading=2)
    plan = Outline("(一)", "1.", rng.random() < 0.5)
    form = Form(scene, goal=False, deadline=rng.random() < 0.6)
    for topic, head, number, path in walk(scene, plan, todo, [section]):
        if head:
            draft.p(head, heading=3)
        facts = make(scene, topic=topic, goal=False, measures=(1, 3))
        no = number_item(scene, facts, plan.items, number, path)
        text = (
            no
            + facts.print_problem()
            + form.names["measures"]
            + ":"
            + facts.print_measures(plan.items, ("", ";"))
        )
        tail = [
            f"{form._label(name)}:{form.value(facts, name, '', None, '')}"
            for name in form.order
            if name != "measures"
        ]
        draft.p(text + "。".join(tail) + "。")
        form.settle(facts)
    support_section(scene, first + 1)
    signature(scene)
