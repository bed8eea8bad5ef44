"""A problem goes from the register to work under a filed plan, in the hands of everybody whose it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, sign_in
from tests.journeys.test_ledger import _FLAWS

pytestmark = pytest.mark.journey

#: What sticks out of the page to the right, except inside of what scrolls by itself.
_WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 100))"""

#: Registered only. 鹿鸣县 is charged with it, 棠溪县 has no part; it goes on for ever, so there is no day to be late for.
NUMBER = "2026-0021"
#: This one stands under the name of the leader of the demo city.
LED = "2026-0010"


def open_step(page: Page, name: str) -> None:
    """From the card, in place."""
    page.locator("#next").get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("#step form")).to_be_visible()


def send(page: Page, name: str) -> None:
    page.locator("#step form").get_by_role("button", name=name, exact=True).click()


def charge(page: Page, role: str, names: str) -> None:
    missing = page.locator(".missing li", has_text=role)
    if missing.count():
        missing.get_by_role("link").click()
    else:
        open_step(page, "明确责任")
        page.select_option("#step [name=role]", label=role)
    page.fill("#step [name=names]", names)
    send(page, "明确责任")
    expect(page.locator("#record li").first).to_contain_text(names.split()[0])


def test_from_the_register_to_work(visit: Visit) -> None:
    clerk = visit("clerk")
    clerk.goto(f"/ledger/{NUMBER}/")
    expect(clerk.locator(".line-here")).to_have_text("已登记")
    expect(clerk.locator("#next")).to_contain_text("没有明确牵头单位。")
    charge(clerk, "牵头单位", "市水务局")
    charge(clerk, "责任人", "陆明 县水利局局长")
    charge(clerk, "验收责任单位", "市生态环境局")
    expect(clerk.locator("#next")).to_contain_text("需要的都已齐备。")
    open_step(clerk, "交办")
    clerk.locator("#step form").get_by_role("button", name="交办").dblclick()
    expect(clerk.locator(".line-here")).to_have_text("方案编制")
    expect(clerk.locator("#record li", has_text="交办给")).to_have_count(1)

    officer = visit("luming")
    officer.goto(f"/ledger/{NUMBER}/")
    open_step(officer, "编制方案")
    expect(officer.locator("#step [name=goal]")).not_to_have_value("")
    officer.fill("#step [name=milestones]", "2027-06-30 建成收储中心3个，完成40%")
    send(officer, "编制方案")
    expect(officer.locator("#time")).to_contain_text("建成收储中心3个，完成40%")
    open_step(officer, "报送方案")
    officer.locator("#step form").get_by_role("button", name="报送方案").dblclick()
    expect(officer.locator(".line-here")).to_have_text("方案审核")
    expect(officer.locator("#next")).to_contain_text("“方案备案”由整改办负责人、整改办经办人办理。")
    expect(officer.locator("#next .button-next")).to_have_count(0)

    clerk.reload()
    open_step(clerk, "方案备案")
    expect(clerk.locator("#step")).to_contain_text("方案须经上级批复")
    send(clerk, "方案备案")
    expect(clerk.locator("#plan")).to_contain_text("整改备〔")
    open_step(clerk, "启动整改")
    clerk.locator("#step form").get_by_role("button", name="启动整改").dblclick()
    expect(clerk.locator(".line-here")).to_have_text("整改中")
    expect(clerk.locator("#record li", has_text="启动整改")).to_have_count(1)

    asks_for_a_day(officer)
    head_approves(visit("head"))


def asks_for_a_day(officer: Page) -> None:
    """The refusal keeps what she typed; only the fields that belong to what she asks for are shown."""
    officer.reload()
    open_step(officer, "申请调整")
    officer.select_option("#step [name=kind]", "goal")
    expect(officer.locator("#step [name=deadline]")).to_be_hidden()
    officer.select_option("#step [name=kind]", "deadline")
    officer.fill("#step [name=deadline]", "2028-06-30")
    officer.fill("#step [name=reason]", "收储中心分三年建成。")
    send(officer, "申请调整")
    expect(officer.locator("#step [role=alert]")).to_contain_text("没有写明科学论证")
    expect(officer.locator("#step [name=reason]")).to_have_value("收储中心分三年建成。")
    officer.fill("#step [name=assessment]", "农业规划设计院论证可行。")
    officer.locator("#step form").get_by_role("button", name="申请调整").dblclick()
    expect(officer.locator("#requests")).to_contain_text("待审批")
    expect(officer.locator("#requests > ol > li")).to_have_count(1)
    expect(officer.locator("#next")).not_to_contain_text("批准调整")


