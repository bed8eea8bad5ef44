"""The interface: role by relation by operation, in pairs; what is not hers answers exactly like what never was."""

from __future__ import annotations

import itertools
import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from duban.api import pace
from duban.api.actions import make_token
from duban.api.models import Scope, Token
from duban.api.views import schema
from duban.ledger.models import Plan
from tests.duban.api.fuzzing import Fuzz
from tests.duban.rights.digest import digest
from tests.duban.rights.furnished import furnish, put_everything_at
from tests.duban.rights.pairwise import cover
from tests.duban.rights.people import Someone
from tests.duban.rights.rooms import (
    NEVER,
    NOBODY,
    Opens,
    accounts,
    directory,
    everybody,
    everything,
    nobody,
    of_roles,
    office,
    record,
    rules,
    sees_it,
    with_a_role,
)
from tests.duban.rights.scene import FILED, Scene
from tests.duban.rights.table import RELATIONS, ROLES, SECURITY, SYSTEM, VERBS, starts
from tests.duban.sharing import share

pytestmark = pytest.mark.django_db
#: Which room an operation belongs to, by the beginning of its path; the first that fits says who may come in to look,
#: and who may do something there (some of them are told that this step is another's).
OPEN: tuple[tuple[str, Opens, Opens], ...] = (
    ("/findings/import", office, office),
    ("/findings/bulk", everybody, everybody),
    ("/findings/{number}", sees_it, sees_it),
    ("/inspections/{id}", sees_it, office),
    # The record of a plan or a meeting names every problem that it is about.
    ("/plans/{id}/journal", everything, office),
    ("/meetings/{id}/journal", everything, office),
    ("/plans/{id}", sees_it, office),
    ("/meetings/{id}", sees_it, office),
    ("/meetings/hold_meeting", office, office),
    ("/plan-", office, office),
    ("/class-deadlines", office, office),
    ("/anchor-events", office, office),
    ("/agenda", office, office),
    ("/documents/{uuid}", office, office),
    ("/intake", office, office),
    ("/bodies/asked", directory, directory),
    ("/bodies", with_a_role, directory),
    ("/regions", with_a_role, directory),
    ("/people/template", of_roles(SYSTEM), accounts),
    ("/people", accounts, accounts),
    ("/names", office, office),
    ("/tokens", of_roles(SECURITY), of_roles(SECURITY)),
    ("/rules", rules, rules),
    ("/calendar", rules, rules),
    ("/journal", record, record),
    ("/exports/{uuid}", nobody, nobody),
    ("/views/{id}", nobody, nobody),
    ("/me/tokens/{id}", nobody, nobody),
    ("/me/deputies/{id}", nobody, nobody),
    ("/me/leaves/{id}", nobody, nobody),
    ("/", everybody, everybody),
)
#: What a number means, by the room.
MEANT = {
    "inspections": "inspection",
    "plans": "special",
    "meetings": "meeting",
    "bodies": "body",
    "regions": "region",
    "people": "person",
    "tokens": "token",
    "names": "name",
    "rules": "profile",
    "views": "view",
    "findings": "remark",
}
#: Tokens count when they were used last, and answers that were given once are kept.
BESIDE = ("django_session", "api_token", "api_answer")
Operation = tuple[str, str]
Try = tuple[Someone, str, Operation]
#: Before the plan is filed, under it, on the way out, and out.
SOME_STAGES = ("plan_draft", "in_progress", "public_notice", "closed")


