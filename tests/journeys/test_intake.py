"""A document goes in, a confirmed ledger comes out: the clerk's way through the whole of it, in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.conftest import Visit, sign_in

pytestmark = pytest.mark.journey

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upload(page: Page, *files: tuple[str, bytes]) -> None:
    page.goto("/documents/new/")
    sent: list[Any] = [{"name": name, "mimeType": DOCX, "buffer": content} for name, content in files]
    page.set_input_files("#files", sent)
    page.click("#send")
    page.wait_for_url(re.compile(r"/documents/sets/[0-9a-f-]+/$"))


def select(page: Page, words: str) -> None:
    """Drag over these words on the left, the way a hand would."""
    box = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector("#doc-pane"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            node.parentElement.scrollIntoView({ block: "center" });
            const boxes = [...range.getClientRects()];
            const first = boxes[0], last = boxes[boxes.length - 1];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
          }
          return null;
        }""",
        words,
    )
    assert box is not None, f"{words!r} stands nowhere in one run"
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=8)
    page.mouse.up()


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def begin(page: Page, name: str, text: str) -> None:
    upload(page, (name, papers.docx(text)))
    page.get_by_role("link", name="逐项校核").click()
    page.wait_for_url(re.compile("/review/"))
    page.wait_for_selector("html[data-ready]")


def test_from_a_word_file_to_the_ledger_and_back_to_the_source(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "澜州市回头看整改方案.docx", papers.PLAN)

    # The doubtful item comes first, and its doubt says what to look at.
    expect(page.locator("#item-editor")).to_contain_text("第1项")
    expect(page.locator("#item-doubts .doubt")).to_have_count(1)
    page.locator("#item-doubts").get_by_role("button", name="看原文").click()
    deadline = page.locator('[data-key="deadline"][data-fact="date"]')
    expect(deadline).to_have_value("2027-09-30")
    deadline.fill("2027-09-15")
    expect(page.locator("#item-doubts .doubt")).to_have_count(0)
    saved(page)

    # Two problems stand in one item: split where the second begins.
    page.locator("#item-list .row-line").nth(1).locator("a").click()
    expect(page.locator("#item-editor")).to_contain_text("第2项")
    select(page, "棠溪县渣土运输车辆沿途抛洒。")
    expect(page.locator("#selection-quote")).to_have_text("棠溪县渣土运输车辆沿途抛洒。")
    page.keyboard.press("s")
    expect(page.locator("#item-editor")).to_contain_text("第3项")
    expect(page.locator('[data-key="problem"][data-save]')).to_have_value("棠溪县渣土运输车辆沿途抛洒。")
    expect(page.locator("#count-line")).to_contain_text("文中具体问题 2，现有 3")

    # Confirm all three by keyboard.
    for _item in range(3):
        page.locator("#item-pane").click(position={"x": 4, "y": 300})
        page.keyboard.press("Enter")
    expect(page.locator("#count-line")).to_contain_text("已确认 3 / 3 项")

    # Accept, and find it in the ledger.
    page.locator('[data-do="accept"]').click()
    expect(page.get_by_text("台账新增 3 个问题").first).to_be_visible()
    page.fill("[name=name]", "2026年岚江省督察“回头看”")
    page.locator("#accept-send").click()
    page.wait_for_url(re.compile("/ledger/"))
    expect(page.get_by_text("已登记3个问题")).to_be_visible()
    page.get_by_role("link", name=re.compile("白鹭沟沿线排口溢流")).first.click()
    page.get_by_role("link", name="打开一问一档").click()
    expect(page.locator("main")).to_contain_text("2027-09-15")

    # And back to the place it came from.
    page.get_by_role("link", name="原文").first.click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-f-]+/\?at="))
    expect(page.locator("mark#at")).to_contain_text("望汀区白鹭沟沿线排口溢流")
    expect(page.locator("mark#at")).to_be_in_viewport()


