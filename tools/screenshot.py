"""The picture of the README, made anew: ``.venv/bin/python tools/screenshot.py`` (needs Chromium and CJK fonts).

A demo city in a folder of its own is served on a free port; its plan comes in with a deadline that has lost its year,
the way offices send them. Some items are confirmed, and the picture is taken where the reader has its doubt.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from duban.demo.building import DOCUMENTS, plan_docx

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "review.png"
NAME = "澜州市贯彻落实省生态环境保护例行督察反馈意见整改方案（印发稿）.docx"
ITEM, PLACE = "（三）", 2
RIGHT, SLIP = "整改时限：2026年8月底前", "整改时限：9月底前"
CONFIRMED = 9
STARTS_WITHIN = 60.0


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        house(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page(
            viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        upload(page, address, Path(folder) / NAME)
        confirm_some(page)
        show_the_doubt(page)
        PICTURE.parent.mkdir(exist_ok=True)
        save(page.screenshot())
        browser.close()
    print(PICTURE.relative_to(ROOT), PICTURE.stat().st_size // 1024, "kB")


@contextmanager
def house(folder: Path) -> Iterator[str]:
    """A running server with the demo city."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    env = {**os.environ, "DUBAN_DATA": str(folder / "data")}
    duban = [sys.executable, "-c", "import sys; from duban.cli import main; sys.exit(main())"]
    subprocess.run([*duban, "demo"], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*duban, "serve", "--bind", bind], env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://{bind}", server)
        yield f"http://{bind}"
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/account/sign-in/", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def upload(page: Page, address: str, plan: Path) -> None:
    text = (DOCUMENTS / "plan.txt").read_text(encoding="utf-8")
    before, found, after = text.partition(ITEM)
    if RIGHT not in after:
        raise SystemExit(f"{ITEM}: {RIGHT}?")
    plan.write_bytes(plan_docx(before + found + after.replace(RIGHT, SLIP, 1)))
    page.goto(address)
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", "duban-demo")
    page.press("[name=password]", "Enter")
    page.goto(f"{address}/documents/new/")
    page.set_input_files("#files", [plan])
    page.click("#send")
    page.wait_for_url("**/documents/sets/**")
    page.get_by_role("link", name="逐项校核").click(timeout=60_000)
    page.wait_for_selector("#item-editor[data-item]")


def confirm_some(page: Page) -> None:
    """In the order of the text, as a person would, but for the item of the picture."""
    page.goto(f"{page.url.split('?')[0]}?order=text")
    rows = page.locator("#item-list > li")
    for at in [n for n in range(CONFIRMED + 1) if n != PLACE]:
        open_row(page, at)
        page.locator("#item-head [data-do=confirm]").click()
        rows.nth(at).and_(page.locator("[data-mood=confirmed]")).wait_for()


def open_row(page: Page, at: int) -> None:
    row = page.locator("#item-list > li").nth(at)
    row.locator("a").click()
    page.locator(f"#item-editor[data-item='{row.get_attribute('data-item')}']").wait_for()


def show_the_doubt(page: Page) -> None:
    open_row(page, PLACE)
    page.keyboard.press("n")
    page.mouse.move(0, 0)
    page.wait_for_timeout(800)


def save(picture: bytes) -> None:
    """Few colours are enough for text and lines, and make the file small."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(200, dither=Image.Dither.NONE).save(
        PICTURE, optimize=True
    )


if __name__ == "__main__":
    main()
