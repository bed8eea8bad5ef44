"""Signs about the document as a whole: numbers that are missing from a list, a layout that could be read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gongwen.outline import find_marks
from gongwen.rectification.doubting.scene import Scene
from gongwen.results import Doubt, Item

#: Readings that hold together score from about 2.4 up to 5.
_WEAK = 2.2
_RIVAL, _DOUBTFUL = 0.5, 3.0


def signs(scene: Scene) -> Iterator[Doubt]:
    yield from _numbering(scene)
    if message := unsure(scene):
        yield Doubt("layout-unclear", f"{message},请核对条目的划分。", None, "items")


def unsure(scene: Scene) -> str | None:
    """Why the division into items is not sure, None where it is."""
    ranked = sorted(scene.proposals, key=lambda proposal: -proposal.score)
    if not ranked:
        return None
    best = ranked[0]
    if best.score < _WEAK:
        return "这份文件的结构不易辨认"
    for rival in ranked[1:]:
        near = best.score - rival.score < _RIVAL and best.score < _DOUBTFUL
        if near and len(rival.drafts) != len(best.drafts):
            return f"这份文件也可以读成{len(rival.drafts)}项"
    return None


def _numbering(scene: Scene) -> Iterator[Doubt]:
    numbers = [(item, _number(item)) for item in scene.items]
    if numbers and numbers[0][1] and numbers[0][1][1] != 1:
        first = numbers[0][0]
        yield Doubt("numbering-gap", f"第一项的编号是“{first.no}”,请核对前面是否漏读。", first.span, "items")
    for (before, a), (after, b) in pairwise(numbers):
        if a and b and a[0] == b[0] and b[1] not in (a[1] + 1, 1):
            message = f"“{before.no}”之后读出的是“{after.no}”,编号不连续,请核对是否漏读。"
            yield Doubt("numbering-gap", message, after.span, "items")


def _number(item: Item) -> tuple[str, int] | None:
    """Style and value of an item's number."""
    if not item.no:
        return None
    text = f"{item.no}甲"
    marks = find_marks(text, [(0, len(text))])
    return (marks[0].style, marks[0].value) if marks else None
