"""Signing in, what a role means, and that accounts come into being on record."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.accounts.actions import add_person, give_role
from duban.accounts.models import Membership, Role
from duban.accounts.permissions import is_office, may_review, sees_all
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Body
from tests.duban.conftest import Cast


@pytest.mark.parametrize(
    ("who", "office", "all_of_it"),
    [
        ("clerk", True, True),
        ("head", True, True),
        ("reader", False, True),
        ("leader", False, False),
        ("luming", False, False),
        ("admin", False, False),
        ("outsider", False, False),
    ],
)
def test_what_a_role_means(who: str, office: bool, all_of_it: bool, cast: Cast) -> None:
    person = getattr(cast, who)
    assert (is_office(person), may_review(person), sees_all(person)) == (office, office, all_of_it)


def test_a_person_signs_in_and_out(client: Client, db: None) -> None:
    add_person("fang", "方静", "好密码-2026", None)
    page = client.get("/account/sign-in/").content.decode()
    assert "用户名" in page
    answer = client.post("/account/sign-in/", {"username": "fang", "password": "好密码-2026"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "方静" in client.get("/").content.decode()
    client.post("/account/sign-out/")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("name", "word"), [("fang", "wrong"), ("nobody", "好密码-2026"), ("", "")])
def test_a_refusal_does_not_say_which_was_wrong(name: str, word: str, client: Client, db: None) -> None:
    add_person("fang", "方静", "好密码-2026", None)
    text = client.post("/account/sign-in/", {"username": name, "password": word}).content.decode()
    assert "用户名或密码不正确" in text or "请填写用户名和密码" in text
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_switched_off_cannot_sign_in(client: Client, db: None) -> None:
    person = add_person("fang", "方静", "好密码-2026", None)
    person.is_active = False
    person.save()
    client.post("/account/sign-in/", {"username": "fang", "password": "好密码-2026"})
    assert "_auth_user_id" not in client.session


def test_after_signing_in_one_does_not_land_elsewhere(client: Client, db: None) -> None:
    add_person("fang", "方静", "好密码-2026", None)
    data = {"username": "fang", "password": "好密码-2026", "next": "https://evil.example/"}
    assert client.post("/account/sign-in/", data)["Location"] == "/"


def test_accounts_and_roles_are_on_record_without_the_password(cast: Cast) -> None:
    person = add_person("fang", "方静", "好密码-2026", cast.head)
    body = Body.objects.get(name="鹿鸣县")
    give_role(person, body, Role.LIAISON, None)
    give_role(person, body, Role.LIAISON, None)
    entries = journal.stream("person", person.pk)
    assert [tell(entry) for entry in entries] == ["建立账号“fang”。", "授予“鹿鸣县”的“单位联络员”角色。"]
    assert Membership.objects.filter(person=person).count() == 1
    assert "好密码" not in str([entry.payload for entry in entries])