def head_approves(head: Page) -> None:
    head.goto(f"/ledger/{NUMBER}/")
    open_step(head, "批准调整时限")
    expect(head.locator("#step")).to_contain_text("农业规划设计院论证可行。")
    send(head, "批准调整时限")
    expect(head.locator("#step [role=alert]")).to_contain_text("同一机关批准")
    head.fill("#step [name=letter_no]", "岚环督函〔2026〕21号")
    send(head, "批准调整时限")
    expect(head.locator("#deadline li").first).to_contain_text("长期坚持")
    expect(head.locator("#deadline li").last).to_contain_text("2028-06-30")
    expect(head.locator("#requests")).to_contain_text("岚环督函〔2026〕21号")
    head.locator("#plan").get_by_role("link", name="与上一版比较").click()
    expect(head.locator("ins").first).to_contain_text("2028-06-30")
    expect(head.locator("del").first).to_contain_text("长期坚持")
    head.go_back()
    expect(head.locator(".file-number")).to_contain_text(NUMBER)


def test_another_countys_officer_finds_nothing(visit: Visit) -> None:
    page = visit("tangxi")
    for place in ("", "filings/", "steps/assign/", "steps/ask_change/", "?paper=1"):
        response = page.goto(f"/ledger/{NUMBER}/{place}")
        assert response is not None
        assert response.status == 404


def test_a_leader_reads_and_is_told_who_acts(visit: Visit) -> None:
    page = visit("leader")
    page.goto(f"/ledger/{LED}/")
    expect(page.locator("#next")).to_contain_text("办理。")
    expect(page.locator("#next a")).to_have_count(0)
    expect(page.locator("#goal .doc")).to_be_visible()
    response = page.goto(f"/ledger/{LED}/steps/correct/")
    assert response is not None
    assert response.status == 404


def test_somebody_else_was_first(visit: Visit) -> None:
    number = "2026-0015"
    mine, hers = visit("clerk"), visit("head")
    mine.goto(f"/ledger/{number}/")
    open_step(mine, "记录协调")
    mine.fill("#step [name=text]", "与市里会商。")
    hers.goto(f"/ledger/{number}/")
    open_step(hers, "更正笔误")
    hers.select_option("#step [name=what]", "printed_no")
    hers.fill("#step [name=after]", "（九十九）")
    hers.fill("#step [name=reason]", "录入有误。")
    send(hers, "更正笔误")
    expect(hers.locator("#beside")).to_contain_text("（九十九）")
    send(mine, "记录协调")
    expect(mine.locator("#step [role=alert]")).to_contain_text("办理“更正笔误”")
    expect(mine.locator("#step [name=text]")).to_have_value("与市里会商。")
    send(mine, "记录协调")
    expect(mine.locator("#beside")).to_contain_text("与市里会商。")


def test_a_form_is_put_away_and_the_page_is_as_before(visit: Visit) -> None:
    page = visit("clerk")
    page.goto("/ledger/2026-0034/")
    open_step(page, "交办")
    expect(page.locator(".button-next:visible")).to_have_count(2)
    page.locator("[data-close]").click()
    expect(page.locator("#step form")).to_have_count(0)
    expect(page.locator("#next").get_by_role("link", name="交办", exact=True)).to_be_focused()


def test_without_scripts_the_form_is_a_page(visit: Visit, house: str) -> None:
    page = visit("clerk")
    state = page.context.storage_state()
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(
        base_url=house, java_script_enabled=False, storage_state=state, locale="zh-CN"
    )
    page = plain.new_page()
    page.goto("/ledger/2026-0017/")
    page.locator("#next").get_by_role("link", name="记录协调").click()
    page.fill("[name=text]", "无脚本也能记录。")
    page.get_by_role("button", name="记录协调").click()
    expect(page.locator("#beside")).to_contain_text("无脚本也能记录。")
    plain.close()


