"""What the units that share a problem settled between them: with a unit that exists, on a day that can be."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from duban.ledger.errors import Refused, UnknownNames, Unseen
from duban.ledger.models import CoordinationNote, Inspection
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, act, told

pytestmark = pytest.mark.django_db

DAY = datetime.date
TALK = {"text": "会商管网走向。", "outcome": "先主干后支线。"}


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item(charges=CHARGES)).findings[0].number


def test_the_unit_is_one_of_the_directory_and_an_unknown_one_is_asked_once(
    number: str, cast: Cast, client: Client
) -> None:
    with pytest.raises(UnknownNames, match="组织名录中没有“市水务居”"):
        act("coordinate", number, cast.luming, **TALK, unit="市水务居")
    with pytest.raises(Unseen):
        act("coordinate", number, cast.tangxi, **TALK)
    act("coordinate", number, cast.luming, **TALK, unit=" 市水务局 ")
    assert CoordinationNote.objects.get().body == Body.objects.get(name="市水务局")
    assert "协调（市水务局）：会商管网走向；议定：先主干后支线。" in told(number)[-1]
    address = f"/ledger/{number}/steps/coordinate/"
    said = {**TALK, "unit": "石溪区管网公司", "name-0": "石溪区管网公司", "who-0": "new:company"}
    client.force_login(cast.luming)
    assert "组织名录中没有“石溪区管网公司”" in client.post(address, said).content.decode()
    client.force_login(cast.clerk)
    assert "请说明这些名称是谁" in client.post(address, {**said, "who-0": ""}).content.decode()
    assert client.post(address, said).status_code == 302
    assert CoordinationNote.objects.filter(body__name="石溪区管网公司").count() == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (DAY(2016, 3, 1), "早于本次督察开始的日期2025-11-05，请核对年份"),
        (DAY(2025, 11, 4), "早于本次督察开始的日期2025-11-05"),
        (timezone.localdate() + datetime.timedelta(days=2), "在今天之后"),
    ],
)
def test_a_day_that_cannot_be_is_a_slip(number: str, cast: Cast, day: datetime.date, why: str) -> None:
    Inspection.objects.update(onsite_start=DAY(2025, 11, 5), feedback_date=DAY(2026, 1, 8))
    with pytest.raises(Refused, match=why):
        act("coordinate", number, cast.luming, **TALK, happened_on=day)
    act("coordinate", number, cast.luming, **TALK, happened_on=DAY(2025, 11, 5))
    Inspection.objects.update(onsite_start=None, feedback_date=None)
    with pytest.raises(Refused, match="不在合理范围内"):
        act("coordinate", number, cast.luming, **TALK, happened_on=DAY(1926, 3, 1))


def test_a_note_is_no_report(number: str, cast: Cast) -> None:
    for name, label in (("text", "协调事项"), ("outcome", "议定结果")):
        with pytest.raises(Refused, match=f"{label}不超过1000字"):
            act("coordinate", number, cast.luming, **{**TALK, name: "会" * 1001})
    assert not CoordinationNote.objects.exists()
