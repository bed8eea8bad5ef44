"""Signs about the document as a whole: numbers that are missing from a list, a layout that could be read otherwise."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from gongwen.rectification.doubting import numbering
from gongwen.rectification.doubting.scene import Scene
from gongwen.rectification.drafts import without
from gongwen.rectification.phrases import pattern
from gongwen.rectification.tables.kinds import looks
from gongwen.rectification.weighing import stated_counts
from gongwen.results import ROLES, Doubt

#: Readings that hold together score from about 2.4 up to 5.
_WEAKEST = 2.05
_RIVAL, _DOUBTFUL = 0.5, 3.0
#: As long as a sentence; as long as two or three items.
_SENTENCE, _ROOM = 12, 300
#: 无, 属实: what no problem is as short as.
_NOTHING = 3
#: What fits a column of units so well states no problem.
_UNITS = 2.0
#: A document of fewer items than this may be one in which they were not told apart.
_FEW = 4


def signs(scene: Scene) -> Iterator[Doubt]:
    gaps = list(numbering.signs(scene))
    yield from gaps
    yield from _nameless(scene)
    yield from _glued(scene)
    yield from _outside(scene)
    yield from _totals(scene, bool(gaps))
    if message := unsure(scene):
        yield Doubt("layout-unclear", f"{message}，请核对条目的划分。", None, "items")


def unsure(scene: Scene) -> str | None:
    """Why the division into items is not sure, None where it is."""
    ranked = sorted(scene.proposals, key=lambda proposal: -proposal.score)
    if not ranked:
        return None
    if message := shaky(scene):
        return message
    best = ranked[0]
    if best.score < _WEAKEST:
        return "这份文件的结构不易辨认"
    for rival in ranked[1:]:
        near = best.score - rival.score < _RIVAL and best.score < _DOUBTFUL
        many = len(rival.drafts) > 3 * len(best.drafts) and best.score - rival.score < 2 * _RIVAL
        if (near or many) and len(rival.drafts) > len(best.drafts):
            return f"这份文件也可以读成{len(rival.drafts)}项"
    return None


def shaky(scene: Scene) -> str | None:
    """Why no item can be trusted: what was read for a number is none."""
    strange = [item for item in scene.items if item.no and len(item.no) > 16]
    return f"编号处读出的是“{strange[0].no[:20]}”" if strange and strange[0].no else None


def beside(scene: Scene) -> dict[int, list[Doubt]]:
    """For the index of an item what stands beside it: a sentence that belongs to no item, an item that is none."""
    found = _next_to_none(scene)
    for index, (before, after) in enumerate(pairwise(scene.items)):
        headings = [quote.span for quote in after.path]
        for start, end in without((before.span[1], after.span[0]), headings):
            text = scene.said((start, end))
            if len(text) >= _SENTENCE and re.search(r"[。;]", text[_SENTENCE:]):
                message = f"“{text[:20]}…”在两项之间，没有归入任何一项，请核对。"
                field = f"measures[{len(before.measures)}]"
                found.setdefault(index, []).append(Doubt("text-unread", message, (start, end), field))
    for index in numbering.headed(scene):
        message = "这一项的编号与其他各项上面的标题同级，可能只是标题，请逐栏核对。"
        found.setdefault(index, []).append(Doubt("item-unclear", message, scene.items[index].span))
    return found


def _next_to_none(scene: Scene) -> dict[int, list[Doubt]]:
    """Items beside one that states nothing: its text may be theirs."""
    found: dict[int, list[Doubt]] = {}
    for index, item in enumerate(scene.items):
        if item.problem is not None and len(item.problem.text) > _NOTHING:
            continue
        for neighbour in (index - 1, index + 1):
            if 0 <= neighbour < len(scene.items):
                message = "相邻的一项没有读出问题表述，它的内容可能属于这一项，请核对。"
                found.setdefault(neighbour, []).append(
                    Doubt("item-unclear", message, scene.items[neighbour].span)
                )
    return found


def about_totals(scene: Scene, doubt: Doubt) -> Doubt:
    """A stated count that the items do not bear out says nothing of them where the text has no room for more."""
    if doubt.code != "count-mismatch" or doubt.field is not None or not scene.items:
        return doubt
    return doubt._replace(field="totals") if _room(scene) < _ROOM else doubt


def _room(scene: Scene) -> int:
    """How many characters from the first item on belong to no item."""
    items = scene.items
    whole = (items[0].span[0], len(scene.folded))
    return sum(len(scene.said(span)) for span in without(whole, [item.span for item in items]))


def _nameless(scene: Scene) -> Iterator[Doubt]:
    """Items that state nothing, or no more than a heading does: others may have been lost for them."""
    if scene.reading.layout == "exposure" and not any(
        pattern("problem", "words").search(scene.said(item.problem.span))
        for item in scene.items
        if item.problem
    ):
        yield Doubt("items-unclear", "读出的各项都不像问题,请核对条目的划分。", None, "items")
        return
    title = scene.said(scene.reading.title.span) if scene.reading.title else ""
    for item in scene.items:
        said = scene.said(item.problem.span) if item.problem else ""
        if _general().match(said):
            message = "有条目只是总体要求一类的段落，请核对条目的划分。"
            yield Doubt("items-unclear", message, item.span, "items")
            return
        if (
            len(said) <= _NOTHING
            or (looks("units", said) > _UNITS and not re.search(r"\d", said))
            or _coded().match(said)
            or said in title
            or (title and title in said)
            or _heading().search(said)
        ):
            message = "有条目没有读出问题表述，请核对条目的划分。"
            yield Doubt("items-unclear", message, item.span, "items")
            return


def _outside(scene: Scene) -> Iterator[Doubt]:
    """Names of roles outside of all items, or many more of them than items: items were not told apart."""
    spans = [item.span for item in scene.items]
    starts = [start for start, _ in spans]
    best = max(scene.proposals, key=lambda proposal: proposal.score, default=None)
    parts = [part for draft in best.drafts for part in draft.parts if part.inherited] if best else []
    taken = {part.span[0] for part in parts} | {part.label[0] for part in parts if part.label}
    stray = inside = 0
    for label in scene.page.labels:
        if label.field not in ROLES or not (label.colon or label.closes):
            continue
        at = scene.page.sheet.origin(label.start)
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < spans[index][1]:
            inside += label.field == "responsible"
        elif taken.isdisjoint(range(label.start, label.end + 3)):
            stray += 1
    if spans and (stray > 2 or (len(spans) < _FEW and inside > 2 * len(spans) + 2)):
        message = f"有{stray or inside}处责任单位等栏目不能归入读出的{len(spans)}项，请核对是否漏读条目。"
        yield Doubt("items-unclear", message, None, "items")


def _glued(scene: Scene) -> Iterator[Doubt]:
    """关于某某整治。 inside a measure: the next item was taken for a part of this one."""
    for item in scene.items:
        for measure in item.measures:
            if re.search(r"。关于\w{2,16}。", scene.said(measure.span)):
                message = f"“{measure.text[:20]}…”里可能连着另一项，请核对条目的划分。"
                yield Doubt("items-unclear", message, measure.span, "items")
                return


def _totals(scene: Scene, gaps: bool) -> Iterator[Doubt]:
    """A count in the text outside of the items that was not read, or a total read from between them where one is missing."""
    if not scene.items:
        return
    first, last = scene.items[0].span[0], scene.items[-1].span[1]
    strange = gaps and [total for total in scene.reading.totals if first < total.raw.span[0] < last]
    if strange:
        message = f"“{strange[0].raw.text[:20]}”写在各项之间，请核对是否为全文的合计。"
        yield Doubt("totals-unclear", message, strange[0].raw.span, "totals")
        return
    read = {total.value for total in scene.reading.totals}
    missed = sorted(count for count in stated_counts(scene.said((0, first))) if count not in read)
    if missed:
        message = f"文中写有“{missed[0]}”个（项），没有读成合计数，请核对。"
        yield Doubt("totals-unclear", message, None, "totals")


@cache
def _general() -> re.Pattern[str]:
    return re.compile(r"指导思想|总体要求|基本原则|工作目标|工作原则|保障措施|组织保障|工作要求")


@cache
def _coded() -> re.Pattern[str]:
    return re.compile(r"(?:受理|举报|信访|转办|交办)?编?号:")


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"^[^,。;]{0,16}(?:方面的?问题|方面)$")
