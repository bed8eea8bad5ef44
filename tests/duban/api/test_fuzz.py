"""The whole interface, asked from its own description as different people: whatever comes, it answers.

``FUZZ_REQUESTS`` asks more of each, ``FUZZ_SEED`` others."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from duban.accounts import importing
from duban.accounts.actions import people
from duban.accounts.models import Person
from duban.api import pace
from duban.api.actions import make_token
from duban.api.models import Scope, Token
from duban.api.tokens import refusal
from duban.api.views import schema
from duban.files.models import Document
from duban.intake.models import IntakeSet
from duban.ledger.importing.template import template
from duban.ledger.models import AgendaItem, Finding, Meeting, Plan, PlanVersion
from duban.organizations import tables
from duban.organizations.models import Body, BodyKind, Region
from duban.rulebook.models import Profile
from duban.rulebook.seeding import seed
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
    seed()
    file_plan(item(), item(problem="棠溪县垃圾堆放。"), item(problem="望汀区扬尘。"))
    region = Region.objects.create(code="990101", name="鹿鸣县")
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    team = Body.objects.create(name="第一督导组", kind=BodyKind.AREA_TEAM)
    people.request_account("luxiaohe", "鲁晓禾", [], None)
    meeting = Meeting.objects.create(
        name="专题会议", kind="office", held_on="2026-03-01", by=cast.clerk, at=timezone.now()
    )
    matter = AgendaItem.objects.create(meeting=meeting, ordinal=1, title="排口整改")
    numbers = list(Finding.objects.values_list("number", flat=True))
    everybody = list(Person.objects.values_list("pk", flat=True))
    bodies = list(Body.objects.values_list("pk", flat=True))
    drafts = list(reviewed.items.values_list("pk", flat=True))
    reading = Document.objects.filter(readings__set_files__intake_set=reviewed)[0]
    plan = Plan.objects.get()
    return {
        "number": numbers,
        "numbers": [numbers, numbers[:1]],
        "finding": numbers,
        "findings": [numbers[:2]],
        "uuid": [str(reviewed.uuid)],
        "documents.uuid": [str(reading.uuid)],
        "item": drafts,
        "after": drafts,
        "document": [str(reading.uuid)],
        "id": [*everybody, *bodies[:3]],
        "bodies.id": [*bodies, group.pk, team.pk],
        "regions.id": [region.pk],
        "region": [region.pk],
        "people.id": everybody,
        "rules.id": list(Profile.objects.values_list("pk", flat=True)),
        "parent": [None],
        "plans.id": [plan.pk],
        "plan": [plan.pk],
        "plans.number": [1],
        "plan-versions.id": list(PlanVersion.objects.values_list("pk", flat=True)),
        "inspections.id": [plan.inspection_id],
        "inspection": [plan.inspection_id],
        "meetings.id": [meeting.pk],
        "agenda.id": [matter.pk],
        "person": everybody,
        "body": bodies,
        "version": [1, 2, 3],
        "seen": [0, 1, None],
        "rules.key": ["token_days", "near_days", "plan_required_roles", "second_factor_required"],
        "key": ["goal", "problem", "deadline", "measures.1", "units.responsible.3", "milestones.2"],
        "kind": ["all", "problems", "fixed", "department", "deadline", "goal"],
        "cursor": [""],
        "code": ["990102"],
        "role": ["liaison", "reader", "main", "accepting", "measures"],
        "reason": ["按程序办理。"],
        "start": [0, 3],
        "end": [9, 12],
        "list": ["measures", "units.lead"],
        "offset": [1, 2],
        "date": ["2026-03-07", "2026-03-02"],
        "until": ["2027-03-31", "2026-12-31"],
        "since": ["2026-01-05"],
        "value": [30, 0.1, True, ["main"], "x"],
        "year": [2026, 2027],
        "day": ["2026-03-01"],
        "sort": ["", "order", "number"],
        "names": [["鹿鸣县"], ["市水务局", "市生态环境局"]],
        "files": [importing.template(), tables.workbook(), template()],
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
    """What she is answered. Most changes are taken back, and any that would end her token, so that the asking goes on."""
    headers = {**asked.headers, **({"Authorization": f"Bearer {shown}"} if shown else {})}
    with transaction.atomic():
        response = Client(raise_request_exception=False).generic(
            asked.method, asked.address, asked.body, content_type=asked.kind, headers=headers
        )
        if not asked.stays or (token is not None and _is_over(token)):
            transaction.set_rollback(True)
    # Deferred constraints are looked at now, as they would be at the end of the request.
    connection.check_constraints()
    return int(response.status_code)


def _is_over(token: Token) -> bool:
    row = Token.objects.select_related("person").get(pk=token.pk)
    return bool(refusal(row, row.created_at))
