"""Bytes on disk: each content once, under its SHA-256, and never half-visible.

A file is written under a temporary name beside its final folder, synced, and only then renamed to its place.
What has been received but not yet read waits in ``spool``; it becomes a stored file or is deleted.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Spooled:
    """Received bytes that wait to be read."""

    token: str
    sha256: str
    size: int


class TooLarge(Exception):
    """More bytes came than were allowed; nothing was kept."""


def folder(name: str) -> Path:
    path = Path(settings.MEDIA_ROOT) / name
    path.mkdir(parents=True, exist_ok=True, mode=0o750)
    return path


def spool(chunks: Iterable[bytes], limit: int) -> Spooled:
    """Write the chunks into the waiting room; more than ``limit`` bytes leave nothing behind."""
    token = uuid.uuid4().hex
    path = spool_path(token)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Spooled(token, digest.hexdigest(), size)


def spool_path(token: str) -> Path:
    return folder("spool") / uuid.UUID(hex=token).hex


def discard(token: str) -> None:
    spool_path(token).unlink(missing_ok=True)


def sweep(wanted: Container[str], older_than: float) -> int:
    """Delete what waits for nobody: an upload that broke off before it was registered. Gives how many went."""
    gone = 0
    for path in folder("spool").iterdir():
        if path.name not in wanted and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def stored_path(sha256: str) -> Path:
    if len(sha256) != 64 or not all(c in "0123456789abcdef" for c in sha256):
        raise ValueError("not a SHA-256")
    return folder("stored") / sha256[:2] / sha256


def keep(token: str, sha256: str) -> Path:
    """Move a spooled file to its place. Where the same content stands already, the spooled copy goes."""
    source, target = spool_path(token), stored_path(sha256)
    target.parent.mkdir(exist_ok=True, mode=0o750)
    if target.exists():
        # Somebody wants it again: who sweeps sees that.
        os.utime(target)
        source.unlink(missing_ok=True)
    else:
        os.replace(source, target)
        _sync_folder(target.parent)
    return target


def store_bytes(content: bytes) -> Spooled:
    """Store bytes that are here already (a pasted text, a generated paper)."""
    spooled = spool([content], len(content))
    keep(spooled.token, spooled.sha256)
    return spooled


def sweep_orphans(known: Callable[[Collection[str]], Collection[str]], older_than: float) -> int:
    """Stored bytes that no row knows any more, or not yet, are put aside, and deleted a while later; what a row knows again
    by then comes back. ``known`` says which of these hashes have a row. Gives how many were deleted."""
    gone = _empty_aside(known, older_than)
    for shelf in sorted(path for path in folder("stored").iterdir() if path.is_dir()):
        paths = [path for path in shelf.iterdir() if path.stat().st_mtime < older_than]
        held = known([path.name for path in paths]) if paths else ()
        for path in paths:
            if path.name not in held:
                os.utime(path)
                os.replace(path, folder("aside") / path.name)
    return gone


def _empty_aside(known: Callable[[Collection[str]], Collection[str]], older_than: float) -> int:
    paths = list(folder("aside").iterdir())
    held = known([path.name for path in paths]) if paths else ()
    gone = 0
    for path in paths:
        if path.name in held:
            os.replace(path, stored_path(path.name))
        elif path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
