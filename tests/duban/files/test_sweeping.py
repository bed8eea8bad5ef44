"""A file that was handed in and put to nothing goes after its days; whatever anything refers to stays."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from duban.accounts.models import Person
from duban.files import storage, sweeping
from duban.files.attaching import attach
from duban.files.models import Document, StoredFile
from duban.jobs.daily import ask_for_today
from duban.jobs.models import Job
from duban.jobs.worker import load_handlers, run_all
from duban.ledger.models import Meeting
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db
LATER = timedelta(days=8)


def handed_in(person: Person, words: str) -> Document:
    content = words.encode()
    return attach(person, "附件.txt", len(content), [content])


def of_age(*documents: Document) -> None:
    Document.objects.filter(pk__in=[each.pk for each in documents]).update(created_at=timezone.now() - LATER)
    StoredFile.objects.update(created_at=timezone.now() - LATER)


def nights(count: int = 1) -> None:
    """Nights go by, for files as well."""
    for _night in range(count):
        sweeping.forget(timezone.now())
        for path in storage.folder("stored").rglob("*"):
            os.utime(path, times=(0, time.time() - 2 * sweeping.FORGOTTEN_AFTER))
        for path in storage.folder("aside").iterdir():
            os.utime(path, times=(0, time.time() - 2 * sweeping.FORGOTTEN_AFTER))


def test_only_what_nothing_refers_to_goes(cast: Cast) -> None:
    loose, held, young = (
        handed_in(cast.clerk, words) for words in ("没有用上。", "会议纪要。", "刚刚提交。")
    )
    twin = handed_in(cast.head, "会议纪要。")
    Meeting.objects.create(
        kind="office",
        name="专题会议",
        held_on=timezone.localdate(),
        by=cast.clerk,
        at=timezone.now(),
        minutes=held,
    )
    of_age(loose, held, twin)
    assert sweeping.forget(timezone.now()) == 2
    assert set(Document.objects.all()) == {held, young}
    nights(4)
    assert not loose.stored_file.path.exists()
    assert list(storage.folder("aside").iterdir()) == []
    for kept in (held, young):
        assert kept.stored_file.path.exists(), "the bytes of the twin are those of what is held"


def test_bytes_without_a_row_wait_aside_and_come_back_when_one_wants_them(cast: Cast) -> None:
    broken_off = storage.store_bytes("没有登记完就中断了。".encode())
    nights()
    assert broken_off.sha256 in {path.name for path in storage.folder("stored").rglob("*")}
    nights()
    assert not storage.stored_path(broken_off.sha256).exists()
    StoredFile.objects.create(sha256=broken_off.sha256, size=1)
    nights()
    assert storage.stored_path(broken_off.sha256).exists()


def test_bytes_that_are_brought_again_are_not_old() -> None:
    first = storage.store_bytes(b"same")
    nights()
    storage.store_bytes(b"same")
    sweeping.forget(timezone.now())
    assert storage.stored_path(first.sha256).exists()


def test_it_is_work_of_every_night(cast: Cast) -> None:
    loose = handed_in(cast.clerk, "没有用上。")
    of_age(loose)
    load_handlers()
    ask_for_today(timezone.now() - timedelta(days=1))
    run_all()
    assert Job.objects.get(kind="files.nightly").result == {"removed": 1}


def test_every_way_to_refer_to_a_document_counts() -> None:
    """Also relations that have no name on this side, and rooms that are built later."""
    asked = str(sweeping.unreferred(Document, timezone.now()).query)
    for table in ("ledger_request", "ledger_provenance", "ledger_planapproval", "intake_reading"):
        assert f'FROM "{table}"' in asked
