"""A whole house for a browser: the demo city on a free port, served the way ``make run`` serves it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "duban-demo"
STARTS_WITHIN = 60.0
Visit = Callable[..., Page]
#: The pages tell of each other every few seconds, and the machine may be busy.
expect.set_options(timeout=20_000)


def _chromium() -> str:
    found = shutil.which("chromium")
    if found:
        return found
    sentence = (
        "No Chromium here: install it (apt-get install chromium fonts-noto-cjk) to walk the browser journeys."
    )
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server with the demo city in a data folder of its own."""
    _chromium()
    port = free_port()
    env = {**os.environ, "DUBAN_DATA": str(tmp_path_factory.mktemp("house"))}
    env.pop("DATABASE_URL", None)
    duban = [sys.executable, "-c", "import sys; from duban.cli import main; sys.exit(main())"]
    subprocess.run([*duban, "demo"], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    log = (tmp_path_factory.mktemp("log") / "server").open("wb")
    server = subprocess.Popen(
        [*duban, "serve", "--bind", f"127.0.0.1:{port}"], env=env, cwd=ROOT, stdout=log, stderr=log
    )
    try:
        yield when_ready(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def when_ready(address: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/account/sign-in/", timeout=2):
                return address
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = _chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()


def sign_in(page: Page, username: str) -> None:
    """Sign in on the page that asks for it; the house then shows what was wanted."""
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector(".topbar")


@pytest.fixture
def visit(browser: Browser, house: str) -> Iterator[Visit]:
    """``visit("clerk")``: a page, signed in; ``width`` for a phone. What the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(username: str, width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(
            base_url=house,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if _is_our_fault(said.type, said.text) else None,
        )
        page.goto("/account/sign-in/")
        sign_in(page, username)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_our_fault(kind: str, text: str) -> bool:
    """Errors, among them refusals of the content-security policy; not the answers that a journey provokes itself, nor a
    question that it left behind by going to another page."""
    provoked = ("Failed to load resource", "htmx:sendAbort", "htmx:sendError", "htmx:afterRequest")
    return kind == "error" and not any(each in text for each in provoked)
