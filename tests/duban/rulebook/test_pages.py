"""The pages of the rules: who sees them, who changes what, and what a refusal says."""

from __future__ import annotations

import io
from datetime import date

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duban.accounts.models import Membership, Person, Role
from duban.organizations.models import Body, Region
from duban.rulebook import queries
from duban.rulebook.actions import add_profile
from duban.rulebook.calendar import is_working_day
from duban.rulebook.catalogue import CATALOGUE
from duban.rulebook.models import CalendarYear, Day, Level, Profile
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def city(cast: Cast) -> Profile:
    nation = Profile.objects.get(level=Level.NATION)
    return add_profile("澜州市", Level.CITY, nation, cast.head)


@pytest.fixture
def security(cast: Cast) -> Person:
    person = Person.objects.create_user("security", display_name="安维")
    Membership.objects.create(person=person, body=Body.objects.first(), role=Role.SECURITY_ADMIN)
    return person


def _change(client: Client, city: Profile, key: str, **said: object) -> str:
    form = {
        "value": "5",
        "valid_from": "2026-01-01",
        "confidence": "high",
        "document": "澜整办发〔2026〕3号",
        "reason": "本市惯例",
        "seen": "0",
    }
    answer = client.post(f"/rules/{city.pk}/{key}/", {**form, **said}, follow=True)
    return str(answer.content.decode())


def test_the_page_shows_every_rule_with_its_value_and_where_it_comes_from(
    cast: Cast, client: Client, city: Profile
) -> None:
    client.force_login(cast.head)
    _change(client, city, "notice_amount")
    page = client.get("/rules/").content.decode()
    assert all(str(rule.name) in page for rule in CATALOGUE.values())
    assert ("本方案" in page, "沿用国家" in page, "澜整办发〔2026〕3号" in page) == (True, True, True)
    assert "尚未按文件核实" in page


def test_the_rail_leads_there_only_who_may(cast: Cast, client: Client) -> None:
    shown = {}
    for name in ("head", "clerk", "luming", "reader", "leader", "outsider"):
        client.force_login(getattr(cast, name))
        page = client.get("/").content.decode()
        shown[name] = ('href="/rules/"' in page, 'href="/record/"' in page)
    assert shown == {
        "head": (True, True),
        "clerk": (True, False),
        **dict.fromkeys(("luming", "reader", "leader", "outsider"), (False, False)),
    }


@pytest.mark.parametrize("who", ["luming", "reader", "leader", "admin", "outsider"])
def test_the_rules_are_not_everybodys(cast: Cast, client: Client, city: Profile, who: str) -> None:
    client.force_login(getattr(cast, who))
    addresses = ("/rules/", f"/rules/{city.pk}/notice_amount/", "/rules/calendar/", "/rules/calendar/2026/")
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    for address in ("/rules/profiles/", "/rules/calendar/2026/day/", "/rules/calendar/2026/import/"):
        assert client.post(address).status_code == 404


def test_the_head_changes_a_rule_with_a_reason(cast: Cast, client: Client, city: Profile) -> None:
    client.force_login(cast.head)
    page = _change(client, city, "notice_amount")
    assert "“销号公示期”已更改，自 2026-01-01 起按新值执行" in page
    assert ("本市惯例" in page, "沈知远" in page) == (True, True)
    assert queries.rule("notice_amount", city, on=DAY).value == 5
    page = _change(client, city, "notice_amount", inherits="on", seen="")
    assert "沿用“国家”的值" in page
    assert queries.rule("notice_amount", city, on=DAY).value == 10


