"""The administrators' pages and my account, by request; and accounts in bulk from a table."""

from __future__ import annotations

import base64
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from duban.accounts import importing
from duban.accounts.actions import people, signing
from duban.accounts.errors import Refused
from duban.accounts.models import Deputy, Membership, Person
from duban.accounts.permissions import roles_of
from duban.journal.models import Entry
from duban.organizations import sheets
from tests.duban.accounts.conftest import Three, fresh
from tests.duban.conftest import Cast

PAGES = ["people/", "people/new/", "people/import/", "people/import/template/"]


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _table(*rows: tuple[str, ...]) -> bytes:
    return sheets.write([(importing.SHEET, importing.HEADINGS, rows)])


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "who", ["system", "security", "audit", "head", "clerk", "luming", "leader", "reader", "outsider"]
)
def test_who_sees_which_page(who: str, page: str, cast: Cast, three: Three) -> None:
    person = getattr(three, who, None) or getattr(cast, who)
    may = who == "system" or (page == "people/" and who in {"security", "audit"})
    assert _as(person).get(f"/account/{page}").status_code == (200 if may else 404)


def test_a_request_from_form_to_first_day(cast: Cast, three: Three) -> None:
    body = cast.luming.memberships.get().body
    said = {"username": "xinren", "display_name": "辛任", "body": body.pk, "role": "liaison", "post": "科员"}
    page = _as(three.system).post("/account/people/new/", said)
    person = Person.objects.get(username="xinren")
    password = re.search(r'class="secret"[^>]*>([^<]+)<', page.content.decode())[1]  # type: ignore[index]
    assert person.check_password(password)
    assert page["Cache-Control"].startswith("max-age=0")
    security = _as(three.security)
    assert "1 个账号待批准" in security.get("/account/people/").content.decode()
    assert "批准开通" in security.get(f"/account/people/{person.pk}/").content.decode()
    security.post(f"/account/people/{person.pk}/approve/")
    assert roles_of(fresh(person)) == {"liaison"}


def test_a_form_that_lacks_something_says_so(cast: Cast, three: Three) -> None:
    page = _as(three.system).post("/account/people/new/", {"username": "clerk", "display_name": "重名"})
    assert "已有人使用" in page.content.decode()
    page = _as(three.system).post("/account/people/new/", {"username": "x", "role": "liaison"})
    assert "请填写这一栏" in page.content.decode()
    assert "单位和角色要一起填写" in page.content.decode()


def test_each_administrator_sees_the_buttons_of_her_steps(cast: Cast, three: Three) -> None:
    address = f"/account/people/{cast.luming.pk}/"
    seen = {
        who: _as(getattr(three, who)).get(address).content.decode() for who in ("system", "security", "audit")
    }
    words = {"重置密码": {"system"}, "授予角色": {"security"}, "交接职务": {"security"}}
    for word, whose in words.items():
        assert {who for who, page in seen.items() if word in page} == whose
    assert "停用账号" not in seen["audit"]


def test_steps_by_form(cast: Cast, three: Three) -> None:
    security, there = _as(three.security), f"/account/people/{cast.luming.pk}/"
    today = timezone.localdate().isoformat()
    body = cast.tangxi.memberships.get().body.pk
    security.post(f"{there}give-role/", {"body": body, "role": "reader", "since": today})
    assert roles_of(fresh(cast.luming)) == {"liaison", "reader"}
    row = cast.luming.memberships.get(role="reader")
    security.post(f"{there}roles/{row.pk}/end/", {"until": "2020-01-01", "reason": "早了"})
    assert Membership.objects.get(pk=row.pk).until is None
    security.post(f"{there}roles/{row.pk}/end/", {"until": today, "reason": "调整"})
    assert Membership.objects.get(pk=row.pk).until is not None
    security.post(f"{there}hand-over/", {"person": cast.tangxi.pk, "on": today, "reason": "轮岗"})
    assert "liaison" not in roles_of(fresh(cast.luming))
    answer = security.post(f"{there}switch-off/", {"reason": ""}, follow=True)
    assert "理由：请填写这一栏" in answer.content.decode()
    security.post(f"{there}switch-off/", {"reason": "离职"})
    assert not fresh(cast.luming).is_active
    assert security.post(f"{there}fly/").status_code == 404


def test_a_locked_account_is_shown_and_unlocked(cast: Cast, three: Three) -> None:
    for _n in range(5):
        signing.failed("luming", "10.0.0.1", timezone.now())
    there = f"/account/people/{cast.luming.pk}/"
    assert "已锁定" in _as(three.security).get(there).content.decode()
    _as(three.security).post(f"{there}unlock/")
    assert "已锁定" not in _as(three.security).get(there).content.decode()


def test_a_reset_password_is_shown_once(cast: Cast, three: Three) -> None:
    there = f"/account/people/{cast.luming.pk}/password/"
    assert "初始密码" in _as(three.system).post(there, {"reason": "遗忘"}).content.decode()
    assert _as(three.system).get(there).status_code == 405
    assert _as(three.system).post(there, {"reason": ""}).status_code == 302


