"""Characters and strokes of an OFD page. Files measure in millimetres from the top left; we go on in points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from lxml import etree

from gongwen.errors import DocumentTooLarge
from gongwen.formats.layout import Char, Stroke, straight, thin
from gongwen.formats.limits import MAX_PAGE_CHARS
from gongwen.formats.xml import child, children, name_of

TOO_MANY_MARKS = "OFD 的一页里有过多的文字，可能是压缩炸弹，没有读取；请核对文件来源。"
POINTS = 72 / 25.4
_ASCENT, _DESCENT = 0.86, 0.14
_UPRIGHT = 0.05
_MAX_ADVANCES = 200_000
_PATH_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: How many numbers follow each letter of a path; S is start, M move, L line, B and Q curves, A arc, C close.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Point = tuple[float, float]


class Marks:
    """What stands on one page."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.chars: list[Char] = []
        self.strokes: list[Stroke] = []
        #: Resource numbers of the pictures on the page.
        self.pictures: list[str] = []

    def add(self, container: etree._Element) -> None:
        for element in container:
            name = name_of(element)
            if element.get("Visible") in ("false", "0"):
                continue
            if name == "TextObject":
                written = sum(len(code.text or "") for code in children(element, "TextCode"))
                if len(self.chars) + written > MAX_PAGE_CHARS:
                    raise DocumentTooLarge(TOO_MANY_MARKS)
                self.chars += _text(element)
            elif name == "PathObject":
                self.strokes += _path(element)
            elif name == "ImageObject":
                self.pictures.append(element.get("ResourceID", ""))
            elif name == "PageBlock":
                self.add(element)


def _numbers(text: str | None) -> list[float]:
    try:
        found = [float(one) for one in (text or "").split()]
    except ValueError:
        return []
    return found if all(math.isfinite(one) for one in found) else []


def _matrix(element: etree._Element) -> _Matrix:
    """From the object's own space to the page in millimetres: its matrix, then its place."""
    box = _numbers(element.get("Boundary"))
    x, y = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    own = _numbers(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    return a, b, c, d, e + x, f + y


def _apply(matrix: _Matrix, x: float, y: float) -> _Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def _text(element: etree._Element) -> Iterator[Char]:
    matrix = _matrix(element)
    size = (_numbers(element.get("Size")) or [4.0])[0]
    scale = (_numbers(element.get("HScale")) or [1.0])[0]
    if math.hypot(matrix[1], matrix[2]) > _UPRIGHT * max(abs(matrix[0]), abs(matrix[3]), 1e-6):
        return  # turned text is a watermark or stands on the binding
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = (_numbers(code.get("X")) or [x])[0]
        y = (_numbers(code.get("Y")) or [y])[0]
        yield from _run(code, matrix, x, y, size, scale)


def _run(
    code: etree._Element, matrix: _Matrix, x: float, y: float, size: float, scale: float
) -> Iterator[Char]:
    text = code.text or ""
    right, down = _advances(code.get("DeltaX")), _advances(code.get("DeltaY"))
    for index, char in enumerate(text):
        width = (size if ord(char) > 0x2000 else size / 2) * scale
        if index < len(right) and 0 < right[index] <= size * scale:
            width = right[index]  # digits of some fonts are as wide as Chinese characters
        left, top = _apply(matrix, x, y - _ASCENT * size)
        end, bottom = _apply(matrix, x + width, y + _DESCENT * size)
        yield Char(char, min(left, end), max(left, end), min(top, bottom), max(top, bottom))
        x += right[index] if index < len(right) else (0.0 if down else width)
        y += down[index] if index < len(down) else 0.0


def _advances(text: str | None) -> list[float]:
    """Advances from character to character; ``g 3 5.6`` says 5.6 three times."""
    found: list[float] = []
    tokens = iter((text or "").split())
    for token in tokens:
        try:
            if token == "g":
                count, advance = int(next(tokens, "0")), float(next(tokens, "0"))
                found += [advance] * min(max(count, 0), _MAX_ADVANCES - len(found))
            else:
                found.append(float(token))
        except ValueError:
            break
        if len(found) >= _MAX_ADVANCES:
            break
    return found


def _path(element: etree._Element) -> Iterator[Stroke]:
    pieces = list(_pieces(element))
    if element.get("Stroke") not in ("false", "0"):
        yield from (one for a, b in pieces if (one := straight(a, b)))
    elif pieces:
        rule = thin([point for piece in pieces for point in piece])
        if rule:
            yield rule


def _pieces(element: etree._Element) -> Iterator[tuple[_Point, _Point]]:
    """The straight pieces of a path in points."""
    data = child(element, "AbbreviatedData")
    tokens = _PATH_TOKEN.findall((data.text or "") if data is not None else "")
    matrix = _matrix(element)
    start = current = _apply(matrix, 0.0, 0.0)
    at = 0
    while at < len(tokens):
        letter = tokens[at]
        count = _ARGUMENTS.get(letter)
        if count is None:
            at += 1
            continue
        numbers = [float(one) if not one.isalpha() else 0.0 for one in tokens[at + 1 : at + 1 + count]]
        at += 1 + count
        point = _apply(matrix, *numbers[-2:]) if len(numbers) == count and count else start
        if letter in "LC":
            yield current, point
        elif letter in "SM":
            start = point
        current = point
