"""Who answers in person is a person in a table, too: no unit, and no name in the directory of units."""

from __future__ import annotations

import pytest

from duban.accounts.models import Membership, Role
from duban.ledger.importing import Mode, SheetRow, carry_out
from duban.ledger.importing.carrying import Table
from duban.ledger.models import Charge, Finding
from duban.organizations.models import Body
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db


def bring(cast: Cast, person: str, mode: Mode = Mode.STOP) -> Charge:
    cells = {"problem": "鹿鸣县污水直排。", "inspection": "2026年市级督察", "main": "鹿鸣县"}
    row = SheetRow(2, {**cells, "person": person}, {}, {})
    carry_out([row], cast.clerk, table=Table("台账.xlsx"), mode=mode)
    return Charge.objects.get(role="person", until=None)


def test_the_responsible_person_is_no_unit(cast: Cast) -> None:
    row = bring(cast, "陆明（水利局局长）")
    assert (row.person_name, row.post, row.body) == ("陆明", "水利局局长", None)
    assert not Body.objects.filter(name="陆明").exists()


def test_she_is_tied_to_her_account_whatever_her_role(cast: Cast) -> None:
    Membership.objects.filter(person=cast.luming, role=Role.LIAISON).update(post="水利局局长")
    assert bring(cast, "鲁晓（水利局局长）").person == cast.luming


def test_another_person_takes_the_place_of_the_first(cast: Cast) -> None:
    first = bring(cast, "陆明（水利局局长）")
    second = bring(cast, "韩雪（水利局局长）", Mode.UPDATE)
    first.refresh_from_db()
    assert first.until is not None
    assert second.person_name == "韩雪"
    assert "韩雪" in Finding.objects.get().search_text
