"""Close-out notices: one page, one item."""

from __future__ import annotations

from typing import Any

from ..facts import Facts, make
from ..fields import Form, print_fields
from ..frame import page_bottom, page_top
from ..numbering import han, mark, measure_style
from ..parties import Parties
from ..statement import Scene
from ..topics_more import ENVIRONMENT
from .registry import layout

STATUS = (
    "目前,该问题已完成整改。", "该问题已完成整改,达到销号条件。", "经验收,整改任务已完成整改。", "综上,该项任务已整改到位,具备销号条件。",
    "目前该项整改任务已经完成,拟申请销号。",
)  # fmt: skip
OPEN_STATUS = (
    "目前,该问题正在整改。",
    "该项任务正在有序推进,尚未完成整改。",
    "该问题达到序时进度,正在整改。",
)
ORDINALS = ("第{}项", "问题编号{}", "序号{}")
TITLES = (
    "关于{home}省级生态环境保护督察反馈问题整改任务({no})整改完成情况的公示", "{home}省级督察《整改方案》{no}整改任务整改结果公示",
    "{home}中央生态环境保护督察反馈问题({no})拟销号公示", "关于{home}环保督察反馈意见整改任务({no})完成情况的公示",
)  # fmt: skip


class Notice:
    """The one item of a close-out notice and what is printed about it."""

    def __init__(self, scene: Scene, planned: bool) -> None:
        rng = scene.rng
        self.scene = scene
        # what is finished cannot have a limit ahead of it: such dates need their years
        scene.clock.bare = False
        self.form = Form(scene, goal=rng.random() < 0.8)
        self.facts = make(scene, "plan" if planned else "done", rng.choice(ENVIRONMENT), goal=self.form.goal)
        self.planned = planned
        self.done = rng.random() < 0.85
        number = rng.randint(2, 48)
        self.ordinal = rng.choice(ORDINALS).format(han(number) if rng.random() < 0.6 else number)
        scene.draft.kind = "report"
        scene.draft.items.append(self.facts.truth)

    @property
    def truth(self) -> dict[str, Any]:
        return self.facts.truth

    def title(self) -> str:
        no = self.scene.draft.marks(self.ordinal)
        self.truth["no"] = no
        text = self.scene.rng.choice(TITLES).format(home=self.scene.world.home, no=no)
        self.scene.draft.title = text.replace(no, self.ordinal)
        return text

    def state(self) -> str:
        self.truth["status"] = "completed" if self.done else "in_progress"
        return self.scene.rng.choice(STATUS if self.done else OPEN_STATUS)

    def progress(self, gaps: tuple[str, ...]) -> str:
        """What was done, with the status: the measures of a notice that prints no others."""
        if self.planned:
            results = make(self.scene, "done", self.facts.topic, goal=False, measures=(1, 3))
            return "".join(said.text + "。" for said in results.parts) + self.state()
        style = measure_style(self.scene.rng)
        while style[1] not in gaps:
            style = measure_style(self.scene.rng)
        text = self.facts.print_measures(style=style)
        if len(self.facts.parts) == 1:
            return text
        # the status goes first: after the last measure nobody could say whether it still belongs to it
        return self.state() + ("\n" if "\n" in text else "") + text

    def fields(self, gaps: tuple[str, ...]) -> list[tuple[str, str, str]]:
        names = self.form.names
        rows = []
        if not self.truth["problem"]:
            rows = [("problem", names["problem"], self.facts.print_problem())]
        rows += [row for row in self._planned(gaps) if row[0] != "measures" or self.planned]
        rows.append(("progress", names["progress"], self.progress(gaps)))
        if not self.planned and len(self.facts.parts) == 1:
            rows.append(("acceptance", "验收情况", self.state()))
        self.form.settle(self.facts)
        return rows

    def _planned(self, gaps: tuple[str, ...]) -> list[tuple[str, str, str]]:
        order = self.form.order if self.planned else [name for name in self.form.order if name != "measures"]
        return [
            (name, self.form._label(name), self.form.value(self.facts, name, "", gaps, "。"))
            for name in order
        ]


