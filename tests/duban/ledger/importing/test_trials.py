"""A trial is made once, kept, shown as often as it is looked at, and made anew when anything it was made of has changed; a
large table is tried out and carried out in the background."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from duban.accounts.models import Membership
from duban.jobs import actions as jobs
from duban.jobs import aside
from duban.jobs.models import Job, Lane, State
from duban.jobs.worker import run_all, run_one
from duban.ledger.importing import Mode, carry_out, carrying, drafting, running, trying
from duban.ledger.importing.carrying import Table
from duban.ledger.models import Finding, ImportDraft, ImportRun, ImportTrial, imports
from duban.ledger.models.imports import TableWord
from duban.ledger.verbs.locating import SitesSaid, set_sites
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.importing.conftest import Maker
from tests.duban.ledger.importing.test_importing import rows_from

pytestmark = pytest.mark.django_db
SEAT = "2026年市级督察"
HEADS = ("督察", "具体问题", "整改目标", "主体责任单位")
ROWS = tuple((SEAT, f"第{n}个堆场露天堆放。", "全部入棚。", "") for n in range(1, 4))


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


@pytest.fixture
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "SMALL", 2)


Send = Callable[..., str]


@pytest.fixture
def send(page: Client, workbook: Maker) -> Send:
    def send(rows: object = ROWS) -> str:
        file = SimpleUploadedFile("台账.xlsx", workbook(HEADS, rows))
        return str(page.post("/ledger/import/", {"table": file})["Location"])

    return send


def _seen(html: str) -> str:
    found = re.search(r'name="seen" value="(\w{64})"', html)
    assert found, html
    return found[1]


def _turn() -> int:
    return ImportTrial.objects.get().turn


def test_it_is_made_once_and_looking_costs_little(
    page: Client, send: Send, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = send([*ROWS, (SEAT, "又一问题。", "", "谁也不认识的单位")])
    assert not Job.objects.exists()
    for _look in range(2):
        with django_assert_max_num_queries(12) as asked:
            told = page.get(address).content.decode()
        assert "谁也不认识的单位" in told
        assert not [each for each in asked.captured_queries if '"data"' in each["sql"]]
    assert _turn() == 1


def test_whatever_it_was_made_of_makes_it_anew(
    page: Client, send: Send, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    number = file_plan(item(problem="早有的问题。")).findings[0].number
    address = send()
    first = _seen(page.get(address).content.decode())

    def anew() -> bool:
        before = _turn()
        page.get(address)
        return _turn() == before + 1

    assert not anew()
    set_sites(number, SitesSaid(sites=("北门",)), cast.clerk)
    assert anew(), "the ledger has moved"
    assert _seen(page.get(address).content.decode()) == first, (
        "though not where the table would do another thing"
    )
    TableWord.objects.create(kind="unit", said="待定单位", by=cast.clerk, at=timezone.now())
    assert anew(), "a word was answered"
    draft = ImportDraft.objects.get()
    drafting.match(draft, ["inspection", "problem", "-", "main"], "", cast.clerk)
    assert anew(), "a column is another one"
    draft.stages = {"整改中": "in_progress"}
    draft.save()
    assert anew(), "words about the progress were answered"
    assert not anew()


def test_what_would_happen_otherwise_by_now_does_not_happen(
    page: Client, send: Send, cast: Cast, workbook: Maker
) -> None:
    address = send()
    seen = _seen(page.get(address).content.decode())
    same = rows_from(workbook(HEADS, ROWS[:1]))
    carry_out(same, cast.head, table=Table("别的表.xlsx"), mode=Mode.STOP)
    refused = page.post(address, {"mode": "stop", "seen": seen})
    assert refused.status_code == 400
    assert "这张表现在的结果与您看到的不同，没有导入任何内容" in refused.content.decode()
    assert Finding.objects.count() == 1
    again = _seen(refused.content.decode())
    assert page.post(address, {"mode": "stop", "seen": again}).status_code == 302
    assert Finding.objects.count() == 3
    assert not ImportTrial.objects.exists()


def test_a_large_table_goes_its_way_in_the_background(page: Client, send: Send, two_are_many: None) -> None:
    address = send()
    waiting = page.get(address).content.decode()
    assert "正在试读" in waiting
    assert f'hx-get="{address}progress/?turn=1"' in waiting
    page.get(address)
    assert Job.objects.get().lane == Lane.QUICK, "asked for once"
    assert page.get(f"/ledger/import/{ImportDraft.objects.get().pk}/columns/").status_code == 200
    run_all()
    told = page.get(f"{address}progress/?turn=1").content.decode()
    assert "将新登记的前几个问题" in told
    assert not Finding.objects.exists()
    sent = {"mode": "stop", "seen": _seen(told)}
    assert page.post(address, sent).status_code == page.post(address, sent).status_code == 302
    assert "正在导入" in page.get(address).content.decode()
    assert page.get(f"{address}columns/")["Location"] == address, "nothing is matched while it is carried out"
    assert Job.objects.filter(kind="ledger.import").count() == 1
    run_all()
    assert "新登记的编号是" in page.get(f"{address}progress/?turn=1").content.decode()
    assert Finding.objects.count() == 3
    assert not ImportRun.objects.exists()


def test_a_trial_that_the_ledger_overtook_is_shown_to_who_waited_and_then_made_anew(
    page: Client, send: Send, cast: Cast, two_are_many: None, item: ItemMaker, file_plan: Filer
) -> None:
    address = send()
    run_all()
    file_plan(item())
    assert "将新登记的前几个问题" in page.get(f"{address}progress/?turn=1").content.decode()
    assert "正在试读" in page.get(address).content.decode()
    assert _turn() == 2
    assert not trying.make(ImportTrial.objects.get().pk, 1), "overtaken work leaves nothing"


def test_a_refused_import_says_so_on_its_page(page: Client, send: Send, two_are_many: None) -> None:
    address = send([*ROWS, (SEAT, "", "没有问题的一行。", "")])
    run_all()
    page.post(address, {"mode": "stop", "attestation": "属实。"})
    run_all()
    told = page.get(address).content.decode()
    assert "按“全部停止”没有导入任何内容" in told
    assert not Finding.objects.exists()
    page.post(address, {"mode": "skip"})
    run_all()
    assert Finding.objects.count() == 3


def test_given_up_work_is_told_and_can_be_begun_again(page: Client, send: Send, two_are_many: None) -> None:
    address = send()
    Job.objects.update(state=State.FAILED)
    for _look in range(2):
        assert "试读中断了，台账没有任何改动" in page.get(address).content.decode()
    assert Job.objects.count() == 1, "a page that asks by itself begins nothing"
    page.post(address, {"fresh": "1"})
    run_all()
    page.post(address, {"mode": "stop"})
    Job.objects.filter(kind="ledger.import").update(state=State.FAILED)
    assert "导入中断了，没有导入任何内容" in page.get(address).content.decode()
    page.post(address, {"mode": "stop"})
    run_all()
    assert Finding.objects.count() == 3


def test_a_person_who_may_no_longer_brings_nothing_in(
    page: Client, send: Send, cast: Cast, two_are_many: None
) -> None:
    address = send()
    run_all()
    page.post(address, {"mode": "stop"})
    Membership.objects.filter(person=cast.clerk).delete()
    run_all()
    assert not Finding.objects.exists()
    assert ImportRun.objects.get().refused == ["只有整改办人员可以把表格导入台账，没有导入任何内容。"]


def test_done_twice_it_is_done_once(page: Client, send: Send, two_are_many: None) -> None:
    """Its worker was taken for dead after the commit, so the job is given out again."""
    address = send()
    run_all()
    page.post(address, {"mode": "stop"})
    run = ImportRun.objects.get()
    assert running.carry(run.pk, run.turn) is not None
    assert running.carry(run.pk, run.turn) is None
    run_all()
    assert Finding.objects.count() == 3
    assert Job.objects.get(kind="ledger.import").state == State.DONE


def test_how_far_it_is_is_told_from_inside(
    page: Client, send: Send, two_are_many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it writes, and it alone may, the page hears of it all the same."""
    monkeypatch.setattr("duban.ledger.importing.steps._EVERY", 1)
    address = send()
    run_all()
    page.post(address, {"mode": "stop"})
    shown: list[str] = []
    inside = aside.tell

    def tell(job: int, far: aside.Far) -> None:
        inside(job, far)
        shown.append(page.get(f"{address}progress/").content.decode())

    monkeypatch.setattr(aside, "tell", tell)
    run_one()
    values = [int(found[1]) for html in shown if (found := re.search(r'max="100" value="(\d+)"', html))]
    assert values == sorted(values)
    assert min(values) < carrying.TRIED < max(values) <= 99
    assert "正在写入台账" in shown[-1]
    assert aside.told(Job.objects.latest("pk").pk) is None


def test_writing_is_told_in_its_true_measure(workbook: Maker, cast: Cast) -> None:
    """When the last rows are written the bar stands at its end, and not before."""
    told: list[tuple[int, int]] = []
    rows = rows_from(workbook(HEADS, [(SEAT, f"{n}号问题。", "达标。", "鹿鸣县") for n in range(600)]))
    carry_out(rows, cast.clerk, table=Table("a.xlsx"), tell=lambda *far: told.append(far))
    assert sorted(told) == told
    assert told[-1][1] == 100
    assert 90 <= told[-1][0] <= 100


def test_a_job_whose_lease_ran_out_is_taken_up(page: Client, send: Send, two_are_many: None) -> None:
    address = send()
    assert jobs.claim("dies", timezone.now()) is not None
    Job.objects.update(lease_until=timezone.now())
    assert "正在试读" in page.get(address).content.decode()
    jobs.reap(timezone.now())
    run_all()
    assert "将新登记的前几个问题" in page.get(address).content.decode()
