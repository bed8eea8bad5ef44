"""Deadlines: the value of a labelled field, or the phrases in an item's goal and measures."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.rectification.fields.dates import Years
from gongwen.results import Deadline, Doubt, Span


def read_deadline(text: str, span: Span, years: Years) -> tuple[Deadline, list[Doubt]]:
    """What a field such as 整改时限 says; ``span`` is the value without its label."""
    return Deadline(), []


def deadline_in_prose(text: str, spans: Sequence[Span], years: Years) -> tuple[Deadline, list[Doubt]]:
    """The deadline of an item that has no such field, from its goal and measures; several → the last in time."""
    return Deadline(), []
