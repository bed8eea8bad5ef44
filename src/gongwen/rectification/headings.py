"""Numbered headings as they are printed, and the numbers themselves."""

from __future__ import annotations

from gongwen.rectification.drafts import paragraphs_in, trimmed
from gongwen.rectification.phrases import pattern
from gongwen.rectification.tree import Node
from gongwen.results import Span


def heading(text: str, node: Node) -> Span:
    """A numbered heading as its first paragraph, with its number and without fields in parentheses."""
    start, end = node.start, node.own[1]
    lead = paragraphs_in(text, (start, end))
    stop = lead[0][1] if lead else end
    if node.asides and node.asides[0].start < stop:
        stop = node.asides[0].start
    return trimmed(text, (start, stop), " \t\n。:") or (start, stop)


def path_of(text: str, node: Node) -> tuple[Span, ...]:
    """The headings above a node, outermost first."""
    return tuple(heading(text, above) for above in node.path())


def number_of(text: str, node: Node) -> Span | None:
    """The number of a node as printed, with its punctuation."""
    if node.mark is None:
        return None
    return trimmed(text, (node.mark.start, node.mark.end)) or (node.mark.start, node.mark.end)


def is_caption(text: str, node: Node) -> bool:
    """A heading that stands alone over its subsections, with no words of its own in between."""
    start, end = node.own
    stop = heading(text, node)[1]
    words = text[start:stop].rstrip(" 。:")
    rest = trimmed(text, (min(max(stop, start), end), end), " \t\n。,;:()")
    return "。" not in words and (rest is None or any(aside.start >= stop for aside in node.asides))


def is_general_heading(text: str, node: Node) -> bool:
    """Whether a heading names no task but purpose, principles, organisation or next steps."""
    title = heading(text, node)
    words = text[title[0] : title[1]]
    first = words.split("。")[0][:40].rstrip(": ")
    if len(first) > 20 and pattern("problem", "specific").search(first):
        return False
    return bool(pattern("general", "headings").search(first)) and "“" not in first


def chapters_beside(text: str, node: Node) -> list[Node]:
    """Chapters that carry the name of a field, beside a chapter on principles: 一、指导思想 二、整改目标 三、整改措施"""
    mark = node.mark
    if mark is None or not node.labels() or not is_general_heading(text, node):
        return []
    return [
        child
        for child in node.labels()
        if child.label and child.label.mark and child.label.mark.style == mark.style
    ]
