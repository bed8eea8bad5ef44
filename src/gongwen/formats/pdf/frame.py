"""The page as its reader holds it: turned so that its text stands upright, measured from the top left."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """``turns``: quarter turns, clockwise, by which the text of the page is laid over."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> Point:
        """A point of the file as it lies before the reader."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return self.top - y, self.right - x
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return y - self.bottom, x - self.left


def frame_of(page: pypdfium2.PdfPage, turns: int) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, turns)
