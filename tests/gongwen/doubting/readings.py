"""Readings made by hand: what a reader took from a text, right or wrong, without asking the readers."""

from __future__ import annotations

from typing import Any

from gongwen.formats import read_source
from gongwen.rectification.assembling import assemble
from gongwen.rectification.doubting import with_doubts
from gongwen.rectification.drafts import Draft, Proposal
from gongwen.results import Deadline, Item, Party, Quote, Reading, SourceInfo, Units


def quote(text: str, words: str) -> Quote:
    at = text.index(words)
    return Quote(words, (at, at + len(words)))


def item(text: str, whole: str, problem: str | None, **fields: Any) -> Item:
    """An item of ``text``: strings become quotations of it."""
    found: dict[str, Any] = {
        "problem": quote(text, problem) if problem else None,
        "span": quote(text, whole).span,
    }
    for name, value in fields.items():
        if name == "measures":
            found[name] = tuple(quote(text, words) for words in value)
        elif name == "units":
            found[name] = Units(**{role: parties(text, names) for role, names in value.items()})
        elif name == "deadline":
            found[name] = Deadline(quote(text, value[0]), *value[1:])
        elif name in ("goal", "status_text"):
            found[name] = quote(text, value)
        else:
            found[name] = value
    return Item(**{"no": None, **found})


def parties(text: str, names: list[str]) -> tuple[Party, ...]:
    return tuple(Party(name, quote(text, name).span) for name in names)


def doubted(
    text: str, *items: Item, scores: tuple[tuple[float, int], ...] = (), **more: Any
) -> tuple[Reading, list[set[tuple[str, str | None]]]]:
    """The reading with its doubts, and for each item ``{(code, field)}``. ``scores``: of readings and their counts."""
    source = read_source(text.encode(), "样本.txt")
    reading = Reading(SourceInfo("样本.txt", "", "text/plain", "text", None), source.text, items=items)
    proposals = [
        Proposal(f"r{n}", [Draft((0, 1))] * count, score=score) for n, (score, count) in enumerate(scores)
    ]
    found = with_doubts(reading._replace(**more), assemble(source), proposals)
    return found, [{(doubt.code, doubt.field) for doubt in one.doubts} for one in found.items]
