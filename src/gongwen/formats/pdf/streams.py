"""Packed streams of a PDF, unpacked once with an eye on their size before PDFium does it without limits."""

from __future__ import annotations

import re
import zlib

from gongwen.errors import DocumentTooLarge
from gongwen.formats.archive import BOMB
from gongwen.formats.limits import MEGABYTE

MAX_STREAM = 100 * MEGABYTE
_CHUNK = 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_ZLIB_HEADERS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x48\x89", b"\x58\x85", b"\x68\x81")
_DICTIONARY = 600


def refuse_bombs(data: bytes) -> None:
    """DocumentTooLarge where a stream other than a picture unpacks to more than any page can say."""
    for found in _STREAM.finditer(data):
        start = found.end()
        if data[start : start + 2] not in _ZLIB_HEADERS:
            continue
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        if not _IMAGE.search(head[head.rfind(b"obj") + 1 :]):
            _check(data, start)


def _check(data: bytes, start: int) -> None:
    inner = _unpacked_size(data, start)
    if inner[:2] in _ZLIB_HEADERS:
        _unpacked_size(inner, 0)


def _unpacked_size(data: bytes, start: int) -> bytes:
    """The first megabyte of a stream, after all of it was counted."""
    unpacker = zlib.decompressobj()
    packed = memoryview(data)[start:]
    total, first, at = 0, b"", 0
    pending: bytes | memoryview = packed[:_CHUNK]
    while not unpacker.eof and len(pending):
        try:
            chunk = unpacker.decompress(pending, _CHUNK)
        except zlib.error:
            break
        total += len(chunk)
        first = first or chunk
        if total > MAX_STREAM:
            raise DocumentTooLarge(BOMB)
        pending = unpacker.unconsumed_tail
        if not pending:
            at += _CHUNK
            pending = packed[at : at + _CHUNK]
    return first
