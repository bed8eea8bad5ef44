"""Properties of paragraphs and characters, kept in pages of 512 bytes as lists of small instructions (sprms)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_PAGE = 512
_IN_TABLE, _ROW_END, _DEPTH, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244C
_LIST_LEVEL, _LIST, _OUTLINE = 0x260A, 0x460B, 0x2640
_ROW, _HEADER_ROW, _HUGE = 0xD608, 0x3404, 0x6646
_DELETED, _VANISHED = 0x0800, 0x083C
_TABS = 0xC615
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_CELL = 20


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell as its row defines it: its edges across, and how it is merged with its neighbours."""

    left: int
    right: int
    joins_left: bool
    joins_above: bool


@dataclass(slots=True)
class Properties:
    style: int = 0
    in_table: bool = False
    row_end: bool = False
    depth: int = 0
    inner_row_end: bool = False
    list_id: int | None = None
    list_level: int | None = None
    outline: int | None = None
    header_row: bool = False
    hidden: bool = False
    cells: tuple[RowCell, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Run:
    start: int
    end: int
    properties: Properties


def paragraph_runs(file: bytes, index: bytes, data: bytes) -> list[Run]:
    """Properties of all paragraphs by their place in the file."""
    runs = []
    for page in _pages(file, index):
        count = page[_PAGE - 1]
        for number in range(min(count, 29)):
            start, end = struct.unpack_from("<II", page, 4 * number)
            at = 2 * page[4 * (count + 1) + 13 * number]
            runs.append(Run(start, end, _paragraph(page, at, data) if at else Properties()))
    return runs


def character_runs(file: bytes, index: bytes) -> list[Run]:
    runs = []
    for page in _pages(file, index):
        count = page[_PAGE - 1]
        for number in range(min(count, 101)):
            start, end = struct.unpack_from("<II", page, 4 * number)
            at = 2 * page[4 * (count + 1) + number]
            properties = Properties()
            if at:
                apply(properties, page[at + 1 : at + 1 + page[at]], b"")
            runs.append(Run(start, end, properties))
    return runs


def _pages(file: bytes, index: bytes) -> Iterator[bytes]:
    count = (len(index) - 4) // 8
    for number in range(max(count, 0)):
        page = struct.unpack_from("<I", index, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        found = file[page * _PAGE : (page + 1) * _PAGE]
        if len(found) == _PAGE:
            yield found


def _paragraph(page: bytes, at: int, data: bytes) -> Properties:
    length = page[at] * 2 - 1
    start = at + 1
    if page[at] == 0:
        length = page[at + 1] * 2
        start = at + 2
    held = page[start : start + length]
    properties = Properties(style=struct.unpack_from("<H", held)[0] if len(held) >= 2 else 0)
    apply(properties, held[2:], data)
    return properties


def apply(properties: Properties, instructions: bytes, data: bytes) -> None:
    """Carry out instructions; those that say nothing about text or tables are passed over."""
    for code, operand in sprms(instructions):
        if code == _HUGE and data:
            at = int.from_bytes(operand, "little")
            length = int.from_bytes(data[at : at + 2], "little")
            apply(properties, data[at + 2 : at + 2 + length], b"")
        elif code == _ROW:
            properties.cells = _cells(operand)
        else:
            _set(properties, code, int.from_bytes(operand[:4], "little"))


def _set(properties: Properties, code: int, value: int) -> None:
    if code == _IN_TABLE:
        properties.in_table = bool(value)
    elif code == _ROW_END:
        properties.row_end = bool(value)
    elif code == _DEPTH:
        properties.depth = value
    elif code == _INNER_ROW_END:
        properties.inner_row_end = bool(value)
    elif code == _LIST:
        properties.list_id = value
    elif code == _LIST_LEVEL:
        properties.list_level = value
    elif code == _OUTLINE:
        properties.outline = value
    elif code == _HEADER_ROW:
        properties.header_row = bool(value)
    elif code in (_DELETED, _VANISHED):
        properties.hidden = properties.hidden or value in (1, 0x81)


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 <= len(data):
        code = struct.unpack_from("<H", data, at)[0]
        at += 2
        length = _OPERANDS.get(code >> 13)
        if length is None:
            head, length = _variable(data, at, code)
            at += head
        yield code, data[at : at + length]
        at += length


def _variable(data: bytes, at: int, code: int) -> tuple[int, int]:
    """Bytes of the length itself, and the length."""
    if code == _ROW:
        return 2, max(int.from_bytes(data[at : at + 2], "little") - 1, 0)
    length = data[at] if at < len(data) else 0
    if code == _TABS and length == 255:
        removed = data[at + 1] if at + 1 < len(data) else 0
        added_at = at + 2 + 4 * removed
        added = data[added_at] if added_at < len(data) else 0
        length = 2 + 4 * removed + 3 * added
    return 1, length


def _cells(operand: bytes) -> tuple[RowCell, ...]:
    count = operand[0] if operand else 0
    if len(operand) < 1 + 2 * (count + 1):
        return ()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells = []
    for index in range(count):
        at = 1 + 2 * (count + 1) + _CELL * index
        flags = struct.unpack_from("<H", operand, at)[0] if at + 2 <= len(operand) else 0
        cells.append(RowCell(edges[index], edges[index + 1], flags & 3 == 1, (flags >> 5) & 3 == 1))
    return tuple(cells)
