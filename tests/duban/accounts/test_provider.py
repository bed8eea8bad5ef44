"""Coming in through the identity provider: what is believed, what is refused, and what holds as for passwords."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from joserfc import jwt

from duban.accounts import totp
from duban.accounts.actions import add_person, credentials, give_role, people, signing
from duban.accounts.models import Person, Role
from duban.accounts.oidc import configuration, fetching, tokens
from duban.accounts.oidc.errors import ProviderAway
from duban.accounts.sealing import key_file
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Body
from tests.duban.accounts.issuing import CLIENT, SECRET, Issuer, issuing, new_key

pytestmark = pytest.mark.django_db
WORD = "Shui-Qing_42"
BACK = "/account/sign-in/provider/back/"
NOT_BELIEVED = "没有通过核对"


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    configuration.forget()
    tokens.forget()
    with issuing() as issuer:
        settings.OIDC = {
            "ISSUER": issuer.address,
            "CLIENT_ID": CLIENT,
            "CLIENT_SECRET": SECRET,
            "NAME": "澜州统一认证",
            "SECOND_FACTOR_AMR": ["mfa"],
            "SECOND_FACTOR_ACR": ["level-3"],
        }
        yield issuer


@pytest.fixture
def fang(db: None) -> Person:
    return add_person("fang", "方静", WORD, None)


def _begin(client: Client, question: str = "") -> str:
    answer = client.get(f"/account/sign-in/provider/{question}")
    assert answer.status_code == 302
    return str(answer["Location"])


def _come(client: Client, issuer: Issuer, username: str = "fang", **more: str) -> Any:
    return client.get(BACK, {**issuer.authorize(_begin(client), username), **more}, follow=True)


def _is_in(client: Client) -> bool:
    return client.get("/account/me/").status_code == 200


def _refused(client: Client, answer: Any, sentence: str) -> None:
    assert sentence in answer.content.decode()
    assert not _is_in(client)


def test_the_good_path(client: Client, issuer: Issuer, fang: Person) -> None:
    page = client.get("/account/sign-in/?next=/ledger/").content.decode()
    assert "用澜州统一认证登录" in page
    there = _begin(client, "?next=/account/me/")
    assert there.startswith(f"{issuer.address}/authorize?")
    assert "code_challenge_method=S256" in there
    answer = client.get(BACK, issuer.authorize(there))
    assert (answer.status_code, answer["Location"]) == (302, "/account/me/")
    assert _is_in(client)
    assert client.session["idle"] == 30
    assert "经统一身份认证登录" in tell(list(journal.stream("person", fang.pk))[-1])


def test_without_settings_there_is_no_such_door(client: Client, settings: Any, fang: Person) -> None:
    settings.OIDC = {"ISSUER": "", "CLIENT_ID": ""}
    assert "sign-in-provider" not in client.get("/account/sign-in/").content.decode()
    assert client.get("/account/sign-in/provider/").status_code == 404
    assert client.get(BACK, {"state": "x", "code": "y"}).status_code == 404


def test_endpoints_may_stand_in_the_settings(
    client: Client, issuer: Issuer, fang: Person, settings: Any
) -> None:
    document = {name.upper(): value for name, value in issuer.document().items() if name != "issuer"}
    settings.OIDC = {**settings.OIDC, **document}
    _come(client, issuer)
    assert _is_in(client)
    assert "/.well-known/openid-configuration" not in issuer.asked


@pytest.mark.parametrize(
    ("said", "header"),
    [
        ({"nonce": "another"}, {}),
        ({"nonce": None}, {}),
        ({"aud": "another"}, {}),
        ({"aud": None}, {}),
        ({"aud": [CLIENT, "another"]}, {}),
        ({"aud": [CLIENT, "another"], "azp": "another"}, {}),
        ({"iss": "https://elsewhere.example"}, {}),
        ({"exp": 1_000_000}, {}),
        ({"exp": None}, {}),
        ({"exp": "soon"}, {}),
        ({"iat": 9_999_999_999}, {}),
        ({"nbf": 9_999_999_999}, {}),
        ({"sub": None}, {}),
        ({}, {"kid": "unknown"}),
    ],
)
def test_a_token_that_is_not_believed(
    said: dict[str, Any], header: dict[str, Any], client: Client, issuer: Issuer, fang: Person
) -> None:
    issuer.say, issuer.header = said, header
    _refused(client, _come(client, issuer), NOT_BELIEVED)


def test_several_audiences_are_good_where_we_are_the_party(
    client: Client, issuer: Issuer, fang: Person
) -> None:
    issuer.say = {"aud": [CLIENT, "another"], "azp": CLIENT}
    _come(client, issuer)
    assert _is_in(client)


def test_clocks_may_differ_by_a_minute(client: Client, issuer: Issuer, fang: Person) -> None:
    now = int(time.time())
    issuer.say = {"exp": now - 20, "iat": now + 20}
    _come(client, issuer)
    assert _is_in(client)


def _by_hand(header: dict[str, Any], claims: dict[str, Any], secret: bytes = b"") -> str:
    """Unsigned, or with a public key taken for a shared secret: what no library of ours would write."""
    said = ".".join(_part(json.dumps(part).encode()) for part in (header, claims))
    return f"{said}.{_part(hmac.digest(secret, said.encode(), 'sha256')) if secret else ''}"


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize("forged", ["none", "HS256", "nonsense", "other key under the same name"])
def test_a_forged_token_is_not_believed(forged: str, client: Client, issuer: Issuer, fang: Person) -> None:
    brought = issuer.authorize(_begin(client))
    now = int(time.time())
    claims = {"iss": issuer.address, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 300}
    claims |= {"nonce": issuer.codes[brought["code"]]["nonce"], "preferred_username": "fang"}
    public = issuer.signs.as_pem(private=False)
    issuer.token = {
        "none": lambda: _by_hand({"alg": "none"}, claims),
        "HS256": lambda: _by_hand({"alg": "HS256", "kid": "first"}, claims, public),
        "nonsense": lambda: "a.b.c",
        "other key under the same name": lambda: jwt.encode(
            {"alg": "RS256", "kid": "first"}, claims, new_key("first", "a thief")
        ),
    }[forged]()
    _refused(client, client.get(BACK, brought, follow=True), NOT_BELIEVED)


def test_the_provider_changes_its_key(client: Client, issuer: Issuer, fang: Person) -> None:
    _come(client, issuer)
    client.post("/account/sign-out/")
    issuer.signs = new_key("second")
    issuer.shown = [issuer.signs]
    _come(client, issuer)
    assert _is_in(client)


def test_keys_are_not_fetched_for_every_wrong_token(client: Client, issuer: Issuer, fang: Person) -> None:
    issuer.header = {"kid": "unknown"}
    for _n in range(4):
        _come(client, issuer)
    assert issuer.asked.count("/keys") == 2


@pytest.mark.parametrize("how", ["replayed", "foreign", "none", "late", "another browser"])
def test_a_return_that_nobody_asked_for(how: str, client: Client, issuer: Issuer, fang: Person) -> None:
    brought = issuer.authorize(_begin(client))
    if how == "replayed":
        client.get(BACK, brought)
        client.post("/account/sign-out/")
    elif how == "late":
        session = client.session
        session["oidc_waiting"][brought["state"]]["at"] -= 601
        session.save()
    elif how == "another browser":
        client = Client()
    asked = {"foreign": {**brought, "state": "foreign"}, "none": {"code": brought["code"]}}.get(how, brought)
    _refused(client, client.get(BACK, asked, follow=True), "已经用过或超时")
    assert issuer.asked.count("/token") == (how == "replayed")


def test_what_the_provider_refuses(client: Client, issuer: Issuer, fang: Person) -> None:
    state = issuer.authorize(_begin(client))["state"]
    answer = client.get(BACK, {"state": state, "error": "access_denied"}, follow=True)
    _refused(client, answer, "没有放行（access_denied）")
    state = issuer.authorize(_begin(client))["state"]
    answer = client.get(BACK, {"state": state, "error": "<b>x</b>"}, follow=True)
    _refused(client, answer, "没有放行，")
    _refused(client, _come(client, issuer, iss="https://elsewhere.example"), "返回的不是所配置的")
    issuer.authorize = lambda there, username="": {  # type: ignore[method-assign]
        "code": "made-up",
        "state": there.partition("state=")[2].partition("&")[0],
    }
    _refused(client, _come(client, issuer), "暂时没有回应")


def test_a_provider_that_is_away_stops_nobody_with_a_password(
    client: Client, issuer: Issuer, fang: Person
) -> None:
    issuer.broken = True
    answer = client.get("/account/sign-in/provider/", follow=True)
    _refused(client, answer, "暂时没有回应")
    client.post("/account/sign-in/", {"username": "fang", "password": WORD})
    assert _is_in(client)


def _pending() -> None:
    people.request_account("someone", "某人", [], None)


def _off() -> None:
    people.switch_off(add_person("someone", "某人", WORD, None), "离职", None)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [(None, "没有与“someone”对应的账号"), (_pending, "还没有批准或已停用"), (_off, "还没有批准或已停用")],
)
def test_only_who_is_approved_here_comes_in(
    make: Callable[[], None] | None, sentence: str, client: Client, issuer: Issuer
) -> None:
    if make is not None:
        make()
    before = Person.objects.count()
    _refused(client, _come(client, issuer, "someone"), sentence)
    assert Person.objects.count() == before


def test_failures_count_as_for_passwords(client: Client, issuer: Issuer, fang: Person) -> None:
    for _n in range(5):
        signing.failed("fang", "10.0.0.9", timezone.now())
    _refused(client, _come(client, issuer), "暂停登录")
    for _n in range(5):
        _come(client, issuer, "stranger")
    _refused(client, _come(client, issuer, "stranger"), "暂停登录")
    signing.unlock(fang, None)
    _come(client, issuer)
    assert _is_in(client)


def _enrol(person: Person) -> str:
    secret = credentials.begin_second_factor(person)
    before = timezone.now() - timedelta(seconds=90)
    code = totp.code(totp.as_bytes(secret), totp.step_of(before.timestamp()))
    credentials.confirm_second_factor(person, code, before)
    return secret


def test_the_second_factor_is_still_asked_for(client: Client, issuer: Issuer, fang: Person) -> None:
    secret = _enrol(fang)
    answer = _come(client, issuer)
    assert "登录第二步" in answer.content.decode()
    assert not _is_in(client)
    code = totp.code(totp.as_bytes(secret), totp.step_of(time.time()))
    client.post("/account/sign-in/code/", {"code": code})
    assert _is_in(client)
    assert client.post("/account/sign-out/").status_code == 200


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "level-3"}])
def test_unless_the_provider_did(said: dict[str, Any], client: Client, issuer: Issuer, fang: Person) -> None:
    _enrol(fang)
    issuer.say = said
    _come(client, issuer)
    assert _is_in(client)


@pytest.mark.parametrize(("said", "gate"), [({}, True), ({"amr": ["mfa"]}, False), ({"amr": "mfa"}, True)])
def test_who_must_have_one_sets_it_up_first(
    said: dict[str, Any], gate: bool, client: Client, issuer: Issuer
) -> None:
    person, body = add_person("fang", "方静", WORD, None), Body.objects.create(name="澜州市整改办")
    give_role(person, body, Role.SECURITY_ADMIN, None)
    issuer.say = said
    page = _come(client, issuer).content.decode()
    assert ("启用动态口令</button>" in page) == gate


def test_a_first_password_that_she_does_not_use_is_no_gate(
    client: Client, issuer: Issuer, fang: Person
) -> None:
    Person.objects.update(must_change_password=True)
    _come(client, issuer)
    assert _is_in(client)
    client.post("/account/sign-out/")
    client.post("/account/sign-in/", {"username": "fang", "password": WORD})
    assert client.get("/account/me/")["Location"] == "/account/me/password/"


def test_signing_out_goes_on_to_the_provider(client: Client, issuer: Issuer, fang: Person) -> None:
    _come(client, issuer)
    page = client.post("/account/sign-out/").content.decode()
    assert f"{issuer.address}/end?id_token_hint=" in page
    assert "http-equiv" in page
    assert not _is_in(client)
    client.post("/account/sign-in/", {"username": "fang", "password": WORD})
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"


def test_the_name_may_be_another_claim_or_come_from_userinfo(
    client: Client, issuer: Issuer, fang: Person, settings: Any
) -> None:
    settings.OIDC = {**settings.OIDC, "USERNAME_CLAIM": "employee"}
    _refused(client, _come(client, issuer), "没有告诉我们用户名（employee）")
    issuer.told = {"sub": "42", "employee": "fang\x00"}
    _refused(client, _come(client, issuer), "没有告诉我们用户名（employee）")
    issuer.told = {"sub": "43", "employee": "fang"}
    _refused(client, _come(client, issuer), "没有告诉我们用户名（employee）")
    issuer.told = {"sub": "42", "employee": "FANG"}
    _come(client, issuer)
    assert _is_in(client)


def test_a_lost_key_keeps_nobody_out(client: Client, issuer: Issuer, fang: Person) -> None:
    _enrol(add_person("other", "他人", WORD, None))
    key_file().unlink()
    _come(client, issuer)
    assert _is_in(client)
    assert client.post("/account/sign-out/")["Location"] == "/account/sign-in/"


def test_nobody_is_sent_elsewhere_afterwards(client: Client, issuer: Issuer, fang: Person) -> None:
    there = _begin(client, "?next=https://evil.example/")
    assert client.get(BACK, issuer.authorize(there))["Location"] == "/"


def test_another_issuer_behind_the_address_is_refused(client: Client, issuer: Issuer, settings: Any) -> None:
    settings.OIDC = {**settings.OIDC, "ISSUER": "https://elsewhere.example",
                     "DISCOVERY": f"{issuer.address}/.well-known/openid-configuration"}  # fmt: skip
    page = client.get("/account/sign-in/provider/", follow=True).content.decode()
    assert "报出的名称与设置不符" in page


def test_secrets_travel_over_tls_only_and_weak_signatures_cannot_be_set(settings: Any) -> None:
    with pytest.raises(ProviderAway):
        fetching.get_json("http://sso.lanzhou.example/keys")
    assert fetching.is_safe("https://sso.lanzhou.example/keys")
    assert not fetching.is_safe("file:///etc/passwd")
    with pytest.raises(ImproperlyConfigured):
        _ = configuration.Provider({"ALGORITHMS": ["HS256"]}).algorithms
