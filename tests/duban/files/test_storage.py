"""Stored once, never half-visible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from duban.files import storage


def everything() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_what_is_kept_stands_under_its_hash() -> None:
    spooled = storage.store_bytes("整改方案".encode())
    assert storage.stored_path(spooled.sha256).read_bytes() == "整改方案".encode()
    assert everything() == [storage.stored_path(spooled.sha256)]


def test_the_same_content_is_stored_once() -> None:
    first = storage.store_bytes(b"same")
    second = storage.store_bytes(b"same")
    assert first.sha256 == second.sha256
    assert len(everything()) == 1


def test_too_much_leaves_nothing_behind() -> None:
    with pytest.raises(storage.TooLarge):
        storage.spool([b"12345", b"67890"], limit=9)
    assert everything() == []


def test_an_interrupted_upload_leaves_nothing_behind() -> None:
    def broken() -> Iterator[bytes]:
        yield b"half of it"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        storage.spool(broken(), limit=100)
    assert everything() == []


def test_names_that_are_no_hash_are_refused() -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.stored_path("../../etc/passwd")
    with pytest.raises(ValueError, match="hexadecimal"):
        storage.spool_path("../../etc/passwd")
