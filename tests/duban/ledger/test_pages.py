"""The ledger's pages: what stands on them, that filters live in the address, and how often they ask the database."""

from __future__ import annotations

import datetime
import html
import io
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from duban.files.models import Document
from duban.ledger.inputs import DeadlineInput
from duban.ledger.models import Finding
from tests.duban.conftest import Cast, Filer, ItemMaker


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    """2 March 2026, so that the usual deadline of the items lies ahead."""
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


def _late() -> DeadlineInput:
    day = timezone.localdate() - datetime.timedelta(days=12)
    return DeadlineInput("上月底前", "fixed", day)


def test_an_empty_ledger_says_what_to_do_first(page: Client) -> None:
    text = page.get("/ledger/").content.decode()
    assert "台账还是空的" in text
    assert "上传文件" in text


def test_the_list_shows_lateness_units_and_totals(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    file_plan(item(deadline=_late()), item(problem="石溪区扬尘。"))
    text = page.get("/ledger/").content.decode()
    assert "逾期12天" in text
    assert "鹿鸣县沿河排口直排。" in text
    assert "程砚秋" in text
    assert "共 <b>2</b> 个问题" in text


def test_nothing_found_offers_the_way_out(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    file_plan(item())
    assert "没有符合这些条件的问题" in page.get("/ledger/?q=不存在的词").content.decode()


def test_filters_stay_in_every_link_of_the_list(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    file_plan(*(item(printed_no=f"（{n}）") for n in range(1, 53)))
    text = page.get("/ledger/?q=排口&sort=order").content.decode()
    following = re.search(r'href="([^"]*after=[^"]*)"', text)
    assert following
    assert following[1].startswith("?q=%E6%8E%92%E5%8F%A3&amp;sort=order&amp;after=")
    assert "/ledger/export/problems/?q=%E6%8E%92%E5%8F%A3&amp;sort=order" in text
    second = page.get(f"/ledger/{html.unescape(following[1])}").content.decode()
    assert "（52）" in second
    assert "（49）" not in second


@pytest.mark.parametrize(
    "query",
    [
        "?after=99",
        "?after=x~%00~²&sort=order",
        "?after=%00&sort=number",
        "?open=%00&col=nonsense",
        "?body=x'--",
        "?category=²",
        "?window=%00",
        "?inspection=-1",
        "?q=%00x",
        "?body=999999999999999&leader=%00",
    ],
)
def test_a_strange_address_is_no_accident(
    query: str, page: Client, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    assert page.get(f"/ledger/{query}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_list(
    page: Client, item: ItemMaker, file_plan: Filer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    file_plan(*(item(printed_no=f"（{n}）") for n in range(60)))
    with django_assert_max_num_queries(12):
        assert page.get("/ledger/").status_code == 200


def test_the_finding_page_is_its_file(
    page: Client, item: ItemMaker, file_plan: Filer, document: Document
) -> None:
    number = file_plan(item(extra={"污染类型": "水"}, context=("经查属实。",))).findings[0].number
    text = page.get(f"/ledger/{number}/").content.decode()
    for told in (
        "鹿鸣县沿河排口直排。",
        "消除直排，断面水质达到Ⅲ类。",
        "建成污水管网12公里。",
        "2026年6月底前",
        "完成排口封堵",
        "主体责任单位",
        "党委、政府",
        "污染类型",
        "经查属实。",
        f"登记入台账，编号 {number}",
        "方静",
    ):
        assert told in text
    assert f'href="/documents/{document.uuid}/?at=3-13#at"' in text


def test_the_finding_page_says_what_is_missing(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    number = file_plan(item(goal="", charges=(), deadline=DeadlineInput())).findings[0].number
    text = page.get(f"/ledger/{number}/").content.decode()
    for role in ("牵头单位", "主体责任单位", "监管责任单位", "督办领导", "责任人"):
        assert f"没有明确{role}。" in text
    assert "文件中没有写明整改目标。" in text
    assert "文件中没有写明整改时限。" in text


def test_the_finding_page_asks_a_bounded_number_of_times(
    page: Client, item: ItemMaker, file_plan: Filer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    number = file_plan(item(measures=tuple(f"措施{n}。" for n in range(30)))).findings[0].number
    with django_assert_max_num_queries(12):
        assert page.get(f"/ledger/{number}/").status_code == 200


def test_the_inspection_page_counts_by_category(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    result = file_plan(item(deadline=_late()), item(category=("二、大气环境方面",)), item())
    text = page.get(f"/ledger/inspections/{result.inspection}/").content.decode()
    assert "二、大气环境方面" in text
    assert "打开 3 个问题" in text
    assert "列入3个问题" in text
    assert "整改方案.txt" in page.get(f"/ledger/inspections/{result.inspection}/plans/").content.decode()


def test_the_inspection_list_counts_each_finding_once(
    page: Client, item: ItemMaker, file_plan: Filer
) -> None:
    result = file_plan(item(deadline=_late()), item(status="completed"), item())
    [(row, counted)] = page.get("/ledger/inspections/").context["rows"]
    assert row.pk == result.inspection
    assert (counted["total"], counted["late"], counted["finished"]) == (3, 1, 1)


def _sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_four_lists_carry_filter_count_and_values(
    page: Client, item: ItemMaker, file_plan: Filer
) -> None:
    result = file_plan(item(), item(problem="石溪区扬尘。", status="completed"))
    response = page.get(f"/ledger/export/all/?inspection={result.inspection}&sort=order")
    assert "filename*=UTF-8''2025年省级例行督察四个清单" in unquote(response["Content-Disposition"])
    sheets = _sheets(response.content)
    assert list(sheets) == ["问题清单", "整改清单", "责任清单", "效果清单"]
    problems = sheets["问题清单"]
    assert problems[0][0] == "2025年省级例行督察问题清单"
    assert str(problems[1][0]).startswith("共2个问题")
    assert problems[2][3] == "文中序号"
    assert problems[3][4] == "鹿鸣县沿河排口直排。"
    assert problems[4][7] == "方案前已完成整改"
    measures = sheets["整改清单"][3]
    assert measures[4] == "1. 封堵排口。\n2. 建成污水管网12公里。"
    assert measures[5] == "2026-03-31 完成排口封堵"
    assert measures[6] == "2026年6月底前"
    duties = sheets["责任清单"][3]
    assert (duties[3], duties[6], duties[8]) == ("鹿鸣县党委、政府", "市生态环境局", "程砚秋（副市长）")
    assert sheets["效果清单"][3][4] == "管网 ≥12公里"


def test_an_export_holds_what_the_list_showed_and_says_what_was_asked(
    page: Client, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item(), item(problem="石溪区扬尘。"))
    rows = _sheets(page.get("/ledger/export/problems/?q=扬尘").content)["问题清单"]
    assert len(rows) == 4
    assert "包含：“扬尘”" in str(rows[1][0])


def test_a_list_that_is_handed_up_follows_the_plan(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    late = DeadlineInput("2020年底前", "fixed", datetime.date(2020, 12, 31))
    file_plan(item(problem="甲。"), item(problem="乙。", deadline=late))
    text = page.get("/ledger/").content.decode()
    assert text.index("乙。") < text.index("甲。")
    rows = _sheets(page.get("/ledger/export/problems/").content)["问题清单"]
    assert [row[4] for row in rows[3:]] == ["甲。", "乙。"]


def test_a_cell_that_looks_like_a_formula_stays_text(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    file_plan(item(problem='=HYPERLINK("http://x")'))
    rows = _sheets(page.get("/ledger/export/problems/").content)["问题清单"]
    assert rows[3][4] == '=HYPERLINK("http://x")'


def test_a_liaison_officer_exports_only_her_rows(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item(), item(charges=()))
    client.force_login(cast.luming)
    assert len(_sheets(client.get("/ledger/export/problems/").content)["问题清单"]) == 4


def test_a_long_list_goes_out_in_pieces_and_whole(
    page: Client, item: ItemMaker, file_plan: Filer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duban.ledger.views.exports._SHORT", 100)
    file_plan(*(item(printed_no=f"（{n}）") for n in range(8)))
    response = page.get("/ledger/export/all/")
    assert response.streaming
    for rows in _sheets(b"".join(response)).values():  # type: ignore[arg-type]
        assert str(rows[1][0]).startswith("共8个问题")
        assert [row[0] for row in rows[3:]] == [float(n) for n in range(1, 9)]


def test_an_unknown_list_is_not_found(page: Client) -> None:
    assert page.get("/ledger/export/secrets/").status_code == 404


def test_pages_only_answer_to_reading(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    number = file_plan(item()).findings[0].number
    for address in ("/ledger/", f"/ledger/{number}/", "/ledger/exports/"):
        assert page.post(address).status_code == 405
    assert Finding.objects.count() == 1


def test_who_may_not_open_the_document_reads_the_quotation(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer, document: Document
) -> None:
    number = file_plan(item()).findings[0].number
    client.force_login(cast.luming)
    text = client.get(f"/ledger/{number}/").content.decode()
    assert str(document.uuid) not in text
    assert "“鹿鸣县沿河排口直排。”" in text
