"""The review page over HTTP: what it shows, what its requests do, who may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from duban.intake.content import text_of
from duban.intake.models import DraftItem, IntakeSet
from tests.duban.conftest import Cast
from tests.duban.intake.plans import PLAN


def act(client: Client, intake_set: IntakeSet, item: DraftItem | None, **asked: Any) -> Any:
    path = f"items/{item.pk}/act/" if item else "act/"
    body = {"version": item.version if item else 0, "doc": doc(intake_set), **asked}
    return client.post(f"{intake_set.review_url}{path}", json.dumps(body), content_type="application/json")


def doc(intake_set: IntakeSet) -> str:
    first = intake_set.items.select_related("document").first()
    assert first is not None
    return str(first.document.uuid)


def place(intake_set: IntakeSet, words: str) -> dict[str, Any]:
    start = PLAN.index(words)
    return {"doc": doc(intake_set), "start": start, "end": start + len(words)}


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    return client


def test_doubtful_items_come_first_and_every_value_is_marked(
    office: Client, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    page = office.get(reviewed.review_url).content.decode()
    assert f'data-key="{items[0].pk}:problem"' in page
    assert f'data-key="{items[1].pk}:deadline"' in page
    assert "少了字，按2026年6月底前读" in page
    assert page.index(f'id="row-{items[0].pk}"') < page.index(f'id="row-{items[1].pk}"')


def test_the_counts_of_the_document_are_reconciled_live(
    office: Client, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    assert "文中具体问题 3，现有 3" in office.get(reviewed.review_url).content.decode()
    answer = act(office, reviewed, items[2], verb="drop", reason="重复").json()
    line = next(part["html"] for part in answer["parts"] if part["id"] == "count-line")
    assert "文中具体问题 3，现有 2" in line
    assert "少1" in line


def test_typing_answers_quietly(office: Client, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    answer = act(office, reviewed, items[0], verb="type", key="goal", text="全部消除。").json()
    assert answer["version"] == 2
    assert "item-editor" not in [part["id"] for part in answer["parts"]]
    assert answer["blocks"] == {}


def test_selecting_draws_the_changed_paragraphs_again(
    office: Client, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    chosen = place(reviewed, "督察反馈的2类3个具体问题")
    answer = act(office, reviewed, items[0], verb="select", key="goal", selection=chosen).json()
    assert set(answer["blocks"]) == {"b1", "b4"}
    assert "mark-goal" in answer["blocks"]["b1"]
    assert "mark-goal" not in answer["blocks"]["b4"]


def test_an_astral_place_is_the_same_place(
    office: Client, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    act(office, reviewed, items[1], verb="select", key="goal", selection=place(reviewed, "𠮷田沟黑臭"))
    assert text_of(DraftItem.objects.get(pk=items[1].pk).content["goal"]) == "𠮷田沟黑臭"


def test_a_split_shows_the_second_half_and_its_row(
    office: Client, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    answer = act(
        office, reviewed, items[1], verb="split", selection=place(reviewed, "石溪区青石沟水质超标。")
    ).json()
    made = reviewed.items.get(position=3)
    assert answer["item"] == made.pk
    assert f"row-{made.pk}" in [part["id"] for part in answer["parts"]]
    assert answer["order"] == [items[0].pk, items[1].pk, made.pk, items[2].pk]


def test_undo_over_the_page(office: Client, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    act(office, reviewed, items[0], verb="confirm")
    answer = act(office, reviewed, None, verb="undo")
    assert answer.status_code == 200
    assert DraftItem.objects.get(pk=items[0].pk).confirmed_at is None
    assert act(office, reviewed, None, verb="undo").status_code == 422


def test_a_conflict_shows_both_values(
    client: Client, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    client.force_login(cast.head)
    act(client, reviewed, items[0], verb="type", key="goal", text="沈知远先改")
    client.force_login(cast.clerk)
    answer = act(client, reviewed, items[0], verb="type", key="goal", text="方静后改")
    assert answer.status_code == 409
    told = answer.json()
    assert "沈知远先改" in told["conflict"]
    assert "方静后改" in told["conflict"]
    assert (
        act(
            client, reviewed, items[0], verb="type", key="goal", text="方静后改", version=told["version"]
        ).status_code
        == 200
    )


def test_two_reviewers_are_told_of_each_other(
    client: Client, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    beat = f"{reviewed.review_url}presence/?item={items[1].pk}&since=0"
    client.force_login(cast.head)
    assert "也在" not in client.get(beat).json()["presence"]
    act(client, reviewed, items[1], verb="type", key="goal", text="沈知远改的")
    client.force_login(cast.clerk)
    told = client.get(beat).json()
    assert "沈知远 也在看第2项" in told["presence"]
    assert told["changed"] == [items[1].pk]
    assert (
        client.get(f"{reviewed.review_url}presence/?item={items[1].pk}&since={told['last']}").json()[
            "changed"
        ]
        == []
    )


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"verb": "explode"},
        {"verb": "type"},
        {"verb": "type", "key": "goal", "text": "x", "version": "many"},
        {"verb": "select", "key": "goal", "selection": {"doc": "x", "start": 0, "end": 5}},
        {"verb": "split", "selection": {"doc": "no", "start": "a", "end": None}},
        {"verb": "move-part", "key": "nothing.here", "by": 1},
        {"verb": "facts", "key": "deadline", "facts": 7},
    ],
)
def test_malformed_requests_change_nothing(
    office: Client, reviewed: IntakeSet, items: list[DraftItem], asked: dict[str, Any]
) -> None:
    answer = act(office, reviewed, items[0], **asked)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"].endswith("。")
    assert DraftItem.objects.get(pk=items[0].pk).version == 1


def test_what_is_not_json_is_refused(office: Client, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    answer = office.post(f"{reviewed.review_url}act/", b"\xff{", content_type="application/json")
    assert answer.status_code == 400


def test_the_record_tells_who_did_what(office: Client, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    act(office, reviewed, items[0], verb="type", key="goal", text="全部消除。")
    page = office.get(f"/documents/sets/{reviewed.uuid}/changes/").content.decode()
    assert "修改了整改目标" in page
    assert "<del>消除直排。</del>" in page
    assert "<ins>全部消除。</ins>" in page


@pytest.mark.parametrize("name", ["luming", "tangxi", "reader", "leader", "admin", "outsider"])
def test_for_others_there_is_no_set(
    client: Client, cast: Cast, reviewed: IntakeSet, items: list[DraftItem], name: str
) -> None:
    client.force_login(getattr(cast, name))
    base = f"/documents/sets/{reviewed.uuid}/"
    item = f"{reviewed.review_url}items/{items[0].pk}/"
    pages = [
        "",
        "progress/",
        "review/",
        "changes/",
        "accept/",
        "compare/",
        "review/presence/",
        f"review/document/{doc(reviewed)}/",
    ]
    answers = [client.get(f"{base}{page}") for page in pages] + [client.get(item)]
    answers += [client.get("/documents/"), client.get("/documents/new/")]
    answers.append(act(client, reviewed, items[0], verb="confirm"))
    answers.append(act(client, reviewed, None, verb="undo"))
    answers.append(client.post(f"{base}accept/", {}))
    answers.append(client.post("/documents/new/", {"text": "x"}))
    assert {answer.status_code for answer in answers} == {404}
    assert not any("鹿鸣县" in answer.content.decode() for answer in answers)


def test_an_item_of_another_set_is_not_found(
    office: Client, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    other = IntakeSet.objects.create(title="另一组", created_by=reviewed.created_by)
    assert act(office, other_with_items(other, items), items[0], verb="confirm").status_code == 404


def other_with_items(other: IntakeSet, items: list[DraftItem]) -> IntakeSet:
    DraftItem.objects.create(
        intake_set=other, document=items[0].document, position=1, content=items[0].content
    )
    return other
