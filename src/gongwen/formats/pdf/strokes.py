"""Ruled lines and pictures of a PDF page."""

from __future__ import annotations

import ctypes

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from gongwen.formats.layout import Stroke, straight, thin
from gongwen.formats.pdf.frame import Frame, Point

_MAX_PATHS = 50_000


def has_picture(page: pypdfium2.PdfPage) -> bool:
    return next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def strokes_of(page: pypdfium2.PdfPage, frame: Frame) -> list[Stroke]:
    """Horizontal and vertical lines: stroked paths, and filled rectangles as thin as a line."""
    strokes: list[Stroke] = []
    for index, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if index > _MAX_PATHS:
            break
        pieces = [(frame.point(*a), frame.point(*b)) for a, b in _outline(path)]
        if _is_stroked(path):
            strokes += [one for a, b in pieces if (one := straight(a, b))]
        elif pieces:
            rule = thin([point for piece in pieces for point in piece])
            strokes += [rule] if rule else []
    return strokes


def _is_stroked(path: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _outline(path: pypdfium2.PdfObject) -> list[tuple[Point, Point]]:
    """The straight pieces of a path, in page coordinates."""
    matrix = path.get_matrix()
    container = getattr(path, "container", None)
    outer = container.get_matrix() if container is not None else None
    pieces: list[tuple[Point, Point]] = []
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
