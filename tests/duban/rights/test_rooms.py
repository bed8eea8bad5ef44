"""Role by relation by stage by address, in pairs: what is not hers answers exactly like what never was."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.duban.rights.digest import digest
from tests.duban.rights.furnished import furnish, put_everything_at
from tests.duban.rights.pairwise import cover
from tests.duban.rights.people import Someone
from tests.duban.rights.rooms import OF_ONES_OWN, ROOMS, Room
from tests.duban.rights.scene import Scene
from tests.duban.rights.table import RELATIONS, ROLES
from tests.duban.sharing import share

pytestmark = pytest.mark.django_db
_STAGES = ("plan_filed", "in_progress", "public_notice", "closed")
#: Words of the word list that the addresses name themselves.
_SPOKEN = {"body", "all", "switch-off", "rename", "near_days", "coordinate", "begin_special_plan", "asked"}
#: Tokens against forged requests.
_CHANGING = re.compile(rb"\b[A-Za-z0-9]{64}\b")


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else ""
            yield from names(each, space + inner)
        elif isinstance(each, URLPattern) and each.name:
            yield space + each.name


def test_the_table_speaks_of_every_address() -> None:
    pages = {name for name in names(get_resolver()) if not name.startswith("api")}
    assert pages == set(ROOMS) | OF_ONES_OWN


class House:
    def __init__(self) -> None:
        self.scene = Scene()
        self.there = furnish(self.scene)
        self.people = {who.name: who for who in self.scene.people}
        self.clients = {who.name: Client(raise_request_exception=False) for who in self.scene.people}
        handler = self.clients["no-role"].handler
        for who in self.scene.people:
            self.clients[who.name].handler = handler
            self.clients[who.name].force_login(who.person)

    def ask(self, who: Someone, method: str, name: str, kwargs: Mapping[str, Any]) -> HttpResponse:
        return getattr(self.clients[who.name], method)(reverse(name, kwargs=dict(kwargs)))  # type: ignore[no-any-return]

    def forget_messages(self) -> None:
        """What an earlier act told her is shown once, on whatever page comes next."""
        for client in self.clients.values():
            client.cookies.pop("messages", None)

    def real(self, room: Room) -> dict[str, Any]:
        return {
            key: what if what in _SPOKEN and key != "pk" else self.there[what]
            for key, what in room.there.items()
        }


@pytest.fixture
def house(settings: Any, caplog: pytest.LogCaptureFixture) -> House:
    """Who is signed in, and what went wrong, is told quickly and not written down."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    caplog.set_level(logging.ERROR)
    return House()


def test_rooms_are_open_to_whom_the_table_says(house: House) -> None:
    asked = [(name, method) for name, room in ROOMS.items() for method in room.methods]
    rows = cover([ROLES, RELATIONS, _STAGES, tuple(asked)])
    others = [who for who in house.scene.people if f"{who.name}".count("-") != 1 or who.name == "no-role"]
    everybody = itertools.cycle(others)
    wrong: list[str] = []
    for stage in _STAGES:
        tries = [
            (house.people[f"{role}-{relation}"], *what) for role, relation, at, what in rows if at == stage
        ]
        tries += [(next(everybody), *what) for what in asked]
        house.forget_messages()
        with transaction.atomic():
            put_everything_at(stage)
            wrong += _tried(house, share(tries))
            transaction.set_rollback(True)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(rows)}", *wrong[:60]])


def _tried(house: House, tries: list[tuple[Someone, str, str]]) -> list[str]:
    """First those to whom it is shut, and nothing may have changed; then those to whom it is open."""
    shut = [each for each in tries if not ROOMS[each[1]].opens(each[0])]
    before, wrong = digest("django_session"), []
    for who, name, method in shut:
        wrong += [f"{who.name} {method} {name}: {told}" for told in _shut(house, who, name, method)]
    after = digest("django_session")
    wrong += [f"changed: {table}" for table in after if after[table] != before[table]]
    for who, name, method in (each for each in tries if each not in shut):
        with transaction.atomic():
            answer = house.ask(who, method, name, house.real(ROOMS[name]))
            transaction.set_rollback(True)
        if answer.status_code == 404 or answer.status_code >= 500:
            wrong.append(f"{who.name} {method} {name}: {answer.status_code}, though it is open to her")
    return wrong


def _shut(house: House, who: Someone, name: str, method: str) -> Iterator[str]:
    room = ROOMS[name]
    answer = house.ask(who, method, name, house.real(room))
    if answer.status_code not in {302, 403, 404}:
        yield f"{answer.status_code}, though it is shut to her"
    if answer.status_code == 302 and who.person.is_active:
        yield f"sent on to {answer['Location']}"
    if not room.never:
        return
    never = house.ask(who, method, name, room.never)
    said = _said(answer, name, house.real(room)), _said(never, name, room.never)
    if (answer.status_code, said[0]) != (never.status_code, said[1]):
        yield f"{answer.status_code} is not what never was: {never.status_code}"


def _said(answer: HttpResponse, name: str, kwargs: Mapping[str, Any]) -> bytes:
    """The words of the answer without the address that was asked for, and without what is new each time."""
    address = reverse(name, kwargs=dict(kwargs))
    text = _CHANGING.sub(b"", answer.content).replace(address.encode(), b"")
    return text.replace(quote(address, safe="").encode(), b"")
