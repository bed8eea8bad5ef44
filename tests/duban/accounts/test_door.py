"""The door by request: waiting after failures, the second step, what must be set first, the idle, ended sessions."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from duban.accounts import totp
from duban.accounts.actions import add_person, credentials, give_role, people, signing
from duban.accounts.errors import Refused
from duban.accounts.models import Guard, Person, Role
from duban.accounts.sealing import opened
from duban.journal import queries as journal
from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.organizations.models import Body
from duban.rulebook import queries as rulebook
from duban.rulebook.actions import NewValue, set_value
from tests.duban.accounts.conftest import Three, fresh

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WORD = "Shui-Qing_42"
NEW = "An-Lan_Ru77"
Frozen = time_machine.Traveller


@pytest.fixture
def clock() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def fang(db: None, clock: Frozen) -> Person:
    return add_person("fang", "方静", WORD, None)


def _sign_in(client: Client, word: str = WORD, name: str = "fang") -> str:
    return client.post("/account/sign-in/", {"username": name, "password": word}).content.decode()


def _is_in(client: Client) -> bool:
    return client.get("/account/me/").status_code == 200


def _verbs(person: Person) -> list[str]:
    return [entry.verb for entry in journal.stream("person", person.pk)]


def test_an_account_waits_after_failures_and_is_let_in_again(
    client: Client, fang: Person, clock: Frozen
) -> None:
    for _n in range(5):
        assert "用户名或密码不正确" in _sign_in(client, "wrong")
    assert "暂停登录" in _sign_in(client)
    assert not _is_in(client)
    locked = journal.stream("person", fang.pk).get(verb="person.locked")
    assert locked.payload["rules"] == {"sign_in_failures": 5, "lock_minutes": 30}  # type: ignore[index]
    clock.shift(timedelta(minutes=31))
    _sign_in(client)
    assert _is_in(client)


def test_failures_long_ago_or_before_a_success_do_not_count(
    client: Client, fang: Person, clock: Frozen
) -> None:
    for _n in range(4):
        _sign_in(client, "wrong")
    clock.shift(timedelta(minutes=31))
    for _n in range(4):
        _sign_in(client, "wrong")
    _sign_in(client)
    client.post("/account/sign-out/")
    for _n in range(4):
        _sign_in(client, "wrong")
    _sign_in(client)
    assert _is_in(client)


def test_an_unknown_name_waits_the_same_and_is_not_written_down(
    client: Client, db: None, clock: Frozen
) -> None:
    for _n in range(5):
        _sign_in(client, "wrong", "my-secret-word")
    assert "暂停登录" in _sign_in(client, "wrong", "my-secret-word")
    written = str([list(Entry.objects.values()), list(Guard.objects.values())])
    assert "my-secret-word" not in written


def _say(key: str, value: object) -> None:
    """The house's rule is another one from now on."""
    own = rulebook.own_profile()
    assert own is not None
    set_value(own, key, NewValue(value, date(2020, 1, 1)), None, "测评要求")


def test_an_address_that_tries_many_names_waits(client: Client, fang: Person) -> None:
    _say("address_failures", 3)
    for name in ("a", "b", "c"):
        _sign_in(client, "wrong", name)
    assert "暂停登录" in _sign_in(client)
    told = [tell(entry) for entry in journal.stream("address", "127.0.0.1")]
    assert told == ["地址127.0.0.1连续登录失败，锁定30分钟。"]


def test_the_security_administrator_unlocks(client: Client, fang: Person, three: Three) -> None:
    for _n in range(5):
        _sign_in(client, "wrong")
    signing.unlock(fang, three.security)
    _sign_in(client)
    assert _is_in(client)
    assert "person.unlocked" in _verbs(fang)
    with pytest.raises(Refused):
        signing.unlock(fang, three.security)


def test_a_first_password_is_changed_before_anything_else(client: Client, fang: Person, three: Three) -> None:
    word = people.reset_password(fang, "首次", three.system).password
    _sign_in(client, word)
    for page in ("/", "/ledger/", "/account/me/", "/documents/", "/organizations/"):
        assert client.get(page)["Location"] == "/account/me/password/"
    part = client.get("/ledger/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == "/account/me/password/"
    assert client.post("/ledger/whatever/", headers={"Accept": "application/json"}).status_code == 403
    assert client.get("/account/me/password/").status_code == 200
    client.post("/account/me/password/", {"old": word, "new": NEW, "again": NEW})
    assert _is_in(client)
    assert word not in str(list(Entry.objects.values_list("payload", flat=True)))


def test_a_password_grows_old(client: Client, fang: Person, clock: Frozen) -> None:
    clock.shift(timedelta(days=91))
    _sign_in(client)
    assert client.get("/")["Location"] == "/account/me/password/"
    assert "person.password_expired" in _verbs(fang)


def test_a_demo_account_keeps_its_printed_password(client: Client, db: None, clock: Frozen) -> None:
    add_person("demo", "演示", WORD, None, is_demo=True)
    clock.shift(timedelta(days=400))
    _sign_in(client, name="demo")
    assert _is_in(client)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("Ab-3456", "至少10位"),
        ("alllowercase1", "至少3种"),
        ("12345678901234", "至少3种"),
        ("x-Fang-Shui42", "不能含有用户名"),
        ("方静-Shui-4212", "不能含有用户名"),
        (WORD, "用过的密码"),
    ],
)
def test_what_a_password_must_not_be(new: str, said: str, fang: Person) -> None:
    with pytest.raises(Refused, match=said):
        credentials.change_password(fang, WORD, new, NOW)
    assert fresh(fang).check_password(WORD)


