"""Units and leaders in the values of their labels."""

from __future__ import annotations

from gongwen.results import Doubt, Party, Span


def read_parties(text: str, span: Span) -> tuple[list[Party], list[Doubt]]:
    """The units in the value of a label such as 责任单位; ``span`` is the value without its label."""
    return [], []


def read_people(text: str, span: Span) -> tuple[list[Party], list[Doubt]]:
    """The people in the value of a label such as 督办市领导; posts without a name are no people."""
    return [], []


def looks_like_party(text: str, span: Span) -> float:
    """How far ``text[span]`` reads as a list of units: 0.0 not at all, 1.0 wholly."""
    return 0.0
