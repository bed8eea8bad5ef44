"""Who sees which findings, and who must not: asked of the queryset and of every page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from duban.ledger.inputs import ChargeInput
from duban.ledger.models import Finding
from tests.duban.conftest import Cast, Filer, ItemMaker


@pytest.fixture
def two(item: ItemMaker, file_plan: Filer) -> tuple[str, str]:
    """One finding of 鹿鸣县, under a leader's name, and one of 棠溪县; their numbers."""
    result = file_plan(
        item(
            problem="鹿鸣县的问题。",
            charges=(ChargeInput("main", "鹿鸣县"), ChargeInput("leader", "程砚秋")),
        ),
        item(problem="棠溪县的问题。", charges=(ChargeInput("supporting", "棠溪县"),)),
    )
    return result.findings[0].number, result.findings[1].number


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", {"鹿鸣县的问题。", "棠溪县的问题。"}),
        ("head", {"鹿鸣县的问题。", "棠溪县的问题。"}),
        ("reader", {"鹿鸣县的问题。", "棠溪县的问题。"}),
        ("leader", {"鹿鸣县的问题。"}),
        ("luming", {"鹿鸣县的问题。"}),
        ("tangxi", {"棠溪县的问题。"}),
        ("admin", set()),
        ("outsider", set()),
    ],
)
def test_who_sees_what(who: str, seen: set[str], two: tuple[str, str], cast: Cast) -> None:
    person = getattr(cast, who)
    assert set(Finding.objects.visible_to(person).values_list("problem", flat=True)) == seen


def test_nobody_else_sees_anything(two: tuple[str, str], cast: Cast) -> None:
    assert not Finding.objects.visible_to(AnonymousUser()).exists()
    cast.clerk.is_active = False
    assert not Finding.objects.visible_to(cast.clerk).exists()


def test_a_charge_that_ended_shows_nothing_any_more(two: tuple[str, str], cast: Cast) -> None:
    from duban.ledger.models import Charge

    Charge.objects.filter(printed="鹿鸣县").update(until="2026-01-01")
    assert not Finding.objects.visible_to(cast.luming).exists()


@pytest.mark.parametrize("page", ["/ledger/", "/ledger/export/problems/", "/"])
def test_pages_without_sign_in_lead_to_it(page: str, client: Client, db: None) -> None:
    response = client.get(page)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/sign-in/")


def test_a_liaison_officer_meets_only_her_own(two: tuple[str, str], client: Client, cast: Cast) -> None:
    hers, other = two
    client.force_login(cast.luming)
    assert client.get(f"/ledger/{hers}/").status_code == 200
    assert client.get(f"/ledger/{other}/").status_code == 404
    for page in ("/ledger/", "/", "/ledger/?q=问题"):
        text = client.get(page).content.decode()
        assert "鹿鸣县的问题。" in text
        assert "棠溪县的问题。" not in text


@pytest.mark.parametrize("who", ["admin", "outsider"])
def test_people_without_business_rights_find_nothing(
    who: str, two: tuple[str, str], client: Client, cast: Cast
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"/ledger/{two[0]}/").status_code == 404
    assert (
        client.get(f"/ledger/inspections/{Finding.objects.get(number=two[0]).inspection_id}/").status_code
        == 404
    )
    for page in ("/ledger/", "/ledger/inspections/", "/"):
        assert "鹿鸣县的问题" not in client.get(page).content.decode()


def test_an_inspection_counts_for_a_unit_only_what_the_unit_may_see(
    two: tuple[str, str], cast: Cast, client: Client
) -> None:
    """Neither the plan's versions nor its record tell how many problems others have."""
    address = f"/ledger/inspections/{Finding.objects.get(number=two[0]).inspection_id}/"
    client.force_login(cast.luming)
    seen = client.get(address)
    assert [version.items_count for version in seen.context["versions"]] == [1]
    assert not seen.context["entries"]
    assert two[1] not in seen.text
    client.force_login(cast.clerk)
    assert [version.items_count for version in client.get(address).context["versions"]] == [2]
    assert client.get(address).context["entries"]
