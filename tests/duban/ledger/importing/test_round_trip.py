"""The whole ledger handed out as a table and handed in again changes nothing, whatever stands in it."""

from __future__ import annotations

import datetime
import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from duban.ledger.importing import Mode, Outcome, carry_out, match_heads, read_sheet, rows_of
from duban.ledger.importing.carrying import Table
from duban.ledger.inputs import ChargeInput, DeadlineInput, MilestoneInput, PlanItemInput
from duban.ledger.models import Finding
from duban.ledger.sites import lines_of
from duban.ledger.verbs.locating import SitesSaid, set_sites
from duban.organizations.models import Region
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.importing.conftest import Maker

pytestmark = pytest.mark.django_db
SITES = (
    "东堆场、西堆场",
    "1.5公里处排口",
    "北门（鹿鸣县）",
    "河岸；码头｜鹿鸣县｜河东路；河西路",
    "界桩｜990199",
    "老厂｜旧区",
)


@pytest.fixture
def odd(item: ItemMaker, file_plan: Filer, cast: Cast) -> PlanItemInput:
    """A problem whose every part an import would read otherwise if it had to read it."""
    for code, name in (("990124", "鹿鸣县"), ("990198", "同名镇"), ("990199", "同名镇"), ("990150", "旧区")):
        Region.objects.create(code=code, name=name)
    odd = item(
        problem="=1+1 无\n  “沿河”排口直排。",
        category=("大气/水环境", "（一）河流>湖泊"),
        goal="无",
        measures=("1.5公里管网建成。2.巡查。", "（1）封堵；（2）验收。"),
        milestones=(MilestoneInput(datetime.date(2026, 6, 30), "主体\n完工"),),
        deadline=DeadlineInput("尽快", "fixed", datetime.date(2026, 9, 30)),
        charges=(
            ChargeInput("main", "鹿鸣县、棠溪县及有关单位"),
            ChargeInput("leader", "程砚秋", post="副市长、政法委书记"),
        ),
        priority="key",
        status_text="/",
    )
    number = file_plan(odd).findings[0].number
    set_sites(number, SitesSaid(sites=SITES), cast.clerk)
    Region.objects.filter(code="990150").update(valid_to=datetime.date(2020, 1, 1))
    return odd


def bring(data: bytes, cast: Cast, mode: Mode = Mode.UPDATE) -> Outcome:
    sheet = read_sheet(data)
    rows = rows_of(sheet, match_heads(sheet.heads))
    return carry_out(rows, cast.clerk, table=Table("总台账.xlsx"), mode=mode)


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


def test_nothing_changes(page: Client, odd: PlanItemInput, cast: Cast) -> None:
    data = page.get("/ledger/export/whole/").content
    done = bring(data, cast)
    assert (done.trial.bad, done.same, done.new, done.changed) == ([], 1, 0, 0)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    at = rows[2].index("点位")
    assert rows[3][at] == "\n".join(SITES[:4]) + "\n界桩｜同名镇\n老厂｜旧区"


def test_one_cell_that_was_changed_changes_that_alone(
    page: Client, odd: PlanItemInput, cast: Cast, workbook: Maker
) -> None:
    data = page.get("/ledger/export/whole/").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    heads, row = [str(head) for head in rows[2]], [str(text) for text in rows[3]]
    before = Finding.objects.get()
    row[heads.index("整改目标")] = "全部消除。"
    done = bring(workbook(heads, [row]), cast)
    assert [each.changes for each in done.trial.rows] == [("goal",)]
    finding = Finding.objects.get()
    assert (finding.goal, finding.problem) == ("全部消除。", before.problem)
    assert lines_of(finding) == lines_of(before)
    assert len(lines_of(finding)) == len(SITES)
    assert finding.category == before.category
    row[heads.index("点位")] += "\n新的点位"
    assert bring(workbook(heads, [row]), cast, Mode.SKIP).trial.bad[0].field == "sites", (
        "the ended region is told"
    )
    row[heads.index("点位")] = "新的点位\n北门（鹿鸣县）"
    assert bring(workbook(heads, [row]), cast).changed == 1
    assert lines_of(Finding.objects.get()) == ["新的点位", "北门｜鹿鸣县"]


def test_rows_that_say_nothing_new_are_not_fetched_whole(
    page: Client,
    item: ItemMaker,
    file_plan: Filer,
    cast: Cast,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    file_plan(*(item(problem=f"{n}号排口直排。") for n in range(30)))
    data = page.get("/ledger/export/whole/").content
    with django_assert_max_num_queries(20):
        assert bring(data, cast).same == 30


def test_numbers_that_slipped_by_a_row_are_told(
    page: Client, item: ItemMaker, file_plan: Filer, cast: Cast, workbook: Maker
) -> None:
    """Somebody sorted one column alone: every row would be written over another problem."""
    first, second = (
        found.number for found in file_plan(item(problem="第1处排口。"), item(problem="第2处排口。")).findings
    )
    heads, seat = ("台账编号", "督察", "具体问题"), "2025年省级例行督察"
    slipped = workbook(heads, [(second, seat, "第１处排口"), (first, seat, "第２处排口")])
    told = bring(slipped, cast)
    assert [cell.field for cell in told.trial.bad] == ["number", "number"]
    assert "是不是错了行" in told.trial.bad[0].sentence
    wide = first.replace("-", "—").translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert bring(workbook(heads, [(wide, seat, "第１处排口。")]), cast).trial.bad == []
