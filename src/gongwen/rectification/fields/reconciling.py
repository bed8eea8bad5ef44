"""Whether the counts a document states of itself agree with the items found in it."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.results import Doubt, Item, Total

_PROBLEMS = ("问题", "任务", "事项", "隐患", "信访", "举报", "交办", "转办", "案件")
#: How far under its category's heading a summary stands, in characters.
_NEAR = 2000


def reconcile(totals: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    """``count-mismatch`` for every stated count that the items found do not bear out."""
    counts = [total for total in totals if _counts_items(total)]
    if not counts:
        return []
    inside = [total for total in counts if _category(total, items)]
    head = [total for total in counts if total not in inside]
    doubts = _by_category(inside, items)
    stated = {round(total.value) for total in totals if total not in inside}
    if head and len(items) not in stated and len(items) != _sum(head):
        doubts.append(_mismatch(max(head, key=lambda total: total.value), len(items)))
    return doubts + _categories(totals, items)


def _counts_items(total: Total) -> bool:
    return (
        total.value == round(total.value)
        and total.what.endswith((*_PROBLEMS, "件"))
        and "方面" not in total.what
    )


def _sum(head: Sequence[Total]) -> int:
    return round(sum(total.value for total in {total.value: total for total in head}.values()))


def _category(total: Total, items: Sequence[Item]) -> bool:
    """A summary under the heading of its category: items follow it closely, in the middle of the list."""
    at = total.raw.span[0]
    before = any(item.span[0] < at for item in items)
    heads = [quote.span for item in items for quote in item.path[-1:]]
    under = any(start <= at < end + _NEAR for start, end in heads)
    return under and (before or "方面" in total.raw.text or len(set(heads)) > 1)


def _by_category(inside: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    doubts = []
    for index, total in enumerate(inside):
        start = total.raw.span[1]
        end = inside[index + 1].raw.span[0] if index + 1 < len(inside) else float("inf")
        found = sum(start <= item.span[0] < end for item in items)
        if found != round(total.value):
            doubts.append(_mismatch(total, found, "本类"))
    return doubts


def _categories(totals: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    """8类40个问题: as many different headings as categories."""
    stated = [total for total in totals if total.what == "问题类别" and "问题" in total.raw.text + total.what]
    found = len({item.path[-1].span for item in items if item.path})
    if not stated or not found or any(round(total.value) == found for total in stated):
        return []
    total = stated[0]
    message = f"文中称共{total.value:g}类（{total.raw.text}），读出的条目分属{found}个标题，请核对。"
    return [Doubt("count-mismatch", message, total.raw.span)]


def _mismatch(total: Total, found: int, scope: str = "") -> Doubt:
    message = f"文中称{scope}有{total.value:g}个（{total.raw.text}），实际读出{found}个，请核对是否漏读、多读或未全部列出。"
    return Doubt("count-mismatch", message, total.raw.span)