def test_the_last_passwords_do_not_come_back(fang: Person) -> None:
    words = [WORD, *(f"Shui-Qing_{n}{n}" for n in range(5, 11))]
    for old, new in itertools.pairwise(words):
        credentials.change_password(fang, old, new, NOW)
    with pytest.raises(Refused):
        credentials.change_password(fang, words[-1], words[-5], NOW)
    credentials.change_password(fang, words[-1], WORD, NOW)
    assert fang.past_passwords.count() == 5


def test_other_sessions_end_with_the_password(client: Client, fang: Person) -> None:
    other = Client()
    _sign_in(client)
    _sign_in(other)
    client.post("/account/me/password/", {"old": WORD, "new": NEW, "again": NEW})
    assert (_is_in(client), _is_in(other)) == (True, False)


def test_wrong_old_or_unlike_new_words_change_nothing(client: Client, fang: Person) -> None:
    _sign_in(client)
    for old, again, said in ((NEW, NEW, "原密码不正确"), (WORD, "other", "两次输入的新密码不一样")):
        answer = client.post("/account/me/password/", {"old": old, "new": NEW, "again": again})
        assert said in answer.content.decode()
    assert fresh(fang).check_password(WORD)


def test_guessing_inside_counts_as_at_the_door(client: Client, fang: Person) -> None:
    _sign_in(client)
    for _n in range(5):
        client.post("/account/me/password/", {"old": "wrong", "new": NEW, "again": NEW})
    answer = client.post("/account/me/password/", {"old": WORD, "new": NEW, "again": NEW})
    assert "暂停登录" in answer.content.decode()
    assert fresh(fang).check_password(WORD)


def test_the_idle_are_signed_out(client: Client, fang: Person, clock: Frozen) -> None:
    _sign_in(client)
    for _n in range(3):
        clock.shift(timedelta(minutes=29))
        assert _is_in(client)
    clock.shift(timedelta(minutes=31))
    assert client.get("/account/me/")["Location"] == "/account/sign-in/?idle=1"
    assert not _is_in(client)
    assert tell(list(journal.stream("person", fang.pk))[-1]) == "长时间无操作，自动退出。"


@pytest.mark.parametrize("address", ["/documents/some/presence/", "/ledger/exports/progress/"])
def test_a_page_that_asks_by_itself_keeps_nobody_in(
    address: str, client: Client, fang: Person, clock: Frozen
) -> None:
    _sign_in(client)
    for _n in range(4):
        clock.shift(timedelta(minutes=10))
        client.get(address)
    assert not _is_in(client)


def _code(person: Person, at: datetime) -> str:
    secret = totp.as_bytes(opened(person.second_factor.sealed_secret))
    return totp.code(secret, totp.step_of(at.timestamp()))


def _enrol(person: Person, at: datetime = NOW - timedelta(hours=1)) -> list[str]:
    credentials.begin_second_factor(person)
    return credentials.confirm_second_factor(person, _code(person, at), at)


def test_the_second_step_is_asked_and_a_code_counts_once(client: Client, fang: Person) -> None:
    _enrol(fang)
    _sign_in(client)
    assert not _is_in(client)
    right = _code(fang, NOW)
    assert "动态口令不正确" in client.post("/account/sign-in/code/", {"code": "000000"}).content.decode()
    assert client.post("/account/sign-in/code/", {"code": right}).status_code == 302
    assert _is_in(client)
    other = Client()
    _sign_in(other)
    assert "动态口令不正确" in other.post("/account/sign-in/code/", {"code": right}).content.decode()
    assert not _is_in(other)


def test_guessing_codes_locks_the_account(client: Client, fang: Person) -> None:
    _enrol(fang)
    _sign_in(client)
    for _n in range(5):
        client.post("/account/sign-in/code/", {"code": "000000"})
    assert "暂停登录" in client.post("/account/sign-in/code/", {"code": _code(fang, NOW)}).content.decode()
    assert not _is_in(client)


@pytest.mark.parametrize("means", ["reset", "changed", "off_and_on"])
def test_half_a_sign_in_ends_with_her_sessions(client: Client, fang: Person, means: str) -> None:
    _enrol(fang)
    _sign_in(client)
    if means == "reset":
        people.reset_password(fang, "疑似泄露。", None)
    elif means == "changed":
        credentials.change_password(fang, WORD, NEW, NOW)
    else:
        people.switch_off(fang, "疑似泄露。", None)
        people.switch_on(fresh(fang), "已核实。", None)
    answer = client.post("/account/sign-in/code/", {"code": _code(fang, NOW)})
    assert (answer.status_code, answer["Location"]) == (302, "/account/sign-in/")
    assert not _is_in(client)


