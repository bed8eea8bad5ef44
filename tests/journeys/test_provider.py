"""Coming in through the identity provider of the place and going out again, in a browser with all its policies."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.duban.accounts.issuing import CLIENT, SECRET, Issuer, issuing
from tests.journeys.conftest import ROOT, free_port, when_ready

pytestmark = pytest.mark.journey
DUBAN = [sys.executable, "-c", "import sys; from duban.cli import main; sys.exit(main())"]


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as issuer:
        yield issuer


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new house with nothing in it but its three administrators."""
    data = tmp_path_factory.mktemp("built")
    env = {**os.environ, "DUBAN_DATA": str(data)}
    env.pop("DATABASE_URL", None)
    three = ("administrators", "澜州市整改办", "xitong=管维", "anquan=安守", "shenji=申明")
    for command in (["migrate", "--verbosity", "0"], three):
        subprocess.run([*DUBAN, *command], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return data


@pytest.fixture
def door(issuer: Issuer, built: Path, tmp_path: Path) -> Iterator[str]:
    """That house as it was built, which knows the provider."""
    data = tmp_path / "house"
    shutil.copytree(built, data)
    env = {
        **os.environ,
        "DUBAN_DATA": str(data),
        "OIDC_ISSUER": issuer.address,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "澜州统一认证",
    }
    env.pop("DATABASE_URL", None)
    port = free_port()
    server = subprocess.Popen(
        [*DUBAN, "serve", "--bind", f"127.0.0.1:{port}"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        yield when_ready(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def page(browser: Browser, door: str) -> Iterator[Page]:
    context = browser.new_context(base_url=door, locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None
    )
    yield page
    context.close()
    assert refused == []


def _knock(page: Page) -> None:
    page.goto("/account/sign-in/")
    page.get_by_role("link", name="用澜州统一认证登录").click()


def test_in_and_out_again(page: Page, issuer: Issuer) -> None:
    issuer.who, issuer.say = "xitong", {"amr": ["pwd", "mfa"]}
    page.goto("/account/people/")
    page.get_by_role("link", name="用澜州统一认证登录").click()
    expect(page.get_by_role("heading", name="账号")).to_be_visible()
    page.locator(".topbar summary").last.click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/account/sign-in/$"))
    assert "/end" in issuer.asked
    page.goto("/account/people/")
    expect(page.get_by_role("heading", name="督办")).to_be_visible()


def test_who_has_no_second_factor_sets_it_up(page: Page, issuer: Issuer) -> None:
    issuer.who = "anquan"
    _knock(page)
    expect(page.get_by_role("heading", name="启用动态口令")).to_be_visible()


def test_refused_and_away(page: Page, issuer: Issuer) -> None:
    issuer.who = "nobody"
    _knock(page)
    expect(page.get_by_text("没有与“nobody”对应的账号")).to_be_visible()
    issuer.who, issuer.broken = "xitong", True
    _knock(page)
    expect(page.get_by_text("暂时没有回应")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
