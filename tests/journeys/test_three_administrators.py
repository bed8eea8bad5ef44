"""The three administrators, each at her own work: one asks, another approves and authorises, the third looks on. What is
not hers does not exist for her. Then the same, done wrong on purpose."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from duban.accounts import totp
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
NEW = "Shui-Qing_42"

#: Pages of the house, and which of the three (and the new liaison officer) has them.
PAGES = {
    "/account/people/": {"sysadmin", "secadmin", "auditor"},
    "/account/people/new/": {"sysadmin"},
    "/account/people/import/": {"sysadmin"},
    "/rules/": {"secadmin", "auditor"},
    "/record/": {"auditor"},
    "/account/names/": set(),
    "/documents/": set(),
    "/organizations/": {"sysadmin", "secadmin", "auditor", "new"},
    "/organizations/bodies/new/": {"sysadmin"},
}


@pytest.fixture
def stranger(browser: Browser, house: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=house, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context
    context.close()


def _ask(page: Page, username: str, *, presses: int = 1) -> str:
    """Ask for an account; the first password as it stands on the slip."""
    page.goto("/account/people/new/")
    page.fill("#id_username", username)
    page.fill("#id_display_name", "辛任")
    page.select_option("#id_body", label="霁川县")
    page.select_option("#id_role", label="单位联络员")
    page.get_by_role("button", name="申请账号").click(click_count=presses)
    return page.locator(".slips .secret").inner_text()


def _of(page: Page, username: str) -> None:
    page.goto(f"/account/people/?who={username}")
    page.locator("table.ledger tbody a").first.click()


def _sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/account/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def _change(page: Page, old: str, new: str) -> None:
    for name, word in (("old", old), ("new", new), ("again", new)):
        page.fill(f"[name={name}]", word)
    page.get_by_role("button", name="修改密码").click()


def _finds(page: Page, who: str) -> None:
    found = {address for address in PAGES if page.goto(address).status == 200}  # type: ignore[union-attr]
    assert found == {address for address, whose in PAGES.items() if who in whose}
    missing = page.request.get("/account/people/999999/")
    assert missing.status == 404


def test_an_account_from_the_request_to_the_record(visit: Visit, stranger: BrowserContext) -> None:
    username = f"xin{secrets.token_hex(3)}"
    system, security, audit = visit("sysadmin"), visit("secadmin"), visit("auditor")
    first = _ask(system, username)
    _of(system, username)
    expect(system.get_by_role("button", name="批准开通")).to_have_count(0)
    _of(audit, username)
    expect(audit.locator("main button")).to_have_count(0)

    _of(security, username)
    security.get_by_role("button", name="批准开通").click()
    expect(security.get_by_role("status")).to_contain_text("账号已批准开通")
    security.locator("summary", has_text="授予角色").click()
    security.select_option("#role_body", label="霁川县")
    security.select_option("#role_role", label="监管人员")
    security.fill("#role_post", "副局长")
    security.get_by_role("button", name="授予角色").click()
    expect(security.get_by_role("status")).to_contain_text("角色已授予")

    hers = stranger.new_page()
    _sign_in(hers, username, first)
    _change(hers, first, NEW)
    expect(hers.locator(".small-table")).to_contain_text("监管人员")
    hers.get_by_role("link", name="启用动态口令").click()
    secret = totp.as_bytes(hers.locator(".secret").inner_text().replace(" ", ""))
    hers.fill("#id_code", totp.code(secret, totp.step_of(hers.evaluate("Date.now() / 1000"))))
    hers.get_by_role("button", name="启用动态口令").click()
    expect(hers.locator(".codes li")).to_have_count(10)

    audit.goto("/record/?kind=person")
    record = audit.locator(".table-sheet:has(.table-foot) tbody")
    for told in ("申请开通账号", "批准开通账号", "授予“霁川县”的“监管人员”角色", "启用动态口令"):
        expect(record).to_contain_text(told)
    expect(record).not_to_contain_text(first)
    for who, page in (("sysadmin", system), ("secadmin", security), ("auditor", audit), ("new", hers)):
        _finds(page, who)


def test_pressed_twice_and_back_again(visit: Visit) -> None:
    username = f"er{secrets.token_hex(3)}"
    system = visit("sysadmin")
    assert len(_ask(system, username, presses=2)) >= 12
    system.go_back()
    system.get_by_role("button", name="申请账号").click()
    expect(system.get_by_role("alert")).to_contain_text("已有人使用")
    system.goto(f"/account/people/?who={username}")
    expect(system.locator("table.ledger tbody tr")).to_have_count(1)


def test_two_administrators_at_once(visit: Visit) -> None:
    username = f"liang{secrets.token_hex(3)}"
    system = visit("sysadmin")
    _ask(system, username)
    one, other = visit("secadmin"), visit("secadmin")
    _of(one, username)
    _of(other, username)
    one.get_by_role("button", name="批准开通").click()
    expect(one.get_by_role("status")).to_contain_text("账号已批准开通")
    other.get_by_role("button", name="批准开通").click()
    expect(other.get_by_role("status")).to_contain_text("没有在等待批准")
    _of(system, username)
    one.locator("summary", has_text="停用账号").click()
    one.locator("details[open] [name=reason]").fill("调离")
    one.locator("details[open] button").click()
    expect(one.get_by_role("status")).to_contain_text("账号已停用")
    system.locator("summary", has_text="停用账号").click()
    system.locator("details[open] [name=reason]").fill("也停用")
    system.locator("details[open] button").click()
    expect(system.get_by_role("status")).to_contain_text("已经停用")


def test_a_slip_that_was_replaced_no_longer_opens_the_door(visit: Visit, stranger: BrowserContext) -> None:
    username = f"jiu{secrets.token_hex(3)}"
    system, security = visit("sysadmin", 390, 844), visit("secadmin", 390, 844)
    old = _ask(system, username)
    _of(security, username)
    security.get_by_role("button", name="批准开通").click()
    _of(system, username)
    expect(system.locator(".facts")).to_contain_text(re.compile(r"初始密码有效至 \d{4}-\d{2}-\d{2}"))
    system.locator("summary", has_text="重置密码").click()
    system.locator("details[open] [name=reason]").fill("密码条丢失")
    system.locator("details[open] button").click()
    first = system.locator(".slips .secret").inner_text()
    hers = stranger.new_page()
    _sign_in(hers, username, old)
    expect(hers.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    _sign_in(hers, username, first)
    _change(hers, first, first)
    expect(hers.get_by_role("alert").first).to_be_visible()
    _change(hers, first, NEW)
    expect(hers.get_by_role("heading", name="辛任")).to_be_visible()
    hers.goto("/ledger/")
    expect(hers.locator(".topbar")).to_be_visible()
    assert system.evaluate("document.documentElement.scrollWidth") <= 390
