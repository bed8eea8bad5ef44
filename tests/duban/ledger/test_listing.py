"""The ledger page around its rows: totals after them, names as one types, a finding beside the list, views, wall, load, paper."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.ledger.inputs import ChargeInput, DeadlineInput, MilestoneInput
from duban.ledger.models import Finding, SavedView
from duban.organizations.models import Body, Region
from tests.duban.conftest import Cast, Filer, ItemMaker

TODAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


@pytest.fixture
def many(item: ItemMaker, file_plan: Filer) -> list[str]:
    """Sixty findings: more than a page, of two units; every third is late."""
    late = DeadlineInput("2026年2月底前", "fixed", datetime.date(2026, 2, 28))
    other = (ChargeInput("main", "棠溪县"), ChargeInput("leader", "顾临川"))
    items = [
        item(
            printed_no=f"（{n}）",
            **({"deadline": late} if n % 3 == 0 else {}),
            **({"charges": other} if n % 2 else {}),
        )
        for n in range(60)
    ]
    return [row.number for row in file_plan(*items).findings]


def _text(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_totals_come_after_the_rows(page: Client, many: list[str]) -> None:
    text = _text(page, "/ledger/?role=main")
    assert text.count("data-row=") == 50
    assert 'hx-get="/ledger/totals/?role=main"' in text
    assert "个问题</span>" not in text
    told = _text(page, "/ledger/totals/?role=main")
    assert "共 <b>60</b> 个问题" in told
    assert "逾期 20" in told
    assert "/ledger/?role=main&amp;progress=late" in told
    assert "共 <b>60</b> 个问题" in _text(page, "/ledger/?role=main&totals=1")


def test_the_next_rows_come_alone(page: Client, many: list[str]) -> None:
    first = page.get("/ledger/").context["page"]
    rest = _text(page, f"/ledger/?after={first.next_key}", hx_request="true")
    assert "<html" not in rest
    assert rest.count("data-row=") == 10
    assert "回到开头" in _text(page, f"/ledger/?after={first.next_key}")


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/ledger/", 8),
        ("/ledger/?q=排口&body=鹿鸣县&leader=程砚秋&region=鹿鸣县&category=水环境&inspection=无", 12),
        ("/ledger/?open={number}&waiting=me&role=lead", 12),
        ("/ledger/totals/?q=排口", 5),
        ("/ledger/choices/body/?body=县", 5),
        ("/ledger/panel/{number}/", 10),
        ("/ledger/wall/", 12),
        ("/ledger/load/", 7),
        ("/ledger/load/?by=unit", 7),
        ("/ledger/print/", 7),
    ],
)
def test_each_page_asks_as_often_as_is_pinned(
    address: str, most: int, client: Client, cast: Cast, many: list[str],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for person in (cast.clerk, cast.luming):
        client.force_login(person)
        with django_assert_max_num_queries(most):
            assert client.get(address.format(number=many[0])).status_code == 200


def test_columns_are_chosen_in_the_address(page: Client, many: list[str]) -> None:
    text = _text(page, "/ledger/?col=due&col=supervising&col=nonsense")
    assert [column.code for column in page.get("/ledger/?col=due&col=supervising").context["columns"]] == [
        "problem",
        "due",
        "supervising",
    ]
    assert "市生态环境局" in text
    assert 'class="col-stage"' not in text


def test_names_are_offered_as_one_types_and_only_what_she_may_see(
    client: Client, cast: Cast, many: list[str]
) -> None:
    region = Region.objects.create(code="990121", name="鹿鸣县")
    Body.objects.filter(name="鹿鸣县").update(region=region)
    offered = {
        "body": ("鹿鸣县", "棠溪县"),
        "leader": ("程砚秋", "顾临川"),
        "region": ("鹿鸣县", ""),
        "inspection": ("2025年省级例行督察", ""),
        "category": ("一、水环境方面", ""),
    }
    for name, (hers, others) in offered.items():
        client.force_login(cast.clerk)
        assert hers in _text(client, f"/ledger/choices/{name}/?{name}={hers[:1]}")
        assert not others or others in _text(client, f"/ledger/choices/{name}/")
        client.force_login(cast.luming)
        seen = _text(client, f"/ledger/choices/{name}/")
        assert hers in seen
        assert not others or others not in seen
        client.force_login(cast.outsider)
        assert "<option" not in _text(client, f"/ledger/choices/{name}/")
    assert client.get("/ledger/choices/password/").status_code == 404
    client.force_login(cast.clerk)
    assert client.get("/ledger/?region=鹿鸣县").context["lines"]


def test_first_letters_of_the_pinyin_find_units_and_leaders_she_knows_of(
    client: Client, cast: Cast, many: list[str]
) -> None:
    client.force_login(cast.clerk)
    assert 'value="棠溪县" label="TX"' in _text(client, "/ledger/choices/body/?body=TX")
    assert 'value="顾临川"' in _text(client, "/ledger/choices/leader/?leader=glc")
    assert 'hx-get="/ledger/meant/?q=tx"' in _text(client, "/ledger/?q=tx")
    assert "/ledger/meant/" not in _text(client, "/ledger/?q=t")
    assert "?body=%E6%A3%A0%E6%BA%AA%E5%8E%BF" in _text(client, "/ledger/meant/?q=tx")
    assert "顾临川" in _text(client, "/ledger/meant/?q=glc")
    client.force_login(cast.luming)
    for word in ("tx", "glc"):
        assert "<a" not in _text(client, f"/ledger/meant/?q={word}")
    assert "鹿鸣县" in _text(client, "/ledger/meant/?q=lmx")


def test_a_finding_opens_beside_the_list_for_whoever_may_see_it(
    client: Client, cast: Cast, many: list[str]
) -> None:
    hers, others = many[0], many[1]
    client.force_login(cast.luming)
    assert f'data-panel="{hers}"' in _text(client, f"/ledger/?open={hers}")
    assert "data-panel=" not in _text(client, f"/ledger/?open={others}")
    assert "建成污水管网12公里。" in _text(client, f"/ledger/panel/{hers}/")
    assert client.get(f"/ledger/panel/{others}/").status_code == 404
    client.force_login(cast.outsider)
    assert client.get(f"/ledger/panel/{hers}/").status_code == 404


def test_a_view_keeps_filters_columns_and_order(page: Client, cast: Cast, many: list[str]) -> None:
    kept = "progress=late&col=number&col=problem&sort=number"
    page.post("/ledger/views/", {"name": " 逾期 的 ", "query": f"{kept}&after=1~2~3&open=x"})
    view = SavedView.objects.get()
    assert (view.name, view.query, view.owner) == ("逾期 的", kept, cast.clerk)
    tab = next(tab for tab in page.get(f"/ledger/?{kept}").context["tabs"] if tab.removable)
    assert tab.is_here
    assert tell(Entry.objects.get(verb="view.saved")) == "保存自己的视图“逾期 的”。"
    page.post("/ledger/views/", {"name": "逾期 的", "query": "progress=near"})
    assert SavedView.objects.get().query == "progress=near"
    gone = page.post(f"/ledger/views/{view.pk}/remove/")
    assert gone["Location"] == "/ledger/?progress=near", "what it asked is still there to be kept again"
    assert not SavedView.objects.exists()
    assert Entry.objects.filter(verb="view.removed").count() == 1


def test_a_shared_view_is_the_offices(client: Client, cast: Cast) -> None:
    shared = {"name": "县区逾期", "query": "progress=late", "shared": "1"}
    client.force_login(cast.reader)
    client.post("/ledger/views/", shared)
    assert not SavedView.objects.exists()
    client.force_login(cast.clerk)
    client.post("/ledger/views/", shared)
    view = SavedView.objects.get()
    for person, sees in ((cast.head, True), (cast.reader, True), (cast.luming, False), (cast.admin, False)):
        client.force_login(person)
        assert ("县区逾期" in _text(client, "/ledger/")) is sees
    assert client.post(f"/ledger/views/{view.pk}/remove/").status_code == 404
    client.force_login(cast.reader)
    client.post(f"/ledger/views/{view.pk}/remove/")
    assert SavedView.objects.exists()
    client.force_login(cast.head)
    client.post(f"/ledger/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


def test_somebody_elses_view_does_not_exist(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    client.post("/ledger/views/", {"name": "我的", "query": "q=水"})
    view = SavedView.objects.get()
    client.force_login(cast.head)
    assert client.post(f"/ledger/views/{view.pk}/remove/").status_code == 404
    assert SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "请给视图起一个不超过30字的名称。"),
        ("长" * 31, "视图名称有31字，最多30字，没有保存。"),
    ],
)
def test_a_view_without_a_proper_name_is_refused_and_never_cut(
    name: str, told: str, page: Client, cast: Cast
) -> None:
    text = page.post("/ledger/views/", {"name": name, "query": "q=水"}, follow=True).content.decode()
    assert told in text
    assert 'maxlength="30"' not in text
    assert not SavedView.objects.exists()


def test_the_wall_shows_what_the_list_shows(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    late = DeadlineInput("2026年1月底前", "fixed", datetime.date(2026, 1, 31))
    steps = (MilestoneInput(datetime.date(2026, 1, 10), "先封堵", 0),)
    numbers = [
        row.number
        for row in file_plan(
            item(deadline=late, milestones=steps),
            item(category=("二、大气环境方面",), measures=tuple(f"措施{n}。" for n in range(11))),
            item(charges=(), problem="与鹿鸣县无关的一个问题。"),
        ).findings
    ]
    client.force_login(cast.clerk)
    text = _text(client, "/ledger/wall/")
    assert all(number in text for number in numbers)
    assert text.index("一、水环境方面") < text.index("二、大气环境方面")
    assert text.count('class="late"') == 1 + 1  # the legend and the one that is late
    assert "2026-01-10 先封堵" in text
    assert "另有3条措施" in text
    assert "今天" in text
    assert numbers[0] not in _text(client, "/ledger/wall/?progress=good")
    client.force_login(cast.luming)
    assert numbers[2] not in _text(client, "/ledger/wall/")
    client.force_login(cast.outsider)
    assert "没有可以画的问题" in _text(client, "/ledger/wall/")


def test_the_wall_names_the_inspection_and_draws_nothing_done_into_the_future(
    page: Client, item: ItemMaker, file_plan: Filer
) -> None:
    long_ago = DeadlineInput("2027年底前", "fixed", datetime.date(2027, 12, 31))
    done = file_plan(item(status="completed", deadline=long_ago, milestones=())).findings[0].number
    assert "2025年省级例行督察 · 一、水环境方面" not in _text(page, "/ledger/wall/")
    file_plan(item(), inspection="2026年巡察")
    response = page.get("/ledger/wall/")
    text = response.content.decode()
    assert text.index("2025年省级例行督察 · 一、水环境方面") < text.index("2026年巡察 · 一、水环境方面")
    chart = response.context["chart"]
    band = next(band for band in chart.sheets[0].bands if band.finding.number == done)
    assert {bar.is_open for bar in band.bars} == {False}
    assert all(bar.x + bar.width <= chart.today for bar in band.bars)


def test_a_large_wall_is_cut_with_a_sentence(
    page: Client, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duban.ledger.views.walls.SHOWN", 25)
    text = _text(page, "/ledger/wall/")
    assert "筛选结果有 60 个，本页是其中 25 个" in text
    key = page.get("/ledger/wall/").context["page"].next_key
    last = page.get(f"/ledger/wall/?after={page.get(f'/ledger/wall/?after={key}').context['page'].next_key}")
    assert len(last.context["page"].rows) == 10


def test_the_load_reconciles_with_the_list(client: Client, cast: Cast, many: list[str]) -> None:
    client.force_login(cast.clerk)
    loads = client.get("/ledger/load/").context["loads"]
    assert {line.name: line.total for line in loads.lines} == {"程砚秋": 30, "顾临川": 30}
    assert (loads.total, loads.under, loads.without) == (60, 60, 0)
    for line in loads.lines:
        assert sum(line.stations) == line.total
        for asked, count in (
            ("", line.total),
            ("&progress=late", line.late),
            ("&station=1", line.stations[0]),
        ):
            told = client.get(f"/ledger/totals/?leader={line.asks}{asked}").context["totals"]
            assert told["total"] == count
    units = client.get("/ledger/load/?by=unit&progress=late").context["loads"]
    assert {line.name: line.total for line in units.lines} == {"鹿鸣县": 10, "棠溪县": 10}
    assert units.sums.total == units.total == 20
    for line in units.lines:
        told = client.get(f"/ledger/totals/?body={line.asks}&progress=late").context["totals"]
        assert told["total"] == line.total
    client.force_login(cast.luming)
    hers = client.get("/ledger/load/").context["loads"]
    assert [line.name for line in hers.lines] == ["程砚秋"]


def test_findings_under_no_name_are_counted_as_such(page: Client, item: ItemMaker, file_plan: Filer) -> None:
    two = (ChargeInput("leader", "程砚秋"), ChargeInput("leader", "顾临川"))
    file_plan(item(charges=()), item(charges=two), item())
    loads = page.get("/ledger/load/").context["loads"]
    assert (loads.total, loads.under, loads.without, loads.sums.total) == (3, 2, 1, 3)
    assert "共 3 个问题：2 个明确了督办领导，1 个没有" in _text(page, "/ledger/load/")


def test_paper_holds_all_rows_and_says_what_they_are(
    page: Client, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _text(page, "/ledger/print/?progress=late")
    assert text.count("<tr>") == 20 + 1
    assert "共 20 个问题；制表日期 2026年3月2日；进度：已逾期" in text
    monkeypatch.setattr("duban.ledger.views.printing.SHOWN", 15)
    assert "筛选结果有 20 个问题，这里只打印最前面的 15 个" in _text(page, "/ledger/print/?progress=late")


def test_nobody_without_a_role_learns_anything(client: Client, cast: Cast, many: list[str]) -> None:
    for person in (cast.outsider, cast.admin):
        client.force_login(person)
        for address in ("", "wall/", "load/", "print/", "totals/", f"?open={many[0]}"):
            text = _text(client, f"/ledger/{address}")
            assert "鹿鸣县" not in text
            assert "程砚秋" not in text
    assert Finding.objects.count() == 60
