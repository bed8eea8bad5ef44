"""Programs fetch lists: a short one is the answer, a long one is accepted, asked for again, and then downloaded."""

from __future__ import annotations

import pytest

from duban.accounts.models import Person
from duban.api.models import Scope
from duban.jobs.worker import run_all
from duban.journal.models import Entry
from duban.ledger.models import Charge, Export
from tests.duban.api.conftest import V1, Tokens
from tests.duban.conftest import Cast
from tests.duban.ledger.exporting.conftest import _two_are_many, many, sheets  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


def _path(address: str) -> str:
    assert address.startswith(V1)
    return address.removeprefix(V1)


def test_a_long_list_is_accepted_and_fetched(cast: Cast, many: list[str], program: Tokens) -> None:  # noqa: F811
    asks = program(cast.clerk, scope=Scope.READ)
    accepted = asks.get("/lists/all", q="鹿鸣县")
    assert accepted.status_code == 202
    said = accepted.json()
    assert accepted["Location"] == said["address"]
    assert accepted["Retry-After"] == "2"
    assert (said["expected"], said["written"], said["file"]) == (4, 0, None)
    assert said["question"] == {"q": "鹿鸣县", "sort": "order"}
    assert asks.get("/lists/all", q="鹿鸣县").json()["uuid"] == said["uuid"]
    early = asks.get(_path(said["address"]) + "/file")
    assert (early.status_code, early.json()["code"]) == (409, "out_of_step")
    run_all()
    made = asks.get(_path(said["address"])).json()
    assert (made["state"]["code"], made["written"]) == ("made", 4)
    found = sheets(asks.get(_path(made["file"])).getvalue())
    assert [row[1] for row in found["责任清单"][3:]] == many[:4]
    assert [row["uuid"] for row in asks.get("/exports").json()["rows"]] == [said["uuid"]]
    through = Entry.objects.filter(verb__startswith="export.").values_list("payload__via", flat=True)
    assert set(through) == {"夜间同步"}


def test_a_short_list_is_the_answer(cast: Cast, many: list[str], program: Tokens) -> None:  # noqa: F811
    answer = program(cast.tangxi).get("/lists/problems")
    assert answer.status_code == 200
    assert len(sheets(answer.content)["问题清单"]) == 4
    assert Entry.objects.get(verb="export.taken").payload["via"] == "夜间同步"
    assert not Export.objects.exists()


def test_asked_under_a_key_it_is_one(cast: Cast, many: list[str], program: Tokens) -> None:  # noqa: F811
    asks = program(cast.luming)
    said = {"kind": "whole", "question": {"sort": "number"}}
    first = asks.post("/exports", said, key="今".encode().hex())
    assert first.status_code == 202
    run_all()
    again = asks.post("/exports", said, key="今".encode().hex())
    assert (again.status_code, again.json()) == (202, first.json())
    assert Export.objects.count() == 1
    assert asks.post("/exports", said).json()["uuid"] != first.json()["uuid"]
    assert asks.post("/exports", {"kind": "secrets"}).status_code == 404
    wrong = asks.post("/exports", {"kind": "all", "question": {"nonsense": "1"}})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["question.nonsense"])


def test_it_is_hers_alone_and_only_while_she_sees_it(
    cast: Cast,
    many: list[str],  # noqa: F811
    program: Tokens,
) -> None:
    asks = program(cast.luming)
    address = _path(asks.get("/lists/problems").json()["address"])
    run_all()
    others: tuple[Person, ...] = (cast.clerk, cast.tangxi, cast.outsider)
    for person in others:
        stranger = program(person)
        nothing = stranger.get("/exports/00000000-0000-0000-0000-000000000001")
        for end in ("", "/file"):
            assert stranger.get(address + end).content == nothing.content
        assert stranger.post(address + "/remove").status_code == 404
        assert stranger.get("/exports").json()["rows"] == []
    assert asks.get(address + "/file").status_code == 200
    Charge.objects.filter(finding__number=many[0]).update(until="2026-01-01")
    refused = asks.get(address + "/file")
    assert refused.status_code == 409
    assert "不再提供下载" in refused.json()["sentence"]
    assert asks.post(address + "/remove").json()["sentence"] == "已删除这份导出。"
    assert asks.get(address).status_code == 404
