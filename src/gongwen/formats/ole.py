"""The directory of an OLE2 compound file (doc, xls, wps, and password-protected docx): which streams it holds."""

from __future__ import annotations

import struct

from gongwen.errors import BrokenDocument
from gongwen.formats.archive import DAMAGED

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_LAST_REAL_SECTOR = 0xFFFFFFFA
_TYPES_WITH_NAME = (1, 2, 5)  # storage, stream, root


def stream_names(data: bytes) -> set[str]:
    """Names of all storages and streams. BrokenDocument where the directory cannot be followed."""
    if len(data) < _HEADER:
        raise BrokenDocument(DAMAGED)
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise BrokenDocument(DAMAGED)
    names: set[str] = set()
    for sector in _chain(data, struct.unpack_from("<I", data, 48)[0], 1 << shift):
        names.update(_names_in(sector))
    return names


def _chain(data: bytes, first: int, size: int) -> list[bytes]:
    table = _allocation_table(data, size)
    sectors: list[bytes] = []
    seen: set[int] = set()
    number = first
    while number < _LAST_REAL_SECTOR:
        if number in seen or number >= len(table):
            raise BrokenDocument(DAMAGED)
        seen.add(number)
        sectors.append(_sector(data, number, size))
        number = table[number]
    return sectors


def _allocation_table(data: bytes, size: int) -> list[int]:
    """The FAT; the header lists its first 109 sectors, big files go on elsewhere."""
    listed = list(struct.unpack_from("<109I", data, 76))
    listed += _further_lists(data, size)
    table: list[int] = []
    for number in listed:
        if number < _LAST_REAL_SECTOR:
            sector = _sector(data, number, size)
            table += struct.unpack(f"<{size // 4}I", sector)
    return table


def _further_lists(data: bytes, size: int) -> list[int]:
    number, left = struct.unpack_from("<II", data, 68)
    listed: list[int] = []
    while number < _LAST_REAL_SECTOR and 0 < left <= len(data) // size:
        entries = struct.unpack(f"<{size // 4}I", _sector(data, number, size))
        listed += entries[:-1]
        number, left = entries[-1], left - 1
    return listed


def _sector(data: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    sector = data[start : start + size]
    if not sector:
        raise BrokenDocument(DAMAGED)
    return sector.ljust(size, b"\0")


def _names_in(sector: bytes) -> list[str]:
    names = []
    for start in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", sector, start + 64)
        if kind in _TYPES_WITH_NAME and 2 <= length <= 64:
            names.append(sector[start : start + length - 2].decode("utf-16-le", "replace"))
    return names
