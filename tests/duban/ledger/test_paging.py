"""The first rows and the next ones are the list, cut into pieces: whoever asks, whatever is asked, in every order."""

from __future__ import annotations

import datetime
import random

import pytest
from django.test import Client

from duban.accounts.models import Person
from duban.ledger import paging, queries
from duban.ledger.filters import Filters
from duban.ledger.inputs import ChargeInput, DeadlineInput
from duban.ledger.models import Finding
from duban.ledger.ordering import ORDERS
from duban.ledger.paging import Reach, first_rows
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.tallying import tallied
from tests.duban.conftest import Cast, Filer, ItemMaker

TODAY = datetime.date(2026, 6, 15)
UNITS = ("鹿鸣县", "棠溪县", "市水务局", "市林业局")


@pytest.fixture
def filed(item: ItemMaker, file_plan: Filer) -> None:
    chance = random.Random(7)
    items = []
    for _ in range(40):
        days = chance.randint(-120, 120)
        day = TODAY + datetime.timedelta(days=days)
        charges = [ChargeInput("main", chance.choice(UNITS)), ChargeInput("lead", chance.choice(UNITS))]
        if chance.random() < 0.7:
            charges.append(ChargeInput("leader", chance.choice(("程砚秋", "顾临川"))))
        dated = DeadlineInput(f"{day:%Y-%m-%d}", "fixed", day)
        items.append(
            item(
                problem="".join(chance.choices("河道直排扬尘渣场", k=12)),
                deadline=dated if chance.random() < 0.8 else DeadlineInput("长期坚持", "ongoing"),
                charges=tuple(charges),
                status=chance.choice(("", "", "completed")),
            )
        )
    file_plan(*items[:25])
    file_plan(*items[25:], inspection="另一次督察")


QUESTIONS = (
    {},
    {"q": "河"},
    {"q": "扬 渣"},
    {"body": "棠溪县"},
    {"body": "棠溪县", "role": "lead"},
    {"leader": "程砚秋", "progress": "late"},
    {"leader": "顾临川"},
    {"region": "棠溪县"},
    {"role": "leader"},
    {"waiting": "me"},
    {"waiting": "late", "q": "河"},
    {"waiting": "review"},
    {"standing": "all", "q": "场"},
)


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
@pytest.mark.parametrize("reach", [Reach(1), Reach(1, 100), Reach(200)], ids=str)
def test_in_pieces_it_is_the_list(
    question: dict[str, str], reach: Reach, filed: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look(monkeypatch, reach)
    for person in (cast.clerk, cast.luming, cast.tangxi, cast.leader, cast.outsider):
        for sort in ORDERS:
            filters = Filters(**question, sort=sort)
            whole = list(queries.listed(person, filters, TODAY).values_list("pk", flat=True))
            assert _in_pieces(person, filters, 7) == whole
            assert queries.counted(person, filters, TODAY).count() == len(whole)


def _look(monkeypatch: pytest.MonkeyPatch, reach: Reach) -> None:
    for name in ("BY_CHARGES", "BY_WORDS", "AMONG_HERS", "HER_WORDS"):
        monkeypatch.setattr(paging, name, reach)


def _in_pieces(person: Person, filters: Filters, size: int) -> list[int]:
    found: list[int] = []
    after = ""
    while True:
        page = first_rows(person, filters, TODAY, size, after)
        assert len(page.rows) <= size
        found += [row.pk for row in page.rows]
        after = page.next_key
        if not after:
            return found


def test_totals_of_rows_at_hand_are_those_of_the_database(filed: None, cast: Cast) -> None:
    for question in QUESTIONS:
        filters = Filters(**question)
        page = first_rows(cast.clerk, filters, TODAY, 100)
        assert page.is_all
        counted = queries.counted(cast.clerk, filters, TODAY).tallied(TODAY, NEAR_DAYS)
        assert tallied(page.rows, TODAY) == counted


def test_a_row_that_moved_meanwhile_breaks_nothing(filed: None, cast: Cast) -> None:
    page = first_rows(cast.clerk, Filters(), TODAY, 5)
    Finding.objects.filter(pk__in=[row.pk for row in page.rows]).update(stage="closed")
    following = first_rows(cast.clerk, Filters(), TODAY, 5, page.next_key)
    assert len(following.rows) == 5
    assert not {row.pk for row in following.rows} & {row.pk for row in page.rows}


@pytest.mark.parametrize("few", [0, 500])
def test_an_empty_list_knows_what_has_left_it(
    few: int, filed: None, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look(monkeypatch, Reach(1))
    monkeypatch.setattr(paging, "FEW", few)
    asked = Filters(leader="程砚秋")
    hers = queries.listed(cast.luming, asked, TODAY).values_list("pk", flat=True)
    gone = len(hers)
    assert gone
    Finding.objects.filter(pk__in=list(hers)).update(standing="withdrawn")
    page = first_rows(cast.luming, asked, TODAY, 5)
    assert page.is_all
    assert not page.rows
    client.force_login(cast.luming)
    assert client.get("/ledger/", {"leader": "程砚秋"}).context["off_list"] == gone
    assert client.get("/ledger/", {"leader": "无此人"}).context["off_list"] == 0