class Interface:
    def __init__(self) -> None:
        self.scene = Scene()
        self.there = furnish(self.scene)
        self.client = Client(raise_request_exception=False)
        self.master = Plan.objects.filter(kind="master").earliest("pk").pk
        self.schema = schema()
        self.told = {
            (method, path): told
            for path, methods in self.schema["paths"].items()
            for method, told in methods.items()
        }
        self.people = {who.name: who for who in self.scene.people}
        self.tokens = {
            who.name: make_token(who.person, "夜间同步", Scope.WRITE)[1]
            for who in self.scene.people
            if who.person.is_active
        }
        self.there["token"] = Token.objects.earliest("pk").pk
        gone = next(who.person for who in self.scene.people if not who.person.is_active)
        self.there["token of others"] = make_token(gone, "夜间同步", Scope.WRITE)[0].pk

    def ask(self, who: Someone, operation: Operation, *, there: bool) -> HttpResponse:
        method, path = operation
        address = re.sub(r"{(\w+)}", lambda found: self._place(path, found[1], there), path)
        said: dict[str, Any] = {}
        if method == "post":
            body, kind = self._body(operation)
            said = {"data": body, "content_type": kind or "application/json"}
        headers = {"Authorization": f"Bearer {self.tokens[who.name]}"}
        return getattr(self.client, method)(address, headers=headers, **said)  # type: ignore[no-any-return]

    @cache  # noqa: B019  a house lives as long as its test
    def _body(self, operation: Operation) -> tuple[bytes, str]:
        """The same for every question: valid as far as the description says it."""
        known = {
            "number": [self.there["number"]],
            "body": [self.there["body"]],
            "document": [str(self.there["document"])],
        }
        fuzz = Fuzz(self.schema, known, operation[1])
        fuzz.wild, fuzz.room = False, operation[1].split("/")[3]
        return fuzz.body(self.told[operation])

    def _place(self, path: str, name: str, there: bool) -> str:
        room = path.split("/")[3]
        fixed = {"key": "near_days", "kind": "all", "year": "2026", "deputy": str(self.there["deputy"])}
        if name in fixed:
            return fixed[name]
        if not there:
            never = {"number": "2099-9999", "uuid": NEVER, "day": "1999-01-01"}
            return str(
                never["number"] if name == "number" and room == "findings" else never.get(name, NOBODY)
            )
        if name == "number" and room == "plans":
            return "1"
        if room == "documents":
            return str(self.there["document"])
        if "/versions/" in path:
            return str(self.master)
        if "/me/tokens/" in path:
            return str(self.there["token of others"])
        known = {"uuid": "export" if room == "exports" else "set", "id": MEANT.get(room, "deputy")}
        return str(self.there[known.get(name, name)])


def opens(operation: Operation) -> Opens:
    method, path = operation
    for beginning, looks, does in OPEN:
        if path.removeprefix("/api/v1").startswith(beginning):
            return looks if method == "get" else does
    raise AssertionError(path)


def test_the_interface_is_open_to_whom_its_rooms_are(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pace, "waiting", lambda *_given: 0)
    caplog.set_level(logging.ERROR)
    house = Interface()
    rows = cover([ROLES, RELATIONS, SOME_STAGES, tuple(house.told)])
    stages = itertools.cycle(SOME_STAGES)
    no_role = [(house.people["no-role"], next(stages), operation) for operation in house.told]
    tries: list[Try] = [(house.people[f"{role}-{way}"], at, what) for role, way, at, what in rows]  # type: ignore[misc]
    wrong: list[str] = []
    for stage in SOME_STAGES:
        here = [(who, what) for who, at, what in share(tries + no_role) if at == stage]
        with transaction.atomic():
            put_everything_at(stage)
            wrong += [f"at {stage}: {told}" for told in _tried(house, stage, here)]
            transaction.set_rollback(True)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(tries)}", *wrong[:60]])


def _tried(house: Interface, stage: str, tries: list[tuple[Someone, Operation]]) -> Iterator[str]:
    shut = [each for each in tries if not opens(each[1])(each[0])]
    before = digest(*BESIDE)
    for who, operation in shut:
        yield from (f"{who.name} {operation}: {told}" for told in _shut(house, who, operation))
    after = digest(*BESIDE)
    yield from (f"changed: {table}" for table in after if after[table] != before[table])
    for who, operation in (each for each in tries if opens(each[1])(each[0])):
        with transaction.atomic():
            answer = house.ask(who, operation, there=True)
            transaction.set_rollback(True)
        if answer.status_code >= 500 or (operation[0] == "get" and answer.status_code != 200):
            yield f"{who.name} {operation}: {answer.status_code}, though it is open to her"
        if answer.status_code == 200 and not _allowed(who, operation[1], stage):
            yield f"{who.name} {operation}: taken, though the table says that she may not"


def _allowed(who: Someone, path: str, stage: str) -> bool:
    """Of a verb on a finding: what the table says of it there. (In bulk, every row is answered by itself.)"""
    found = re.fullmatch(r"/api/v1/findings/{number}/(\w+)", path)
    verb = found[1] if found else ""
    return verb not in VERBS or (who.may(verb, stage in FILED) and starts(verb, stage, "active"))


def _shut(house: Interface, who: Someone, operation: Operation) -> Iterator[str]:
    answer = house.ask(who, operation, there=True)
    if answer.status_code not in {403, 404, 422}:
        yield f"{answer.status_code}, though it is shut to her"
    if "{" not in operation[1]:
        return
    never = house.ask(who, operation, there=False)
    if (answer.status_code, _said(answer)) != (never.status_code, _said(never)):
        yield f"{answer.status_code} {_said(answer)} is not what never was: {never.status_code} {_said(never)}"


def _said(answer: HttpResponse) -> str:
    """Without the number that was asked for."""
    text = answer.content.decode()
    told = json.dumps(json.loads(text), ensure_ascii=False) if text.startswith(("{", "[")) else text
    return re.sub(r"\d{4}-\d{4,}|\d+", "·", told)
