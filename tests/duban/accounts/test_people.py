"""Accounts wait for approval, are switched off with their sessions, and never show their passwords on record."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from duban.accounts.actions import people
from duban.accounts.actions.people import Wanted
from duban.accounts.errors import Refused
from duban.accounts.models import Person, Role
from duban.accounts.passwords import kinds_in
from duban.accounts.permissions import roles_of
from duban.journal.models import Entry
from duban.organizations.models import Body
from tests.duban.accounts.conftest import Three, fresh
from tests.duban.conftest import Cast


def _wanted(role: Role = Role.LIAISON) -> Wanted:
    return Wanted(Body.objects.get(name="鹿鸣县"), role, "副局长", date(2026, 1, 1))


def test_an_account_has_no_rights_before_it_is_approved(cast: Cast, three: Three, client: Client) -> None:
    printed = people.request_account("xinren", "辛任", [_wanted()], three.system)
    assert printed.person.is_pending
    assert not roles_of(fresh(printed.person))
    data = {"username": "xinren", "password": printed.password}
    client.post("/account/sign-in/", data)
    assert "_auth_user_id" not in client.session
    people.approve_account(printed.person, three.security)
    assert roles_of(fresh(printed.person)) == {"liaison"}
    assert client.post("/account/sign-in/", data).status_code == 302
    with pytest.raises(Refused):
        people.approve_account(printed.person, three.security)


def test_first_passwords_are_strong_and_nowhere_on_record(cast: Cast, three: Three) -> None:
    printed = people.request_account("xinren", "辛任", [], three.system)
    again = people.reset_password(printed.person, "遗失", three.system)
    for each in (printed, again):
        assert len(each.password) >= 10
        assert kinds_in(each.password) == 4
    told = str(list(Entry.objects.values_list("payload", flat=True)))
    assert printed.password not in told
    assert again.password not in told
    assert fresh(printed.person).must_change_password


@pytest.mark.parametrize(("username", "name"), [("CLERK", "别人"), (" ", "辛任"), ("xinren", "")])
def test_what_is_no_account(username: str, name: str, three: Three) -> None:
    with pytest.raises(Refused):
        people.request_account(username, name, [], three.system)


def test_nobody_asks_for_an_administrator_with_another_role(three: Three) -> None:
    with pytest.raises(Refused):
        people.request_account("xinren", "辛任", [_wanted(), _wanted(Role.AUDIT_ADMIN)], three.system)
    assert not Person.objects.filter(username="xinren").exists()


def test_many_accounts_come_all_or_none(three: Three) -> None:
    with pytest.raises(Refused):
        people.request_accounts([("xinren", "辛任", []), ("Clerk", "重名", [])], three.system)
    assert not Person.objects.filter(username="xinren").exists()


def test_switching_off_ends_sessions_for_good(cast: Cast, three: Three, client: Client) -> None:
    client.force_login(cast.luming)
    assert client.get("/").status_code == 200
    people.switch_off(cast.luming, "调离", three.security)
    assert client.get("/").status_code == 302
    client.force_login(cast.tangxi)
    people.switch_off(cast.tangxi, "借调", three.system)
    people.switch_on(cast.tangxi, "返回", three.security)
    assert client.get("/").status_code == 302


def test_no_administrator_switches_herself_off(three: Three) -> None:
    with pytest.raises(Refused):
        people.switch_off(three.security, "误点", three.security)


@pytest.mark.parametrize("other", ["xinren", "XinRen"])
def test_two_who_ask_for_one_name_at_once(other: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second looked before the first was there."""
    monkeypatch.setattr(people, "_demand_new", lambda *_names: None)
    people.request_account("xinren", "辛任", [], None)
    with pytest.raises(Refused, match="已有人使用"):
        people.request_account(other, "辛仁", [], None)
    assert Person.objects.filter(username__iexact="xinren").count() == 1


def test_names_that_are_too_long(cast: Cast) -> None:
    for username, name in (("x" * 61, "辛任"), ("xinren", "辛" * 61)):
        with pytest.raises(Refused, match="60个字"):
            people.request_account(username, name, [], None)
