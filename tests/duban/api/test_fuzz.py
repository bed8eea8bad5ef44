"""The whole interface, asked from its own description as different people: whatever comes, it answers.

``FUZZ_REQUESTS`` asks more of each, ``FUZZ_SEED`` others."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from duban.accounts.models import Person
from duban.api import pace
from duban.api.actions import make_token
from duban.api.models import Scope, Token
from duban.api.tokens import refusal
from duban.api.views import schema
from duban.files.models import Document
from duban.intake.models import IntakeSet
from duban.ledger.models import Finding
from duban.organizations.models import Body
from duban.rulebook.models import Profile
from tests.duban.api.conftest import Three
from tests.duban.api.fuzzing import Fuzz, Request
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.intake.conftest import read_set, reviewed  # noqa: F401  fixtures

COUNT = int(os.environ.get("FUZZ_REQUESTS", "260"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
PEOPLE = ("clerk", "head", "luming", "system", "security", "audit", "nobody")


@pytest.fixture
def known(
    cast: Cast,
    three: Three,
    item: ItemMaker,
    file_plan: Filer,
    reviewed: IntakeSet,  # noqa: F811
) -> dict[str, list[Any]]:
    """Values that mean something, by the name under which they are asked for."""
    file_plan(item(), item(problem="棠溪县垃圾堆放。"), item(problem="望汀区扬尘。"))
    numbers = list(Finding.objects.values_list("number", flat=True))
    people = list(Person.objects.values_list("pk", flat=True))
    bodies = list(Body.objects.values_list("pk", flat=True))
    drafts = list(reviewed.items.values_list("pk", flat=True))
    return {
        "number": numbers,
        "numbers": [numbers],
        "finding": numbers,
        "uuid": [str(reviewed.uuid)],
        "item": drafts,
        "after": drafts,
        "document": [str(Document.objects.order_by("-pk")[0].uuid)],
        "id": [*people, *bodies[:3], *Profile.objects.values_list("pk", flat=True)],
        "person": people,
        "body": bodies,
        "version": [1, 2, 3],
        "seen": [0, 1, None],
        "key": ["goal", "problem", "deadline", "measures.1", "token_days", "plan_filing_wd", "near_days"],
        "kind": ["all", "problems", "finding", "fixed", "department"],
        "year": [2026, 2027],
        "sort": ["", "order", "number"],
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_whatever_comes_is_answered(
    who: str, cast: Cast, three: Three, known: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "waiting", lambda *_given: 0)
    person = getattr(cast, who, None) or getattr(three, who, None)
    token, shown = make_token(person, "随机请求", Scope.WRITE) if person else (None, "")
    failed = [
        f"{answer} {asked.method} {asked.address[:300]} {asked.body[:300]!r}"
        for asked in Fuzz(schema(), known, f"{SEED} {who}").requests(COUNT)
        if (answer := _answer(asked, token, shown)) >= 500 or answer == 405
    ]
    assert not failed, "\n".join(failed)


def _answer(asked: Request, token: Token | None, shown: str) -> int:
    """What she is answered. A change that would end her token is taken back, so that the asking goes on."""
    headers = {**asked.headers, **({"Authorization": f"Bearer {shown}"} if shown else {})}
    with transaction.atomic():
        response = Client(raise_request_exception=False).generic(
            asked.method, asked.address, asked.body, content_type=asked.kind, headers=headers
        )
        if token is not None and _is_over(token):
            transaction.set_rollback(True)
    # Deferred constraints are looked at now, as they would be at the end of the request.
    connection.check_constraints()
    return int(response.status_code)


def _is_over(token: Token) -> bool:
    row = Token.objects.select_related("person").get(pk=token.pk)
    return bool(refusal(row, row.created_at))
