"""The pages of an import: choose, match, see, carry out; each as the right person, a wrong one and a stranger."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from duban.ledger.importing import Mode, carry_out, match_heads, read_sheet, rows_of
from duban.ledger.importing.carrying import Table
from duban.ledger.importing.template import template
from duban.ledger.models import ColumnMatch, Finding, ImportDraft
from duban.ledger.views import importing
from duban.spreadsheets import open_book
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.importing.conftest import HEADS, ROWS, Maker

pytestmark = pytest.mark.django_db
SEAT = "2026年市级督察"


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


def _send(page: Client, data: bytes) -> str:
    """Upload a table; gives the address of the next page."""
    response = page.post("/ledger/import/", {"table": SimpleUploadedFile("台账.xlsx", data)})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def _columns(html: str) -> dict[str, str]:
    """The form as the browser would send it: what is selected in each column."""
    sent = dict(re.findall(r'name="(column-\d+)" value="([^"]*)"', html))
    for name, options in re.findall(r'<select name="(column-\d+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def _match(page: Client, address: str, **more: str) -> str:
    sent = _columns(page.get(address).content.decode())
    response = page.post(address, {**sent, "inspection": SEAT, **more})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def _answered(page: Client, trial: str) -> str:
    """Every name is a new unit of the kind it looks like; what the words about the progress mean is as proposed."""
    html = page.get(trial).content.decode()
    names = re.findall(r'name="(name-\d+)" value="([^"]*)"', html)
    keys = re.findall(r'name="key" value="([^"]*)"', html)
    sent: dict[str, object] = {**_selected(html), "answers": "1", **dict(names), "key": keys}
    sent |= {f"who-{at}": sent.get(f"who-{at}") or "new:department" for at in range(len(names))}
    assert page.post(trial, sent).status_code == 302
    return trial


def _selected(html: str) -> dict[str, str]:
    found = re.findall(r'<select name="((?:who|stage)-[^"]+)".*?>(.*?)</select>', html, re.DOTALL)
    chosen = {name: re.search(r'value="([^"]*)" selected', options) for name, options in found}
    return {name: match[1] if match else "" for name, match in chosen.items()}


def test_the_whole_way(
    page: Client, workbook: Maker, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    columns = _send(page, workbook(above=("澜州市整改台账",)))
    assert "石溪区砂场露天堆放。" in page.get(columns).content.decode()
    trial = _match(page, columns)
    with django_assert_max_num_queries(13):
        told = page.get(trial).content.decode()
    assert "还没有导入" in told
    assert "将新登记督察" in told
    assert "石溪区政府" in told
    assert page.post(trial, {"mode": "stop"}).status_code == 400
    assert not Finding.objects.exists()
    _answered(page, trial)
    with django_assert_max_num_queries(12):
        assert "名录里没有的单位" not in page.get(trial).content.decode()
    assert page.post(trial, {"mode": "stop"}).status_code == 302
    assert Finding.objects.count() == 2
    done = page.get(trial).content.decode()
    assert "新登记的编号是" in done
    assert page.post(trial, {"mode": "stop"}).status_code == 200
    assert Finding.objects.count() == 2
    assert bytes(ImportDraft.objects.get().data) == b""


def test_bad_cells_are_shown_and_two_answers_offered(page: Client, workbook: Maker) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][HEADS.index("完成时限")] = "尽快"
    trial = _answered(page, _match(page, _send(page, workbook(rows=rows))))
    told = page.get(trial).content.decode()
    assert ">E2<" in told
    assert "读不出时限“尽快”" in told
    assert re.findall(r'name="mode" value="(\w+)"', told) == ["skip", "stop"]
    refused = page.post(trial, {"mode": "stop"})
    assert refused.status_code == 400
    assert "没有导入任何内容" in refused.content.decode()
    assert page.post(trial, {}).status_code == 400
    assert not Finding.objects.exists()
    page.post(trial, {"mode": "skip"})
    assert Finding.objects.count() == 1


def test_every_bad_cell_is_named_however_many(
    page: Client, workbook: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SHOWN", 2)
    rows = [list(ROWS[0]) for _number in range(5)]
    for number, row in enumerate(rows):
        row[HEADS.index("完成时限")] = f"尽快{number}"
        row[HEADS.index("问题描述")] = f"{number + 1}号砂场露天堆放。"
    trial = _match(page, _send(page, workbook(rows=rows)))
    told = page.get(trial).content.decode()
    assert (told.count("读不出时限"), "前 2 处" in told) == (2, True)
    answer = page.get(f"{trial}bad/")
    book = open_book(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert [row[1] for row in book.sheets[0].rows if "读不出时限" in row[4]] == [f"E{n}" for n in range(2, 7)]


def test_a_column_that_was_matched_is_remembered(page: Client, workbook: Maker) -> None:
    data = workbook(("具体问题", "谁来牵总"), (("某问题。", "市水务局"),))
    columns = _send(page, data)
    _match(page, columns, **{"column-1": "lead"})
    assert ColumnMatch.objects.get().field == "lead"
    assert _columns(page.get(_send(page, data)).content.decode())["column-1"] == "lead"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"inspection": ""}, "哪次督察"),
        ({"column-1": "extra"}, "哪一列是“具体问题”"),
        ({"column-2": "problem"}, "请只留一列"),
        ({"column-2": "nonsense"}, "没有完整传到"),
    ],
)
def test_a_match_that_cannot_be_says_why(
    page: Client, workbook: Maker, more: dict[str, str], said: str
) -> None:
    columns = _send(page, workbook())
    sent = {**_columns(page.get(columns).content.decode()), "inspection": SEAT, **more}
    refused = page.post(columns, sent)
    assert refused.status_code == 400
    assert said in refused.content.decode()
    assert ImportDraft.objects.get().fields is None


def test_taking_over_asks_for_a_word(page: Client, workbook: Maker) -> None:
    data = workbook((*HEADS, "是否销号", "销号时间"), [(*ROWS[0], "是", "2026-03-01"), (*ROWS[1], "否", "")])
    trial = _answered(page, _match(page, _send(page, data)))
    assert 'name="attestation"' in page.get(trial).content.decode()
    assert page.post(trial, {"mode": "stop"}).status_code == 400
    page.post(trial, {"mode": "stop", "attestation": "据2025年纸质台账核对。"})
    assert set(Finding.objects.values_list("stage", flat=True)) == {"closed", "in_progress"}


@pytest.mark.parametrize("who", ["luming", "leader", "reader", "admin", "outsider"])
def test_to_others_the_pages_are_not_there(client: Client, cast: Cast, workbook: Maker, who: str) -> None:
    client.force_login(cast.clerk)
    columns = _send(client, workbook())
    client.force_login(getattr(cast, who))
    for address in ("/ledger/import/", "/ledger/import/table/", columns, columns.replace("columns/", "")):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address


def test_strangers_are_led_to_the_door(client: Client, db: None) -> None:
    assert client.get("/ledger/import/")["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("data", [b"no table", b""])
def test_a_broken_file_is_told_and_not_kept(page: Client, data: bytes) -> None:
    response = page.post("/ledger/import/", {"table": SimpleUploadedFile("坏.xlsx", data)})
    assert response.status_code == 400
    assert not ImportDraft.objects.exists()


def test_the_empty_table_can_be_read_back_and_its_example_is_no_problem(page: Client) -> None:
    sheet = read_sheet(template())
    assert "" not in match_heads(sheet.heads)
    assert len(sheet.rows) == 1
    told = page.get(_send(page, template())).content.decode()
    assert "这是空白表格里的示例，请删去这一行。" in told
    assert told.count("不能导入的单元格") == told.count('<td class="nowrap">') == 1


def test_what_is_handed_out_can_be_handed_in(
    page: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    """The whole ledger as a table, read in again, changes nothing."""
    file_plan(item(), item(problem="望汀区雨污混流。", measures=("巡查。",), priority="key"))
    sheet = read_sheet(page.get("/ledger/export/whole/").content)
    done = carry_out(
        rows_of(sheet, match_heads(sheet.heads)), cast.clerk, table=Table("台账.xlsx"), mode=Mode.UPDATE
    )
    assert (done.new, done.changed, done.same, done.left_out) == (0, 0, 2, 0)


@pytest.mark.parametrize("kind", ["problems", "measures", "responsibility", "effects", "all"])
def test_lists_that_are_handed_up_are_told_from_the_ledger(
    page: Client, item: ItemMaker, file_plan: Filer, kind: str
) -> None:
    file_plan(item())
    data = page.get(f"/ledger/export/{kind}/").content
    refused = page.post("/ledger/import/", {"table": SimpleUploadedFile("清单.xlsx", data)})
    assert refused.status_code == 400
    assert "请在台账页导出“总台账”" in refused.content.decode()


def test_a_part_of_the_ledger_needs_no_inspection_and_no_serial(
    page: Client, item: ItemMaker, file_plan: Filer, workbook: Maker
) -> None:
    number = file_plan(item()).findings[0].number
    heads = ("序号", "台账编号", "具体问题", "整改目标")
    columns = _send(page, workbook(heads, (("9", number, "鹿鸣县沿河排口直排。", "新的目标。"),)))
    html = page.get(columns).content.decode()
    assert 'name="inspection" list="inspections" maxlength="200" value="">' in html
    assert _columns(html)["column-0"] == "-"
    trial = page.post(columns, {**_columns(html), "inspection": ""})["Location"]
    page.post(trial, {"mode": "update"})
    finding = Finding.objects.get()
    assert (finding.goal, finding.printed_no) == ("新的目标。", "（一）")


def test_a_table_under_our_own_heads_is_tried_at_once(page: Client, workbook: Maker) -> None:
    heads = ("督察", "具体问题", "整改目标", "销号日期")
    trial = _send(page, workbook(heads, ((SEAT, "某问题。", "某目标。", "2026-03-01"),)))
    assert not trial.endswith("columns/")
    assert "没有任何改动" in page.get(trial).content.decode()
    page.post(trial, {"mode": "stop", "attestation": "据纸质台账核对。"})
    assert Finding.objects.get().stage == "closed"
