"""Requests that no page of ours sends are answered all the same, and never with a failure of the house."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from duban.intake.models import DraftItem, IntakeSet
from tests.duban.conftest import Cast
from tests.duban.intake.conftest import items, read_set, reviewed  # noqa: F401 fixtures

ODD = ("²", "9" * 30, "9" * 5000, "-1", "\x00", "a\x00b", "%", "'", "1e5")
ASKED = {
    "/ledger/": ("q", "inspection", "category", "body", "window", "page"),
    "/ledger/export/all/": ("inspection", "body"),
    "/documents/": ("page",),
    "{set}review/": ("doc", "order", "item"),
    "{set}review/presence/": ("item", "since"),
    "{set}changes/": ("page",),
    "{set}compare/": ("plan",),
    "{document}": ("at",),
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_questions(
    cast: Cast,
    client: Client,
    reviewed: IntakeSet,  # noqa: F811
    items: list[DraftItem],  # noqa: F811
    odd: str,
) -> None:
    client.force_login(cast.clerk)
    places = {"set": reviewed.get_absolute_url(), "document": items[0].document.get_absolute_url()}
    for address, names in ASKED.items():
        for name in names:
            assert client.get(address.format(**places), {name: odd}).status_code < 500


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("page", "name"), [("/account/people/", "who"), ("/organizations/", "name")])
def test_odd_questions_of_an_administrator(
    cast: Cast, client: Client, page: str, name: str, odd: str
) -> None:
    client.force_login(cast.admin)
    assert client.get(page, {name: odd}).status_code < 500


@pytest.mark.parametrize(
    "asked",
    [
        {"verb": "type", "version": 1, "key": "problem", "text": "a\x00b"},
        {"verb": "type", "version": 1, "key": "problem", "text": "\ud800"},
        {"verb": "drop", "version": 1, "reason": "\x00"},
        {"verb": "move-part", "version": 1, "key": "measures.1", "by": 10**20},
        {"verb": ["type"]},
        ["type"],
        None,
    ],
)
def test_odd_acts_change_nothing(
    cast: Cast,
    client: Client,
    reviewed: IntakeSet,  # noqa: F811
    items: list[DraftItem],  # noqa: F811
    asked: Any,
) -> None:
    client.force_login(cast.clerk)
    address = f"{reviewed.review_url}items/{items[0].pk}/act/"
    answer = client.post(address, json.dumps(asked), content_type="application/json")
    assert answer.status_code in {400, 422}
    assert DraftItem.objects.get(pk=items[0].pk).version == 1


def test_odd_forms(cast: Cast, client: Client, reviewed: IntakeSet) -> None:  # noqa: F811
    client.force_login(cast.clerk)
    here = reviewed.get_absolute_url()
    for address, form in (
        ("/documents/new/", {"text": "a\x00b", "inspection": "²"}),
        (f"{here}withdraw/", {"reason": "错传\x00"}),
        ("/language/", {"language": "en", "next": "//elsewhere.example/"}),
    ):
        answer = client.post(address, form)
        assert answer.status_code < 500
        assert "elsewhere" not in answer.headers.get("Location", "")
