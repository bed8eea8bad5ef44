"""Rows of an office's own table: matched, tried, taken over; every bad cell named; twice is once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from django.test import Client

from duban.journal import queries as journal
from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.ledger import sites
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing import (
    Mode,
    Outcome,
    SheetRow,
    carry_out,
    cells,
    match_heads,
    read_sheet,
    rows_of,
    try_out,
)
from duban.ledger.importing.carrying import Table
from duban.ledger.inputs import ChargeInput, DeadlineInput
from duban.ledger.models import Charge, ColumnMatch, Finding, OpeningFacts, PlanVersion, Stage
from duban.organizations.models import Body, Region
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.importing.conftest import HEADS, ROWS, Maker

pytestmark = pytest.mark.django_db
SEAT = "2026年市级督察"
TODAY = datetime.date(2026, 5, 20)


def rows_from(data: bytes) -> list[SheetRow]:
    sheet = read_sheet(data)
    return rows_of(sheet, match_heads(sheet.heads))


def bring_in(data: bytes, cast: Cast, mode: Mode = Mode.STOP, attestation: str = "") -> Outcome:
    return carry_out(
        rows_from(data),
        cast.clerk,
        table=Table("台账.xlsx"),
        inspection=SEAT,
        mode=mode,
        attestation=attestation,
    )


def test_the_table_is_found_under_its_title(workbook: Maker) -> None:
    sheet = read_sheet(workbook(above=("澜州市整改台账", "制表日期：2026年5月")))
    assert (sheet.head_row, len(sheet.rows)) == (3, 2)
    fields = match_heads(sheet.heads)
    assert fields == [
        "printed_no",
        "problem",
        "goal",
        "measures",
        "deadline",
        "main",
        "supervising",
        "leader",
        "",
    ]


def test_rows_become_problems_with_everything_in_its_place(workbook: Maker, cast: Cast) -> None:
    done = bring_in(workbook(), cast)
    assert (done.new, done.changed, done.same, done.left_out) == (2, 0, 0, 0)
    first, second = Finding.objects.order_by("ordinal")
    assert (first.problem, first.due_on) == ("石溪区砂场露天堆放。", datetime.date(2026, 9, 30))
    assert [measure.text for measure in first.measures.all()] == ["建设料棚。", "硬化路面。"]
    assert [measure.text for measure in second.measures.all()] == ["改造管网；", "巡查。"]
    assert second.deadline_kind == "immediate_ongoing"
    assert {(c.role, c.printed, c.post) for c in first.charges.all()} >= {("leader", "程砚秋", "副市长")}
    assert {c.printed for c in second.charges.filter(role="main")} == {"望汀区", "市水务局"}
    assert first.remarks.get(label="备注").text == "重点场所"
    assert "台账.xlsx" in tell(journal.stream("finding", first.pk)[0])


def test_the_same_file_again_changes_nothing(workbook: Maker, cast: Cast) -> None:
    bring_in(workbook(), cast)
    before = (
        Finding.objects.count(),
        Charge.objects.count(),
        PlanVersion.objects.count(),
        Entry.objects.count(),
    )
    for mode in Mode:
        again = bring_in(workbook(), cast, mode)
        assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert before == (
        Finding.objects.count(),
        Charge.objects.count(),
        PlanVersion.objects.count(),
        Entry.objects.count(),
    )


def _with(row: int, column: str, text: str) -> list[tuple[str, ...]]:
    rows = [list(cells) for cells in ROWS]
    rows[row][HEADS.index(column)] = text
    return [tuple(cells) for cells in rows]


def test_every_bad_cell_is_named_and_nothing_is_imported(workbook: Maker, cast: Cast) -> None:
    rows = _with(0, "完成时限", "尽快")
    rows.append(("3", "", "目标", "", "2026年13月", "", "", "", ""))
    rows.append(ROWS[1])
    trial = try_out(rows_from(workbook(rows=rows)), cast.clerk, SEAT, TODAY)
    assert [(cell.place, cell.field) for cell in trial.bad] == [
        ("E2", "deadline"),
        ("B4", "problem"),
        ("E4", "deadline"),
        ("B5", "problem"),
    ]
    assert "第3行" in trial.bad[-1].sentence
    with pytest.raises(Refused, match="3行不能导入"):
        bring_in(workbook(rows=rows), cast)
    assert not Finding.objects.exists()
    assert bring_in(workbook(rows=rows), cast, Mode.SKIP).new == 1


def test_a_changed_table_stops_skips_or_updates(workbook: Maker, cast: Cast) -> None:
    bring_in(workbook(), cast)
    changed = workbook(rows=_with(0, "整改目标", "砂堆全部入棚并验收。"))
    with pytest.raises(Refused, match="1行与台账不同"):
        bring_in(changed, cast)
    assert bring_in(changed, cast, Mode.SKIP).left_out == 1
    assert Finding.objects.get(problem="石溪区砂场露天堆放。").goal == "砂堆全部入棚。"
    done = bring_in(changed, cast, Mode.UPDATE)
    assert (done.changed, done.same) == (1, 1)
    finding = Finding.objects.get(problem="石溪区砂场露天堆放。")
    assert finding.goal == "砂堆全部入棚并验收。"
    assert [measure.text for measure in finding.measures.all()] == ["建设料棚。", "硬化路面。"]
    assert bring_in(changed, cast, Mode.UPDATE).changed == 0


@pytest.mark.parametrize(
    ("column", "text", "field"),
    [
        ("责任单位", "石溪区政府、市城管局", "main"),
        ("包案领导", "陆明（副市长）", "leader"),
        ("完成时限", "2026年12月底前", "deadline"),
        ("整改措施", "1.建设料棚。", "measures"),
        ("序号", "7", "printed_no"),
        ("备注", "已看过", "备注"),
    ],
)
def test_each_kind_of_change_is_seen_and_made_once(
    workbook: Maker, cast: Cast, column: str, text: str, field: str
) -> None:
    bring_in(workbook(), cast)
    changed = workbook(rows=_with(0, column, text))
    trial = try_out(rows_from(changed), cast.clerk, SEAT, TODAY)
    assert [row.changes for row in trial.rows] == [(field,), ()]
    bring_in(changed, cast, Mode.UPDATE)
    assert bring_in(changed, cast, Mode.UPDATE).same == 2


def test_an_empty_cell_leaves_what_is_there(workbook: Maker, cast: Cast) -> None:
    bring_in(workbook(), cast)
    emptied = workbook(rows=_with(0, "包案领导", ""))
    assert bring_in(emptied, cast, Mode.UPDATE).same == 2


def test_what_is_on_file_is_not_changed_by_a_table(workbook: Maker, cast: Cast) -> None:
    bring_in(workbook(), cast)
    Finding.objects.update(stage=Stage.IN_PROGRESS)
    trial = try_out(rows_from(workbook(rows=_with(0, "整改目标", "别的目标"))), cast.clerk, SEAT, TODAY)
    assert trial.bad[0].field == "goal"
    assert "申请调整" in trial.bad[0].sentence


def test_numbers_lead_to_their_problems_and_unknown_ones_are_named(
    workbook: Maker, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    number = file_plan(item()).findings[0].number
    heads = ("台账编号", "具体问题", "整改目标")
    rows = ((number, "鹿鸣县沿河排口直排。", "新的目标"), ("无此编号", "另一个", ""))
    trial = try_out(rows_from(workbook(heads, rows)), cast.clerk, SEAT, TODAY)
    assert [row.kind for row in trial.rows] == ["changed", "bad"]
    assert trial.rows[0].changes == ("goal",)


OPENING = (*HEADS, "原台账编号", "是否销号", "销号时间", "交办时间")


def _opened(*more: Sequence[str]) -> list[tuple[str, ...]]:
    return [(*row, *facts) for row, facts in zip(ROWS, more, strict=True)]


def test_a_running_ledger_is_taken_over_on_somebodys_word(workbook: Maker, cast: Cast) -> None:
    data = workbook(
        OPENING, _opened(("LZ-07", "是", "2026-03-01", "2025-06-01"), ("LZ-08", "否", "", "2025-06-01"))
    )
    with pytest.raises(Refused, match="证明"):
        bring_in(data, cast)
    assert not Finding.objects.exists()
    bring_in(data, cast, attestation="据2026年5月纸质台账，沈知远核对。")
    closed, running = Finding.objects.order_by("ordinal")
    assert (closed.stage, running.stage) == (Stage.CLOSED, Stage.IN_PROGRESS)
    assert (closed.opening.old_number, closed.opening.closed_on) == ("LZ-07", datetime.date(2026, 3, 1))
    assert closed.opening.takeover.attestation == "据2026年5月纸质台账，沈知远核对。"
    assert closed.registered_at.date() == datetime.date(2025, 6, 1)
    assert Finding.objects.mentioning("LZ-07").get() == closed
    assert "纸质台账" in tell(journal.stream("finding", closed.pk).last())
    again = bring_in(data, cast)
    assert (again.new, again.same) == (0, 2)
    assert OpeningFacts.objects.count() == 2


def test_opening_facts_must_agree_with_each_other(workbook: Maker, cast: Cast) -> None:
    data = workbook(OPENING, _opened(("1", "否", "2026-03-01", "2026-04-01"), ("2", "是", "2027-01-01", "")))
    trial = try_out(rows_from(data), cast.clerk, SEAT, TODAY)
    assert {(cell.row, cell.field) for cell in trial.bad} == {
        (2, "closed_on"),
        (2, "stage"),
        (3, "closed_on"),
    }


def test_sites_come_in_with_their_problem_and_change_by_their_own_verb(workbook: Maker, cast: Cast) -> None:
    Region.objects.create(code="990101", name="石溪区")
    heads = (*HEADS, "点位")
    data = workbook(heads, [(*ROWS[0], "1.北门砂场（石溪区）\n2.东堆场（二期）"), (*ROWS[1], "/")])
    bring_in(data, cast)
    first = Finding.objects.get(problem="石溪区砂场露天堆放。")
    assert sites.lines_of(first) == ["北门砂场｜石溪区", "东堆场（二期）"]
    assert Finding.objects.mentioning("东堆场").get() == first
    assert "现有2处" in tell(journal.stream("finding", first.pk).last())
    assert bring_in(data, cast).same == 2
    moved = workbook(heads, [(*ROWS[0], "北门砂场｜石溪区；西堆场"), (*ROWS[1], "")])
    versions = PlanVersion.objects.count()
    assert bring_in(moved, cast, Mode.UPDATE).changed == 1
    assert sites.lines_of(first) == ["北门砂场｜石溪区", "西堆场"]
    assert PlanVersion.objects.count() == versions
    wrong = workbook(heads, [(*ROWS[0], "北门砂场｜无此区"), (*ROWS[1], "泵站、泵站")])
    trial = try_out(rows_from(wrong), cast.clerk, SEAT, TODAY)
    assert [(cell.place, cell.field) for cell in trial.bad] == [("J2", "sites"), ("J3", "sites")]
    assert "写了两次" in trial.bad[1].sentence


def test_old_numbers_that_begin_anew_with_another_inspection_are_other_problems(
    workbook: Maker, cast: Cast
) -> None:
    bring_in(workbook(OPENING, _opened(("1", "否", "", ""), ("2", "否", "", ""))), cast, attestation="属实。")
    other = [("1", "别的问题。", *ROWS[0][2:], "1", "否", "", ""), (*ROWS[1], "2", "否", "", "")]
    rows = rows_from(workbook(OPENING, other))
    assert [row.kind for row in try_out(rows, cast.clerk, "另一次督察", TODAY).rows] == ["new", "same"]
    assert [row.kind for row in try_out(rows, cast.clerk, SEAT, TODAY).rows] == ["bad", "same"]


def test_the_same_old_number_twice_is_named(workbook: Maker, cast: Cast) -> None:
    data = workbook(OPENING, _opened(("LZ-07", "否", "", ""), ("LZ-07", "否", "", "")))
    (cell,) = try_out(rows_from(data), cast.clerk, SEAT, TODAY).bad
    assert (cell.place, "第2行的原编号" in cell.sentence) == ("J3", True)


def test_new_progress_of_a_problem_on_file_says_how_the_rest_comes_in(workbook: Maker, cast: Cast) -> None:
    heads = ("具体问题", "整改进展")
    bring_in(workbook(heads, [("甲问题。", "巡查。")]), cast)
    Finding.objects.update(stage=Stage.IN_PROGRESS)
    rows = rows_from(workbook(heads, [("甲问题。", "已完成九成。")]))
    assert "选为“不导入”" in try_out(rows, cast.clerk, SEAT, TODAY).bad[0].sentence


@pytest.mark.parametrize(
    ("stage", "field", "way"),
    [
        (Stage.IN_PROGRESS, "整改目标", "申请调整"),
        (Stage.IN_PROGRESS, "完成时限", "已过期限的不能再申请延期"),
        (Stage.IN_PROGRESS, "包案领导", "更换责任人员"),
        (Stage.IN_PROGRESS, "责任单位", "修订方案"),
        (Stage.PLAN_REVIEW, "整改目标", "退回方案"),
        (Stage.CLOSED, "整改目标", "更正笔误"),
    ],
)
def test_where_a_table_may_not_change_the_way_there_is_is_named(
    workbook: Maker, cast: Cast, stage: Stage, field: str, way: str
) -> None:
    bring_in(workbook(), cast)
    Finding.objects.update(stage=stage)
    text = "2027年6月底前" if field == "完成时限" else "陆明（副市长）"
    trial = try_out(rows_from(workbook(rows=_with(0, field, text))), cast.clerk, SEAT, TODAY)
    assert way in trial.bad[0].sentence


def test_a_match_is_remembered(workbook: Maker, cast: Cast) -> None:
    ColumnMatch.objects.create(head="事项", field="problem", by=cast.clerk, at="2026-05-01T00:00Z")
    sheet = read_sheet(workbook(("事项", "整改目标"), (("某问题", "某目标"),)))
    assert match_heads(sheet.heads) == ["problem", "goal"]


@pytest.mark.parametrize("who", ["luming", "leader", "reader", "admin", "outsider"])
def test_only_the_office_imports(workbook: Maker, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        carry_out(rows_from(workbook()), getattr(cast, who), table=Table("台账.xlsx"), inspection=SEAT)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "没有表头".encode()])
def test_a_file_that_is_no_table_says_so(db: None, data: bytes) -> None:
    with pytest.raises(Refused, match="没有读入"):
        read_sheet(data)


@pytest.mark.parametrize(
    ("cell", "measures"),
    [
        ("1. 29家机构完成改造。\n2. 2处填埋点复绿。", ("29家机构完成改造。", "2处填埋点复绿。")),
        ("1、3台设备启用。\n2）20家站点整治。", ("3台设备启用。", "20家站点整治。")),
        (
            "1.2026年3月底前完成溯源；2.2026年6月底前封堵。",
            ("2026年3月底前完成溯源；", "2026年6月底前封堵。"),
        ),
        ("1.5公里管网改造。", ("1.5公里管网改造。",)),
    ],
)
def test_a_number_before_a_figure_is_told_from_a_decimal(cell: str, measures: tuple[str, ...]) -> None:
    assert cells.measures(cell) == measures


def test_the_whole_ledger_out_and_in_again_changes_nothing(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    by_part = (ChargeInput("main", "各县区"), ChargeInput("supervising", "市水务局", measure=0))
    found_elsewhere = DeadlineInput("立行立改，长期坚持", "immediate_long", datetime.date(2026, 12, 22))
    file_plan(
        item(measures=("29家机构完成改造。", "2026年3月底前完成23处排口溯源。")),
        item(problem="全市面源污染。", charges=by_part, deadline=found_elsewhere),
    )
    group = Charge.objects.get(printed="各县区")
    county = Body.objects.get(name="鹿鸣县")
    said = {"printed": county.name, "body": county, "since": group.since, "ordinal": 9}
    Charge.objects.create(finding=group.finding, role="main", via=group, **said)
    client.force_login(cast.clerk)
    data = client.get("/ledger/export/whole/").getvalue()
    trial = try_out(rows_from(data), cast.clerk, "", TODAY)
    assert [(row.kind, row.changes) for row in trial.rows] == [("same", ()), ("same", ())]
