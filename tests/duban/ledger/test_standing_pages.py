"""What pages say of leaving the count and coming back: each act by its own name, nothing of what one may not see."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client

from duban.ledger.inputs import ChargeInput
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.test_standing import UNTIL, approve, ask, on
from tests.duban.ledger.walking import finding, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on(datetime.date(2026, 3, 2)):
        yield


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    """Three registered problems of the same county; the fourth is another's."""
    other = (ChargeInput("main", "棠溪县"),)
    made = file_plan(item(), item(printed_no="（二）"), item(printed_no="（三）"), item(charges=other))
    return [each.number for each in made.findings]


def test_the_number_merged_into_is_for_whoever_may_see_it(
    numbers: list[str], cast: Cast, client: Client
) -> None:
    first, _second, _third, others = numbers
    ask(first, cast, "merge", into=others, charges_known=True)
    approve(first, cast)
    assert others not in "".join(told(first))
    for who, shown in ((cast.clerk, True), (cast.luming, False)):
        client.force_login(who)
        assert (others in client.get(f"/ledger/{first}/").content.decode()) is shown


def test_what_rests_stays_on_the_list_and_what_left_is_pointed_to(
    numbers: list[str], cast: Cast, client: Client
) -> None:
    """Resting is no way out of sight: shown and counted, with the day that goes on running."""
    for number, kind, more in ((numbers[0], "suspend", {"until": UNTIL}), (numbers[1], "withdraw", {})):
        ask(number, cast, kind, **more)
        approve(number, cast)
    with on(datetime.date(2028, 12, 1)):
        client.force_login(cast.clerk)
        page = client.get("/ledger/?sort=number").content.decode()
        inspection = client.get(f"/ledger/inspections/{finding(numbers[0]).inspection_id}/").content.decode()
    assert numbers[0] in page
    assert "中止，时限已过" in page
    assert numbers[1] not in page
    for told_at in (page, inspection):
        assert "共 <b>3</b> 个问题" in told_at or "3 个问题" in told_at
    client.force_login(cast.clerk)
    missed = client.get(f"/ledger/?q={numbers[1]}").content.decode()
    assert "另有 1 个已撤销、并入或移交的问题符合这些条件" in missed
    assert f"/ledger/?q={numbers[1]}&amp;standing=all" in missed
    client.force_login(cast.tangxi)
    assert "另有" not in client.get(f"/ledger/?q={numbers[1]}").content.decode()


def test_each_of_the_five_acts_is_an_entry_of_its_own(numbers: list[str], cast: Cast, client: Client) -> None:
    """Offered, opened and signed under its own name; what comes back is offered only to what left."""
    number = numbers[0]
    client.force_login(cast.clerk)
    text = client.get(f"/ledger/{number}/").content.decode()
    for words in ("申请撤销问题", "申请并入其他问题", "申请移交其他单位", "申请中止整改"):
        assert f">{words}</a>" in text
    assert "kind=resume" not in text
    bare = client.get(f"/ledger/{number}/steps/ask_standing/").content.decode()
    assert f'<a href="/ledger/{number}/steps/ask_standing/?kind=withdraw">申请撤销问题</a>' in bare
    assert '<button class="button button-next"' not in bare
    form = client.get(f"/ledger/{number}/steps/ask_standing/?kind=merge").content.decode()
    assert form.count("申请并入其他问题") >= 3
    assert ('name="into"' in form, 'name="until"' in form) == (True, False)
    ask(number, cast, "merge", into=numbers[1])
    text = client.get(f"/ledger/{number}/").content.decode()
    assert "steps/ask_standing/" not in text
    client.force_login(cast.head)
    assert f">批准并入{numbers[1]}</a>" in client.get(f"/ledger/{number}/").content.decode()
    signed = client.get(f"/ledger/{number}/steps/approve_standing/").content.decode()
    assert f"批准并入{numbers[1]}</button>" in signed
    approve(number, cast)
    text = client.get(f"/ledger/{number}/").content.decode()
    assert "申请恢复在册" in text
    assert "恢复整改" not in text
    ask(number, cast, "resume")
    assert told(number)[-1].startswith("申请恢复在册")


def test_the_record_is_narrowed_to_one_of_the_five_acts(
    numbers: list[str], cast: Cast, client: Client
) -> None:
    number = numbers[0]
    ask(number, cast, "withdraw")
    approve(number, cast)
    ask(number, cast, "resume")
    client.force_login(cast.head)
    page = client.get(f"/ledger/{number}/?kind=finding.ask_standing:resume").content.decode()
    record = page.partition('id="record"')[2]
    for code, name in (
        ("finding.ask_standing:withdraw", "申请撤销"),
        ("finding.approve_standing:withdraw", "批准撤销"),
        ("finding.ask_standing:resume", "申请恢复"),
    ):
        assert f'<option value="{code}"' in record
        assert f">{name}</option>" in record
    rows = record.partition('<ol class="record"')[2]
    assert ("申请恢复在册" in rows, "申请撤销问题" in rows) == (True, False)
    assert "没有符合条件的记录" in client.get(f"/ledger/{number}/?kind=x:y").content.decode()


def test_both_sides_of_a_merger_say_so_to_who_may_see_the_other(
    numbers: list[str], cast: Cast, client: Client
) -> None:
    first, second, _third, others = numbers
    ask(first, cast, "merge", into=others, charges_known=True)
    approve(first, cast)
    for who, seen in ((cast.clerk, True), (cast.luming, False), (cast.tangxi, False)):
        client.force_login(who)
        here = client.get(f"/ledger/{first}/").content.decode() if who != cast.tangxi else ""
        there = client.get(f"/ledger/{others}/").content.decode() if who != cast.luming else ""
        assert (f"申请并入问题 {others}，鹿鸣县（主体责任单位）" in here) is seen
        assert (f'已并入 <a href="/ledger/{others}/">' in here) is seen
        assert (first in there) is seen
    client.force_login(cast.clerk)
    assert "并入本问题" in client.get(f"/ledger/{others}/").content.decode()
    ask(first, cast, "resume")
    approve(first, cast)
    assert "并入本问题" not in client.get(f"/ledger/{others}/").content.decode()
    assert "并入本问题" not in client.get(f"/ledger/{second}/").content.decode()