@pytest.mark.parametrize(
    ("key", "said", "sentence"),
    [
        ("notice_amount", {"value": "很多"}, "请填写不带单位的整数"),
        ("sample_ratio", {"value": "150%"}, "0% 至 100%"),
        ("notice_amount", {"value": "0"}, "之间"),
        ("notice_amount", {"reason": " "}, "请填写这一项"),
        ("notice_amount", {"valid_to": "2025-01-01"}, "失效日期早于生效日期"),
        ("idle_minutes", {"value": "20"}, "只能由安全管理员更改"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    cast: Cast, client: Client, city: Profile, key: str, said: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.head)
    page = _change(client, city, key, **said)
    assert sentence in page
    assert not city.values.exists()


def test_the_clerk_looks_and_the_security_administrator_changes_hers(
    cast: Cast, client: Client, city: Profile, security: Person
) -> None:
    client.force_login(cast.clerk)
    assert "业务规则由整改办负责人更改" in client.get(f"/rules/{city.pk}/notice_amount/").content.decode()
    _change(client, city, "notice_amount")
    client.force_login(security)
    _change(client, city, "notice_amount")
    _change(client, city, "idle_minutes", value="15")
    assert [row.key for row in city.values.all()] == ["idle_minutes"]


def test_a_colleagues_change_is_told_and_not_overwritten(cast: Cast, client: Client, city: Profile) -> None:
    client.force_login(cast.head)
    _change(client, city, "notice_amount", value="7")
    page = _change(client, city, "notice_amount", value="9")
    assert "您的更改没有保存" in page
    assert queries.rule("notice_amount", city, on=DAY).value == 7


def test_a_profile_is_added_from_the_page(cast: Cast, client: Client, city: Profile) -> None:
    region = Region.objects.create(code="990123", name="霁川县")
    form = {"name": "霁川县", "level": "city", "parent": city.parent_id, "region": region.pk}
    client.force_login(cast.head)
    assert "目前全部沿用上级的值" in client.post("/rules/profiles/", form, follow=True).content.decode()
    assert Profile.objects.get(region=region).parent == city.parent
    again = client.post("/rules/profiles/", {**form, "region": ""}, follow=True).content.decode()
    assert "没有重复建立" in again
    assert "没有建立" in client.post("/rules/profiles/", {}, follow=True).content.decode()


def test_unknown_rules_profiles_and_years_are_not_found(cast: Cast, client: Client, city: Profile) -> None:
    client.force_login(cast.head)
    for address in (
        "/rules/999/",
        f"/rules/{city.pk}/nothing/",
        "/rules/calendar/1066/",
        "/rules/calendar/99999/",
    ):
        assert client.get(address).status_code == 404


def test_a_year_is_shown_as_a_calendar_with_its_notice(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    page = client.get("/rules/calendar/2026/").content.decode()
    assert "国办发明电〔2025〕7号" in page
    assert page.count('class="sheet cal-month"') == 12
    assert (page.count("<small>休</small>"), page.count("<small>班</small>")) == (33, 6)
    assert "结果未确认" not in page


def test_a_year_that_is_not_published_warns_on_every_page_of_the_rules(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    assert "结果未确认" in client.get("/rules/calendar/2027/").content.decode()
    CalendarYear.objects.create(year=2040, notice="通知")
    for month, warned in ((10, False), (11, True)):
        with time_machine.travel(date(2040, month, 20), tick=False):
            client.force_login(cast.clerk)
            page = client.get("/rules/").content.decode()
        assert ("2041年的放假安排还没有录入" in page) is warned


def test_the_head_corrects_a_day(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    form = {"date": "2026-11-23", "kind": "holiday", "name": "市庆", "notice": "", "reason": "市政府通知"}
    page = client.post("/rules/calendar/2026/day/", form, follow=True).content.decode()
    assert "2026-11-23 的安排已更改" in page
    assert "工作日历：2026-11-23定为放假（市庆），理由：市政府通知。" in page
    assert not is_working_day(date(2026, 11, 23))
    client.post("/rules/calendar/2026/day/", {**form, "kind": ""})
    assert is_working_day(date(2026, 11, 23))
    refused = client.post("/rules/calendar/2026/day/", {**form, "kind": "workday"})
    assert (refused.status_code, "不是周末" in refused.content.decode()) == (422, True)
    client.force_login(cast.clerk)
    assert "只能由整改办负责人更改" in client.post("/rules/calendar/2026/day/", form).content.decode()


def _sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("2027年放假安排",))
        sheet.write_row(1, 0, ("序号", "日期", "类型", "名称"))
        for line, row in enumerate(rows, start=2):
            sheet.write_row(line, 0, (line, *row))
    return SimpleUploadedFile("安排.xlsx", buffer.getvalue())


def _import(client: Client, file: SimpleUploadedFile, **said: str) -> tuple[int, str]:
    form = {"notice": "关于2027年部分节假日安排的通知", "reason": "通知已印发", "file": file, **said}
    answer = client.post("/rules/calendar/2027/import/", form, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_year_is_imported_from_a_sheet_after_a_dry_run(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    rows = [("2027-01-01", "放假", "元旦"), (date(2027, 1, 2), "休", "元旦"), ("2027/1/3", "上班", "元旦")]
    status, page = _import(client, _sheet(*rows), dry_run="on")
    assert (status, "目前还没有导入" in page) == (200, True)
    assert not CalendarYear.objects.filter(year=2027).exists()
    status, page = _import(client, _sheet(*rows))
    assert "已导入 2027 年的 3 天安排" in page
    assert "结果未确认" not in page
    assert list(Day.objects.filter(date__year=2027).values_list("date", "kind")) == [
        (date(2027, 1, 1), "holiday"),
        (date(2027, 1, 2), "holiday"),
        (date(2027, 1, 3), "workday"),
    ]


def test_every_bad_cell_of_a_sheet_is_named_and_nothing_is_imported(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    status, page = _import(
        client,
        _sheet(
            ("2027-01-01", "放假", "元旦"),
            ("一月二日", "放假", "元旦"),
            ("2026-12-31", "放假", ""),
            ("2027-01-01", "闭馆", "元旦"),
            ("2027-01-04", "上班", "元旦"),
        ),
    )
    assert status == 422
    for said in (
        "第4行：“日期”应为",
        "第5行：“日期”2026-12-31 不在 2027 年；“名称”应为30字以内",
        "第6行：“日期”2027-01-01 前面已有一行；“类型”应为",
        "第7行：“类型”2027-01-04 不是周末",
    ):
        assert said in page
    assert not Day.objects.filter(date__year=2027).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a sheet", "不是能打开的 Excel"), (b"x" * (2 * 1024 * 1024 + 1), "超过 2 MB")],
)
def test_a_file_that_is_no_sheet_is_refused(cast: Cast, client: Client, content: bytes, said: str) -> None:
    client.force_login(cast.head)
    status, page = _import(client, SimpleUploadedFile("a.xlsx", content))
    assert (status, said in page) == (422, True)


def test_pages_cost_few_statements(
    cast: Cast, client: Client, city: Profile, django_assert_max_num_queries: object
) -> None:
    client.force_login(cast.head)
    for address in ("/rules/", f"/rules/{city.pk}/notice_amount/", "/rules/calendar/2026/"):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(address).status_code == 200
