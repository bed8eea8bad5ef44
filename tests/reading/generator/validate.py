"""Checks that a sample is honest: what its truth claims is printed in its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from .draft import Sample
from .numbering import han

KINDS = {"fixed", "immediate", "ongoing", "immediate_ongoing", "conditional", None}
ROLES = ("responsible", "lead", "support", "regulator", "leader")


def folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def check_truth(sample: Sample) -> list[str]:
    """What is wrong with the sample, as sentences; an honest sample has none."""
    text = folded(sample.text)
    errors = [
        f"{name} not printed: {value!r}" for name, value in _texts(sample.truth) if folded(value) not in text
    ]
    for index, item in enumerate(sample.truth["items"], 1):
        errors += [f"item {index}: {error}" for error in _item_errors(item, text)]
    if not sample.truth["items"]:
        errors.append("no items")
    if re.search("[\U000f0000-\U000fffff\ue000-\uf8ff]", sample.text):
        errors.append("marks left in the text")
    for total in sample.truth["totals"]:
        errors += [] if f"{total['value']:g}" in total["raw"] else [f"total not in its words: {total}"]
    return errors


def _texts(truth: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for total in truth["totals"]:
        yield "total", total["raw"]
    for item in truth["items"]:
        yield "no", item["no"] or ""
        yield "problem", item["problem"]
        yield "goal", item["goal"] or ""
        yield "deadline", item["deadline"]["raw"] or ""
        for name in ("path", "measures", *ROLES):
            for value in item[name]:
                yield name, value
        for step in item["milestones"]:
            yield "milestone", step["what"]


def _item_errors(item: dict[str, Any], text: str) -> Iterator[str]:
    if not item["problem"]:
        yield "no problem"
    if item["deadline"]["kind"] not in KINDS:
        yield f"deadline kind {item['deadline']['kind']}"
    if (item["deadline"]["date"] is not None) and item["deadline"]["kind"] != "fixed":
        yield "a date that is not fixed"
    if any(not measure for measure in item["measures"]):
        yield "an empty measure"
    body = folded("".join([item["goal"] or "", *item["measures"], item["deadline"]["raw"] or ""]))
    for step in item["milestones"]:
        if not _dated(date.fromisoformat(step["date"]), body):
            yield f"no words for the milestone {step['date']}"
    if item["deadline"]["date"] and not _dated(
        date.fromisoformat(item["deadline"]["date"]), folded(item["deadline"]["raw"])
    ):
        yield f"no words for the deadline {item['deadline']}"
    for indicator in item["indicators"]:
        if f"{indicator['value']:g}" not in body and str(indicator["value"]) not in body:
            yield f"no figure for {indicator}"


def _dated(day: date, text: str) -> bool:
    """Whether a phrase of the text can mean this day: its month, or the end of its year."""
    month = rf"(?<!\d)(?:{day.year}年?)?{day.month}月"
    patterns = [
        rf"{month}{day.day}日",
        month + r"(?:底|末|以?前|之前|$|[^\d])",
        rf"{day.year}{day.month}{day.day}日",
    ]
    if day.month == 12:
        patterns += [rf"{day.year}年", "年底", han(12) + "月"]
    return any(re.search(pattern, text) for pattern in patterns)