def test_finding_people_by_name_unit_and_state(cast: Cast, three: Three) -> None:
    people.switch_off(cast.tangxi, "离职", None)
    client = _as(three.audit)
    page = client.get("/account/people/?who=鹿鸣").content.decode()
    assert "鲁晓" in page
    assert "唐宁" not in page
    assert "唐宁" in client.get("/account/people/?state=off").content.decode()
    assert "没有符合条件的账号" in client.get("/account/people/?state=pending").content.decode()


def test_the_list_costs_the_same_for_many(
    cast: Cast, three: Three, django_assert_max_num_queries: object
) -> None:
    client = _as(three.audit)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get("/account/people/")


def test_my_account_deputies_and_leave(cast: Cast) -> None:
    body = cast.luming.memberships.get().body
    Membership.objects.create(person=cast.outsider, body=body, role="reader")
    client, today = _as(cast.luming), timezone.localdate().isoformat()
    page = client.get("/account/me/").content.decode()
    assert "卫星" in page
    assert "唐宁" not in page
    client.post("/account/me/deputies/", {"person": cast.tangxi.pk, "since": today})
    assert not Deputy.objects.exists()
    client.post("/account/me/deputies/", {"person": cast.outsider.pk, "since": today, "only_on_leave": "on"})
    client.post("/account/me/leave/", {"since": today, "until": today, "reason": "公出"})
    assert roles_of(fresh(cast.outsider)) == {"reader", "liaison"}
    assert "正在代理“鲁晓”" in re.sub(r"&\w+;", "", _as(cast.outsider).get("/account/me/").content.decode())
    client.post(f"/account/me/leave/{cast.luming.leaves.get().pk}/end/")
    deputy = Deputy.objects.get()
    assert _as(cast.tangxi).post(f"/account/me/deputies/{deputy.pk}/end/").status_code == 404
    client.post(f"/account/me/deputies/{deputy.pk}/end/")
    assert roles_of(fresh(cast.outsider)) == {"reader"}


BAD = (
    ("jia", "甲", "没有的局", "单位联络员", "", ""),
    ("yi", "乙", "鹿鸣县", "县长", "", ""),
    ("bing", "", "鹿鸣县", "单位联络员", "", "2026-02-30"),
    ("ding", "丁", "鹿鸣县", "系统管理员", "", ""),
    ("ding", "丁二", "鹿鸣县", "查阅人员", "", ""),
)


def test_a_trial_names_every_bad_cell(cast: Cast) -> None:
    trial = importing.try_out(_table(*BAD))
    assert [bad.cell for bad in trial.bad] == ["C2", "D3", "B4", "F4", "D5", "B6"]
    with pytest.raises(Refused):
        importing.take_over(_table(*BAD), None)
    assert not Person.objects.filter(username="jia").exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", _table.__doc__ or b"\xd0\xcf"])
def test_what_is_no_table_is_said(data: bytes, three: Three) -> None:
    file = SimpleUploadedFile("表.xlsx", data or b"x")
    page = _as(three.system).post("/account/people/import/", {"table": file}).content.decode()
    assert "没有读入" in page


def test_a_table_without_the_headings_is_said(three: Three) -> None:
    file = SimpleUploadedFile("表.xlsx", sheets.write([("表", ("姓名",), [("甲",)])]))
    page = _as(three.system).post("/account/people/import/", {"table": file}).content.decode()
    assert "没有找到表头" in page


def test_accounts_in_bulk_with_printed_passwords(cast: Cast, three: Three) -> None:
    data = _table(
        ("jia", "甲某", "鹿鸣县", "单位联络员", "科长", "2026-03-01"),
        ("jia", "甲某", "棠溪县", "验收人员", "", ""),
        ("yi", "乙某", "鹿鸣县人民政府", "查阅人员", "", ""),
        ("clerk", "方静", "鹿鸣县", "查阅人员", "", ""),
    )
    client = _as(three.system)
    page = client.post("/account/people/import/", {"table": SimpleUploadedFile("表.xlsx", data)})
    text = page.content.decode()
    assert "将申请 2 个账号" in text
    assert not Person.objects.filter(username="jia").exists()
    table = re.search(r'name="table" value="([^"]+)"', text)[1]  # type: ignore[index]
    assert base64.b64decode(table) == data
    slips = client.post("/account/people/import/take-over/", {"table": table}).content.decode()
    passwords = re.findall(r'class="secret"[^>]*>([^<]+)<', slips)
    jia = Person.objects.get(username="jia")
    assert any(jia.check_password(word.replace("&amp;", "&")) for word in passwords)
    assert (jia.is_pending, jia.memberships.count(), jia.must_change_password) == (True, 2, True)
    told = str(list(Entry.objects.values_list("payload", flat=True)))
    assert not any(word in told for word in passwords)
    again = client.post("/account/people/import/take-over/", {"table": table}, follow=True)
    assert "没有新的可申请" in again.content.decode()
    assert Person.objects.filter(username="jia").count() == 1
    assert not roles_of(fresh(cast.clerk)) - {"office_clerk"}


def test_the_empty_table_reads_itself(cast: Cast, three: Three) -> None:
    data = _as(three.system).get("/account/people/import/template/").content
    assert importing.try_out(data).bad == ()
