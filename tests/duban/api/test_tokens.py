"""A token is its person, as long as she may and it stands; nothing else opens the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duban.accounts.actions import people, roles, signing
from duban.accounts.errors import NotAllowed, Refused
from duban.accounts.models import Person, Role
from duban.api import pace
from duban.api.actions import MOST, make_token, revoke_token
from duban.api.models import Scope, Token
from duban.api.tokens import digest_of
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Body
from duban.rulebook.actions import NewValue, set_value
from duban.rulebook.models import Profile
from duban.rulebook.seeding import seed
from tests.duban.api.conftest import V1, Program, Three, Tokens
from tests.duban.conftest import Cast, Filer, ItemMaker


def test_only_its_hash_is_kept(cast: Cast) -> None:
    token, shown = make_token(cast.clerk, "夜间同步", Scope.READ)
    assert shown.startswith(f"duban_{token.handle}_")
    secret = shown.split("_", 2)[2]
    assert token.digest == digest_of(secret)
    kept = [str(value) for value in Token.objects.values_list().get(pk=token.pk)]
    assert not any(secret in value for value in kept)


def test_it_ends_when_the_rule_says(cast: Cast) -> None:
    token, _shown = make_token(cast.clerk, "夜间同步", Scope.READ)
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)


def test_a_standing_name_is_not_given_twice_and_there_is_an_end_to_them(cast: Cast) -> None:
    for at in range(MOST):
        make_token(cast.clerk, f"程序{at}", Scope.READ)
    with pytest.raises(Refused, match="已有名为"):
        make_token(cast.clerk, "程序3", Scope.READ)
    with pytest.raises(Refused, match="请先撤销"):
        make_token(cast.clerk, "又一个", Scope.READ)


@pytest.mark.parametrize("shown", ["", "x", "duban__", "duban_ffffffffffff_x", "Bearer", "duban_\u00e9_x"])
def test_what_is_no_token_opens_nothing(db: None, shown: str) -> None:
    answer = Program(shown).get("/me") if shown else Program().get("/me")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_right_handle_with_another_secret_opens_nothing(cast: Cast) -> None:
    token, _shown = make_token(cast.clerk, "夜间同步", Scope.READ)
    assert Program(f"duban_{token.handle}_{'x' * 43}").get("/me").status_code == 401


def test_a_session_does_not_count_here(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.clerk)
    assert client.get(f"{V1}/me").status_code == 401
    assert client.post(f"{V1}/me/leaves", "{}", content_type="application/json").status_code == 401


def test_a_reading_token_changes_nothing(cast: Cast, program: Tokens) -> None:
    answer = program(cast.clerk, Scope.READ).post(
        "/me/leaves", {"since": "2026-03-02", "until": "2026-03-03"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only")
    assert not cast.clerk.leaves.exists()


def test_a_revoked_or_expired_token_opens_nothing(cast: Cast) -> None:
    for change in ({"revoked_at": timezone.now()}, {"expires_at": timezone.now()}):
        token, shown = make_token(cast.clerk, f"程序{change}"[:40], Scope.READ)
        assert Program(shown).get("/me").status_code == 200
        Token.objects.filter(pk=token.pk).update(**change)
        assert Program(shown).get("/me").status_code == 401


def _locked(person: Person) -> None:
    for _time in range(5):
        signing.failed(person.username, "10.0.0.9", timezone.now())


def _first_sign_in(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(must_change_password=True)


def _password_too_old(person: Person) -> None:
    old = timezone.now() - timedelta(days=91)
    Person.objects.filter(pk=person.pk).update(password_changed_at=old)


def _password_reset(person: Person) -> None:
    people.reset_password(person, "手机被盗", None)
    Person.objects.filter(pk=person.pk).update(must_change_password=False)


def _off(person: Person) -> None:
    people.switch_off(person, "调离", None)


def _off_and_on(person: Person) -> None:
    people.switch_on(people.switch_off(person, "误操作", None), "恢复", None)


@pytest.mark.parametrize(
    "happens", [_locked, _first_sign_in, _password_too_old, _password_reset, _off, _off_and_on]
)
def test_whoever_may_not_come_in_has_no_token_that_works(
    cast: Cast, program: Tokens, happens: object
) -> None:
    clerk = program(cast.clerk)
    assert clerk.get("/me").status_code == 200
    happens(cast.clerk)  # type: ignore[operator]
    answer = clerk.get("/findings")
    assert answer.status_code == 401
    assert answer.json()["sentence"].endswith("。")


@pytest.mark.parametrize("happens", [_first_sign_in, _password_too_old])
def test_where_nobody_uses_passwords_they_stop_no_token(cast: Cast, program: Tokens, happens: object) -> None:
    """Everybody comes through the provider of identities, and the rule says so."""
    seed()
    new = NewValue(False, timezone.localdate())
    security = Person.objects.create_user("anquan", display_name="安全")
    roles.give_role(security, Body.objects.get(name="鹿鸣县"), Role.SECURITY_ADMIN, None)
    clerk = program(cast.clerk)
    happens(cast.clerk)  # type: ignore[operator]
    assert clerk.get("/findings").status_code == 401
    set_value(Profile.objects.order_by("pk")[0], "token_needs_password", new, security, "统一身份认证。")
    pace.reset()
    assert clerk.get("/findings").status_code == 200


def test_a_changed_password_brings_the_token_back(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    _password_too_old(cast.clerk)
    assert "修改密码后即恢复" in clerk.get("/me").json()["sentence"]
    Person.objects.filter(pk=cast.clerk.pk).update(password_changed_at=timezone.now())
    assert clerk.get("/me").status_code == 200


def test_the_three_administrators_have_no_business_rights(
    three: Three, item: ItemMaker, file_plan: Filer, program: Tokens
) -> None:
    number = file_plan(item()).findings[0].number
    for person in (three.system, three.security, three.audit):
        admin = program(person)
        assert admin.get("/findings").json()["rows"] == []
        assert admin.get(f"/findings/{number}").status_code == 404
        assert admin.post(f"/findings/{number}/assign").status_code == 404
        assert admin.post("/findings/import", {"rows": [{"problem": "甲。"}]}).status_code == 403


def test_what_is_done_stands_in_the_record_under_her_name_and_the_token(cast: Cast, program: Tokens) -> None:
    program(cast.clerk, name="夜间同步").post("/me/leaves", {"since": "2026-03-02", "until": "2026-03-03"})
    line = journal.stream("person", cast.clerk.pk).filter(verb="person.leave").get()
    assert (line.actor, line.actor_name) == (cast.clerk.pk, "方静")
    assert "经接口令牌“夜间同步”" in tell(line)
    token = Token.objects.get(person=cast.clerk)
    used = journal.stream("token", token.pk).get()
    assert tell(used).startswith("经接口办理：登记请假（POST /api/v1/me/leaves）")
    assert journal.verify("person", cast.clerk.pk) is None


def test_nothing_that_was_refused_stands_in_the_record(cast: Cast, program: Tokens) -> None:
    program(cast.clerk).post("/me/leaves", {"since": "2026-03-03", "until": "2026-03-02"})
    token = Token.objects.get(person=cast.clerk)
    assert not journal.stream("token", token.pk).exists()


def test_she_takes_back_her_own_and_the_security_administrator_anybodys(cast: Cast, three: Three) -> None:
    first, _shown = make_token(cast.clerk, "甲", Scope.READ)
    second, _shown = make_token(cast.clerk, "乙", Scope.READ)
    revoke_token(first, cast.clerk)
    with pytest.raises(NotAllowed):
        revoke_token(second, cast.head, "看着可疑")
    with pytest.raises(Refused, match="理由"):
        revoke_token(second, three.security)
    revoke_token(second, three.security, "来源不明")
    with pytest.raises(Refused, match="已经撤销"):
        revoke_token(second, three.security, "来源不明")
    told = [tell(entry) for entry in journal.stream("person", cast.clerk.pk)]
    assert "撤销接口令牌“乙”，理由：来源不明" in told


def test_too_many_requests_wait(cast: Cast, program: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "allowed", lambda: 2)
    clerk = program(cast.clerk)
    assert [clerk.get("/me").status_code for _time in range(3)] == [200, 200, 429]
    refused = clerk.get("/me")
    assert int(refused["Retry-After"]) >= 1
    assert refused.json()["code"] == "too_fast"


def test_the_window_of_a_minute_passes() -> None:
    assert pace.waiting("token 1", 1, now=0.0) == 0
    assert pace.waiting("token 1", 1, now=59.0) > 0
    assert pace.waiting("token 1", 1, now=60.5) == 0


def test_her_page_shows_a_new_token_once(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.clerk)
    made = client.post(reverse("api:tokens"), {"name": "夜间同步", "scope": "read"})
    token = Token.objects.get(person=cast.clerk)
    assert f"duban_{token.handle}_".encode() in made.content
    shown = made.content.decode().split(f"duban_{token.handle}_")[1].split("<")[0]
    assert len(shown) == 43
    assert shown not in client.get(reverse("api:tokens")).content.decode()


def test_the_pages_of_tokens(cast: Cast, three: Three) -> None:
    token, _shown = make_token(cast.clerk, "夜间同步", Scope.READ)
    other = Client()
    other.force_login(cast.luming)
    assert "夜间同步" not in other.get(reverse("api:tokens")).content.decode()
    assert other.get(reverse("api:all_tokens")).status_code == 404
    assert other.post(reverse("api:revoke", args=[token.pk])).status_code == 404
    security = Client()
    security.force_login(three.security)
    assert "夜间同步" in security.get(reverse("api:all_tokens")).content.decode()
    security.post(reverse("api:revoke", args=[token.pk]), {"reason": "来源不明"})
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_program_of_the_security_administrator_takes_back_anybodys(
    cast: Cast, three: Three, program: Tokens
) -> None:
    held, _shown = make_token(cast.clerk, "报表", Scope.READ)
    for who in (three.system, three.audit, cast.head):
        asker = program(who)
        taken_back = asker.post(f"/tokens/{held.pk}/revoke", {"reason": "试"})
        assert asker.get("/tokens").status_code == taken_back.status_code == 403
    security = program(three.security)
    rows = security.get("/tokens").json()["rows"]
    assert {"id": cast.clerk.pk, "name": "方静"} in [row["person"] for row in rows]
    assert not any("digest" in row or "handle" in row for row in rows)
    assert security.post(f"/tokens/{held.pk}/revoke", {"reason": " "}).status_code == 422
    assert security.post(f"/tokens/{held.pk}/revoke", {"reason": "来源不明"}).status_code == 200
    held.refresh_from_db()
    assert held.revoked_at is not None
    assert held.pk not in [row["id"] for row in security.get("/tokens").json()["rows"]]
    assert held.pk in [row["id"] for row in security.get("/tokens", state="all").json()["rows"]]
    assert security.post("/tokens/99999/revoke", {"reason": "试"}).status_code == 404


def test_plans_and_what_waits_are_lists_of_programs_too(
    cast: Cast, item: ItemMaker, file_plan: Filer, program: Tokens
) -> None:
    """As their pages have them: nothing to whom no problem of it is hers."""
    number = file_plan(item()).findings[0].number
    clerk, tangxi = program(cast.clerk), program(cast.tangxi)
    (row,) = clerk.get("/plans", count="true").json()["rows"]
    assert (row["kind"]["code"], row["version"], row["covers"]) == ("master", 1, 1)
    assert tangxi.get("/plans").json()["rows"] == []
    told = clerk.get("/me/waiting").json()
    assert told == {"total": 1, "heaps": [{"code": "assign", "name": "待交办", "count": 1}]}
    listed = clerk.get("/findings", waiting="assign").json()["rows"]
    assert [each["number"] for each in listed] == [number]
    assert tangxi.get("/me/waiting").json() == program(cast.outsider).get("/me/waiting").json()