def test_a_broken_file_says_so_and_the_others_are_read(visit: Visit) -> None:
    page = visit("clerk")
    text = papers.PLAN.replace("白鹭沟", "青石沟")
    broken = papers.docx(text)[:900]
    upload(page, ("坏了的附件.docx", broken), ("澜州市青石沟整改方案.docx", papers.docx(text)))
    row = page.locator("tr", has_text="坏了的附件.docx")
    expect(row).to_contain_text("未能识读")
    expect(row.locator(".file-sentence")).to_have_text(re.compile("。$"))
    expect(page.get_by_role("link", name="逐项校核")).to_be_visible()

    # The broken one alone: a sentence, and nothing to review.
    upload(page, ("只有坏文件.docx", papers.docx(papers.PLAN)[:700]))
    expect(page.locator("tr", has_text="只有坏文件.docx")).to_contain_text("未能识读")
    expect(page.get_by_role("link", name="逐项校核")).to_have_count(0)


def test_the_same_file_again_leads_to_the_first(visit: Visit) -> None:
    page = visit("clerk")
    content = papers.docx(papers.PLAN.replace("白鹭沟", "双桥沟"))
    upload(page, ("双桥沟方案.docx", content))
    page.goto("/documents/new/")
    page.set_input_files("#files", {"name": "又来一次.docx", "mimeType": DOCX, "buffer": content})
    page.click("#send")
    expect(page.locator("#upload-known")).to_contain_text("又来一次.docx")
    page.locator("#upload-known a").click()
    page.wait_for_url(re.compile(r"/documents/sets/"))


def test_selection_fills_a_field_also_with_rare_characters(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "罕用字方案.docx", papers.PLAN.replace("白鹭沟沿线", "𠮷𣲘沟沿线"))
    goal = page.locator('[data-key="goal"][data-save]')
    goal.click()
    select(page, "𣲘沟沿线排口溢流")
    page.get_by_role("button", name="填入“整改目标”").click()
    expect(goal).to_have_value("𣲘沟沿线排口溢流")
    mark = page.locator("#doc-pane mark.mark-goal").filter(has_text="𣲘沟沿线排口溢流")
    expect(mark).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(goal).to_have_value("消除沿线排口溢流。")
    # What is marked reads like what is not.
    sizes = "document.querySelectorAll('#doc-pane p, #doc-pane p mark')"
    assert len(page.evaluate(f"[...new Set([...{sizes}].map((e) => getComputedStyle(e).fontSize))]")) == 1
    # A click on a mark goes to its field.
    page.locator("#doc-pane mark.mark-goal").nth(1).click()
    expect(page.locator("#item-editor")).to_contain_text("第2项")
    expect(page.locator('[data-key="goal"][data-save]')).to_be_focused()


