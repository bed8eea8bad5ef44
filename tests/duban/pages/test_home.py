"""First pages: what is due, what is late, what waits for me; the frame around every page."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from duban.accounts.actions import renaming
from duban.accounts.models import Deputy, Membership, Person, Role
from duban.ledger.inputs import ChargeInput, DeadlineInput
from duban.ledger.models import Charge, Finding
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import do, to_draft, to_work

LATE = DeadlineInput("2026年1月底前", "fixed", datetime.date(2026, 1, 31))
NEAR = DeadlineInput("2026年3月底前", "fixed", datetime.date(2026, 3, 31))


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


def _home(client: Client, person: object) -> str:
    client.force_login(person)  # type: ignore[arg-type]
    return client.get("/").content.decode()


def test_an_office_without_findings_is_told_where_to_begin(client: Client, cast: Cast) -> None:
    text = _home(client, cast.clerk)
    assert "从一份整改方案开始" in text
    assert "/documents/new/" in text


def test_the_office_sees_late_near_and_who_owes(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item(problem="甲逾期。", deadline=LATE), item(problem="乙将到期。", deadline=NEAR), item())
    text = _home(client, cast.clerk)
    assert "逾期30天" in text
    assert "还有29天" in text
    assert "逾期问题责任单位" in text
    assert "鹿鸣县" in text


def test_the_office_page_asks_a_bounded_number_of_times(
    client: Client,
    cast: Cast,
    item: ItemMaker,
    file_plan: Filer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    file_plan(*(item(deadline=LATE) for _ in range(20)))
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(12):
        client.get("/")


def test_a_leader_reads_sentences_about_her_own(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    other = (ChargeInput("leader", "顾临川"),)
    file_plan(item(problem="甲逾期。", deadline=LATE), item(problem="别人的。", deadline=LATE, charges=other))
    text = _home(client, cast.leader)
    assert "<b>1</b> 个问题" in text
    assert "<b>1</b> 个已经逾期" in text
    assert "甲逾期。" in text
    assert "别人的。" not in text


def test_what_a_leader_counts_is_what_its_links_list(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    """Under her former name and her new one, and what she takes over as a deputy: one query for both."""
    other = Person.objects.create_user("gu", display_name="顾临川")
    Membership.objects.create(person=other, body=Body.objects.get(name="澜州市整改办"), role=Role.LEADER)
    led = [(ChargeInput("leader", name),) for name in ("程砚秋", "程砚冰", "顾临川", "陌生人")]
    numbers = [each.number for each in file_plan(*(item(charges=each) for each in led)).findings]
    Charge.objects.filter(role="leader").update(person=None)
    renaming.rename(cast.leader, "程砚冰", "婚后改名", None)
    Deputy.objects.create(person=other, deputy=cast.leader, since="2026-01-01")
    text = _home(client, cast.leader)
    link = re.search(r'<a href="([^"]*leader=[^"]*)"><b>(\d+)</b> 个问题', text)
    assert link is not None
    listed = client.get(html.unescape(link[1])).content.decode()
    assert [number in listed for number in numbers] == [True, True, True, False]
    assert link[2] == "3"
    assert "共 <b>3</b> 个问题" in listed
    # The field of the form shows what was asked, and asks the same when it is sent.
    field = re.search(r'name="leader"[^>]*value="([^"]*)"', listed) or re.search(
        r'value="([^"]*)"[^>]*name="leader"', listed
    )
    assert field is not None
    again = client.get("/ledger/", {"leader": field[1]}).content.decode()
    assert [number in again for number in numbers] == [True, True, True, False]
    client.force_login(cast.clerk)
    assert numbers[0] not in client.get("/ledger/?leader=me").content.decode()


def test_a_leader_sees_each_finding_once_and_what_came_this_week(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item(problem="甲逾期。", deadline=LATE), item(problem="乙还早。"))
    text = _home(client, cast.leader)
    assert text.count("甲逾期。") == 1
    assert text.index("其余整改中问题") < text.index("乙还早。")
    assert "本周新登记 <b>2</b> 个" in text
    Finding.objects.update(registered_at=timezone.now() - datetime.timedelta(days=8))
    assert "本周没有新登记的问题" in _home(client, cast.leader)


def test_a_unit_sees_its_debts_by_date(client: Client, cast: Cast, item: ItemMaker, file_plan: Filer) -> None:
    file_plan(
        item(problem="长期的。", deadline=DeadlineInput("长期坚持", "ongoing")),
        item(problem="将到期的。", deadline=NEAR),
        item(problem="逾期的。", deadline=LATE),
        item(problem="已完成的。", status="completed"),
        item(problem="棠溪县的。", charges=(ChargeInput("main", "棠溪县"),)),
    )
    text = _home(client, cast.luming)
    assert "3 个问题还在整改，逾期 1 个" in text
    assert text.index("逾期的。") < text.index("将到期的。") < text.index("长期的。")
    assert "已完成的。" not in text
    assert "棠溪县的。" not in text


def test_somebody_without_a_role_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    assert "还没有业务角色" in _home(client, cast.outsider)


def test_the_bar_of_a_phone_has_four_places_and_tasks_are_offered_to_whom_they_come(
    client: Client, cast: Cast
) -> None:
    bars = {
        cast.clerk: ("首页", "文件", "台账", "督察"),
        cast.luming: ("首页", "台账", "督察", "方案"),
        cast.admin: ("首页", "组织", "账号"),
    }
    for person, names in bars.items():
        text = _home(client, person) if person != cast.admin else _at(client, person, "/account/me/")
        bar = text.partition('<nav class="bottombar"')[2].partition("</nav>")[0]
        assert tuple(re.findall(r"<span>(\w+)</span>", bar)) == names
    for person, has in (
        (cast.clerk, True),
        (cast.leader, True),
        (cast.reader, False),
        (cast.outsider, False),
    ):
        assert ("waiting=me" in _at(client, person, "/ledger/")) is has


def _at(client: Client, person: object, address: str) -> str:
    client.force_login(person)  # type: ignore[arg-type]
    return client.get(address).content.decode()


def test_only_the_office_is_led_to_documents(client: Client, cast: Cast) -> None:
    assert 'href="/documents/"' in _home(client, cast.clerk)
    assert 'href="/documents/"' not in _home(client, cast.luming)


def test_the_rail_says_where_one_is(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    text = client.get("/ledger/inspections/").content.decode()
    assert text.count('class="rail-link" title="督察" aria-current="page"') == 1
    assert 'title="台账" aria-current="page"' not in text


def test_the_language_can_be_switched_and_one_stays_where_one_is(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = client.post("/language/", {"language": "en", "next": "/ledger/?q=x"})
    assert answer["Location"] == "/ledger/?q=x"
    assert '<html lang="en">' in client.get("/ledger/").content.decode()


def test_pages_carry_a_strict_policy_and_no_inline_code(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = client.get("/ledger/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    text = answer.content.decode()
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text


def test_a_wrong_address_is_answered_in_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = client.get("/ledger/2026-9999/")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()


def test_requests_wait_on_the_first_page_of_whoever_answers_them(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    number = to_work(file_plan(item()).findings[0].number, cast)
    later = datetime.date(2026, 9, 30)
    said = {"kind": "deadline", "deadline": later, "reason": "雨季施工受阻。", "assessment": "论证可行。"}
    assert "待审批的申请" not in _home(client, cast.head)
    do("ask_change", number, cast.luming, **said)
    text = _home(client, cast.head)
    assert "待审批的申请" in text
    assert "调整为“2026年9月30日”" in text
    assert f"/ledger/{number}/" in text
    assert "待审批的申请" not in _home(client, cast.reader)
    do("refuse_change", number, cast.head, reason="理由不足。")
    assert "待审批的申请" not in _home(client, cast.head)


def test_a_unit_sees_where_each_of_its_debts_stands(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    number = to_draft(file_plan(item()).findings[0].number, cast)
    assert "方案编制" in _home(client, cast.luming)
    Finding.objects.filter(number=number).update(stage="in_progress")
    assert "方案编制" not in _home(client, cast.luming)


def test_what_waits_is_told_by_kind_and_each_link_leads_to_as_many(
    client: Client,
    cast: Cast,
    item: ItemMaker,
    file_plan: Filer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    numbers = [row.number for row in file_plan(item(), item(deadline=LATE), item(), item()).findings]
    to_draft(numbers[0], cast)
    to_work(numbers[1], cast)
    said = {"kind": "suspend", "until": datetime.date(2026, 9, 30), "reason": "汛期停工。"}
    do("ask_standing", numbers[1], cast.luming, **said)
    told = {
        cast.clerk: {"assign": 2},
        cast.head: {"requests": 1, "assign": 2},
        cast.luming: {"late": 1, "submit": 1},
        cast.tangxi: {},
        cast.leader: {"requests": 1},
        cast.reader: {},
    }
    for person, heaps in told.items():
        client.force_login(person)
        with django_assert_max_num_queries(12):
            text = client.get("/").content.decode()
        links = set(re.findall(r'\?waiting=(\w+)"', text)) - {"me"}
        assert links == heaps.keys()
        for code, count in heaps.items():
            listed = client.get(f"/ledger/?waiting={code}")
            assert listed.content.decode().count("data-row=") == count
    assert "待交办" in _home(client, cast.clerk)
    assert "<b>1</b> 个问题有申请待审批" in _home(client, cast.leader)


def test_what_rests_is_counted_as_the_list_counts_it(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    numbers = [row.number for row in file_plan(item(), item()).findings]
    to_work(numbers[0], cast)
    until = datetime.date(2026, 9, 30)
    do("ask_standing", numbers[0], cast.clerk, kind="suspend", until=until, reason="汛期停工。")
    do("approve_standing", numbers[0], cast.head)
    assert '<span class="tile-count ink-idle">2</span>' in _home(client, cast.clerk)
    assert client.get("/ledger/").content.decode().count("data-row=") == 2
    assert "1 个问题还在整改" in _home(client, cast.luming)


def test_a_unit_without_anything_to_do_now_is_told_so(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    assert "暂无待办事项" in _home(client, cast.luming)
    assert "待我办理" not in _home(client, cast.reader)
