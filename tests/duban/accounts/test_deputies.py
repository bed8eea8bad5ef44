"""A deputy (AB角) acts in her window, or only while the other is on leave, and sees what the other sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from duban.accounts.actions import deputies, people, roles
from duban.accounts.errors import NotAllowed, Refused
from duban.accounts.models import Deputy, Membership, Person, Role
from duban.accounts.permissions import LeaderName, is_office, leader_names, roles_of
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.models import Finding
from duban.organizations.models import Body
from tests.duban.accounts.conftest import Three, fresh
from tests.duban.conftest import Cast, Filer, ItemMaker

TODAY = timezone.localdate()
DAY = timedelta(days=1)


def _colleague(cast: Cast) -> Person:
    person = Person.objects.create_user("tongshi", display_name="童实")
    Membership.objects.create(person=person, body=Body.objects.get(name="鹿鸣县"), role=Role.READER)
    return person


def _seen(person: Person) -> int:
    return Finding.objects.visible_to(fresh(person)).count()


def test_a_deputy_sees_the_rows_of_the_unit_in_the_window(
    cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    assert (_seen(cast.luming), _seen(cast.outsider)) == (1, 0)
    row = deputies.name_deputy(cast.luming, cast.outsider, TODAY, TODAY, None)
    assert _seen(cast.outsider) == 1
    deputies.end_deputy(row, TODAY, cast.luming)
    assert _seen(cast.outsider) == 0


def test_a_leaders_deputy_sees_what_stands_under_her_name(
    cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    deputies.name_deputy(cast.leader, cast.outsider, TODAY, None, None)
    assert _seen(cast.outsider) == 1
    assert leader_names(fresh(cast.outsider)) == {LeaderName("程砚秋")}


def test_the_window_is_dated(cast: Cast) -> None:
    deputies.name_deputy(cast.clerk, cast.outsider, date(2026, 2, 1), date(2026, 2, 3), None)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 3), date(2026, 2, 4)]
    Membership.objects.update(since=date(2026, 1, 1))
    assert [bool(roles_of(fresh(cast.outsider), day)) for day in days] == [False, True, True, False]


def test_a_standing_deputy_acts_only_during_leave(cast: Cast) -> None:
    colleague = _colleague(cast)
    deputies.name_deputy(cast.luming, colleague, TODAY, None, cast.luming, only_on_leave=True)
    assert roles_of(fresh(colleague)) == {"reader"}
    leave = deputies.take_leave(cast.luming, TODAY, TODAY + DAY, "公出", cast.luming)
    assert roles_of(fresh(colleague)) == {"reader", "liaison"}
    deputies.end_leave(leave, TODAY, cast.luming)
    assert roles_of(fresh(colleague)) == {"reader"}
    with pytest.raises(Refused):
        deputies.end_leave(leave, TODAY, cast.luming)


def _last(person: Person) -> str:
    return tell(list(journal.stream("person", person.pk))[-1])


def test_both_sides_are_told(cast: Cast, three: Three) -> None:
    colleague, today = _colleague(cast), TODAY.isoformat()
    row = deputies.name_deputy(cast.luming, colleague, TODAY, None, three.security, only_on_leave=True)
    assert "成为“鲁晓”的代理人" in _last(colleague)
    leave = deputies.take_leave(cast.luming, TODAY + DAY, TODAY + 2 * DAY, "公出", three.security)
    assert _last(colleague).endswith("请假，其间代理其事项。")
    deputies.end_leave(leave, TODAY, cast.luming)
    assert "返岗，请假期间的代理到此为止" in _last(colleague)
    deputies.end_deputy(row, TODAY, three.security)
    assert _last(colleague) == f"自{today}起不再代理“鲁晓”。"
    assert _last(cast.luming) == f"自{today}起“童实”不再代理。"


def test_deputies_that_are_still_to_come_begin_on_their_day_after_a_handover(cast: Cast) -> None:
    taker, begins = _colleague(cast), TODAY + 9 * DAY
    deputies.name_deputy(cast.head, cast.luming, begins, begins + DAY, None)
    roles.hand_over(cast.luming, taker, TODAY, "轮岗", None)
    days = [TODAY, begins - DAY, begins, begins + DAY, begins + 2 * DAY]
    assert ["office_head" in roles_of(fresh(taker), day) for day in days] == [False, False, True, True, False]
    assert not any("office_head" in roles_of(fresh(cast.luming), day) for day in days)
    assert "指定“童实”为代理人" in _last(cast.head)
    assert "接手“鲁晓”的职务" in _last(taker)


def test_what_happened_meanwhile_is_told_once_when_she_comes_in(cast: Cast, client: Client) -> None:
    colleague = _colleague(cast)
    colleague.set_password("Kai-men-2026!")
    colleague.save()
    said = {"username": "tongshi", "password": "Kai-men-2026!"}
    assert "您离开期间" not in client.post("/account/sign-in/", said, follow=True).content.decode()
    roles.hand_over(cast.luming, colleague, TODAY, "轮岗", None)
    told = [
        client.post("/account/sign-in/", said, follow=True).content.decode()
        for client in (Client(), Client())
    ]
    assert f"您离开期间：自{TODAY.isoformat()}起接手“鲁晓”的职务" in told[0]
    assert "您离开期间" not in told[1]


def test_the_security_administrator_arranges_for_whoever_cannot(
    cast: Cast, three: Three, client: Client
) -> None:
    """Somebody fell ill: leave and deputies are entered and ended for her, and by nobody else."""
    address, day = f"/account/people/{cast.luming.pk}/", TODAY.isoformat()
    row = deputies.name_deputy(cast.luming, cast.tangxi, TODAY, None, None)
    client.force_login(three.security)
    client.post(f"{address}take-leave/", {"since": day, "until": day, "reason": "病假"})
    leave = cast.luming.leaves.get()
    ways = (f"{address}leaves/{leave.pk}/end/", f"{address}deputies/{row.pk}/end/")
    page = client.get(address).content.decode()
    assert all(way in page for way in ways)
    for who in (three.system, cast.tangxi, cast.head):
        client.force_login(who)
        assert [client.post(way).status_code for way in ways] == [404, 404]
    client.force_login(three.security)
    assert [client.post(way).status_code for way in ways] == [302, 302]
    assert cast.luming.leaves.get().until < TODAY
    assert Deputy.objects.get(pk=row.pk).until == TODAY - DAY


def test_deputies_do_not_pass_it_on(cast: Cast) -> None:
    deputies.name_deputy(cast.head, cast.luming, TODAY, None, None)
    deputies.name_deputy(cast.luming, cast.outsider, TODAY, None, None)
    assert is_office(fresh(cast.luming))
    assert roles_of(fresh(cast.outsider)) == {"liaison"}


def test_nobody_acts_for_an_account_that_is_switched_off(cast: Cast) -> None:
    deputies.name_deputy(cast.head, cast.outsider, TODAY, None, None)
    people.switch_off(cast.head, "离职", None)
    assert not roles_of(fresh(cast.outsider))


def test_one_names_a_colleague_the_security_administrator_anybody(cast: Cast, three: Three) -> None:
    with pytest.raises(Refused):
        deputies.name_deputy(cast.luming, cast.tangxi, TODAY, None, cast.luming)
    deputies.name_deputy(cast.luming, cast.tangxi, TODAY, None, three.security)
    with pytest.raises(NotAllowed):
        deputies.name_deputy(cast.luming, cast.tangxi, TODAY, None, cast.tangxi)
    with pytest.raises(Refused):
        deputies.name_deputy(cast.luming, cast.luming, TODAY, None, cast.luming)


def test_administrators_neither_have_nor_are_deputies(cast: Cast, three: Three) -> None:
    for person, deputy in (
        (three.system, cast.clerk),
        (cast.clerk, three.audit),
        (three.system, three.audit),
    ):
        with pytest.raises(Refused):
            deputies.name_deputy(person, deputy, TODAY, None, None)
    # Even a row written past the verb gives no mixture.
    Deputy.objects.create(person=three.system, deputy=cast.clerk, since=TODAY)
    Deputy.objects.create(person=cast.clerk, deputy=three.audit, since=TODAY)
    assert roles_of(fresh(cast.clerk)) == {"office_clerk"}
    assert roles_of(fresh(three.audit)) == {"audit_admin"}


def test_rights_cost_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    person = fresh(cast.luming)
    with django_assert_num_queries(1):  # type: ignore[operator]
        roles_of(person)
        is_office(person)
        leader_names(person)