def test_the_whole_review_by_keyboard(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "键盘方案.docx", papers.PLAN.replace("白鹭沟", "柳荫沟"))
    page.keyboard.press("n")
    expect(page.locator('[data-key="deadline"][data-save="text"]')).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#item-editor")).to_contain_text("第2项")
    page.keyboard.press("e")
    expect(page.locator('[data-key="problem"][data-save]')).to_be_focused()
    page.keyboard.type("，群众反映强烈")
    saved(page)
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    for _step in range(5):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#selection-quote")).to_have_text("石溪区两家采")
    page.keyboard.press("a")
    expect(page.locator('[data-key="problem"][data-save]')).to_have_value("石溪区两家采")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#item-list .row-line")).to_have_count(2)
    page.keyboard.press("?")
    expect(page.locator("#help-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("m")
    expect(page.locator("#item-list .row-line")).to_have_count(1)


def test_typing_survives_a_lost_network(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "断网方案.docx", papers.PLAN.replace("白鹭沟", "枫林沟"))
    goal = page.locator('[data-key="goal"][data-save]')
    page.context.set_offline(True)
    goal.fill("全线消除溢流。")
    expect(page.locator("#save-state")).to_have_attribute("data-state", re.compile("offline|failing"))
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.locator('[data-key="goal"][data-save]')).to_have_value("全线消除溢流。")


def test_typing_survives_a_sign_in_that_ran_out(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "过期方案.docx", papers.PLAN.replace("白鹭沟", "芦苇沟"))
    address = page.url
    page.context.clear_cookies()
    page.locator('[data-key="goal"][data-save]').fill("登录过期后写的目标。")
    expect(page.locator("#save-state")).to_contain_text("登录已过期")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    sign_in(page, "clerk")
    expect(page.locator('[data-key="goal"][data-save]')).to_be_visible()
    saved(page)
    page.reload()
    expect(page.locator('[data-key="goal"][data-save]')).to_have_value("登录过期后写的目标。")


def test_a_revised_plan_is_compared_and_accepted_change_by_change(visit: Visit) -> None:
    page = visit("clerk")
    plan = papers.PLAN.replace("白鹭沟", "梧桐沟").replace("20279月底前", "2027年9月底前")
    begin(page, "梧桐沟方案.docx", plan)
    page.locator('[data-do="accept"]').click()
    page.fill("[name=name]", "梧桐沟专项督察")
    page.locator("#accept-send").click()
    page.wait_for_url(re.compile("/ledger/"))

    page.goto("/documents/new/")
    revised = plan.replace("2027年9月底前", "2028年3月底前").replace(
        "反馈意见整改方案", "反馈意见整改方案（修订）"
    )
    page.set_input_files("#files", {"name": "修订.docx", "mimeType": DOCX, "buffer": papers.docx(revised)})
    page.select_option("#inspection", label="梧桐沟专项督察")
    page.click("#send")
    page.get_by_role("link", name="逐项校核").click()
    page.locator('[data-do="accept"]').click()
    expect(page.locator("#compare-next")).to_be_visible()
    expect(page.locator("#accept-send")).to_have_text("下一步：逐项比对")
    page.locator("#accept-send").dblclick()
    page.wait_for_url(re.compile("/compare/"))
    expect(page.locator(".pair-changed")).to_have_count(1)
    expect(page.locator(".pair-changed ins").first).to_contain_text("2028")
    page.locator("#accept-send").click()
    page.wait_for_url(re.compile("/ledger/"))
    expect(page.get_by_text("方案已修订为第2版：修改1项")).to_be_visible()
    page.get_by_role("link", name=re.compile("梧桐沟沿线")).first.click()
    page.get_by_role("link", name="打开一问一档").click()
    expect(page.locator("main")).to_contain_text("2027-09-30")
    expect(page.locator("main")).to_contain_text("2028-03-31")


def test_a_notice_meets_its_finding_and_changes_nothing_else(visit: Visit) -> None:
    page = visit("clerk")
    begin(page, "樱花沟方案.docx", papers.PLAN.replace("白鹭沟", "樱花沟"))
    page.locator('[data-do="accept"]').click()
    page.fill("[name=name]", "樱花沟专项督察")
    page.locator("#accept-send").dblclick()
    page.wait_for_url(re.compile("/ledger/"))
    expect(page.get_by_text("已登记2个问题")).to_be_visible()

    upload(page, ("樱花沟公示.docx", papers.docx(papers.NOTICE.replace("白鹭沟", "樱花沟"))))
    expect(page.locator("#set-progress")).to_contain_text("这是一份整改结果公示")
    page.get_by_role("link", name="逐项校核").click()
    page.locator('[data-do="accept"]').click()
    page.wait_for_url(re.compile("/meet/"))
    expect(page.locator("#meet")).to_contain_text("樱花沟专项督察")
    expect(page.locator(".meet-choice input:checked")).to_have_count(1)
    page.locator("#accept-send").dblclick()
    page.wait_for_url(re.compile(r"/ledger/\d{4}-\d{4}/"))
    expect(page.get_by_text("办理阶段没有变")).to_be_visible()
    page.get_by_role("link", name=re.compile("第一项")).first.click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-f-]+/\?at="))
    expect(page.locator("mark#at")).to_contain_text("樱花沟沿线排口溢流")


