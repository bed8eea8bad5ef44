"""The description is whole and true: every verb, every list, and answers that look as they are described."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import BaseModel

from duban.api.routes.plans import PLACES
from duban.api.shapes.findings import Findings
from duban.api.views import schema
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.verbs import VERBS
from tests.duban.api.conftest import V1, Tokens
from tests.duban.conftest import Cast, Filer, ItemMaker


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """As a program reads it."""
    answer: dict[str, Any] = json.loads(json.dumps(schema()))
    return answer


def _operations(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in told["paths"].values() for operation in methods.values()]


def test_it_is_open_and_it_is_openapi(db: None) -> None:
    for path in (f"{V1}/openapi.json", "/api/openapi.json"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.json()["openapi"].startswith("3.1")


def test_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(told)))
    assert wanted
    assert wanted <= set(told["components"]["schemas"])


def test_names_are_given_once(told: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in _operations(told)]
    assert len(names) == len(set(names))


def test_every_placeholder_is_described(told: dict[str, Any]) -> None:
    for path, methods in told["paths"].items():
        for operation in methods.values():
            named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_every_operation_says_in_words_what_it_is_and_what_may_go_wrong(told: dict[str, Any]) -> None:
    for operation in _operations(told):
        assert re.search(r"[\u4e00-\u9fff]", operation["summary"])
        assert {"200", "401", "403", "404", "409", "422", "429"} <= set(operation["responses"])
        assert operation["security"]


def test_every_operation_stands_where_it_is_described(
    told: dict[str, Any], cast: Cast, program: Tokens
) -> None:
    """No address is taken by another operation before it."""
    headers = {"Authorization": f"Bearer {program(cast.clerk).token}"}
    for path, methods in told["paths"].items():
        for method in methods:
            asked = re.sub(r"{\w+}", "1", path)
            answer = Client().generic(method.upper(), asked, b"!", "application/json", headers=headers)
            assert answer.status_code not in {405, 500}, (method, path)


def test_every_verb_of_the_registry_is_there(told: dict[str, Any]) -> None:
    for name, verb in VERBS.items():
        assert "post" in told["paths"][f"{V1}/findings/{{number}}/{name}"]
        assert (f"{V1}/findings/bulk/{name}" in told["paths"]) == verb.in_bulk


def test_every_verb_on_plans_and_meetings_is_there(told: dict[str, Any]) -> None:
    for name, verb in PLAN_VERBS.items():
        place = PLACES[verb.subject.value].replace("{int:", "{")
        assert "post" in told["paths"][f"{V1}{place}/{name}"]


def test_every_change_takes_a_key(told: dict[str, Any]) -> None:
    for methods in told["paths"].values():
        names = [each["name"] for each in methods.get("post", {}).get("parameters", ())]
        assert ("Idempotency-Key" in names) == ("post" in methods)


LISTS = (
    "findings",
    "findings/{number}",
    "findings/{number}/journal",
    "lists/{kind}",
    "lifecycle",
    "inspections",
    "inspections/{id}/plans",
    "meetings",
    "totals",
    "load",
    "wall",
    "names",
    "views",
    "requests",
    "plans/{id}/versions/{number}/items",
    "documents",
    "intake/sets",
    "intake/sets/{uuid}/items",
    "intake/sets/{uuid}/changes",
    "intake/sets/{uuid}/files/{file}/reading",
    "bodies",
    "bodies/asked",
    "regions",
    "people",
    "rules",
    "rules/{id}",
    "rules/{id}/{key}/history",
    "calendar/{year}",
    "journal",
    "journal/heads",
    "journal/verifications",
    "me",
    "me/tokens",
)


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_there(told: dict[str, Any], path: str) -> None:
    assert "get" in told["paths"][f"{V1}/{path}"]


def test_the_list_of_findings_looks_as_described(
    cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens
) -> None:
    """It is written past the library's own check."""
    file_plan(item(), item(category=(), priority="key"))
    answer = program(cast.clerk).get("/findings", limit=1, count="true").json()
    assert Findings.model_validate(answer, strict=False).model_dump(mode="json") == answer


def test_the_reference_names_every_operation_and_is_light(cast: Cast, told: dict[str, Any]) -> None:
    client = Client()
    client.force_login(cast.clerk)
    names = [operation["operationId"] for operation in _operations(told)]
    contents = client.get(reverse("api:reference")).content.decode()
    places = set(re.findall(r'href="(/api/reference/[^"#]+)"', contents))
    pages = {place: client.get(place).content.decode() for place in places}
    assert {name for name in names if f'#{name}"' not in contents} == set()
    assert {name for name in names if not any(f'id="{name}"' in page for page in pages.values())} == set()
    for page in (contents, *pages.values()):
        assert "https://" not in page.replace("https://…", "")
        assert len(page) < 200_000
    assert client.get("/api/reference/none/").status_code == 404


def test_the_reference_is_searched_by_name_address_and_field(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.clerk)
    for words in ("挂图作战", "/WALL", "不属于某一条措施"):
        page = client.get(reverse("api:reference"), {"q": words}).content.decode()
        assert "#read_wall" in page
        assert "#list_people" not in page
    assert "没有相符的接口" in client.get(reverse("api:reference"), {"q": "无此词"}).content.decode()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/findings", 405), ("POST", "/lifecycle", 405), ("GET", "/", 404)],
)
def test_addresses_that_are_none_are_answered_in_our_shape(
    cast: Cast, program: Tokens, method: str, path: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {program(cast.clerk).token}"}
    answer = Client().generic(method, V1 + path, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "sentence", "missing", "fields"}


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    cast: Cast, program: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duban.api import door

    monkeypatch.setattr(door, "MOST_JSON", 100)
    answer = program(cast.clerk).post("/me/leaves", {"reason": "长" * 200})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_no_two_shapes_share_a_name() -> None:
    """In the description one would silently stand for the other."""
    found: dict[str, set[type]] = {}
    for each in _below(BaseModel):
        if each.__module__.startswith("duban.api") and "[" not in each.__name__:
            found.setdefault(each.__name__, set()).add(each)
    assert {name: kinds for name, kinds in found.items() if len(kinds) > 1} == {}


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
