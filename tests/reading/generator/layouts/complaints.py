"""Complaints handed over by an inspection: tables in every state of decay, and records."""

from __future__ import annotations

from dataclasses import dataclass

from ..complaint_words import ACCOUNT, CLOSED, COMPLAINTS, DONE_CELL, FALSE, FINDINGS, KINDS, OPEN_CELL, TRUE
from ..deadlines import from_prose
from ..facts import Facts, make
from ..frame import page_bottom, page_top
from ..numbering import han, mark
from ..statement import Scene
from ..topics_more import ENVIRONMENT
from .registry import layout

TITLES = (
    "群众信访举报转办和边督边改公开情况一览表",
    "{home}群众信访举报转办和边督边改公开情况(第{n}批)",
    "群众举报生态环境问题办理情况表",
    "{home}督察组交办信访件办理情况公示(第{n}批)",
)
REGION = ("行政区域", "行政区域", "所在县区", "县(市、区)", "属地")
KIND = ("污染类型", "污染类型", "问题类型")
FOUND = ("调查核实情况", "调查核实情况", "调查情况", "核查情况")
HANDLED = ("处理和整改情况", "处理和整改情况", "处理整改情况", "整改处理情况", "办理情况")
PROBLEM = (
    "交办问题基本情况",
    "交办问题基本情况",
    "举报内容",
    "信访件反映问题",
    "转办问题基本情况",
    "投诉内容",
)
BLAME = ("问责情况", "责任人被处理情况", "责任追究情况")


@dataclass
class Complaint:
    """One case with the texts of its cells."""

    facts: Facts
    number: int
    code: str
    cells: dict[str, str]


class Desk:
    """One document's columns and manner of writing cases."""

    def __init__(self, scene: Scene, gaps: tuple[str, ...]) -> None:
        rng = scene.rng
        self.scene = scene
        self.gaps = gaps
        self.batch = rng.randint(1, 30)
        self.names = {
            "no": "序号", "code": rng.choice(("受理编号", "受理编号", "编号", "信访件编号")), "way": "受理方式", "problem": rng.choice(PROBLEM),
            "region": rng.choice(REGION), "kind": rng.choice(KIND), "found": rng.choice(FOUND), "true": "是否属实",
            "goal": rng.choice(("办结目标", "整改目标")), "handled": rng.choice(HANDLED), "closed": rng.choice(("是否办结", "是否办结", "办结情况")),
            "blame": rng.choice(BLAME), "note": "备注",
        }  # fmt: skip
        optional = {"way": 0.3, "goal": 0.4, "closed": 0.5, "note": 0.25}
        self.columns = [name for name in self.names if rng.random() < optional.get(name, 1.0)]
        self.style = rng.choice(
            ("X{d}{n:04d}", "D{d}{n:04d}", "转受〔{y}〕{n:04d}号", "X2YL{d}{n:04d}", "D*{n:03d}", "{n:04d}")
        )
        self.serial = rng.randint(1, 800)

    def code(self, number: int) -> str:
        day = self.scene.clock.published
        return self.style.format(d=day.strftime("%Y%m%d"), y=day.year, n=self.serial + number)

    def case(self, number: int) -> Complaint:
        scene, rng = self.scene, self.scene.rng
        unfounded = rng.random() < 0.12
        open_case = rng.random() < 0.55
        facts = make(
            scene,
            "plan" if open_case else "done",
            rng.choice(ENVIRONMENT),
            goal="goal" in self.columns,
            measures=(1, 3),
        )
        complaint = scene.draft.marks(scene.say(rng.choice(COMPLAINTS)).text)
        facts.truth["problem"] = complaint
        code = scene.draft.marks(self.code(number))
        region = scene.draft.marks(scene.world.county())
        verdict = rng.choice(FALSE if unfounded else TRUE)
        cells = {
            "no": scene.draft.marks(str(number)), "code": code, "way": rng.choice(("来电", "来信")), "problem": complaint, "region": region,
            "kind": rng.choice(KINDS), "found": self._finding(), "true": verdict, "blame": rng.choice(ACCOUNT), "note": rng.choice(("无", "/")),
        }  # fmt: skip
        if "goal" in self.columns:
            cells["goal"] = facts.print_goal() if not unfounded else rng.choice(("无", "/"))
        cells |= self._handling(facts, unfounded, open_case)
        facts.truth["no"] = cells["no"]
        facts.truth["extra"] = {self.names["code"]: code, self.names["region"]: region}
        scene.draft.items.append(facts.truth)
        return Complaint(facts, number, code, cells)

    def _finding(self) -> str:
        day = self.scene.clock.published
        text = self.scene.rng.choice(FINDINGS).replace("{visit}", f"{day.month}月{day.day}日")
        found = self.scene.say(text).text
        return found.replace(",", ", (略) ", 1) if self.scene.draft.maybe(0.04) else found

    def _handling(self, facts: Facts, unfounded: bool, open_case: bool) -> dict[str, str]:
        """The handling cell and the closing cell, and what they mean for the case's status."""
        rng, truth = self.scene.rng, facts.truth
        if unfounded:
            truth["status"] = "completed" if "closed" in self.columns else None
            return {"handled": rng.choice(("无", "无需整改", "/")), "closed": rng.choice(DONE_CELL)}
        limits = bool(facts.steps)
        if not open_case and "closed" not in self.columns:
            facts.parts[-1].text += "。" + rng.choice(CLOSED).rstrip("。")
            truth["status"] = "completed"
        elif "closed" not in self.columns:
            truth["status"] = "in_progress" if limits else None
        else:
            truth["status"] = "in_progress" if open_case else "completed"
        handled = facts.print_measures("", self.gaps)
        truth["deadline"] = from_prose(facts.steps).truth()
        return {"handled": handled, "closed": rng.choice(OPEN_CELL if open_case else DONE_CELL)}


