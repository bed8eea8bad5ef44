"""One invented problem with its goal and measures, before any layout prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .draft import blank_item
from .numbering import enumerate_parts, measure_style
from .statement import Scene, Statement
from .topics import Topic
from .topics_more import TOPICS

CONSEQUENCES = ("", "", "", "", ",群众反映强烈", ",环境风险隐患突出", ",整改工作明显滞后于序时进度", ";属地和部门监管均不到位", "。究其原因,主要是责任单位思想认识不足、工作标准不高", ",“表面整改”问题不同程度存在", "。有关部门对此失察")  # fmt: skip
TAILS = (
    "", "", "", "", "", ",确保按时完成整改任务", ",形成长效机制,防止问题反弹", ",做到举一反三、标本兼治", "。严格落实“三同时”制度",
    ";对推进不力的,通报批评", ",并将进展情况及时上报", "。坚持源头治理,强化部门联动", ",切实提升治理能力和水平",
)  # fmt: skip
ENDED = re.compile("全部|完毕|清零|已|完成")
LEAD_INS = (
    "压紧压实各级责任,扎实推进整改工作。",
    "针对存在问题,重点抓好以下工作。",
    "坚持标本兼治,综合施策。",
    "举一反三,全面排查。",
    "具体措施如下:",
    "主要采取以下措施:",
)


@dataclass
class Facts:
    """Marked statements and everything they say; ``truth`` is filled as they are printed."""

    scene: Scene
    topic: Topic
    problem: str
    goal: Statement | None
    parts: list[Statement]
    truth: dict[str, Any] = field(default_factory=blank_item)

    @property
    def steps(self) -> list[tuple[date, str]]:
        """The limits of goal and measures, in reading order."""
        said = ([self.goal] if self.goal else []) + self.parts
        return [step for statement in said for step in statement.limits]

    def print_problem(self, stop: str = "。") -> str:
        marked = self.scene.draft.marks(self.problem + stop)
        self.truth["problem"] = marked
        return marked

    def print_goal(self, stop: str = "。") -> str:
        assert self.goal is not None
        marked = self.scene.draft.marks(self.goal.text + stop)
        self.truth["goal"] = marked
        self._keep(self.goal)
        return marked

    def _keep(self, said: Statement) -> None:
        self.truth["milestones"] += said.milestones
        self.truth["indicators"] += said.indicators

    def print_measures(
        self,
        avoid: str = "",
        gaps: tuple[str, ...] | None = None,
        style: tuple[str, str] | None = None,
        lead_in: bool = True,
    ) -> str:
        """The measures as a list in some style, or as prose where there is one (or sometimes anyway)."""
        draft = self.scene.draft
        for said in self.parts:
            self._keep(said)
        if len(self.parts) == 1 or (style is None and draft.maybe(0.12)):
            return self._prose()
        while style is None:
            style = measure_style(draft.rng, avoid)
            if gaps is not None and style[1] not in gaps:
                style = None
        parts = [draft.marks(said.text + "。") for said in self.parts]
        self.truth["measures"] = parts
        return (draft.pick(LEAD_INS) if lead_in and draft.maybe(0.15) else "") + enumerate_parts(
            parts, *style
        )

    def print_prose(self) -> str:
        """All measures as one paragraph without numbers: one measure."""
        for said in self.parts:
            self._keep(said)
        return self._prose()

    def _prose(self) -> str:
        draft = self.scene.draft
        joint = draft.pick(("。", ";"))
        marked = draft.marks(joint.join(said.text for said in self.parts) + "。")
        self.truth["measures"] = [marked]
        return marked

    def lines_of_measures(self) -> list[str]:
        """Each measure marked, for layouts that place them themselves."""
        for said in self.parts:
            self._keep(said)
        self.truth["measures"] = [self.scene.draft.marks(said.text + "。") for said in self.parts]
        return list(self.truth["measures"])


def make(
    scene: Scene,
    mode: str = "plan",
    topic: Topic | None = None,
    goal: bool = True,
    measures: tuple[int, int] = (1, 5),
) -> Facts:
    """An item of ``plan`` (things to do, with limits), ``done`` (things that were done) or ``open`` (things that
    were done, none of which tells of an end)."""
    rng = scene.rng
    topic = topic or rng.choice(TOPICS)
    problem = _problem(scene, topic)
    dated = rng.random() < 0.75
    last: date | None = None
    parts: list[Statement] = []
    for template in _templates(rng, topic, mode, dated, rng.randint(*measures)):
        said = scene.say(template, last)
        said.text += rng.choice(TAILS)
        last = max((day for day, _ in said.limits), default=last)
        parts.append(said)
    aim = None
    if goal:
        aims = [t for t in topic.goals if mode == "plan" or "{by}" not in t]
        aim = scene.say(rng.choice([t for t in aims if dated or "{by}" not in t] or list(topic.goals)), last)
    return Facts(scene, topic, problem, aim, parts)


JOINTS = ("。", ";", "。此外,", "。同时,", "。督察发现,")


def _problem(scene: Scene, topic: Topic) -> str:
    """One fault with its consequence, or two faults of the same kind."""
    rng = scene.rng
    first = rng.choice([t for t in topic.problems if t not in scene.told] or list(topic.problems))
    scene.told.add(first)
    text = scene.say(first).text
    if rng.random() < 0.15:
        second = rng.choice([t for t in topic.problems if t != first])
        text += rng.choice(JOINTS) + scene.say(second).text
    return text + str(rng.choice(CONSEQUENCES))


def _templates(rng: Any, topic: Topic, mode: str, dated: bool, count: int) -> list[str]:
    """Different templates, at most three of them with a limit."""
    pool = list(topic.measures if mode == "plan" else topic.results)
    if mode == "open":
        # results that tell of an end without saying that the item is done could be read either way
        pool = [t for t in pool if not ENDED.search(t)]
    if mode == "plan" and not dated:
        pool = [t for t in pool if "{by}" not in t]
    rng.shuffle(pool)
    chosen, limits = [], 0
    for template in pool:
        if "{by}" in template:
            if limits == 3:
                continue
            limits += 1
        chosen.append(template)
        if len(chosen) == count:
            break
    return chosen
