"""A problem that somebody may not see comes into the ledger, and nothing that she can ask for is any different for it:
no search, count, filter, suggestion, export, list, refusal."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from duban.api import pace
from duban.api.actions import make_token
from duban.api.models import Scope
from duban.api.views import schema
from duban.ledger.actions import register_plan
from duban.ledger.inputs import ChargeInput
from duban.ledger.models import Finding
from duban.organizations.models import Body, BodyKind, Region
from tests.duban.ledger.planning import decide
from tests.duban.rights.furnished import furnish
from tests.duban.rights.people import Someone
from tests.duban.rights.rooms import ROOMS
from tests.duban.rights.scene import Scene
from tests.duban.sharing import share

pytestmark = pytest.mark.django_db
WORD, OTHER, LEADER, UNIT, CATEGORY = "鹮鹠洼地遗撒", "甪直巷道勘验", "郗璩", "石溪区", "九、罕见方面"
WHO = (
    "liaison-main", "liaison-member", "inspector-area", "leader-leader", "publisher-none", "system_admin-main",
    "no-role", "office_head-ended-yesterday",
)  # fmt: skip
#: What a list can be asked, with words that only the hidden problem has.
QUESTIONS: tuple[Mapping[str, str], ...] = (
    {},
    {"q": WORD},
    {"q": "鹮"},
    {"leader": LEADER},
    {"body": UNIT},
    {"region": UNIT},
    {"category": CATEGORY},
    {"inspection": "密查"},
)
LISTS = ("ledger:wall", "ledger:load", "ledger:print")
NAMED = ("body", "leader", "region", "inspection", "category")
#: New with every answer: tokens against forged requests, when a file was written.
_CHANGING = re.compile(rb"\b[A-Za-z0-9]{64}\b|<dcterms:\w+[^>]*>[^<]*")


class Planted:
    def __init__(self) -> None:
        self.scene = Scene()
        self.there = furnish(self.scene)
        region = Region.objects.create(code="990103", name=UNIT)
        Body.objects.create(name=UNIT, kind=BodyKind.PLACE, region=region)
        last = Finding.objects.order_by("pk").values_list("number", flat=True).last()
        assert last is not None
        year, count = last.split("-")
        self.numbers = tuple(f"{year}-{int(count) + more:0{len(count)}}" for more in (1, 2))

    def plant(self) -> None:
        """One in an inspection of its own, decided on by a meeting of its own; one beside those that she sees."""
        facts = {
            "category": (CATEGORY,),
            "measures": (OTHER,),
            "charges": (ChargeInput("main", UNIT), ChargeInput("leader", LEADER, post="副市长")),
        }
        items = [self.scene.house.item(problem=f"{WORD}{n}。", **facts) for n in (1, 2)]
        seat, plan = self.scene.house._plan()
        seat = type(seat)(**{**_facts(seat), "name": "密查"})
        done = register_plan(seat, plan, items, self.scene.house.cast.clerk)
        assert tuple(each.number for each in done.findings) == self.numbers
        decide(self.scene.house.cast)
        Finding.objects.filter(number=self.numbers[1]).update(inspection=self.there["inspection"])


def _facts(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


@pytest.fixture
def planted() -> Planted:
    return Planted()


def test_nothing_tells_of_it(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "waiting", lambda *_given: 0)
    people = [who for who in planted.scene.people if who.name in WHO]
    assert len(people) == len(WHO)
    askers = [(who, _Asker(who)) for who in share(people)]
    before = {who.name: dict(_answers(planted, who, asker)) for who, asker in askers}
    planted.plant()
    for who, asker in askers:
        for what, answer in _answers(planted, who, asker):
            assert answer == before[who.name][what], f"{who.name} learns of it from {what}"
            assert OTHER.encode() not in answer[1], f"{who.name} reads it in {what}"
    assert all(len(told) > 60 for told in before.values())


def test_who_may_see_it_finds_it_in_all_of_them(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above can fail."""
    monkeypatch.setattr(pace, "waiting", lambda *_given: 0)
    (reader,) = (who for who in planted.scene.people if who.name == "reader-none")
    asker = _Asker(reader)
    before = dict(_answers(planted, reader, asker))
    planted.plant()
    changed = {what for what, answer in _answers(planted, reader, asker) if answer != before[what]}
    for kind in ("GET /ledger/?", "GET /ledger/totals/", "GET /ledger/export/", "GET /ledger/choices/"):
        assert any(what.startswith(kind) for what in changed), kind
    for kind in ("/api/v1/findings?", "/api/v1/totals", "/api/v1/load", "/api/v1/inspections"):
        assert any(what.startswith(f"GET {kind}") for what in changed), kind


