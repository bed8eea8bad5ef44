"""A deadline has words and a governing date: the two agree, and wherever the words are printed the date stands beside."""

from __future__ import annotations

import datetime


def printed(day: datetime.date) -> str:
    """As a plan prints it, in whatever language it is read."""
    return f"{day.year}年{day.month}月{day.day}日"


def dated(words: str, date: datetime.date | str | None) -> str:
    """The words with the day that governs, where they do not print that very day themselves: 2028年底前（2028-12-31）."""
    day = datetime.date.fromisoformat(date) if isinstance(date, str) and date else date
    if not isinstance(day, datetime.date):
        return words
    if not words:
        return printed(day)
    said = (printed(day), day.isoformat())
    return words if any(each in words for each in said) else f"{words}（{day.isoformat()}）"


def meant(words: str) -> datetime.date | None:
    """The day that the words themselves hold, read as a document's deadline is read; none where they hold none."""
    from gongwen.rectification.fields import Years, read_deadline

    found, _doubts = read_deadline(words, (0, len(words)), Years(words))
    return found.date


def differs(words: str, date: datetime.date) -> datetime.date | None:
    """Another day than this one, where the words hold one."""
    held = meant(words)
    return held if held is not None and held != date else None
