"""Plans as tables: task breakdown tables and problem lists."""

from __future__ import annotations

from typing import Any

from ..facts import Facts, make
from ..fields import Form
from ..frame import counted, inspection_sentence, page_bottom, page_top, signature
from ..numbering import mark
from ..statement import Scene
from .plans import groups, heading, title
from .registry import layout

TITLES = (
    "{home}{body}反馈问题整改任务分解表", "{home}{body}反馈意见整改措施清单", "{home}{body}反馈问题整改台账",
    "{home}贯彻落实{body}反馈意见整改责任清单", "{home}突出生态环境问题整治任务表",
)  # fmt: skip
NUMBER_NAMES = ("序号", "序号", "编号", "问题编号")


def cells(scene: Scene, form: Form, facts: Facts, number: int, gaps: tuple[str, ...]) -> list[str]:
    no = scene.draft.marks(str(number))
    facts.truth["no"] = no
    scene.draft.items.append(facts.truth)
    row = [no, facts.print_problem()]
    row += [value for _, _, value in form.values(facts, "", gaps)]
    form.settle(facts)
    return row


def same_units(
    form: Form, facts: Facts, row: list[str], above: list[str], above_truth: dict[str, Any]
) -> None:
    """The units of the row above serve this row too; in files their cells are merged."""
    for role in form.roles:
        place = 2 + form.order.index(role)
        row[place] = above[place]
        facts.truth[role] = list(above_truth[role])


def table_body(scene: Scene, form: Form, gaps: tuple[str, ...], running: bool) -> list[list[str]]:
    """Rows, with numbered category rows where the table has categories."""
    rows: list[list[str]] = []
    categories = scene.draft.maybe(0.35) and scene.draft.flatten not in ("blank-lines", "label-values")
    number = 0
    for index, (topic, count) in enumerate(groups(scene), 1):
        path = []
        if categories:
            head = heading(scene, mark("一、", index), topic)
            rows.append([head])
            path = [head]
            number = number if running else 0
        for turn in range(count):
            number += 1
            facts = make(scene, topic=topic)
            facts.truth["path"] = path
            row = cells(scene, form, facts, number, gaps)
            if turn and scene.draft.maybe(0.2):
                same_units(form, facts, row, rows[-1], scene.draft.items[-2])
            rows.append(row)
            finished(scene, form, facts, rows[-1])
    return rows


def finished(scene: Scene, form: Form, facts: Facts, row: list[str]) -> None:
    """Now and then the deadline column says 已完成."""
    if not form.deadline or not scene.draft.maybe(0.05):
        return
    raw = scene.draft.marks(scene.rng.choice(("已完成", "已完成整改")))
    row[2 + form.order.index("deadline")] = raw
    facts.truth["deadline"] = {"raw": raw, "kind": None, "date": None}
    facts.truth["status"] = "completed"


def table_form(scene: Scene) -> Form:
    form = Form(scene, deadline=scene.rng.random() < 0.9)
    if form.extra and scene.draft.maybe(0.5):
        form.extra = None
        form.order.remove("extra")
    return form


def table_rows(scene: Scene, gaps: tuple[str, ...]) -> tuple[list[str], list[list[str]], int]:
    """Header and rows of one table, and how many items it holds."""
    form = table_form(scene)
    before = len(scene.draft.items)
    rows = table_body(scene, form, gaps, scene.rng.random() < 0.6)
    header = [
        scene.rng.choice(NUMBER_NAMES),
        form.names["problem"],
        *(form._label(name) for name in form.order),
    ]
    return header, rows, len(scene.draft.items) - before


def plan_table(scene: Scene, gaps: tuple[str, ...]) -> None:
    draft = scene.draft
    draft.wrappable = False
    if draft.maybe(0.4):
        draft.p(f"附件{scene.rng.randint(1, 3)}")
    if draft.maybe(0.5):
        page_top(scene, title(scene, TITLES))
    else:
        draft.p(title(scene, TITLES), heading=1)
    if draft.maybe(0.3):
        draft.p(inspection_sentence(scene))
    header, rows, count = table_rows(scene, gaps)
    if draft.maybe(0.3):
        draft.p(counted(scene, count))
    draft.table(header, rows)
    if scene.clock.bare:
        draft.p("")
        draft.p(scene.clock.full(scene.clock.published))
    elif draft.maybe(0.2):
        draft.p("")
        signature(scene)
        page_bottom(scene)


@layout("table-pipes")
def table_pipes(scene: Scene) -> None:
    """One row per line, cells parted by pipes."""
    scene.draft.flatten = "pipes"
    plan_table(scene, ("", " ", ";"))


@layout("table-broken-pipes")
def table_broken_pipes(scene: Scene) -> None:
    """Pipes, and rows broken wherever a cell held a line break."""
    scene.draft.flatten = "broken-pipes"
    plan_table(scene, ("\n", "", ";"))


@layout("table-cell-lines")
def table_cell_lines(scene: Scene) -> None:
    """One cell per line, each ending in a pipe."""
    scene.draft.flatten = "cell-lines"
    plan_table(scene, ("", " ", ";"))


@layout("table-row-blocks")
def table_row_blocks(scene: Scene) -> None:
    """One cell per line without pipes, a blank line between rows."""
    scene.draft.flatten = "row-blocks"
    plan_table(scene, ("\n", "", ";"))


@layout("table-tabs")
def table_tabs(scene: Scene) -> None:
    """Cells parted by tabs, as copied from a spreadsheet."""
    scene.draft.flatten = "tabs"
    plan_table(scene, ("", " ", ";"))


@layout("table-blank-lines")
def table_blank_lines(scene: Scene) -> None:
    """Cells parted by blank lines, no pipes."""
    scene.draft.flatten = "blank-lines"
    plan_table(scene, ("", " ", ";"))
