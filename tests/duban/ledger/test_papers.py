"""Papers of requests: handed in by whoever asks or decides, downloaded by whoever sees the request, by page and interface."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from duban.accounts.models import Person
from duban.api.actions import make_token
from duban.api.models import Scope
from duban.files import attaching
from duban.files.models import Document, StoredFile
from duban.ledger import papers
from duban.ledger.errors import NotAllowed, Refused
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, told

pytestmark = pytest.mark.django_db
WORDS = "关于调整整改目标的请示".encode()
ASKED = {"kind": "goal", "goal": "消除直排。", "assessment": "论证。", "reason": "需要。"}


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer, cast: Cast) -> str:
    return Road(file_plan(item(charges=CHARGES)).findings[0].number, cast).working().number


def hand_in(actor: Person, name: str = "请示.txt", words: bytes = WORDS) -> str:
    return str(papers.hand_in(actor, name, len(words), [words]).uuid)


def test_by_page_the_file_goes_along_and_both_sides_read_it(number: str, cast: Cast, client: Client) -> None:
    client.force_login(cast.luming)
    address = reverse("ledger:step", args=[number, "ask_change"])
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    sent: dict[str, Any] = {**ASKED, "seen": get(number).step_count}
    # Something else is missing: the file is kept and named, and goes along when the form is sent again.
    file = SimpleUploadedFile("请示.txt", WORDS)
    page = client.post(address, {**sent, "assessment": "", "document_file": file}).content.decode()
    assert "已选《请示.txt》" in page
    assert (
        client.post(address, {**sent, "document": str(Document.objects.latest("pk").uuid)}).status_code == 302
    )
    row = get(number).requests.get()
    assert row.document is not None
    assert "，附《请示.txt》" in told(number)[-1]
    paper = reverse("ledger:request_paper", args=[number, row.pk, "asked"])
    assert paper in client.get(reverse("ledger:finding", args=[number])).content.decode()
    for person in (cast.luming, cast.head, cast.reader):
        client.force_login(person)
        assert b"".join(client.get(paper).streaming_content) == WORDS  # type: ignore[attr-defined]
    for person in (cast.tangxi, cast.admin, cast.outsider):
        client.force_login(person)
        assert client.get(paper).status_code == 404
    client.force_login(cast.head)
    assert client.get(reverse("ledger:request_paper", args=[number, row.pk, "decided"])).status_code == 404
    letter = hand_in(cast.head, "批复.txt", "同意调整。".encode())
    act("approve_change", number, cast.head, letter_no="整改〔2026〕9号", document=letter)
    assert "，附《批复.txt》" in told(number)[-1]
    assert get(number).requests.get().decision_document.name == "批复.txt"  # type: ignore[union-attr]


def test_through_the_interface(number: str, cast: Cast, client: Client) -> None:
    keys: dict[int, str] = {}

    def ask(person: Person, method: str, path: str, **said: Any) -> Any:
        key = keys.get(person.pk) or make_token(person, "同步", Scope.WRITE)[1]
        keys[person.pk] = key
        return getattr(client, method)(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"}, **said)

    file = {"file": SimpleUploadedFile("请示.txt", WORDS)}
    uuid = ask(cast.luming, "post", "/attachments", data=file).json()["uuid"]
    said = json.dumps({**ASKED, "document": uuid})
    taken = ask(
        cast.luming, "post", f"/findings/{number}/ask_change", data=said, content_type="application/json"
    )
    assert taken.status_code == 200, taken.content
    (row,) = ask(cast.luming, "get", f"/findings/{number}/requests").json()["rows"]
    assert row["document"] == {"uuid": uuid, "name": "请示.txt"}
    path = f"/findings/{number}/requests/{row['id']}/document"
    assert b"".join(ask(cast.head, "get", path).streaming_content) == WORDS
    assert ask(cast.tangxi, "get", path).status_code == 404
    assert ask(cast.head, "get", path.replace("/document", "/decision")).status_code == 404
    assert ask(cast.luming, "get", f"/documents/{uuid}").status_code == 404
    file = {"file": SimpleUploadedFile("请示.txt", WORDS)}
    assert ask(cast.outsider, "post", "/attachments", data=file).status_code == 403


def test_nobody_names_what_another_handed_in_or_the_office_keeps(
    number: str, cast: Cast, document: Document
) -> None:
    others = hand_in(cast.head)
    for wrong in (others, str(document.uuid), "没有", "0" * 32):
        with pytest.raises(Refused, match="不是您提交的"):
            act("ask_change", number, cast.luming, document=wrong, **ASKED)
    assert not get(number).requests.exists()
    # The office may name what lies in the files room.
    act("ask_change", number, cast.clerk, document=str(document.uuid), **ASKED)


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("请示.txt", "秘密★1年\n关于调整的请示".encode(), "密级标志"),
        ("秘密-请示.docx", b"PK\x03\x04broken", "密级标志"),
        ("请示.exe", b"MZ", "附件只接收"),
        ("请示.txt", b"", "空的"),
        ("请示.docx", b"PK\x03\x04broken", "损坏|打不开|无法"),
    ],
)
def test_what_is_not_kept_leaves_nothing(cast: Cast, name: str, words: bytes, why: str) -> None:
    before = (Document.objects.count(), StoredFile.objects.count())
    with pytest.raises(Refused, match=why):
        hand_in(cast.luming, name, words)
    assert (Document.objects.count(), StoredFile.objects.count()) == before


def test_a_scan_is_kept_as_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attaching, "_glimpse", lambda *_given: {"error": "missing-extra"})
    uuid = hand_in(cast.luming, "批复.pdf", b"%PDF-1.4")
    kept = Document.objects.get(uuid=uuid)
    assert (kept.text, kept.reader, kept.media_type) == ("", attaching.UNREAD, "application/pdf")
    monkeypatch.setattr(attaching, "MOST", 4)
    with pytest.raises(Refused, match="不能超过"):
        hand_in(cast.luming, "批复.pdf", b"%PDF-1.4")


def test_whoever_neither_asks_nor_decides_hands_in_nothing(cast: Cast) -> None:
    for person in (cast.reader, cast.leader, cast.admin, cast.outsider):
        with pytest.raises(NotAllowed):
            hand_in(person)