def test_the_second_step_does_not_wait_for_ever(client: Client, fang: Person, clock: Frozen) -> None:
    _enrol(fang)
    _sign_in(client)
    clock.shift(timedelta(minutes=6))
    answer = client.post("/account/sign-in/code/", {"code": _code(fang, NOW + timedelta(minutes=6))})
    assert answer["Location"] == "/account/sign-in/"
    assert not _is_in(client)


def test_a_recovery_code_counts_once(client: Client, fang: Person) -> None:
    codes = _enrol(fang)
    assert len(set(codes)) == 10
    assert codes[0] not in str(list(fang.recovery_codes.values()))
    for expected in (True, False):
        visitor = Client()
        _sign_in(visitor)
        visitor.post("/account/sign-in/code/", {"code": codes[0].upper()})
        assert _is_in(visitor) == expected


Arrange = Callable[[Person], None]


def _an_administrator(person: Person) -> None:
    give_role(person, Body.objects.create(name="整改办"), Role.AUDIT_ADMIN, None)


def _everybody(_person: Person) -> None:
    _say("second_factor_required", True)


@pytest.mark.parametrize("arrange", [_an_administrator, _everybody])
def test_whose_rule_asks_for_it_sets_it_up_first(arrange: Arrange, client: Client, fang: Person) -> None:
    arrange(fang)
    _sign_in(client)
    assert client.get("/ledger/")["Location"] == "/account/me/second-factor/"
    page = client.get("/account/me/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    assert totp.in_groups(opened(fang.second_factor.sealed_secret)) in page
    answer = client.post("/account/me/second-factor/", {"code": _code(fang, NOW)})
    assert "恢复码" in answer.content.decode()
    assert _is_in(client)


def test_the_authenticator_is_left_with_password_and_code_only(client: Client, fang: Person) -> None:
    codes = _enrol(fang)
    client.force_login(fresh(fang))
    for password, code in ((NEW, codes[0]), (WORD, "000000")):
        client.post("/account/me/second-factor/off/", {"password": password, "code": code})
        assert fresh(fang).second_factor_at is not None
    client.post("/account/me/second-factor/off/", {"password": WORD, "code": codes[0]})
    assert fresh(fang).second_factor_at is None


def test_new_recovery_codes_replace_the_old(client: Client, fang: Person) -> None:
    old = _enrol(fang)
    client.force_login(fresh(fang))
    client.post("/account/me/second-factor/codes/", {"code": _code(fang, NOW)})
    assert not credentials.check_second_factor(fang, old[0], NOW)
    assert fang.recovery_codes.count() == 10


def test_the_forwarded_address_counts_only_behind_our_proxy(
    client: Client, fang: Person, settings: object
) -> None:
    headers = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    for trusted, address in ((False, "127.0.0.1"), (True, "203.0.113.9")):
        settings.TRUST_FORWARDED_FOR = trusted  # type: ignore[attr-defined]
        client.post("/account/sign-in/", {"username": "fang", "password": "x"}, headers=headers)
        assert list(journal.stream("person", fang.pk))[-1].payload == {"address": address}


def test_the_threshold_stands_behind_the_sign_in() -> None:
    names = settings.MIDDLEWARE
    assert names.index("duban.accounts.middleware.Threshold") > names.index(
        "django.contrib.auth.middleware.AuthenticationMiddleware"
    )


def test_signing_in_and_out_is_on_record(client: Client, fang: Person) -> None:
    _sign_in(client)
    client.post("/account/sign-out/")
    assert _verbs(fang)[-2:] == ["person.signed_in", "person.signed_out"]


def test_a_first_password_counts_for_some_days(clock: Frozen, three: Three, client: Client) -> None:
    printed = people.request_account("xinren", "辛任", [], three.system)
    clock.shift(timedelta(days=13))
    people.approve_account(printed.person, three.security)
    clock.shift(timedelta(days=13))
    _sign_in(client, printed.password, "xinren")
    assert client.get("/account/me/")["Location"] == "/account/me/password/"
    client.post("/account/sign-out/")
    clock.shift(timedelta(days=2))
    for _n in range(6):
        assert "初始密码已过有效期" in _sign_in(client, printed.password, "xinren")
    again = people.reset_password(fresh(printed.person), "过期", three.system)
    _sign_in(client, again.password, "xinren")
    client.post("/account/me/password/", {"old": again.password, "new": NEW, "again": NEW})
    clock.shift(timedelta(days=60))
    client.post("/account/sign-out/")
    _sign_in(client, NEW, "xinren")
    assert _is_in(client)
    assert fresh(printed.person).first_password_until is None


def test_the_first_administrators_password_waits_for_them(db: None) -> None:
    printed = people.request_account("sysadmin", "管维", [], None)
    people.approve_account(printed.person, None)
    assert fresh(printed.person).first_password_until is None
