"""What every answer carries and every request must keep to, whichever page it is for."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from duban.accounts import middleware
from duban.deployment import data_folder, secret_key
from duban.files.models import Document
from tests.duban.conftest import Cast

PAGES = ("pages:home", "ledger:list", "ledger:inspections", "intake:list", "accounts:me")


@pytest.mark.parametrize("page", PAGES)
def test_no_cache_keeps_a_page_of_somebody(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast.clerk)
    answer = client.get(reverse(page))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_an_export_and_an_error_are_not_kept_either(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    for address in (reverse("ledger:export", args=["all"]), "/ledger/nowhere/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_the_original_never_runs_in_the_browser(cast: Cast, client: Client, document: Document) -> None:
    page = document.stored_file.path
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(b"<script>alert(1)</script>")
    Document.objects.filter(pk=document.pk).update(name='方案.html"; filename=x.html', media_type="text/html")
    client.force_login(cast.clerk)
    answer = client.get(reverse("files:original", args=[document.uuid]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_large_body_is_refused_unread_at_the_door(db: None, client: Client) -> None:
    body = b"x" * (middleware.MOST_FROM_STRANGERS + 1)
    answer = client.post(reverse("accounts:sign_in"), body, content_type="application/octet-stream")
    page = answer.content.decode()
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("text/html")
    assert "请登录后再上传" in page
    assert "选择文件" not in page
    asked = {"content_type": "application/octet-stream", "headers": {"accept": "application/json"}}
    answer = client.post(reverse("accounts:sign_in"), body, **asked)
    assert (answer.status_code, list(answer.json())) == (413, ["error"])


def test_who_is_signed_in_may_send_no_more_than_an_upload(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk)
    too_much = str(middleware.MOST + 1)
    answer = client.post(reverse("accounts:take_leave"), {}, headers={"content-length": too_much})
    assert answer.status_code == 413


def test_the_data_folder_belongs_to_its_owner_only(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "data"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    key = secret_key(folder)
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert secret_key(folder) == key


def test_a_key_being_written_is_waited_for_not_taken_empty(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    assert len(secret_key(tmp_path)) > 40


def test_an_address_that_only_takes_forms_answers_with_a_page_of_the_house(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.clerk)
    answer = client.get("/ledger/views/", headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址不能直接打开" in answer.content.decode()
    assert client.get("/ledger/views/").content == b""
