"""A file that somebody puts to what she asks for or decides: looked at, kept once, downloaded by whoever sees that.

What bears a secrecy mark is not kept. A scan that cannot be read as text is kept as it is: letters come stamped."""

from __future__ import annotations

import json
import mimetypes
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import PurePath, PureWindowsPath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import duban
from duban.accounts.models import Person
from duban.files import storage
from duban.files.models import Document, StoredFile
from duban.files.storage import Spooled

MEGABYTE = 1024 * 1024
MOST = 30 * MEGABYTE
#: What one look may take; what needs more is a scan, and kept unread.
_SECONDS, _MEMORY = 20, 1024 * MEGABYTE
KINDS = frozenset(
    [
        ".pdf",
        ".ofd",
        ".doc",
        ".docx",
        ".wps",
        ".xls",
        ".xlsx",
        ".et",
        ".txt",
        ".html",
        ".htm",
        ".jpg",
        ".jpeg",
        ".png",
        ".tif",
        ".tiff",
        ".bmp",
    ]
)
UNREAD = "unread/1"
#: Of a whole and proper file whose words are a picture.
_PICTURES = frozenset({"missing-extra", "empty"})


class NotAttached(Exception):
    """The file was not kept; the sentence says why."""


def attach(person: Person, name: str, size: int, chunks: Iterable[bytes]) -> Document:
    name = _clean(name)
    _check(name, size)
    try:
        spooled = storage.spool(chunks, MOST)
    except storage.TooLarge:
        raise NotAttached(_too_large()) from None
    try:
        return _keep(person, name, spooled, _looked_at(spooled, name))
    finally:
        storage.discard(spooled.token)


def _check(name: str, size: int) -> None:
    if PurePath(name).suffix.lower() not in KINDS:
        raise NotAttached(_("附件只接收公文、表格、PDF、OFD、网页、文本和图片，这个文件没有保存。"))
    if size > MOST:
        raise NotAttached(_too_large())
    if not size:
        raise NotAttached(_("文件是空的，没有保存；请核对后重新选择。"))


def _too_large() -> str:
    return _("附件不能超过%sMB，这个文件没有保存；请压缩或拆分后再附。") % (MOST // MEGABYTE)


def _clean(name: str) -> str:
    bare = PurePath(PureWindowsPath(name).name).name
    bare = "".join(each for each in bare if each.isprintable()).strip() or "未命名"
    ending = PurePath(bare).suffix[:20]
    return bare if len(bare) <= 200 else bare[: 200 - len(ending)] + ending


def _looked_at(spooled: Spooled, name: str) -> dict[str, Any]:
    """Its text, as far as it has any that can be read."""
    answer = _glimpse(str(storage.spool_path(spooled.token)), name)
    code = answer.get("error")
    if code == "secret":
        raise NotAttached(
            _(
                "文件带有密级标志（秘密、机密或绝密），不能进入本系统，没有保存；请按保密规定在涉密设备上办理。"
            )
        )
    if code is not None and code not in _PICTURES:
        raise NotAttached(answer["sentence"] or _("文件打不开，没有保存；请另存后重新选择。"))
    if code is None:
        return answer
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"text": "", "blocks": [], "page_starts": [], "media_type": media_type, "reader": UNREAD}


def _glimpse(path: str, name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "duban.files.glimpse", path, name, str(_MEMORY)]
    source = os.path.dirname(os.path.dirname(duban.__file__))
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "LANG", "LC_ALL", "HOME"}}
    environment = {**kept, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return {"error": "missing-extra"}
    if done.returncode != 0:
        return {"error": "missing-extra"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@transaction.atomic
def _keep(person: Person, name: str, spooled: Spooled, read: dict[str, Any]) -> Document:
    storage.keep(spooled.token, spooled.sha256)
    stored, _made = StoredFile.objects.get_or_create(sha256=spooled.sha256, defaults={"size": spooled.size})
    return Document.objects.create(stored_file=stored, name=name, created_by=person, **read)
