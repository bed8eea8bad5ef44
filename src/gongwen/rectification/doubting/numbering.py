"""Numbers of items: gaps, lists that go on, numbered text that no item holds, headings read as items."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from gongwen import cleaning
from gongwen.outline import find_marks
from gongwen.rectification.doubting.scene import Scene
from gongwen.rectification.phrases import pattern
from gongwen.results import Doubt, Item


def signs(scene: Scene) -> Iterator[Doubt]:
    found = [*_numbering(scene), *_more(scene), *_coded(scene)]
    yield from found or _uncounted(scene)
    yield from _mixed(scene)


def _numbering(scene: Scene) -> Iterator[Doubt]:
    numbers = [(item, _number(item)) for item in scene.items]
    if numbers and numbers[0][1] and numbers[0][1][1] != 1 and not _named(scene, numbers[0][1][0]):
        first = numbers[0][0]
        yield Doubt("numbering-gap", f"第一项的编号是“{first.no}”，请核对前面是否漏读。", first.span, "items")
    for (before, a), (after, b) in pairwise(numbers):
        if a and b and a[0] == b[0] and b[1] not in (a[1] + 1, 1):
            message = f"“{before.no}”之后读出的是“{after.no}”，编号不连续，请核对是否漏读。"
            yield Doubt("numbering-gap", message, after.span, "items")


def _named(scene: Scene, style: str) -> bool:
    """The only item bears the number of a longer list elsewhere: 问题十二: of a close-out page is no gap."""
    return len(scene.items) == 1 and style == "ordinal"


def _more(scene: Scene) -> Iterator[Doubt]:
    """The list goes on behind the last item."""
    if not scene.items:
        return
    last = scene.items[-1]
    number = _number(last)
    for mark in scene.page.marks:
        running = number is not None and number[0] == "shi"
        if number and (mark.bol or running) and (mark.style, mark.value) == (number[0], number[1] + 1):
            at = scene.page.sheet.origin(mark.start)
            if at >= (last.span[0] if running else last.span[1]) and not pattern(
                "general", "headings"
            ).search(scene.page.text[mark.end : mark.end + 20]):
                message = f"“{last.no}”是读出的最后一项，后面还有同样的编号，请核对是否漏读。"
                yield Doubt("numbering-gap", message, (at, at + 2), "items")
                return


def _uncounted(scene: Scene) -> Iterator[Doubt]:
    """Numbered paragraphs between the items that speak of a problem, and marks like 问题一: that no item begins with."""
    begins, own = scene.begins, {number[0] for item in scene.items if (number := _number(item))}
    spans = [item.span for item in scene.items]
    starts = [start for start, _ in spans]
    stray: list[int] = []
    ordinals: list[int] = []
    for mark in scene.page.marks:
        at = scene.page.sheet.origin(mark.start)
        if not mark.bol or at in begins:
            continue
        index = bisect_right(starts, at) - 1
        if mark.style == "ordinal" and own and "ordinal" not in own:
            ordinals.append(at)
        elif mark.style in own and 0 <= index < len(spans) - 1 and at >= spans[index][1]:
            stray += [at] if _states(scene, mark.end) else []
    if len(ordinals) >= max(len(spans), 2):
        stray = ordinals
    if stray and scene.reading.layout != "parallel":
        message = f"有{len(stray)}段带编号的文字没有归入任何一项，请核对条目的划分。"
        yield Doubt("items-unclear", message, (stray[0], stray[0] + 2), "items")


def _states(scene: Scene, at: int) -> bool:
    """Whether the paragraph on the sheet speaks of a problem."""
    end = scene.page.text.find("\n", at)
    said = scene.page.text[at : end if end >= 0 else None]
    general = pattern("general", "headings").search(said[:20])
    return bool(pattern("problem", "words").search(said)) and not general


def headed(scene: Scene) -> frozenset[int]:
    """Items with a number like the headings above other items, and with numbers like theirs inside: headings, perhaps."""
    above = {style for item in scene.items for quote in item.path if (style := _style(quote.text))}
    numbers = [_number(item) for item in scene.items]
    own = {number[0] for number in numbers if number}
    if len(own) < 2:
        return frozenset()
    inner = [(mark.style, scene.page.sheet.origin(mark.start)) for mark in scene.page.marks if mark.bol]
    return frozenset(
        index
        for index, (item, number) in enumerate(zip(scene.items, numbers, strict=True))
        if number
        and number[0] in above
        and any(
            style in own and style != number[0] and item.span[0] < at < item.span[1] for style, at in inner
        )
    )


def _coded(scene: Scene) -> Iterator[Doubt]:
    """More lines that begin with a number and a case code, or a number and a bar, than items were read."""
    counts = [len(_cases().findall(scene.folded))] if scene.reading.kind == "petitions" else []
    if scene.reading.layout == "tables":
        counts.append(len(_numbered().findall(scene.folded)))
    if counts and max(counts) > len(scene.items) > 0:
        message = f"文中有{max(counts)}行以编号开头，读出{len(scene.items)}项，请核对是否漏读。"
        yield Doubt("numbering-gap", message, None, "items")


@cache
def _cases() -> re.Pattern[str]:
    return re.compile(
        r"^[ \t|]*\d{1,4}[ \t|]*(?:[A-Z][A-Z\d]{0,4}\d{6,}|\S{1,3}〔\d{4}〕\d+号)", re.MULTILINE
    )


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(r"^[ |]*\d{1,3} *[|\t]", re.MULTILINE)


def _mixed(scene: Scene) -> Iterator[Doubt]:
    for index in sorted(headed(scene))[:1]:
        item = scene.items[index]
        message = f"“{item.no}”与其他各项上面的标题同级，可能是标题，请核对它下面是否漏读条目。"
        yield Doubt("items-unclear", message, item.span, "items")


def _style(heading: str) -> str | None:
    text = cleaning.fold(heading)
    marks = find_marks(text, [(0, len(text))])
    return marks[0].style if marks and marks[0].start == 0 else None


def _number(item: Item) -> tuple[str, int] | None:
    """Style and value of an item's number."""
    if not item.no:
        return None
    text = f"{cleaning.fold(item.no)}甲"
    marks = find_marks(text, [(0, len(text))])
    return (marks[0].style, marks[0].value) if marks else None