def publicity(scene: Scene) -> None:
    """Dates and numbers that belong to the notice, not to the item."""
    draft, day = scene.draft, scene.clock.published
    full = scene.clock.full(day)
    until = f"{day.year}年{min(day.month + 1, 12)}月{day.day}日"
    draft.p(
        scene.rng.choice(
            (
                f"公示时间:{full}至{until},共10个工作日。",
                f"公示期:{full}—{until}",
                f"公示期限 {full}至{until}",
            )
        )
    )
    if draft.maybe(0.6):
        draft.p(f"联系电话:0000-8{scene.rng.randint(100000, 999999)}")
    if draft.maybe(0.3):
        draft.p("意见反馈渠道:来信请寄政府办公室督查科(邮编:000000)")
    if draft.maybe(0.7):
        draft.p(f"{scene.world.home}人民政府")
        draft.p(full)
    page_bottom(scene)


LEADS = (
    "按照督察整改销号有关规定,现将该项任务整改完成情况公示如下,接受社会监督。", "根据《生态环境保护督察整改销号工作细则》,现公示如下:",
    "现将我{level}承担的整改任务完成情况向社会公示。",
)  # fmt: skip


def lead(scene: Scene) -> None:
    if scene.draft.maybe(0.7):
        scene.draft.p(scene.rng.choice(LEADS).format(level=scene.world.level))


@layout("closeout-labels")
def closeout_labels(scene: Scene) -> None:
    """Labels with colons, on their own lines or above their values."""
    notice = Notice(scene, scene.rng.random() < 0.5)
    page_top(scene, notice.title())
    lead(scene)
    way = scene.rng.choice(("colon", "colon", "below", "below-colon", "space", "bracket"))
    for line in print_fields(way, notice.fields(("\n", "", " "))):
        scene.draft.p(line)
    publicity(scene)


@layout("closeout-numbered")
def closeout_numbered(scene: Scene) -> None:
    """一、整改目标, its value after a colon or below."""
    notice = Notice(scene, scene.rng.random() < 0.5)
    page_top(scene, notice.title())
    lead(scene)
    below = scene.draft.maybe(0.5)
    for index, (_, label, value) in enumerate(notice.fields(("", "\n") if below else ("", " ")), 1):
        lines = value.split("\n")
        if below:
            scene.draft.p(mark("一、", index) + label, heading=2)
        else:
            scene.draft.p(f"{mark('一、', index)}{label}:{lines.pop(0)}")
        for line in lines:
            scene.draft.p(line)
    publicity(scene)


@layout("closeout-one-line")
def closeout_one_line(scene: Scene) -> None:
    """All numbered fields run on in one line; a space stands between label and value."""
    scene.draft.wrappable = False
    notice = Notice(scene, True)
    page_top(scene, notice.title())
    colon = scene.rng.choice((" ", ":", " "))
    parts = [
        f"{mark('一、', i)}{label}{colon}{value}"
        for i, (_, label, value) in enumerate(notice.fields(("", " ")), 1)
    ]
    scene.draft.p(" ".join(parts))
    publicity(scene)


@layout("closeout-form")
def closeout_form(scene: Scene) -> None:
    """A form of two columns, one cell per line with a pipe."""
    draft = scene.draft
    draft.wrappable = False
    notice = Notice(scene, scene.rng.random() < 0.6)
    page_top(scene, notice.title())
    for line in print_fields("pipes", notice.fields(("", " "))):
        draft.p(line)
    draft.p("社会监督电话 |")
    draft.p(f"0000-8{scene.rng.randint(100000, 999999)} |")


