"""Characters from pictures, by the optional OCR extra (rapidocr with its models, onnxruntime).

The engine takes nearly a gigabyte and a second to load: it is made once, and one page goes through it at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
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
    found = zip(boxes, result.txts or (), result.scores or (), strict=True)
    pieces = [(_piece(box, text, slope, scale), float(score)) for box, text, score in found if text.strip()]
    return Seen(pieces, _strokes(picture, scale) if abs(slope) < 0.02 else [])


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


def _piece(box: Any, text: str, slope: float, scale: float) -> Char:
    """A piece of text as one wide character, turned upright, in the height of its type."""
    left, right = float(min(box[0][0], box[3][0])), float(max(box[1][0], box[2][0]))
    height = float((box[3][1] - box[0][1] + box[2][1] - box[1][1]) / 2)
    middle = float(sum(point[1] for point in box)) / 4 - slope * (left + right) / 2
    half = _type_height(text, right - left, height) / 2
    return Char(text.strip(), left * scale, right * scale, (middle - half) * scale, (middle + half) * scale)


def _type_height(text: str, width: float, height: float) -> float:
    """From the width of the text where there is enough of it, for boxes are cut with changing margins."""
    units = sum(1.0 if ord(char) > 0x2000 else 0.5 for char in text)
    return width / units if units >= 6 else height * _BOX_TO_TYPE


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
