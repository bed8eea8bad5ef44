"""From a request to the first day: one administrator asks, another approves, the new liaison officer changes the password
and sees her county's rows and no others; each is refused what is not hers."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Browser, Page, expect

from duban.accounts import totp
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
NEW = "Shui-Qing_42"


def _request(page: Page, username: str) -> str:
    """Ask for an account as a form does; the first password as it stands on the slip."""
    page.goto("/account/people/new/")
    page.fill("#id_username", username)
    page.fill("#id_display_name", "辛任")
    page.select_option("#id_body", label="霁川县")
    page.select_option("#id_role", label="单位联络员")
    page.get_by_role("button", name="申请账号").click()
    return page.locator(".slips .secret").inner_text()


def _sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/account/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def test_a_new_liaison_officer_comes_in(visit: Visit, browser: Browser, house: str) -> None:
    username = f"ji{secrets.token_hex(3)}"
    system = visit("sysadmin")
    first = _request(system, username)

    context = browser.new_context(base_url=house, locale="zh-CN")
    hers = context.new_page()
    _sign_in(hers, username, first)
    expect(hers.get_by_role("alert")).to_contain_text("用户名或密码不正确")

    system.goto("/account/people/?state=pending")
    system.get_by_role("link", name="辛任").first.click()
    expect(system.get_by_role("button", name="批准开通")).to_have_count(0)
    security = visit("secadmin")
    security.goto(f"/account/people/?who={username}")
    security.get_by_role("link", name="辛任").click()
    security.get_by_role("button", name="批准开通").click()
    expect(security.get_by_role("status")).to_contain_text("账号已批准开通")

    _sign_in(hers, username, first)
    expect(hers.get_by_role("heading", name="修改密码")).to_be_visible()
    hers.goto("/ledger/")
    expect(hers.get_by_role("heading", name="修改密码")).to_be_visible()
    for name, word in (("old", first), ("new", NEW), ("again", NEW)):
        hers.fill(f"[name={name}]", word)
    hers.get_by_role("button", name="修改密码").click()
    expect(hers.get_by_role("heading", name="辛任")).to_be_visible()
    hers.goto("/ledger/")
    rows = hers.locator("table.ledger tbody tr")
    expect(rows.first).to_contain_text("霁川县")
    assert hers.goto("/account/people/").status == 404  # type: ignore[union-attr]
    _second_factor(hers, username)
    context.close()


def _second_factor(page: Page, username: str) -> None:
    """She enrols an authenticator, and the next sign-in asks for a code that was not used yet."""
    page.goto("/account/me/second-factor/")
    secret = totp.as_bytes(page.locator(".secret").inner_text().replace(" ", ""))
    page.fill("#id_code", totp.code(secret, _step(page)))
    page.get_by_role("button", name="启用动态口令").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.context.clear_cookies()
    _sign_in(page, username, NEW)
    expect(page.get_by_role("heading", name="登录第二步")).to_be_visible()
    # The next code counts already, within the drift that clocks are allowed.
    page.fill("#id_code", totp.code(secret, _step(page) + 1))
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".topbar")).to_be_visible()


def _step(page: Page) -> int:
    return totp.step_of(page.evaluate("Date.now() / 1000"))


@pytest.mark.parametrize(
    ("username", "first"), [("sysadmin", "账号"), ("secadmin", "账号"), ("auditor", "记录")]
)
def test_administrators_have_no_part_in_the_business(username: str, first: str, visit: Visit) -> None:
    page = visit(username)
    expect(page.get_by_role("heading", name=first, level=1)).to_be_visible()
    expect(page.locator("[data-search]")).to_have_count(0)
    page.goto("/ledger/")
    expect(page.locator("table.ledger tbody tr")).to_have_count(0)
    assert page.goto("/documents/").status == 404  # type: ignore[union-attr]
    expect(page.get_by_role("link", name="文件", exact=True)).to_have_count(0)


def test_the_office_renames_a_body_and_documents_still_find_it(visit: Visit) -> None:
    page = visit("head", 390, 844)
    page.goto("/organizations/?name=市林业")
    page.get_by_role("link", name="市林业局").click()
    page.locator("summary", has_text="登记曾用名").click()
    page.fill("#former_name", "市绿化办")
    page.get_by_role("button", name="登记曾用名").click()
    expect(page.get_by_role("status")).to_contain_text("曾用名已登记")
    page.goto("/organizations/?name=绿化办")
    expect(page.get_by_role("link", name="市林业局")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_a_refused_form_opens_again_with_what_was_typed(visit: Visit) -> None:
    """A form that is folded on its page: refused, it stands there with its words; taken, it is empty and folded."""
    page = visit("clerk")
    page.goto("/organizations/")
    page.get_by_role("link", name="市财政局").click()
    rename = page.locator("details", has=page.locator("summary", has_text="更名")).first
    rename.locator("summary").click()
    rename.locator("[name=name]").fill("鹿鸣县")
    rename.locator("[name=reason]").fill("机构改革")
    rename.get_by_role("button", name="更名").click()
    expect(page.locator(".notes")).to_contain_text("名录中已有“鹿鸣县”")
    expect(rename.locator("[name=reason]")).to_be_visible()
    expect(rename.locator("[name=reason]")).to_have_value("机构改革")
    rename.locator("[name=name]").fill("市财政和国资局")
    rename.get_by_role("button", name="更名").click()
    expect(page.locator(".notes")).to_contain_text("已更名")
    expect(rename.locator("[name=reason]")).to_be_hidden()
    expect(rename.locator("[name=reason]")).to_have_value("")
