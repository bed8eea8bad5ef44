"""Zip archives read with care: names, counts and ratios are checked, and bytes are counted while they come out."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import IO

from gongwen.errors import BrokenDocument, DocumentTooLarge, ProtectedDocument
from gongwen.formats.limits import MAX_MEMBERS, MAX_RATIO, MAX_TREE, MAX_UNPACKED, RATIO_FREE_BYTES

BOMB = "文件解压后过大，可能是压缩炸弹，没有读取；请核对文件来源。"
DAMAGED = "文件已损坏或没有传输完整，无法打开；请重新获取原文件。"
_ENCRYPTED = 0x1


class Archive:
    """An archive whose parts are found by name regardless of case, as office programs do."""

    def __init__(self, data: bytes) -> None:
        import zipfile  # Only here: a text is read without it, and starts sooner.

        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BrokenDocument(DAMAGED) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise DocumentTooLarge(BOMB)
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise ProtectedDocument("文件设有密码，无法读取；请取消密码后重新上传。")
        self._members = {_key(member.filename): member for member in members}
        self._unpacked = 0

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def open(self, name: str) -> CountedPart:
        """A part as a stream; BrokenDocument where the archive has no such part."""
        member = self._members.get(_key(name))
        if member is None:
            raise BrokenDocument(DAMAGED)
        return CountedPart(self, self._zip.open(member), member.compress_size)

    def read(self, name: str) -> bytes:
        """A whole part, as long as it is of a size to be held in memory."""
        with self.open(name) as part:
            data = part.read(MAX_TREE + 1)
        if len(data) > MAX_TREE:
            raise DocumentTooLarge(BOMB)
        return data

    def measure(self) -> None:
        """Unpack every part once and throw it away: for libraries that unpack by themselves, without limits."""
        for name in self._members:
            with self.open(name) as part:
                while part.read(CountedPart.CHUNK):
                    pass

    def count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > MAX_UNPACKED:
            raise DocumentTooLarge(BOMB)


class CountedPart:
    """A stream that stops a bomb at the moment it grows beyond the limits, whatever its header says."""

    CHUNK = 64 * 1024

    def __init__(self, archive: Archive, stream: IO[bytes], packed: int) -> None:
        self._archive = archive
        self._stream = stream
        self._packed = max(packed, 1)
        self._size = 0

    def __enter__(self) -> CountedPart:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        if size is not None and 0 <= size <= self.CHUNK:
            return self._next(size)
        chunks = []
        left = size if size is not None and size >= 0 else None
        while left is None or left > 0:
            chunk = self._next(self.CHUNK if left is None else min(left, self.CHUNK))
            if not chunk:
                break
            chunks.append(chunk)
            left = None if left is None else left - len(chunk)
        return b"".join(chunks)

    def _next(self, size: int) -> bytes:
        from zipfile import BadZipFile

        try:
            chunk = self._stream.read(size)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise BrokenDocument(DAMAGED) from error
        self._size += len(chunk)
        self._archive.count(len(chunk))
        if self._size > RATIO_FREE_BYTES and self._size > MAX_RATIO * self._packed:
            raise DocumentTooLarge(BOMB)
        return chunk


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