def test_what_an_annex_is_can_be_said_after_reading(visit: Visit) -> None:
    page = visit("clerk")
    plan, annex = (text.replace("白鹭沟", "海棠沟") for text in (papers.PLAN, papers.ANNEX))
    upload(page, ("海棠沟方案.docx", papers.docx(plan)), ('附件"一".docx', papers.docx(annex)))
    expect(page.locator(".set-sentence")).to_contain_text("读出 2 项")
    expect(page.locator("#set-progress")).to_contain_text('附件"一".docx')
    page.evaluate(
        """() => new MutationObserver((_seen, watch) => {
            if (!document.querySelector(".set-sentence")?.textContent.includes("读出 3 项")) return;
            watch.disconnect();
            const select = document.querySelectorAll("td select")[1];
            select.value = "measures";
            select.dispatchEvent(new Event("change", { bubbles: true }));
        }).observe(document.querySelector("main"), { childList: true, subtree: true })"""
    )
    page.locator("td select").nth(1).select_option("other")
    # Said anew at the moment it can be said, and heard.
    expect(page.locator("td select").nth(1)).to_have_value("measures")
    expect(page.locator("#set-progress .note")).to_contain_text("重新归并")
    expect(page.locator(".set-sentence")).to_contain_text("读出 2 项")


def test_a_double_click_on_confirm_confirms_one(visit: Visit) -> None:
    page = visit("clerk")
    page.goto("/documents/new/")
    page.locator("summary", has_text="粘贴文字").click()
    page.fill("#text", papers.PLAN.replace("白鹭沟", "石榴沟"))
    page.locator("#send").dblclick()
    page.get_by_role("link", name="逐项校核").click()
    page.wait_for_selector("html[data-ready]")
    page.locator('[data-do="confirm"]').first.dblclick()
    expect(page.locator("#count-line")).to_contain_text("已确认 1 / 2 项")
    page.goto("/documents/")
    expect(page.locator("tr", has_text="已确认 1 / 2 项").first).to_be_visible()


def test_a_secret_document_leaves_no_trace(visit: Visit) -> None:
    page = visit("clerk")
    upload(page, ("某某专项工作.docx", papers.docx("机密★5年\n" + papers.PLAN)))
    row = page.locator("tr", has_text="不予接收")
    expect(row).to_contain_text("没有保存")
    page.reload()
    assert "某某专项" not in page.content()
    page.goto("/documents/")
    assert "某某专项" not in page.content()


def test_two_reviewers_meet_and_neither_is_overwritten(visit: Visit) -> None:
    first = visit("clerk")
    begin(first, "两人方案.docx", papers.PLAN.replace("白鹭沟", "桃源沟"))
    second = visit("head")
    second.goto(first.url)
    expect(first.locator("#presence")).to_contain_text("宋明澈 也在看第1项")
    second.context.set_offline(True)
    second.locator('[data-key="goal"][data-save]').fill("宋明澈写的目标。")
    first.locator('[data-key="goal"][data-save]').fill("方静写的目标。")
    saved(first)
    second.context.set_offline(False)
    expect(second.locator(".conflict")).to_contain_text("方静写的目标。")
    expect(second.locator("#save-state")).to_have_attribute("data-state", "refused")
    # The page asks for news every few seconds: the choice must still stand after it did.
    with second.expect_response(lambda answer: "/presence/" in answer.url):
        pass
    with second.expect_response(lambda answer: "/presence/" in answer.url):
        pass
    second.get_by_role("button", name="用方静的").click()
    expect(second.locator('[data-key="goal"][data-save]')).to_have_value("方静写的目标。")


def test_on_a_phone_the_panes_take_turns(visit: Visit) -> None:
    page = visit("clerk", width=390, height=844)
    begin(page, "手机方案.docx", papers.PLAN.replace("白鹭沟", "杏花沟"))
    expect(page.locator("#item-pane")).to_be_visible()
    expect(page.locator("#doc-pane")).to_be_hidden()
    page.get_by_role("tab", name="原文").click()
    expect(page.locator("#doc-pane")).to_be_visible()
    page.get_by_role("tab", name="全部项").click()
    page.locator("#item-list .row-line a").nth(1).click()
    expect(page.locator("#item-editor")).to_contain_text("第2项")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_liaison_officer_sees_no_documents(visit: Visit) -> None:
    page = visit("luming")
    answer = page.goto("/documents/")
    assert answer is not None
    assert answer.status == 404
