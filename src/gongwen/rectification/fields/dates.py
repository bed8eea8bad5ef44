"""Dates as officials write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongwen.results import DeadlineRule, Doubt, Span

Role = Literal["by", "start", "past", "range", "recurring", "report", "other"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One printed phrase that names a time: 2018年9月底前, 限期15日内, 采暖季前, X月XX日.

    ``date`` is the last day the phrase allows (the first for 月初, 年初 and start phrases), None where it is
    conditional or no year is printed anywhere. ``start`` is the beginning of a range.
    ``precision``: day, month, year or none.
    """

    span: Span
    kind: Literal["fixed", "conditional"]
    role: Role
    date: date | None = None
    start: date | None = None
    rule: DeadlineRule | None = None
    precision: Literal["day", "month", "year", "none"] = "none"
    doubts: tuple[Doubt, ...] = ()


class Years:
    """Which year a date without year means: the printed years of one document with their places."""

    def __init__(self, text: str, own: date | None = None) -> None:
        """``own``: the document's own date, where the caller knows it better than its text."""
        self.text = text
        self.own = own


def find_dates(text: str, span: Span, years: Years) -> list[DateMention]:
    """Every date phrase inside ``span``, in reading order, never overlapping."""
    return []


def last_fixed(mentions: Sequence[DateMention]) -> DateMention | None:
    """The mention with the latest date."""
    return None
