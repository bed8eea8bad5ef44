"""What hands do in an office: mouse and keyboard mixed, files sent again, one machine for two people."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import papers
from tests.journeys.conftest import Visit, sign_in
from tests.journeys.test_intake import DOCX, begin

pytestmark = pytest.mark.journey


def text_of(place: str) -> str:
    return papers.PLAN.replace("白鹭沟", place)


def test_after_a_click_on_a_row_enter_confirms_it(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "澜州市芦花沟整改方案.docx", text_of("芦花沟"))
    row = page.locator("#item-list .row-line").nth(1)
    row.locator("a").click()
    expect(page.locator("#item-editor")).to_have_attribute("data-item", row.get_attribute("data-item") or "")
    page.keyboard.press("Enter")
    expect(page.locator("#count-line")).to_contain_text("已确认 1 / 2 项")


def test_what_is_new_among_known_files_is_found(visit: Visit) -> None:
    page = visit("clerk")
    first = {"name": "甲.docx", "mimeType": DOCX, "buffer": papers.docx(text_of("苇子沟"))}
    begin(page, "甲.docx", text_of("苇子沟"))
    second = {"name": "乙.docx", "mimeType": DOCX, "buffer": papers.docx(text_of("菖蒲沟"))}
    page.goto("/documents/new/")
    page.set_input_files("#files", [first, second])  # type: ignore[list-item]
    page.click("#send")
    expect(page.locator("#upload-known li")).to_have_count(1)
    expect(page.locator("#send")).to_be_disabled()
    page.locator("#upload-rest a").click()
    page.wait_for_url(re.compile("/documents/sets/"))
    expect(page.locator("tr", has_text="乙.docx")).to_be_visible()


def test_nobody_sends_what_somebody_else_typed(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "澜州市水葱沟整改方案.docx", text_of("水葱沟"))
    address = page.url
    problem = page.locator('[data-key="problem"][data-save]')
    before = problem.input_value()
    page.context.clear_cookies()
    problem.fill("方静还没有保存上的话。")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "signed-out")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/account/sign-in/")
    sign_in(page, "head")
    page.goto(address)
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    expect(page.locator('[data-key="problem"][data-save]')).to_have_value(before)
    assert "方静还没有保存上的话。" in page.evaluate("JSON.stringify(localStorage)")