def top(scene: Scene, desk: Desk) -> None:
    scene.draft.kind = "petitions"
    text = scene.rng.choice(TITLES).format(home=scene.world.home, n=desk.batch)
    scene.draft.title = text
    day = scene.clock.full(scene.clock.published)
    if scene.draft.maybe(0.4):
        page_top(scene, text)
        scene.draft.p(f"(第{desk.batch}批 {day})")
    else:
        scene.draft.p(text, heading=1)
        scene.draft.p(f"(第{desk.batch}批 {day})")


def batch_totals(scene: Scene, desk: Desk) -> None:
    """The batch in figures, and the same figures for each place."""
    draft, rng = scene.draft, scene.rng
    if draft.maybe(0.65):
        return
    places = rng.sample(scene.world.counties, 2)
    counts = [(rng.randint(2, 30), rng.randint(1, 20)) for _ in places]
    said = [
        _counts(scene, place, "", closed, left) for place, (closed, left) in zip(places, counts, strict=True)
    ]
    closed, left = (sum(pair[i] for pair in counts) for i in (0, 1))
    whole = _counts(scene, "", "群众信访举报件", closed, left)
    draft.p(
        f"截至{scene.clock.full(scene.clock.published)},督察组移交我{scene.world.level}的第{han(desk.batch)}批{whole}。其中:{';'.join(said)}。现将办理情况公开如下:"
    )


def _counts(scene: Scene, place: str, noun: str, closed: int, left: int) -> str:
    mark = scene.draft.marks
    all_of_them = mark(f"{place}{noun}{closed + left}件")
    done = mark(f"已办结{closed}件")
    rest = mark(f"未办结{left}件")
    for what, value, raw in (
        (place + noun, closed + left, all_of_them),
        (place + "已办结", closed, done),
        (place + "未办结", left, rest),
    ):
        scene.draft.total(what, value, raw)
    return f"{all_of_them},{done}{'' if place else '(阶段性办结计入)'}、{rest}"


def complaint_table(scene: Scene, flatten: str, gaps: tuple[str, ...]) -> None:
    draft = scene.draft
    draft.wrappable = False
    draft.flatten = flatten
    desk = Desk(scene, gaps)
    title_last = draft.maybe(0.06)
    if not title_last:
        top(scene, desk)
        batch_totals(scene, desk)
    rows = [
        [case.cells[name] for name in desk.columns]
        for case in map(desk.case, range(1, scene.rng.randint(2, 7)))
    ]
    if flatten == "pipes" and desk.columns[-1] == "note" and draft.maybe(0.4):
        rows = [row[:-1] for row in rows]
    draft.table([desk.names[name] for name in desk.columns], rows)
    if flatten == "pipes" and draft.maybe(0.1):
        draft.p("|" * scene.rng.randint(5, 11))
    if title_last:
        draft.p("")
        top(scene, desk)
    if draft.maybe(0.2):
        page_bottom(scene)


@layout("complaints-pipes")
def complaints_pipes(scene: Scene) -> None:
    complaint_table(scene, "pipes", ("", " "))


@layout("complaints-broken-pipes")
def complaints_broken_pipes(scene: Scene) -> None:
    complaint_table(scene, "broken-pipes", ("", "\n"))