class _Asker:
    def __init__(self, who: Someone) -> None:
        self.pages = Client(raise_request_exception=False)
        self.pages.force_login(who.person)
        _row, shown = make_token(who.person, "夜间同步", Scope.WRITE) if who.person.is_active else (None, "")
        self.program = {"Authorization": f"Bearer {shown}"}
        self.client = Client(raise_request_exception=False)

    def page(self, method: str, address: str, **said: Any) -> tuple[int, bytes]:
        return _told(getattr(self.pages, method.lower())(address, **said))

    def api(self, method: str, address: str) -> tuple[int, bytes]:
        said: dict[str, Any] = {"data": "{}", "content_type": "application/json"} if method == "POST" else {}
        return _told(getattr(self.client, method.lower())(address, headers=self.program, **said))


def _told(answer: HttpResponse) -> tuple[int, bytes]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in sorted(book.namelist()))
    return answer.status_code, _CHANGING.sub(b"", body)


def _answers(planted: Planted, who: Someone, asker: _Asker) -> Iterator[tuple[str, tuple[int, bytes]]]:
    for address in _pages(planted, who):
        yield f"GET {address}", asker.page("GET", address)
    for address in _of_the_api(planted):
        yield f"GET {address}", asker.api("GET", address)
    for number in planted.numbers:
        for verb in ("coordinate", "approve_standing"):
            address = reverse("ledger:step", args=[number, verb])
            yield f"POST {address}", asker.page("POST", address)
            yield f"POST api {number} {verb}", asker.api("POST", f"/api/v1/findings/{number}/{verb}")


def _pages(planted: Planted, who: Someone) -> Iterator[str]:
    for asked in QUESTIONS:
        yield f"{reverse('ledger:list')}?{urlencode(asked)}"
        yield f"{reverse('ledger:totals')}?{urlencode(asked)}"
    for name in LISTS:
        yield f"{reverse(name)}?{urlencode(QUESTIONS[1])}"
    for asked in QUESTIONS[:2]:
        yield f"{reverse('ledger:export', args=['all'])}?{urlencode(asked)}"
    for name in NAMED:
        for word in ("", {"body": UNIT, "leader": LEADER, "inspection": "密"}.get(name, "九")):
            yield f"{reverse('ledger:choices', args=[name])}?{urlencode({name: word})}"
    for number in planted.numbers:
        for name in ("ledger:finding", "ledger:panel", "ledger:filings"):
            yield reverse(name, args=[number])
    for name in ("pages:home", "ledger:inspections", "ledger:meetings"):
        yield reverse(name)
    for name in ("ledger:inspection", "ledger:plans", "ledger:meeting", "ledger:special_plan"):
        (what,) = ROOMS[name].there.values()
        yield reverse(name, args=[planted.there[what]])


def _of_the_api(planted: Planted) -> Iterator[str]:
    """Every list that can be counted and is about the ledger, with and without questions; what hangs on the number."""
    for path, methods in schema()["paths"].items():
        asked = {each["name"] for each in methods.get("get", {}).get("parameters", ())}
        if "get" not in methods or path.split("/")[3] in {"me", "journal", "people"}:
            continue
        if "number" in asked and "/findings/" in path:
            yield from (path.replace("{number}", number) for number in planted.numbers)
        elif "{" not in path:
            count = {"count": "true"} if "count" in asked else {}
            for question in QUESTIONS[: _asked(path)] if "q" in asked else QUESTIONS[:1]:
                yield f"{path}?{urlencode({**question, **count})}"
        elif "/inspections/" in path:
            yield path.replace("{id}", str(planted.there["inspection"]))


def _asked(path: str) -> int:
    """Every question of the list itself; the others answer by the same query."""
    return len(QUESTIONS) if path.endswith("/findings") else 2
