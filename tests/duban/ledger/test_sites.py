"""Sites (点位): set freely while the plan is written, then by a request that another person decides, or by an erratum."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from duban.ledger.agreeing import disagreements
from duban.ledger.errors import NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.models import Site
from duban.organizations.models import Region
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, told

pytestmark = pytest.mark.django_db
NORTH, SOUTH = "北门排口｜鹿鸣县｜城关镇河东路12号", "南桥排口"


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    Region.objects.create(code="990121", name="鹿鸣县")
    return file_plan(item(charges=CHARGES)).findings[0].number


def names(number: str) -> list[str]:
    return list(get(number).sites.filter(ended_at=None).values_list("name", flat=True))


def test_they_are_set_while_the_plan_is_written(number: str, cast: Cast) -> None:
    act("set_sites", number, cast.luming, sites=(NORTH, SOUTH))
    first = get(number).sites.get(name="北门排口")
    assert (first.region.name, first.place) == ("鹿鸣县", "城关镇河东路12号")  # type: ignore[union-attr]
    act("set_sites", number, cast.clerk, sites=("东门排口", NORTH))
    assert names(number) == ["东门排口", "北门排口"]
    assert get(number).sites.get(name="北门排口").pk == first.pk
    assert Site.objects.get(name="南桥排口").ended_at is not None
    assert told(number)[-1] == "明确点位，现有2处；新列入东门排口；不再列入南桥排口。"
    assert "城关镇河东路" in get(number).search_text
    assert not list(disagreements())


def test_what_is_wrong_comes_in_one_answer_and_changes_nothing(number: str, cast: Cast) -> None:
    Region.objects.create(code="980121", name="石溪区")
    Region.objects.create(code="970121", name="石溪区")
    wrong = ("甲｜乙｜丙｜丁", "排口｜无名县", "井｜石溪区", SOUTH, SOUTH, "长" * 201)
    with pytest.raises(Refused) as refused:
        act("set_sites", number, cast.clerk, sites=wrong)
    said = str(refused.value)
    for words in (
        "名称｜区域｜位置",
        "没有名为“无名县”",
        "970121、980121",
        "“南桥排口”写了两次",
        "不超过200字",
    ):
        assert words in said
    assert not Site.objects.exists()
    act("set_sites", number, cast.clerk, sites=("井｜970121",))
    with pytest.raises(Refused, match="相同"):
        act("set_sites", number, cast.clerk, sites=("井｜970121",))


def test_who_may_not_and_where_it_does_not_start(number: str, cast: Cast) -> None:
    with pytest.raises(Unseen):
        act("set_sites", number, cast.tangxi, sites=(SOUTH,))
    for person in (cast.reader, cast.leader):
        with pytest.raises(NotAllowed):
            act("set_sites", number, person, sites=(SOUTH,))
    Road(number, cast).filed()
    with pytest.raises(OutOfStep):
        act("set_sites", number, cast.clerk, sites=(SOUTH,))


def test_on_file_they_change_by_a_request_and_another_decides(number: str, cast: Cast) -> None:
    act("set_sites", number, cast.clerk, sites=(NORTH,))
    Road(number, cast).working()
    act("ask_change", number, cast.luming, kind="sites", sites=(NORTH, SOUTH), reason="核查新发现。")
    # Another request of the plan waits as well, and does not stand in the way of this one.
    act(
        "ask_change", number, cast.clerk, kind="goal", goal="消除直排。", assessment="论证。", reason="需要。"
    )
    request = get(number).requests.get(kind="sites")
    with pytest.raises(NotAllowed):
        act("approve_change", number, cast.clerk, request=request.pk)
    act("approve_change", number, cast.head, request=request.pk)
    assert names(number) == ["北门排口", "南桥排口"]
    frozen = [row.frozen["sites"] for row in get(number).filings.all()]
    assert frozen == [[NORTH], [NORTH, SOUTH]]
    assert "点位增加1项" in told(number)[-1]
    act("withdraw_step", number, cast.head, reason="误批。")
    assert names(number) == ["北门排口"]
    assert get(number).requests.get(kind="sites").state == "open"
    assert not list(disagreements())


def test_a_slip_of_the_pen_is_corrected_on_record(number: str, cast: Cast) -> None:
    act("set_sites", number, cast.clerk, sites=(NORTH,))
    Road(number, cast).working()
    site = get(number).sites.get()
    act("correct", number, cast.clerk, what=f"site.{site.pk}", after="北关排口", reason="录入有误。")
    assert names(number) == ["北关排口"]
    for wrong in ("", "北关｜排口", "长" * 201):
        with pytest.raises(Refused):
            act("correct", number, cast.clerk, what=f"site.{site.pk}", after=wrong, reason="录入有误。")
    assert "更正点位1的名称：“北门排口”改为“北关排口”" in told(number)[-1]


def test_the_page_shows_them_and_takes_them(number: str, cast: Cast, client: Client) -> None:
    client.force_login(cast.luming)
    address = reverse("ledger:step", args=[number, "set_sites"])
    client.post(address, {"sites": f"{NORTH}\n{SOUTH}", "seen": 0})
    page = client.get(reverse("ledger:finding", args=[number])).content.decode()
    assert "城关镇河东路12号" in page
    assert "北门排口｜鹿鸣县｜城关镇河东路12号" in client.get(address).content.decode()
    client.force_login(cast.tangxi)
    assert client.get(address).status_code == 404