@layout("closeout-complaint")
def closeout_complaint(scene: Scene) -> None:
    """A complaint's close-out: problem, handling, acceptance under numbered labels."""
    rng, draft = scene.rng, scene.draft
    draft.kind = "report"
    code = f"X2YL{scene.clock.published:%Y%m%d}{rng.randint(1, 90):04d}"
    page_top(scene, f"关于督察转办信访件(受理编号{code})整改销号情况公示")
    draft.title = f"关于督察转办信访件(受理编号{code})整改销号情况公示"
    lead(scene)
    facts = make(scene, "done", rng.choice(ENVIRONMENT), goal=False, measures=(1, 4))
    draft.p(
        f"一、{rng.choice(('转办问题基本情况', '信访件反映问题', '交办问题基本情况'))}:{facts.print_problem()}"
    )
    facts.parts[-1].text += rng.choice((",整改已完成", ",该问题已完成整改", "。目前问题已整改到位"))
    facts.truth["status"] = "completed"
    draft.p(
        f"二、{rng.choice(('整改情况', '处理和整改情况', '整改落实情况'))}:"
        + facts.print_measures("", ("", " "))
    )
    day = scene.clock.past()
    office = Parties(scene).level + "生态环境局"
    accepted = draft.marks(
        f"{scene.clock.full(day)},{office}会同{scene.world.town()}政府现场查验,各项措施均已落实,整改已完成。"
    )
    facts.truth["extra"]["验收情况"] = accepted
    draft.p("三、验收情况:" + accepted)
    draft.items.append(facts.truth)
    publicity(scene)


@layout("self-check-letter")
def self_check_letter(scene: Scene) -> None:
    """A county's letter about its own share of a problem, under numbered headings."""
    rng, draft, world = scene.rng, scene.draft, scene.world
    draft.kind = "report"
    draft.title = ""
    scene.clock.bare = False
    draft.p(rng.choice(("****建设局:", f"{world.city}整改办:", "市督察整改办公室:")))
    facts = make(scene, "plan", rng.choice(ENVIRONMENT), measures=(1, 4))
    form = Form(scene, deadline=True)
    draft.p(
        f"按照整改方案要求,我{world.level}承担的整改任务已落实整改措施,具备验收条件,现将自查自验情况报告如下:"
    )
    head = draft.marks("一、" + rng.choice(("问题整改情况", "整改任务基本情况", "问题基本情况")))
    draft.p(head, heading=2)
    facts.truth["path"] = [head]
    _letter_fields(scene, form, facts)
    facts.truth["status"] = "completed"
    draft.items.append(facts.truth)
    results = make(scene, "done", facts.topic, goal=False, measures=(1, 2))
    draft.p("落实情况:" + "".join(said.text + "。" for said in results.parts))
    draft.p(f"{world.home}人民政府")
    draft.p(scene.clock.full(scene.clock.published))


def _letter_fields(scene: Scene, form: Form, facts: Facts) -> None:
    draft = scene.draft
    draft.p(scene.rng.choice(("督察报告指出:", "反馈问题:", "存在问题:")) + facts.print_problem())
    later = []
    for name, label, value in form.values(facts, "", ("", "\n")):
        line = f"{label}:{value}"
        if name == "measures":
            later = line.split("\n")
        else:
            draft.p(line)
    draft.p("二、整改措施及落实情况", heading=2)
    for part in later:
        draft.p(part)


LEAD_TITLES = (
    "关于{home}督察反馈问题整改落实情况的公示",
    "{home}{year}年生态环境保护督察反馈问题整改情况公示",
)


@layout("closeout-lead-sentence")
def closeout_lead_sentence(scene: Scene) -> None:
    """The problem stands in the lead sentence only; fields follow under numbered labels."""
    draft, rng = scene.draft, scene.rng
    notice = Notice(scene, True)
    facts = notice.facts
    name = rng.choice(LEAD_TITLES).format(home=scene.world.home, year=scene.clock.published.year)
    draft.title = name
    page_top(scene, name)
    facts.problem = facts.problem.split("。")[0].replace("“", "").replace("”", "")
    no = draft.marks(f"第{rng.randint(2, 60)}项")
    facts.truth["no"] = no
    draft.p(
        f"按照整改销号要求,现将督察反馈问题{no}关于“{facts.print_problem(stop='')}”问题整改任务落实情况进行公示。"
    )
    for index, (_, label, value) in enumerate(notice.fields(("", "\n")), 1):
        for line in f"{mark('一、', index)}{label}:{value}".split("\n"):
            draft.p(line)
    publicity(scene)
