"""What stands beside a problem that somebody may not see, and would tell of it: a name behind a number, a special plan, a
unit that only its document names, the words of who complained."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.ledger.inputs import ChargeInput
from duban.ledger.models import Category, Inspection
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.plans import take as take_on_plan
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker

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