def test_many_at_once_and_the_rest_again(visit: Visit) -> None:
    page = visit("clerk")
    page.goto("/ledger/?stage=registered")
    boxes = page.locator("input[name=numbers]")
    for at in range(2):
        boxes.nth(at).check()
    page.get_by_role("button", name="办理选中的问题").click()
    page.get_by_label("交办", exact=True).check()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("h1")).to_have_text("交办")
    page.get_by_role("button", name=re.compile("^交办")).dblclick()
    expect(page.locator(".page-head")).to_contain_text("2 个问题")
    page.get_by_role("button", name=re.compile("只重试")).click()
    expect(page.locator("h1")).to_have_text("交办")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_file_fits_and_every_control_has_a_name(visit: Visit, width: int) -> None:
    page = visit("head", width)
    for place in (f"/ledger/{NUMBER}/", f"/ledger/{NUMBER}/steps/correct/", f"/ledger/{NUMBER}/filings/"):
        page.goto(place)
        assert page.evaluate(_WIDER) == []
        assert page.evaluate(_FLAWS) == []


def test_the_index_leads_to_its_part(visit: Visit) -> None:
    page = visit("clerk")
    page.goto(f"/ledger/{NUMBER}/")
    page.locator(".file-index").get_by_role("link", name="记录", exact=True).click()
    expect(page.locator("#record")).to_be_in_viewport()
    page.locator(".file-index").get_by_role("link", name="整份打印").click()
    page.wait_for_url(re.compile("paper=1"))


def test_what_was_typed_outlives_a_sign_in_that_ran_out(visit: Visit) -> None:
    """Sent into a session that has ended, or from a page older than the session: nothing is done, nothing is lost."""
    page = visit("clerk")
    words = "与市里会商三次，形成会议纪要。"
    page.goto("/ledger/2026-0016/steps/coordinate/")
    page.fill("[name=text]", words)
    page.context.clear_cookies(name="duban_session")
    page.get_by_role("button", name="记录协调").click()
    expect(page.locator("[data-typed-hint]")).to_be_visible()
    sign_in(page, "clerk")
    expect(page.locator("[name=text]")).to_have_value(words)
    expect(page.locator("[data-note=restored]")).to_be_visible()
    other = page.context.new_page()
    other.context.clear_cookies()
    other.goto("/account/sign-in/")
    sign_in(other, "clerk")
    page.get_by_role("button", name="记录协调").click()
    expect(page.locator("main")).to_contain_text("这一页已经过期，没有办理")
    page.get_by_role("link", name="回到刚才的表单").click()
    expect(page.locator("[name=text]")).to_have_value(words)
    page.get_by_role("button", name="记录协调").click()
    expect(page.locator("#beside")).to_contain_text(words)
    page.goto("/ledger/2026-0016/steps/coordinate/")
    expect(page.locator("[name=text]")).to_have_value("")
    expect(page.locator("[data-note=restored]")).to_be_hidden()


def test_the_door_is_never_a_part_of_a_page(visit: Visit) -> None:
    """A form that opened in place is sent into a session that has ended, and a problem is opened beside the list."""
    page = visit("clerk")
    words = "会商排口整治，议定月底前复查。"
    page.goto("/ledger/2026-0017/")
    page.get_by_role("link", name="记录协调").click()
    page.fill("#step [name=text]", words)
    page.context.clear_cookies(name="duban_session")
    page.locator("#step").get_by_role("button", name="记录协调").click()
    page.wait_for_url(re.compile("/account/sign-in/"))
    expect(page.locator("main")).to_have_count(1)
    sign_in(page, "clerk")
    page.wait_for_url(re.compile("/ledger/2026-0017/steps/coordinate/"))
    expect(page.locator("[name=text]")).to_have_value(words)
    page.goto("/ledger/")
    page.context.clear_cookies(name="duban_session")
    page.locator("tr[data-row] [data-open]").first.click()
    page.wait_for_url(re.compile("/account/sign-in/"))
    sign_in(page, "clerk")
    page.wait_for_url(re.compile("/ledger/.*open="))


def test_what_cannot_be_fetched_is_said(visit: Visit) -> None:
    page = visit("clerk", width=390)
    page.goto("/ledger/2026-0017/")
    expect(page.locator("[data-unreached]")).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_role("link", name="记录协调").click()
    expect(page.locator("[data-unreached]")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("link", name="记录协调").click()
    expect(page.locator("#step [name=text]")).to_be_visible()
    expect(page.locator("[data-unreached]")).to_be_hidden()
