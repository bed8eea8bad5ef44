"""Programs of the standing cast: each has a token of its person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from duban.accounts.models import Person
from duban.api import pace
from duban.api.actions import make_token
from duban.api.models import Scope
from tests.duban.accounts.conftest import Three, _quick_hashes, three  # noqa: F401  fixtures

V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _own_pace() -> Iterator[None]:
    """What one test asked does not count against the next."""
    pace.reset()
    yield
    pace.reset()


@dataclass(frozen=True)
class Program:
    """Asks as somebody, or as nobody."""

    token: str = ""

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more}

    def get(self, path: str, **asked: Any) -> HttpResponse:
        return Client().get(V1 + path, asked, headers=self._headers({}))  # type: ignore[return-value]

    def post(self, path: str, said: Any = None, key: str = "", **headers: str) -> HttpResponse:
        more = {**headers, **({"Idempotency-Key": key} if key else {})}
        return Client().post(  # type: ignore[return-value]
            V1 + path,
            json.dumps({} if said is None else said),
            content_type="application/json",
            headers=self._headers(more),
        )

    def send(self, path: str, form: dict[str, Any], key: str = "") -> HttpResponse:
        """A form with files."""
        more = {"Idempotency-Key": key} if key else {}
        return Client().post(V1 + path, form, headers=self._headers(more))  # type: ignore[return-value]


Tokens = Callable[..., Program]


@pytest.fixture
def program() -> Tokens:
    """A program of this person; with the write scope unless asked otherwise."""

    def made(person: Person, scope: Scope = Scope.WRITE, name: str = "夜间同步") -> Program:
        _row, shown = make_token(person, name, scope)
        return Program(shown)

    return made
