"""A browser uses the ledger: searches, narrows, goes back, opens a file, lands in the source, takes the lists along."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

Visit = Callable[..., Page]

#: Controls without an accessible name, and ids used twice.
_FLAWS = """() => {
  const named = (e) => (e.getAttribute('aria-label') || e.title || e.textContent || e.placeholder || '').trim()
    || (e.labels && e.labels.length) || e.getAttribute('aria-labelledby') || (e.querySelector('img[alt]:not([alt=""])') || {}).alt;
  const nameless = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, textarea')]
    .filter((e) => !named(e)).map((e) => e.outerHTML.slice(0, 120));
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  return [...nameless, ...ids.filter((id, at) => ids.indexOf(id) !== at)];
}"""


def test_search_narrow_back_and_open(visit: Visit) -> None:
    page = visit("clerk")
    page.keyboard.press("/")
    page.keyboard.type("黑臭水体")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q="))
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator(".chip .chip-x").click()
    page.wait_for_url(re.compile(r"/ledger/$"))
    page.locator("input[name=leader]").press_sequentially("程")
    expect(page.locator("#names-leader option[value=程砚秋]")).to_be_attached()
    page.fill("input[name=leader]", "程砚秋")
    page.keyboard.press("Tab")
    page.wait_for_url(re.compile(r"leader="))
    rows = page.locator("tbody tr")
    count = rows.count()
    assert 0 < count < 34
    expect(rows.locator(".col-leader")).to_have_text(["程砚秋"] * count)
    page.go_back()
    page.wait_for_url(re.compile(r"/ledger/$"))
    expect(page.locator("input[name=leader]")).to_have_value("")


def test_every_value_leads_back_to_its_place(visit: Visit) -> None:
    page = visit("clerk")
    page.goto("/ledger/?q=黑臭水体")
    page.locator(".problem-link").click()
    expect(page.locator(".panel-problem")).to_contain_text("返黑返臭")
    page.wait_for_url(re.compile(r"open="))
    page.get_by_role("link", name="打开一问一档").click()
    page.locator(".file-problem .source").click()
    page.wait_for_url(re.compile(r"/documents/.+#at"))
    expect(page.locator("#at")).to_be_in_viewport()
    expect(page.locator("#at")).to_contain_text("返黑返臭")
    page.go_back()
    expect(page.locator(".file-problem")).to_contain_text("返黑返臭")


def test_the_four_lists_are_taken_along(visit: Visit) -> None:
    page = visit("clerk")
    page.goto("/ledger/?window=late")
    page.get_by_text("导出与打印").click()
    with page.expect_download() as download:
        page.get_by_text("四个清单（一个文件）").click()
    assert re.fullmatch(r"生态环境保护督察四个清单-\d{8}\.xlsx", download.value.suggested_filename)


def test_a_menu_closes_by_escape_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit("clerk")
    page.goto("/ledger/")
    page.get_by_text("更多筛选").click()
    expect(page.locator("select[name=window]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("select[name=window]")).to_be_hidden()
    expect(page.locator(".filters-wide summary")).to_be_focused()


def test_the_rail_stays_folded(visit: Visit) -> None:
    page = visit("clerk")
    page.locator("[data-rail-fold]").click()
    page.goto("/ledger/")
    expect(page.locator("html")).to_have_class(re.compile("rail-folded"))


def test_two_counties_see_each_their_own(visit: Visit) -> None:
    own = {}
    for who, county in (("luming", "鹿鸣县"), ("tangxi", "棠溪县")):
        page = visit(who)
        expect(page.locator("h1")).to_have_text(county)
        page.goto("/ledger/")
        own[who] = set(page.locator("td.col-number").all_inner_texts())
    assert own["luming"]
    assert own["tangxi"]
    other = (own["tangxi"] - own["luming"]).pop()
    page = visit("luming")
    answer = page.goto(f"/ledger/{other}/")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_and_every_control_has_a_name(width: int, visit: Visit) -> None:
    page = visit("clerk", width=width, height=844)
    for address in (
        "/",
        "/ledger/",
        "/ledger/?q=无此问题",
        "/ledger/load/",
        "/ledger/wall/",
        "/ledger/inspections/",
        "/documents/",
        "/documents/new/",
    ):
        page.goto(address)
        _fits(page, width)
    page.goto("/ledger/")
    for link in (page.locator(".col-number a").first, page.locator(".crumbs a").nth(1)):
        with page.expect_navigation():
            link.click()
        _fits(page, width)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert page.evaluate(_FLAWS) == [], page.url
