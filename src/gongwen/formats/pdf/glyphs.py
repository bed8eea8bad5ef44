"""Characters of a PDF page, as PDFium places them."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from math import hypot, pi
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from gongwen.errors import DocumentTooLarge
from gongwen.formats.layout import Char
from gongwen.formats.limits import MAX_PAGE_CHARS
from gongwen.formats.pdf.frame import Frame, Point, frame_of

TOO_MANY_MARKS = "PDF 的一页里有过多的文字，可能是压缩炸弹，没有读取；请核对文件来源。"
_ASCENT, _DESCENT = 0.86, 0.14
_WIDE = 0x2E80
_SLANT = 0.05


class _Glyph(NamedTuple):
    """A character, the corners of its box, its place on the base line, its size, and its quarter turns."""

    text: str
    corner: Point
    opposite: Point
    base: Point
    size: float
    turns: int


def chars_of(page: pypdfium2.PdfPage) -> tuple[list[Char], Frame]:
    """The characters that stand upright once the page is turned as most of its text is; others are watermarks or
    stand on the binding. Spaces that PDFium made up from gaps are left out."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MAX_PAGE_CHARS:
            raise DocumentTooLarge(TOO_MANY_MARKS)
        glyphs = list(_glyphs(text.raw, count))
    finally:
        text.close()
    turns = Counter(glyph.turns for glyph in glyphs if glyph.turns >= 0).most_common(1)
    frame = frame_of(page, turns[0][0] if turns else 0)
    return [_upright(glyph, frame) for glyph in glyphs if glyph.turns == frame.turns], frame


def _upright(glyph: _Glyph, frame: Frame) -> Char:
    one, other = frame.point(*glyph.corner)[0], frame.point(*glyph.opposite)[0]
    base, size = frame.point(*glyph.base)[1], glyph.size or abs(other - one)
    return Char(glyph.text, min(one, other), max(one, other), base - _ASCENT * size, base + _DESCENT * size)


def _glyphs(handle: object, count: int) -> Iterator[_Glyph]:
    box = raw.FS_RECTF()
    metrics = _Metrics(handle)
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code < 32 or code == 0xFFFE or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
            turns = _quarter_turns(raw.FPDFText_GetCharAngle(handle, index))
            width = box.top - box.bottom if turns % 2 else box.right - box.left
            base, size = metrics.of(index, code, width)
            text = " " if code == 0xA0 else chr(code)
            yield _Glyph(text, (box.left, box.bottom), (box.right, box.top), base, size, turns)


def _quarter_turns(angle: float) -> int:
    """0 to 3, or -1 for a slanted character."""
    turns = angle / (pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) <= _SLANT else -1


class _Metrics:
    """Base line and size of characters. Boxes are no guide: some fonts give a comma the height of its ink."""

    def __init__(self, handle: object) -> None:
        self._handle = handle
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()

    def of(self, index: int, code: int, width: float) -> tuple[Point, float]:
        raw.FPDFText_GetCharOrigin(self._handle, index, ctypes.byref(self._x), ctypes.byref(self._y))
        base = self._x.value, self._y.value
        if code >= _WIDE and width > 0:
            return base, width
        raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(self._matrix))
        scale = hypot(self._matrix.c, self._matrix.d)
        return base, raw.FPDFText_GetFontSize(self._handle, index) * scale
