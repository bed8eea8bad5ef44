"""Characters and strokes of a PDF page, as PDFium places them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from math import hypot

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from gongwen.errors import DocumentTooLarge
from gongwen.formats.layout import Char, Stroke
from gongwen.formats.limits import MAX_PAGE_CHARS

TOO_MANY_MARKS = "PDF 的一页里有过多的文字或图形，可能是压缩炸弹，没有读取；请核对文件来源。"
_MAX_PATHS = 50_000
_ASCENT, _DESCENT = 0.86, 0.14
_WIDE = 0x2E80
_UPRIGHT = 0.05
_FULL_TURN = 6.283185307
_THIN = 3.0
_STRAIGHT = 1.0
_Point = tuple[float, float]


def chars_of(page: pypdfium2.PdfPage) -> list[Char]:
    """Upright characters. Spaces that PDFium made up from gaps are left out; turned text is a watermark or a binding."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MAX_PAGE_CHARS:
            raise DocumentTooLarge(TOO_MANY_MARKS)
        return list(_chars(text, count, page.get_height()))
    finally:
        text.close()


def _chars(text: pypdfium2.PdfTextPage, count: int, height: float) -> Iterator[Char]:
    handle = text.raw
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
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        angle = raw.FPDFText_GetCharAngle(handle, index) % _FULL_TURN
        if min(angle, _FULL_TURN - angle) > _UPRIGHT or 0xD800 <= code < 0xE000:
            continue
        if raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box)):
            base, size = metrics.of(index, code, box.right - box.left)
            base = height - base
            yield Char(_plain(code), box.left, box.right, base - _ASCENT * size, base + _DESCENT * size)


class _Metrics:
    """Base line and size of characters. Boxes are no guide: some fonts give a comma the height of its ink."""

    def __init__(self, handle: object) -> None:
        self._handle = handle
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = raw.FS_MATRIX()

    def of(self, index: int, code: int, width: float) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self._handle, index, ctypes.byref(self._x), ctypes.byref(self._y))
        if code >= _WIDE and width > 0:
            return self._y.value, width
        raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(self._matrix))
        size = raw.FPDFText_GetFontSize(self._handle, index) * hypot(self._matrix.b, self._matrix.d)
        return self._y.value, size or width


def _plain(code: int) -> str:
    """Radicals that some fonts name instead of the characters, and no-break spaces."""
    return " " if code == 0xA0 else chr(code)


def has_picture(page: pypdfium2.PdfPage) -> bool:
    return next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def strokes_of(page: pypdfium2.PdfPage) -> list[Stroke]:
    """Horizontal and vertical lines: stroked paths, and filled rectangles as thin as a line."""
    height = page.get_height()
    strokes: list[Stroke] = []
    for index, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if index > _MAX_PATHS:
            break
        points = _outline(path)
        if _is_stroked(path):
            strokes += [one for a, b in points if (one := _straight(a, b, height))]
        elif points:
            strokes += _thin(points, height)
    return strokes


def _is_stroked(path: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _outline(path: pypdfium2.PdfObject) -> list[tuple[_Point, _Point]]:
    """The straight pieces of a path, in page coordinates."""
    matrix = path.get_matrix()
    container = getattr(path, "container", None)
    outer = container.get_matrix() if container is not None else None
    pieces: list[tuple[_Point, _Point]] = []
    start = current = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path.raw), _MAX_PATHS)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = matrix.on_point(x.value, y.value)
        point = outer.on_point(*point) if outer is not None else point
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            pieces.append((current, point))
        current = point
        if raw.FPDFPathSegment_GetClose(segment):
            pieces.append((current, start))
            current = start
    return pieces


def _straight(a: _Point, b: _Point, height: float) -> Stroke | None:
    if abs(a[1] - b[1]) <= _STRAIGHT < abs(a[0] - b[0]):
        return Stroke(True, height - (a[1] + b[1]) / 2, min(a[0], b[0]), max(a[0], b[0]))
    if abs(a[0] - b[0]) <= _STRAIGHT < abs(a[1] - b[1]):
        return Stroke(False, (a[0] + b[0]) / 2, height - max(a[1], b[1]), height - min(a[1], b[1]))
    return None


def _thin(pieces: list[tuple[_Point, _Point]], height: float) -> Iterator[Stroke]:
    points = [point for piece in pieces for point in piece]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    if high - low <= _THIN < right - left:
        yield Stroke(True, height - (low + high) / 2, left, right)
    elif right - left <= _THIN < high - low:
        yield Stroke(False, (left + right) / 2, height - high, height - low)
