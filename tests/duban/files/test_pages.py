"""Who sees a document, and how it comes out again."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.files import storage
from duban.files.blocks import lines_of, to_json
from duban.files.models import Document, StoredFile
from duban.files.views import attachment
from tests.duban.conftest import Cast

TEXT = "整改方案\n（一）鹿鸣县沿河排口直排。"


@pytest.fixture
def paper(cast: Cast) -> Document:
    kept = storage.store_bytes(TEXT.encode())
    stored = StoredFile.objects.create(sha256=kept.sha256, size=kept.size)
    return Document.objects.create(
        stored_file=stored,
        name="澜州方案.txt",
        media_type="text/plain",
        text=TEXT,
        blocks=to_json(lines_of(TEXT)),
        reader="text/1",
        created_by=cast.clerk,
    )


def test_the_office_sees_the_place(client: Client, cast: Cast, paper: Document) -> None:
    client.force_login(cast.clerk)
    page = client.get(paper.place_url(8, 11)).content.decode()
    assert 'id="at"' in page
    assert '<span data-start="8" data-end="11">鹿鸣县</span>' in page


@pytest.mark.parametrize("at", ["", "9", "x-y", "11-8", "99999-100000", "8-11<script>"])
def test_a_place_that_is_none_shows_the_document(
    client: Client, cast: Cast, paper: Document, at: str
) -> None:
    client.force_login(cast.clerk)
    answer = client.get(paper.get_absolute_url(), {"at": at})
    assert answer.status_code == 200
    assert 'id="at"' not in answer.content.decode()


def test_the_original_is_a_download(client: Client, cast: Cast, paper: Document) -> None:
    client.force_login(cast.head)
    answer = client.get(f"/documents/{paper.uuid}/original/")
    assert b"".join(answer.streaming_content) == TEXT.encode()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan.docx", 'attachment; filename="plan.docx"'),
        ('a "b".txt', "attachment; filename=\"a _b_.txt\"; filename*=UTF-8''a%20%22b%22.txt"),
        ("方案.docx", "attachment; filename=\"document.docx\"; filename*=UTF-8''%E6%96%B9%E6%A1%88.docx"),
        ("50%.txt", "attachment; filename=\"50_.txt\"; filename*=UTF-8''50%25.txt"),
        ("a\r\nb.txt", "attachment; filename=\"a__b.txt\"; filename*=UTF-8''a%0D%0Ab.txt"),
    ],
)
def test_names_of_downloads(name: str, header: str) -> None:
    assert attachment(name) == header


@pytest.mark.parametrize("name", ["luming", "tangxi", "reader", "leader", "admin", "outsider"])
def test_for_others_there_is_no_document(client: Client, cast: Cast, paper: Document, name: str) -> None:
    client.force_login(getattr(cast, name))
    for address in (paper.get_absolute_url(), f"/documents/{paper.uuid}/original/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "鹿鸣县" not in answer.content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Client, paper: Document) -> None:
    assert client.get(paper.get_absolute_url()).status_code == 302
