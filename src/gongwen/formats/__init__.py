"""Bytes of any document become text that remembers its place.

``read_source(data, name)`` finds the format by content, reads it, and returns a :class:`SourceText`. Whatever goes
wrong is one child of :class:`ReadError` with one Chinese sentence. Importing this package loads no heavy library;
each reader brings its own when it is first needed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import TypeVar

from gongwen.errors import BrokenDocument, EmptyDocument, ReadError, UnknownFormat
from gongwen.formats.archive import DAMAGED
from gongwen.formats.detect import detect
from gongwen.formats.draft import Draft
from gongwen.formats.limits import MAX_BYTES, check_size
from gongwen.formats.registry import BINARY_ENDINGS, TEXT, Format
from gongwen.source import SourceText

__all__ = ["MAX_BYTES", "check_size", "detect", "read_source"]

Result = TypeVar("Result")
NOTHING = "文件是空的，没有可以读取的内容；请核对后重新上传。"
NO_TEXT = "文件里没有文字，没有可以读取的内容；请核对后重新上传。"

DISAGREE = "文件名以 {ending} 结尾，内容却不是{label}，没有读取；请核对后重新上传。"


def read_source(data: bytes, name: str) -> SourceText:
    """Read a document. Raises a :class:`ReadError` and nothing else."""
    check_size(len(data))
    if not data:
        raise EmptyDocument(NOTHING)
    found = _guarded(_detect, data, name)
    draft = _guarded(found.reader(), data)
    if not draft.text.strip():
        raise EmptyDocument(NO_TEXT)
    return _finish(data, name, found, draft)


def _guarded(step: Callable[..., Result], *arguments: object) -> Result:
    try:
        return step(*arguments)
    except ReadError:
        raise
    except Exception as error:
        # Libraries fail in many ways on damaged files, and cannot tell us more than that they did.
        raise BrokenDocument(DAMAGED) from error


def _detect(data: bytes, name: str) -> Format:
    """The format by content. Plain text shows no mark of its own: under another format's ending it is a mishap."""
    if not data.strip(b" \t\r\n\0"):
        raise EmptyDocument(NOTHING)
    found = detect(data)
    ending = os.path.splitext(_base(name))[1].lower()
    if found is TEXT and ending in BINARY_ENDINGS:
        raise UnknownFormat(DISAGREE.format(ending=ending, label=BINARY_ENDINGS[ending]))
    return found


def _base(name: str) -> str:
    """The file's name without its folders, whichever system they were written on."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _finish(data: bytes, name: str, found: Format, draft: Draft) -> SourceText:
    return SourceText(
        name=_base(name),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=found.media_type,
        reader=found.reader_name,
        text=draft.text,
        blocks=tuple(draft.blocks),
        page_starts=tuple(draft.page_starts),
        doubts=tuple(draft.doubts),
    )
