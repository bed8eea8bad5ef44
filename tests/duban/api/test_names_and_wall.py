"""Names of documents are answered over the interface, people get their right names, and the wall chart is data."""

from __future__ import annotations

import pytest

from duban.accounts.actions import naming
from duban.accounts.models import NamedPerson, Person
from duban.intake.models import IntakeSet
from tests.duban.accounts.conftest import Three
from tests.duban.api.conftest import Tokens
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.intake.conftest import read_set, reviewed  # noqa: F401  fixtures


def test_a_name_is_answered_once_and_taken_back(cast: Cast, three: Three, program: Tokens) -> None:
    naming.ask([("程砚秋", "副市长"), ("无名", "县长")])
    clerk = program(cast.clerk)
    rows = clerk.get("/names", count="true").json()
    assert rows["count"] == 2
    other, first = rows["rows"]
    assert [each["person"]["id"] for each in first["offers"]] == [cast.leader.pk]
    told = clerk.post(f"/names/{first['id']}/answer", {"person": cast.leader.pk}).json()
    assert told["person"] == {"id": cast.leader.pk, "name": "程砚秋"}
    assert clerk.post(f"/names/{first['id']}/answer", {"person": None}).json()["code"] == "refused"
    assert clerk.post(f"/names/{other['id']}/answer", {}).json()["person"] is None
    assert len(clerk.get("/names", state="answered").json()["rows"]) == 2
    assert clerk.get("/names").json()["rows"] == []
    back = clerk.post(f"/names/{first['id']}/withdraw", {"reason": "认错"}).json()
    assert back["answered_at"] is None
    assert NamedPerson.objects.get(pk=first["id"]).person is None


def test_an_administrator_is_nobodys_name(cast: Cast, three: Three, program: Tokens) -> None:
    naming.ask([("审计管理员", "")])
    row = NamedPerson.objects.get()
    answer = program(cast.clerk).post(f"/names/{row.pk}/answer", {"person": three.audit.pk})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["person"])


@pytest.mark.parametrize("who", ["luming", "reader", "leader", "outsider"])
def test_whose_it_is_is_the_business_of_the_office(who: str, cast: Cast, program: Tokens) -> None:
    naming.ask([("程砚秋", "副市长")])
    asker, row = program(getattr(cast, who)), NamedPerson.objects.get()
    assert asker.get("/names").status_code == 403
    assert asker.post(f"/names/{row.pk}/answer", {"person": None}).status_code == 403
    assert NamedPerson.objects.get().answered_at is None


def test_a_name_is_corrected_by_the_system_administrator_only(
    cast: Cast, three: Three, program: Tokens
) -> None:
    path, said = f"/people/{cast.luming.pk}/rename", {"name": "鲁晓禾", "reason": "录入有误"}
    for who in (three.security, three.audit, cast.head):
        assert program(who).post(path, said).status_code == 403
    assert Person.objects.get(pk=cast.luming.pk).display_name == "鲁晓"
    system = program(three.system)
    assert system.post(path, {**said, "reason": ""}).status_code == 422
    assert system.post(path, said).json()["display_name"] == "鲁晓禾"
    assert system.get(f"/people/{cast.luming.pk}").json()["former_names"] == ["鲁晓"]


def test_the_wall_is_the_list_with_its_time(
    cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens
) -> None:
    file_plan(item(), item(), item())
    clerk = program(cast.clerk)
    listed = [row["number"] for row in clerk.get("/findings", sort="order").json()["rows"]]
    first = clerk.get("/wall", limit=2, count="true").json()
    rest = clerk.get("/wall", limit=2, cursor=first["next"]).json()
    rows = first["rows"] + rest["rows"]
    assert (first["count"], rest["next"]) == (3, None)
    assert [row["number"] for row in rows] == listed
    for row in rows:
        assert row["bars"]
        assert row["begun"] <= row["due_on"]
        assert all(
            bar["until"] == max([s["date"] for s in bar["steps"]] or [row["due_on"]]) for bar in row["bars"]
        )
    assert program(cast.outsider).get("/wall").json()["rows"] == []


def test_items_are_joined_anew_by_the_office(cast: Cast, reviewed: IntakeSet, program: Tokens) -> None:  # noqa: F811
    path = f"/intake/sets/{reviewed.uuid}/rejoin"
    assert program(cast.luming).post(path).status_code == 404
    answer = program(cast.clerk).post(path)
    assert answer.status_code == 200, answer.json()
    assert "归并" in answer.json()["sentence"]
