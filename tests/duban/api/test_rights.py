"""Over the interface everybody sees and does exactly what she sees and does on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.accounts.models import Person
from duban.intake.models import IntakeSet
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.filters import Filters
from duban.ledger.models import Finding
from duban.ledger.queries import listed
from duban.organizations.models import Body, BodyKind
from tests.duban.api.conftest import Program, Three, Tokens
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.intake.conftest import read_set, reviewed  # noqa: F401  fixtures

EVERYBODY = ("clerk", "head", "luming", "tangxi", "reader", "leader", "admin", "outsider")


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    """One of 鹿鸣县, one of 棠溪县, one without a leader."""
    from duban.ledger.inputs import ChargeInput

    tangxi = (ChargeInput("main", "棠溪县"), ChargeInput("leader", "程砚秋", post="副市长"))
    nobody = (ChargeInput("main", "石溪区"),)
    done = file_plan(item(), item(problem="棠溪县垃圾堆放。", charges=tangxi), item(charges=nobody))
    return [accepted.number for accepted in done.findings]


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_same_findings_as_on_the_page(who: str, cast: Cast, numbers: list[str], program: Tokens) -> None:
    person: Person = getattr(cast, who)
    asks = program(person)
    told = asks.get("/findings", count="true").json()
    wanted = [row.number for row in listed(person, Filters(), timezone.localdate())]
    assert [row["number"] for row in told["rows"]] == wanted
    assert told["count"] == len(wanted)
    client = Client()
    client.force_login(person)
    for number in numbers:
        page = client.get(reverse("ledger:finding", args=[number])).status_code
        assert asks.get(f"/findings/{number}").status_code == page == (200 if number in wanted else 404)


PARTS = (
    "journal",
    "steps",
    "requests",
    "filings",
    "coordination",
    "errata",
    "waivers",
    "standings",
    "decisions",
)


@pytest.mark.parametrize("part", [*PARTS, "mentions"])
def test_what_hangs_on_a_finding_is_seen_with_it(
    part: str, cast: Cast, numbers: list[str], program: Tokens
) -> None:
    assert program(cast.luming).get(f"/findings/{numbers[0]}/{part}").status_code == 200
    strange = program(cast.tangxi).get(f"/findings/{numbers[0]}/{part}")
    nothing = program(cast.luming, name="另一个").get(f"/findings/2020-0001/{part}")
    assert strange.status_code == nothing.status_code == 404
    assert strange.content == nothing.content


def test_inspections_count_what_she_sees(cast: Cast, numbers: list[str], program: Tokens) -> None:
    def totals(person: Person) -> list[int]:
        return [row["total"] for row in program(person).get("/inspections").json()["rows"]]

    assert (totals(cast.clerk), totals(cast.luming), totals(cast.outsider)) == ([3], [1], [])
    found = Finding.objects.get(number=numbers[0])
    assert found.plan_item is not None
    path = f"/plans/{found.plan_item.plan_id}/versions/1/items"
    seen = program(cast.luming, name="方案").get(path).json()["rows"]
    assert [row["number"] for row in seen] == [numbers[0]]
    assert program(cast.outsider, name="方案").get(path).status_code == 404


#: What is open to whom: path, and who is answered 200; all others get 403 or 404.
OPEN: tuple[tuple[str, set[str]], ...] = (
    ("/documents", set(EVERYBODY)),
    ("/intake/sets", {"clerk", "head"}),
    ("/bodies", {*EVERYBODY} - {"outsider"}),
    ("/bodies/asked", {"clerk", "head", "admin"}),
    ("/bodies/export", {*EVERYBODY} - {"outsider"}),
    ("/regions", {*EVERYBODY} - {"outsider"}),
    ("/people", {"admin"}),
    ("/people/template", {"admin"}),
    ("/rules", {"clerk", "head"}),
    ("/calendar/2026", {"clerk", "head"}),
    ("/journal", {"head"}),
    ("/journal/heads", {"head"}),
    ("/journal/verifications", {"head"}),
    ("/lifecycle", set(EVERYBODY)),
    ("/lists", set(EVERYBODY)),
    ("/lists/all", set(EVERYBODY)),
    ("/requests", set(EVERYBODY)),
    ("/meetings", set(EVERYBODY)),
    ("/plans", set(EVERYBODY)),
    ("/tokens", set()),
    ("/me/waiting", set(EVERYBODY)),
    ("/totals", set(EVERYBODY)),
    ("/load", set(EVERYBODY)),
    ("/views", set(EVERYBODY)),
    ("/me", set(EVERYBODY)),
    ("/me/tokens", set(EVERYBODY)),
    ("/me/colleagues", set(EVERYBODY)),
)


@pytest.mark.parametrize(("path", "whose"), OPEN)
def test_each_list_is_open_to_whom_its_page_is(
    path: str, whose: set[str], cast: Cast, program: Tokens
) -> None:
    answers = {who: program(getattr(cast, who)).get(path).status_code for who in EVERYBODY}
    assert {who for who, status in answers.items() if status == 200} == whose
    assert set(answers.values()) <= {200, 403, 404}


def test_documents_are_for_the_office(cast: Cast, program: Tokens, document: Any) -> None:
    for person, status in ((cast.clerk, 200), (cast.reader, 404), (cast.luming, 404)):
        asks = program(person)
        assert asks.get(f"/documents/{document.uuid}").status_code == status
        rows = asks.get("/documents").json()["rows"]
        assert bool(rows) == (status == 200)


def test_the_directory_is_kept_by_its_keepers(cast: Cast, program: Tokens) -> None:
    said = {"name": "澜州市水务局", "kind": "department"}
    assert program(cast.luming).post("/bodies", said).status_code == 403
    made = program(cast.clerk).post("/bodies", said).json()
    answer = program(cast.admin).post(
        f"/bodies/{made['id']}/rename", {"name": "澜州市水利局", "on": "2026-03-01", "reason": "机构改革"}
    )
    assert answer.status_code == 200, answer.content.decode()
    assert [row["name"] for row in program(cast.reader).get(f"/bodies/{made['id']}").json()["names"]] == [
        "澜州市水利局",
        "澜州市水务局",
    ]


def test_an_account_needs_two_administrators(three: Three, program: Tokens) -> None:
    office = Body.objects.get(name="澜州市整改办")
    wanted = [{"body": office.pk, "role": "office_clerk"}]
    said = {"username": "luxiaohe", "display_name": "鲁晓禾", "roles": wanted}
    system, security, audit = (program(each) for each in (three.system, three.security, three.audit))
    assert security.post("/people", said).status_code == 403
    pk = system.post("/people", said).json()["person"]["id"]
    assert system.post(f"/people/{pk}/approve").status_code == 403
    assert audit.post(f"/people/{pk}/approve").status_code == 403
    assert security.post(f"/people/{pk}/approve").json()["state"] == "active"
    told = audit.get(f"/people/{pk}/journal").json()["rows"]
    assert "批准开通账号“luxiaohe”。（经接口令牌“夜间同步”）" in [row["sentence"] for row in told]


def test_rules_are_changed_by_whose_they_are(cast: Cast, three: Three, program: Tokens) -> None:
    from duban.rulebook.seeding import seed

    seed()
    head, security = program(cast.head), program(three.security)
    nation = head.get("/rules").json()[0]["id"]
    said = {"value": 15, "valid_from": "2026-01-01", "reason": "按本市办法"}
    assert program(cast.clerk).post(f"/rules/{nation}/near_days/set", said).status_code == 403
    assert security.post(f"/rules/{nation}/near_days/set", said).status_code == 403
    assert head.post(f"/rules/{nation}/near_days/set", said).json()["value"] == 15
    assert head.get(f"/rules/{nation}/near_days").json()["value"] == 15
    wrong = head.post(f"/rules/{nation}/near_days/set", {**said, "value": "许多"})
    assert wrong.status_code == 422


def test_a_verb_is_taken_by_who_may_take_it(cast: Cast, numbers: list[str], program: Tokens) -> None:
    first, *_others = numbers
    path = f"/findings/{first}/coordinate"
    said = {"reason": "联席会商", "text": "会商排口封堵。", "happened_on": "2026-03-02"}
    assert program(cast.tangxi).post(path, said).status_code == 404
    assert program(cast.reader).post(path, said).status_code == 403
    taken = program(cast.clerk).post(path, said)
    assert taken.status_code == 200, taken.content.decode()
    assert taken.json()["step_count"] == 1
    stale = program(cast.head).post(path, {**said, "seen": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "out_of_step")
    steps = program(cast.luming).get(f"/findings/{first}/steps").json()["rows"]
    assert [row["verb"]["code"] for row in steps] == ["coordinate"]
    line = journal.stream("finding", Finding.objects.get(number=first).pk).last()
    assert line is not None
    assert tell(line).endswith("（经接口令牌“夜间同步”）")


def test_a_meeting_is_called_by_the_office(cast: Cast, numbers: list[str], program: Tokens) -> None:
    said = {"kind": "leading_group", "name": "第3次领导小组会议", "held_on": "2026-03-02"}
    assert program(cast.luming).post("/meetings/hold_meeting", said).status_code == 404
    clerk = program(cast.clerk)
    made = clerk.post("/meetings/hold_meeting", said)
    assert made.status_code == 200, made.content.decode()
    pk = made.json()["id"]
    matter = {"title": "鹿鸣县排口整改", "findings": [numbers[0]]}
    assert clerk.post(f"/meetings/{pk}/put_on_agenda", matter).status_code == 200
    whole = program(cast.luming, name="会议").get(f"/meetings/{pk}").json()
    assert [row["findings"] for row in whole["agenda"]] == [[numbers[0]]]
    assert program(cast.tangxi).get(f"/meetings/{pk}").status_code == 404


def test_totals_are_those_of_the_page(cast: Cast, numbers: list[str], program: Tokens) -> None:
    assert program(cast.clerk).get("/totals").json()["total"] == len(numbers)
    assert program(cast.luming).get("/totals").json()["total"] == 1
    load = program(cast.clerk, name="领导").get("/load").json()
    assert (load["total"], load["under"]) == (3, 2)
    assert [(row["name"], row["total"]) for row in load["rows"]] == [("程砚秋", 2)]


def test_what_is_missing_is_told_all_at_once(cast: Cast, numbers: list[str], program: Tokens) -> None:
    answer = program(cast.clerk).post(f"/findings/{numbers[2]}/assign")
    assert (answer.status_code, answer.json()["code"]) == (422, "something_missing")
    missing = answer.json()["missing"]
    assert len(missing) > 1
    assert all(gap["what"].startswith("charge.") and gap["sentence"].endswith("。") for gap in missing)


def test_the_next_step_is_told_before_it_is_taken(cast: Cast, numbers: list[str], program: Tokens) -> None:
    clerk = program(cast.clerk)
    told = clerk.get(f"/findings/{numbers[2]}/next").json()
    refused = clerk.post(f"/findings/{numbers[2]}/assign").json()
    assert told["missing"] == refused["missing"]
    assert not told["is_ready"]
    assert "assign" in [each["code"] for each in told["may"]]
    assert program(cast.reader).get(f"/findings/{numbers[2]}/next").json()["may"] == []
    assert program(cast.tangxi).get(f"/findings/{numbers[0]}/next").status_code == 404


def test_who_complained_is_read_with_a_reason_that_is_kept(
    cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens
) -> None:
    number = file_plan(item(extra={"举报人": "钱某", "污染类型": "水"})).findings[0].number
    clerk, luming = program(cast.clerk), program(cast.luming)
    for asks in (clerk, luming):
        whole = asks.get(f"/findings/{number}")
        assert "钱某" not in whole.content.decode()
    shown = {row["label"]: row for row in whole.json()["remarks"]}
    assert (shown["举报人"]["is_protected"], shown["污染类型"]["text"]) == (True, "水")
    path = f"/findings/{number}/remarks/{shown['举报人']['id']}/read"
    assert luming.post(path, {"reason": "联系核实"}).status_code == 404
    assert clerk.post(path, {"reason": " "}).status_code == 422
    assert clerk.post(path, {"reason": "联系核实"}, key="a1").json()["text"] == "钱某"
    assert clerk.post(path, {"reason": "联系核实"}, key="a1").status_code == 409
    pk = Finding.objects.get(number=number).pk
    assert [entry.actor_name for entry in journal.stream("read.finding", pk)] == ["方静"]
    plan = Finding.objects.get(number=number).plan_item
    assert plan is not None
    items = clerk.get(f"/plans/{plan.plan_id}/versions/1/items").json()["rows"]
    assert items[0]["content"]["extra"] == {"举报人": "", "污染类型": "水"}


def test_many_at_once_are_answered_row_by_row(cast: Cast, numbers: list[str], program: Tokens) -> None:
    said = {"numbers": [*numbers, "2020-0001"], "role": "accepting", "names": ["市生态环境局"]}
    told = program(cast.clerk).post("/findings/bulk/charge", said).json()
    assert (told["done"], told["refused"]) == (3, 1)
    assert [row["done"] for row in told["rows"]] == [True, True, True, False]
    assert told["rows"][3]["code"] == "not_found"
    entry = journal.stream("finding", Finding.objects.get(number=numbers[0]).pk).last()
    assert entry is not None
    assert (entry.payload or {})["together"] == 4


def test_a_set_is_reviewed_and_accepted(
    cast: Cast,
    reviewed: IntakeSet,  # noqa: F811
    program: Tokens,
) -> None:
    clerk, path = program(cast.clerk), f"/intake/sets/{reviewed.uuid}"
    file = clerk.get(path).json()["files"][0]["id"]
    assert clerk.get(f"{path}/files/{file}/reading").json()["result"]["items"]
    assert program(cast.reader).get(f"{path}/files/{file}/reading").status_code == 404
    items = clerk.get(f"{path}/items").json()
    first = items[0]
    typed = clerk.post(
        f"{path}/items/{first['id']}/type",
        {"version": first["version"], "key": "goal", "text": "消除直排，长效管护。"},
    ).json()["items"][0]
    assert typed["content"]["goal"]["text"] == "消除直排，长效管护。"
    late = program(cast.head).post(
        f"{path}/items/{first['id']}/type", {"version": first["version"], "key": "goal", "text": "别的。"}
    )
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    outcome = next(row for row in clerk.get(f"{path}/acceptance").json() if row["scope"] == "all")
    said = {
        "scope": "all",
        "seen": outcome["seen"],
        "inspection": {"name": "2025年省级例行督察", "type": "routine"},
        "title": "澜州市整改方案",
    }
    assert program(cast.luming).post(f"{path}/accept", said).status_code == 404
    accepted = clerk.post(f"{path}/accept", said)
    assert accepted.status_code == 200, accepted.content.decode()
    assert len(accepted.json()["findings"]) == len(items)
    assert clerk.get(f"{path}/items").json()[0]["finding"] == accepted.json()["findings"][0]["number"]


def test_a_file_goes_in_and_is_read(cast: Cast, program: Tokens) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = {"files": SimpleUploadedFile("方案.txt", "一、鹿鸣县沿河排口直排。".encode()), "roles": ["main"]}
    assert program(cast.luming).send("/intake/sets", {**form}).status_code == 403
    form = {"files": SimpleUploadedFile("方案.txt", "一、鹿鸣县沿河排口直排。".encode()), "roles": ["main"]}
    told = program(cast.clerk).send("/intake/sets", form).json()
    whole = program(cast.head).get(f"/intake/sets/{told['set']['uuid']}").json()
    assert whole["files"][0]["state"]["code"] == "waiting"
    assert whole["files"][0]["job"]["state"]["code"] == "queued"


def test_a_name_from_a_document_is_answered(cast: Cast, numbers: list[str], program: Tokens) -> None:
    clerk: Program = program(cast.clerk)
    asked = clerk.get("/bodies/asked").json()
    question = next(each for each in asked if each["body"]["name"] == "市生态环境局")
    answer = clerk.post(f"/bodies/asked/{question['body']['id']}/new", {"kind": BodyKind.DEPARTMENT.value})
    assert answer.json()["unconfirmed"] is False
    again = clerk.get("/bodies/asked").json()
    assert "市生态环境局" not in [each["body"]["name"] for each in again]
