"""The streams of a doc file: where its text stands, and which properties its paragraphs and characters have."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right

from legacy_doc.exceptions import LegacyDocError  # type: ignore[import-untyped]
from legacy_doc.ole import OleReader  # type: ignore[import-untyped]
from legacy_doc.types import ExtractionOptions  # type: ignore[import-untyped]

from gongwen.errors import BrokenDocument, ProtectedDocument, UnknownFormat
from gongwen.formats.archive import DAMAGED
from gongwen.formats.detect import PROTECTED
from gongwen.formats.doc.properties import Properties, Run, character_runs, paragraph_runs
from gongwen.formats.limits import MAX_BYTES

TOO_OLD = "这是 Word 95 或更早的文档，不能读取；请在 Word 或 WPS 中另存为 docx 后再试。"
_MAGIC = 0xA5EC
_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_TABLES = 0x9A
_COUNTS = 0x4C
_CLX, _CHARACTERS, _PARAGRAPHS = 33, 12, 13
_SPECIAL = re.compile(r"[\x01-\x06\x08\x0e-\x12\x16-\x1d]")
Range = tuple[int, int]


class Document:
    """Positions count characters through all parts: main text, footnotes, headers, and so on, one after another."""

    def __init__(self, data: bytes) -> None:
        ole = OleReader(data, options=ExtractionOptions(MAX_BYTES, MAX_BYTES, MAX_BYTES // 512))
        self._file: bytes = ole.read_stream("WordDocument")
        self._refuse()
        second = self._u16(0x0A) & _SECOND_TABLE
        self._table_stream: bytes = ole.read_stream("1Table" if second else "0Table")
        self._data: bytes = ole.try_read_stream("Data") or b""
        self._cut()
        self._pieces = list(self._read_pieces())
        self._starts = [piece[0] for piece in self._pieces]
        self.text = "".join(self._decoded(piece) for piece in self._pieces)
        self._paragraphs = Runs(paragraph_runs(self._file, self.table(_PARAGRAPHS), self._data))
        self._characters = Runs(character_runs(self._file, self.table(_CHARACTERS)))

    def _refuse(self) -> None:
        if len(self._file) < _TABLES or self._u16(0) != _MAGIC:
            raise BrokenDocument(DAMAGED)
        if self._u16(0x0A) & _ENCRYPTED:
            raise ProtectedDocument(PROTECTED)
        if self._u16(2) < _WORD_97:
            raise UnknownFormat(TOO_OLD)

    def _cut(self) -> None:
        """Where the parts begin and end."""
        counts = struct.unpack_from("<8i", self._file, _COUNTS)
        starts = [sum(max(count, 0) for count in counts[:index]) for index in range(9)]
        self.main: Range = (0, starts[1])
        self.footnotes: Range = (starts[1], starts[2])
        self.headers: Range = (starts[2], starts[3])
        self.endnotes: Range = (starts[5], starts[6])
        self.boxes: Range = (starts[6], starts[7])

    def _u16(self, at: int) -> int:
        return int(struct.unpack_from("<H", self._file, at)[0])

    def table(self, index: int) -> bytes:
        """One of the numbered structures that the file's head points to."""
        start, length = struct.unpack_from("<II", self._file, _TABLES + 8 * index)
        return self._table_stream[start : start + length]

    def behind_table(self, index: int) -> bytes:
        """What follows a numbered structure: list levels are not counted in its length."""
        start, length = struct.unpack_from("<II", self._file, _TABLES + 8 * index)
        return self._table_stream[start + length :] if length else b""

    def _read_pieces(self) -> list[tuple[int, int, int, bool]]:
        """Pieces of text: first and last position, place in the file, and whether a character takes one byte."""
        table = _piece_table(self.table(_CLX))
        count = (len(table) - 4) // 12
        if count < 1:
            raise BrokenDocument(DAMAGED)
        places = struct.unpack_from(f"<{count + 1}I", table)
        pieces = []
        for index in range(count):
            at = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * index + 2)[0]
            narrow = bool(at & 0x40000000)
            at = (at & 0x3FFFFFFF) // 2 if narrow else at & 0x3FFFFFFF
            size = (places[index + 1] - places[index]) * (1 if narrow else 2)
            if size < 0 or at + size > len(self._file):
                raise BrokenDocument(DAMAGED)
            pieces.append((places[index], places[index + 1], at, narrow))
        return pieces

    def _decoded(self, piece: tuple[int, int, int, bool]) -> str:
        first, last, at, narrow = piece
        if narrow:
            return self._file[at : at + last - first].decode("cp1252", "replace")
        raw = self._file[at : at + 2 * (last - first)]
        # A pair of surrogates counts as two positions; parted, each stays one until the text is cleaned.
        return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))

    def _place(self, position: int) -> int:
        """Where in the file a character stands."""
        index = max(bisect_right(self._starts, position) - 1, 0)
        first, _, at, narrow = self._pieces[index]
        return at + (position - first) * (1 if narrow else 2)

    def paragraph_at(self, position: int) -> Properties:
        return self._paragraphs.at(self._place(position)) or Properties()

    def shown(self, span: Range) -> str:
        """The text of a range without what is hidden or was deleted."""
        first, last = span
        pieces = []
        while first < last:
            place = self._place(first)
            index = max(bisect_right(self._starts, first) - 1, 0)
            _, end, _, narrow = self._pieces[index]
            hidden, until = self._characters.stretch(place)
            step = min(last, end, first + max((until - place) // (1 if narrow else 2), 1))
            if not hidden:
                pieces.append(self.text[first:step])
            first = step
        return "".join(pieces)

    def plain(self, span: Range) -> str:
        return clean(self.text[span[0] : span[1]])


class Runs:
    """Stretches of the file with their properties, found by place."""

    def __init__(self, runs: list[Run]) -> None:
        self._runs = sorted(runs, key=lambda run: run.start)
        self._starts = [run.start for run in self._runs]

    def at(self, place: int) -> Properties | None:
        index = bisect_right(self._starts, place) - 1
        found = self._runs[index] if index >= 0 else None
        return found.properties if found is not None and place < found.end else None

    def stretch(self, place: int) -> tuple[bool, int]:
        """Whether what stands at a place is hidden, and how far the same holds."""
        index = bisect_right(self._starts, place) - 1
        if index >= 0 and place < self._runs[index].end:
            return self._runs[index].properties.hidden, self._runs[index].end
        following = self._starts[index + 1] if index + 1 < len(self._starts) else 1 << 31
        return False, following


def clean(text: str) -> str:
    """Text with its surrogates joined and Word's own signs gone."""
    text = _SPECIAL.sub("", text).replace("\x1e", "-").replace("\x1f", "")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n").replace("\r", "\n").replace("\x07", "\n")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _piece_table(clx: bytes) -> bytes:
    """The piece table behind the property modifiers."""
    at = 0
    while at + 5 <= len(clx):
        if clx[at] == 2:
            length = struct.unpack_from("<I", clx, at + 1)[0]
            return clx[at + 5 : at + 5 + length]
        if clx[at] != 1:
            break
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    raise LegacyDocError("no piece table")
