"""Characters from pictures, by the optional OCR extra (rapidocr with its models, onnxruntime).

The engine takes nearly a gigabyte and a second to load: it is made once, and one page goes through it at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from math import atan2, tan
from statistics import median
from threading import Lock
from typing import Any

from gongwen.errors import MissingExtra
from gongwen.formats.layout import Char, Stroke

MISSING = "这份文件是扫描件或照片，读取它需要文字识别组件；请在安装目录运行 make ocr 安装后再试。"
_MIN_SCORE = 0.3
_THREADS = 2
#: A ruled line is at least this part of the page's width long.
_RULE = 1 / 25
_RULE_THICKNESS = 8
_BOX_TO_TYPE = 0.86
_LONG_ENOUGH = 6
_SHORTEST = 1.5
_OPENING, _CLOSING = "“（《【", "，。、；：！？）”》】"
_NARROW_END = 0.4  # a stop fills only part of its width, and the engine sees only its ink
_SIZE_NOISE = 0.2
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture shows, in points: pieces of text with the engine's confidence (0…1), and ruled lines."""

    pieces: list[tuple[Char, float]]
    strokes: list[Stroke]


def recognise(picture: Any, scale: float) -> Seen:
    """Read a picture (an RGB array); ``scale`` is points per pixel."""
    engine = engine_or_refusal()
    with _one_at_a_time:
        result = engine(picture[:, :, ::-1], text_score=_MIN_SCORE)
    boxes = result.boxes if result.boxes is not None else []
    slope = _slope(boxes)
    told = zip(boxes, result.txts or (), result.scores or (), strict=True)
    found = [(box, text.strip(), float(score)) for box, text, score in told if text.strip()]
    sizes = _sizes([(box, text) for box, text, _ in found])
    pieces = [(_piece(box, text, slope, sizes, scale), score) for box, text, score in found]
    return Seen(pieces, _strokes(picture, scale) if abs(slope) < 0.02 else [])


def is_installed() -> bool:
    """Whether the extra is there; nothing of it is loaded."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


@lru_cache(maxsize=1)
def engine_or_refusal() -> Any:
    """The engine; MissingExtra, with the command that installs it, where it is not there."""
    try:
        rapidocr = import_module("rapidocr")
    except ImportError as error:
        raise MissingExtra(MISSING) from error
    return rapidocr.RapidOCR(
        params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS}
    )


def _slope(boxes: Any) -> float:
    """How much the lines of a page laid askew rise, as the tangent of their angle."""
    angles = [
        atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box in boxes if box[1][0] - box[0][0] > 100
    ]
    return tan(median(angles)) if angles else 0.0


def _piece(box: Any, text: str, slope: float, sizes: list[float], scale: float) -> Char:
    """A piece of text as one wide character, turned upright, in the height of its type."""
    left, right = float(min(box[0][0], box[3][0])), float(max(box[1][0], box[2][0]))
    middle = float(sum(point[1] for point in box)) / 4 - slope * (left + right) / 2
    size = _usual(sizes, _type_width(text, right - left)) or _height(box) * _BOX_TO_TYPE
    left -= _NARROW_END * size if text[0] in _OPENING else 0.0
    right += _NARROW_END * size if text[-1] in _CLOSING else 0.0
    top, bottom = middle - size / 2, middle + size / 2
    return Char(text, left * scale, right * scale, top * scale, bottom * scale)


def _height(box: Any) -> float:
    return float(box[3][1] - box[0][1] + box[2][1] - box[1][1]) / 2


def _type_width(text: str, width: float) -> float:
    """The width of a Chinese character in a piece of text; boxes are cut high, but hardly wide. 0 for a few digits."""
    units = sum(1.0 if ord(char) > 0x2000 else 0.5 for char in text)
    units -= _NARROW_END * ((text[-1] in _CLOSING) + (text[0] in _OPENING))
    return width / units if units >= _SHORTEST else 0.0


def _sizes(found: list[tuple[Any, str]]) -> list[float]:
    """The sizes of type on a page, from the pieces that are long enough to tell."""
    long = [(box, text) for box, text in found if len(text) >= _LONG_ENOUGH]
    return [width for box, text in long if (width := _type_width(text, float(box[1][0] - box[0][0])))]


def _usual(sizes: list[float], size: float) -> float:
    """A piece is set in the size that is usual near its own: widths are measured by eye, and digits vary."""
    near = [other for other in sizes if abs(other - size) <= _SIZE_NOISE * size]
    return median(near) if near else size


def _strokes(picture: Any, scale: float) -> list[Stroke]:
    """Ruled lines: dark runs that survive when everything shorter than a rule is rubbed out."""
    cv2 = import_module("cv2")
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    length = max(int(picture.shape[1] * _RULE), 20)
    strokes = []
    for horizontal in (True, False):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if horizontal else (1, length))
        _, _, found, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel))
        for x, y, width, height, _area in found[1:].tolist():
            if (height if horizontal else width) <= _RULE_THICKNESS:
                strokes.append(_stroke(horizontal, x, y, width, height, scale))
    return strokes


def _stroke(horizontal: bool, x: float, y: float, width: float, height: float, scale: float) -> Stroke:
    if horizontal:
        return Stroke(True, (y + height / 2) * scale, x * scale, (x + width) * scale)
    return Stroke(False, (x + width / 2) * scale, y * scale, (y + height) * scale)
