"""What stands beside a problem that somebody may not see, and would tell of it: a name behind a number, a special plan, a
unit that only its document names, the words of who complained."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.accounts.models import Person
from duban.api.actions import make_token
from duban.api.models import Scope
from duban.files.models import Document
from duban.ledger.errors import Refused, UnknownNames
from duban.ledger.inputs import ChargeInput
from duban.ledger.models import AnchorEvent, Category, Finding, Inspection, PlanVersionDocument
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.plans import take as take_on_plan
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import act

pytestmark = pytest.mark.django_db
SEEN, HIDDEN = "2025年省级例行督察", "鹮鹠湿地密查"
ONLY_PRINTED, TITLE, CATEGORY = "甪直围垦管理处", "鹮鹠湿地围垦专项整治", "九、罕见方面"


class House:
    def __init__(self, item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
        mine = item(charges=(ChargeInput("main", "鹿鸣县"),), extra={"举报人": "居民甲", "污染类型": "水"})
        theirs = item(category=(CATEGORY,), charges=(ChargeInput("main", ONLY_PRINTED),))
        self.mine, beside = (row.number for row in file_plan(mine, theirs, inspection=SEEN).findings)
        file_plan(item(category=(CATEGORY,), charges=(ChargeInput("main", "棠溪县"),)), inspection=HIDDEN)
        self.seen = Inspection.objects.get(name=SEEN)
        said = PLAN_VERBS["begin_special_plan"].inputs(title=TITLE, findings=(beside,))
        self.special = take_on_plan("begin_special_plan", self.seen.pk, said, cast.clerk)


@pytest.fixture
def house(item: ItemMaker, file_plan: Filer, cast: Cast) -> House:
    return House(item, file_plan, cast)


def test_a_number_in_the_address_is_not_answered_with_its_name(
    house: House, client: Client, cast: Cast
) -> None:
    hidden = Inspection.objects.get(name=HIDDEN).pk
    category = Category.objects.filter(name=CATEGORY).latest("pk").pk
    body = Body.objects.get(name=ONLY_PRINTED).pk
    asked = [
        (f"inspection={hidden}", HIDDEN),
        (f"category={category}", CATEGORY),
        (f"body={body}", ONLY_PRINTED),
    ]
    for person, knows in ((cast.luming, False), (cast.outsider, False), (cast.reader, True)):
        client.force_login(person)
        for question, name in asked:
            for page in ("", "wall/", "load/", "print/"):
                text = client.get(f"/ledger/{page}?{question}").content.decode()
                assert (name in text) is knows, (person.username, page, question)
    client.force_login(cast.luming)
    assert SEEN in client.get(f"/ledger/?inspection={house.seen.pk}").content.decode()
    for kind in ("all", "problems"):
        answer = client.get(f"/ledger/export/{kind}/?inspection={hidden}")
        assert HIDDEN not in str(answer.headers)


class Asking:
    """Her browser and a program of hers."""

    def __init__(self, person: Person) -> None:
        self.pages = Client()
        self.pages.force_login(person)
        self.token = make_token(person, "核对", Scope.READ)[1]

    def page(self, address: str) -> str:
        return self.pages.get(address).content.decode()

    def api(self, address: str) -> str:
        answer = Client().get(f"/api/v1{address}", headers={"Authorization": f"Bearer {self.token}"})
        return json.dumps(answer.json(), ensure_ascii=False)


def test_special_plans_are_for_who_sees_a_problem_of_theirs(
    house: House, cast: Cast, document: Document
) -> None:
    version = house.special.versions.get()
    PlanVersionDocument.objects.create(version=version, document=document, ordinal=1)
    AnchorEvent.objects.create(
        plan=house.special, name="围垦点位移交", happened_on="2026-01-05", by=cast.clerk, at=timezone.now()
    )
    for person, knows in ((cast.luming, False), (cast.reader, True)):
        asking = Asking(person)
        told = asking.page(f"/ledger/inspections/{house.seen.pk}/plans/")
        told += asking.page(f"/ledger/inspections/{house.seen.pk}/") + asking.page("/ledger/plans/")
        for place in ("", "/plans"):
            told += asking.api(f"/inspections/{house.seen.pk}{place}")
        assert (TITLE in told, "围垦点位移交" in told) == (knows, knows), person.username
        assert (str(document.uuid) in told) is False, person.username
    assert str(document.uuid) in Asking(cast.clerk).api(f"/inspections/{house.seen.pk}")


def test_units_that_only_documents_name_are_for_who_keeps_the_directory(house: House, cast: Cast) -> None:
    body = Body.objects.get(name=ONLY_PRINTED)
    assert body.unconfirmed
    pages = (
        f"/organizations/?name={ONLY_PRINTED[:2]}",
        "/organizations/?all=1",
        reverse("organizations:body", args=[body.pk]),
    )
    lists = (
        f"/bodies?name={ONLY_PRINTED[:2]}",
        "/bodies?all=true",
        f"/bodies/{body.pk}",
        f"/bodies/{body.pk}/journal",
    )
    for person, knows in ((cast.luming, False), (cast.leader, False), (cast.clerk, True)):
        asking = Asking(person)
        assert [
            ONLY_PRINTED in asking.page(each).replace(f'value="{ONLY_PRINTED[:2]}"', "") for each in pages
        ] == [knows, False, knows]
        assert any(ONLY_PRINTED in asking.api(each) for each in lists) is knows
        assert ("个单位名称待核对" in asking.page("/organizations/")) is knows


def test_who_complained_is_not_found_by_searching(house: House, cast: Cast) -> None:
    for person in (cast.luming, cast.clerk):
        asking = Asking(person)
        assert house.mine in asking.page("/ledger/?q=污染类型") or house.mine in asking.page(
            "/ledger/?q=封堵排口"
        )
        for word in ("居民甲", "居民"):
            assert house.mine not in asking.page(f"/ledger/?q={word}")
            assert '"total": 0' in asking.api(f"/totals?q={word}")


def test_on_the_way_to_where_a_merged_problem_lives_nothing_is_told(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    ours, theirs = (ChargeInput("main", "鹿鸣县"),), (ChargeInput("main", "棠溪县"),)
    mine, target = (row.number for row in file_plan(item(charges=ours), item(charges=ours)).findings)
    (hidden,) = (row.number for row in file_plan(item(charges=theirs), inspection=HIDDEN).findings)
    said = {"kind": "merge", "reason": "同一问题。", "across": "市整改办会商。", "charges_known": True}
    act("ask_standing", target, cast.clerk, into=hidden, **said)
    luming = Asking(cast.luming)
    told = luming.api(f"/findings/{target}/requests") + luming.api("/requests?state=")
    assert hidden in Asking(cast.clerk).api(f"/findings/{target}/requests")
    act("approve_standing", target, cast.head)
    told += luming.api(f"/findings/{target}/standings") + luming.page(f"/ledger/{target}/")
    told += luming.api(f"/findings/{target}/journal") + luming.api(f"/findings/{target}/next")
    with pytest.raises(Refused) as refused:
        act("ask_standing", mine, cast.luming, into=target, **said)
    told += str(refused.value)
    assert target in told
    assert not [word for word in (hidden, HIDDEN, "市整改办会商") if word in told]
    with pytest.raises(UnknownNames) as unknown:
        act("ask_standing", mine, cast.luming, kind="transfer", reason="调整。", to_body="棠溪")
    assert "棠溪县" in str(unknown.value)


def test_a_mistyped_unit_is_not_answered_with_one_that_only_a_document_names(
    house: House, cast: Cast
) -> None:
    nearly = ONLY_PRINTED.replace("处", "所")
    said = {"verb": "coordinate", "text": "会商。", "happened_on": "2026-01-05", "unit": nearly}
    Finding.objects.update(stage="in_progress")
    for person, knows in ((cast.luming, False), (cast.clerk, True)):
        asking = Asking(person)
        one = asking.pages.post(f"/ledger/{house.mine}/steps/coordinate/", said).content.decode()
        chosen = asking.pages.post("/ledger/bulk/", {**said, "numbers": house.mine})
        many = asking.pages.post(
            chosen["Location"], {**said, "numbers": house.mine}, follow=True
        ).content.decode()
        for told in (one, many):
            assert nearly in told
            assert (ONLY_PRINTED in told) is knows, person.username