@layout("complaints-cell-lines")
def complaints_cell_lines(scene: Scene) -> None:
    complaint_table(scene, "cell-lines", ("", " "))


@layout("complaints-blank-lines")
def complaints_blank_lines(scene: Scene) -> None:
    complaint_table(scene, "blank-lines", ("", " "))


@layout("complaints-tabs")
def complaints_tabs(scene: Scene) -> None:
    complaint_table(scene, "tabs", ("", " "))


@layout("complaints-label-lines")
def complaints_label_lines(scene: Scene) -> None:
    """Label line, then value line, for each cell."""
    complaint_table(scene, "label-values", ("", " "))


@layout("complaints-glued")
def complaints_glued(scene: Scene) -> None:
    """A newspaper's table: the cells of a row with nothing between them."""
    draft = scene.draft
    draft.wrappable = False
    desk = Desk(scene, ("", " "))
    desk.style = scene.rng.choice(("X{d}{n:04d}", "D{d}{n:04d}", "转受〔{y}〕{n:04d}号"))
    # with nothing between two cells nobody could say where the goal ends
    desk.columns = [name for name in desk.columns if name not in ("goal", "note")]
    top(scene, desk)
    draft.p(" ".join(desk.names[name] for name in desk.columns))
    for number in range(1, scene.rng.randint(2, 6)):
        case = desk.case(number)
        case.cells["blame"] = case.cells["blame"].replace("/", "无")
        draft.p("".join(case.cells[name] for name in desk.columns))


RECORD_WAYS = ("colon", "colon", "numbered", "space")


@layout("complaints-records")
def complaints_records(scene: Scene) -> None:
    """Cases as blocks of labelled lines."""
    draft = scene.draft
    desk = Desk(scene, ("", "\n", " "))
    top(scene, desk)
    way = scene.rng.choice(RECORD_WAYS)
    head = scene.rng.choice(("case", "number", "none", "problem"))
    names = [name for name in desk.columns if name not in ("no", "way", "note")]
    for number in range(1, scene.rng.randint(2, 6)):
        case = desk.case(number)
        _record_head(scene, case, head)
        if head == "problem":
            names = [name for name in names if name not in ("problem", "code")]
        for index, name in enumerate([n for n in names if head == "none" or n != "code"], 1):
            label, value = desk.names[name], case.cells[name]
            line = {
                "colon": f"{label}:{value}",
                "space": f"{label} {value}",
                "numbered": f"{mark('(一)', index)}{label}:{value}",
            }[way]
            for part in line.split("\n"):
                draft.p(part)


def _record_head(scene: Scene, case: Complaint, head: str) -> None:
    truth = case.facts.truth
    if head == "none":
        truth["no"] = ""
        return
    truth["no"] = no = scene.draft.marks(f"{case.number}." if head == "number" else mark("一、", case.number))
    if head == "problem":
        scene.draft.p(f"{no}{case.cells['problem']}(受理编号:{case.code})")
    else:
        scene.draft.p(f"{no}受理编号:{case.code}")


@layout("complaints-broken-header")
def complaints_broken_header(scene: Scene) -> None:
    """Copied from a narrow table: header words and short values broken over lines, no marks between cells."""
    draft = scene.draft
    draft.wrappable = False
    desk = Desk(scene, ("\n",))
    desk.style = scene.rng.choice(("X{d}{n:04d}", "D{d}{n:04d}", "X2YL{d}{n:04d}"))
    desk.columns = [name for name in desk.columns if name not in ("note", "way")]
    top(scene, desk)
    draft.p(" ".join(_broken(desk.names[name], scene) for name in desk.columns))
    for number in range(1, scene.rng.randint(2, 5)):
        case = desk.case(number)
        case.cells["blame"] = case.cells["blame"].replace("/", "无")
        draft.p(_narrow_row(scene, desk, case))


def _broken(word: str, scene: Scene) -> str:
    """A word of a narrow column: broken after its second character, now and then."""
    if 3 <= len(word) <= 6 and scene.draft.maybe(0.5):
        return "\n".join(word[i : i + 2] for i in range(0, len(word), 2))
    return word


def _narrow_row(scene: Scene, desk: Desk, case: Complaint) -> str:
    lines = [f"{case.cells['no']} {case.cells['code']} {case.cells['problem']}"]
    for name in desk.columns[desk.columns.index("problem") + 1 :]:
        value = case.cells[name]
        if name == "kind":
            lines[-1] += " " + value
        elif name in ("true", "closed"):
            lines.append(_broken(value, scene))
        else:
            lines.append(value)
    return "\n".join(lines)
