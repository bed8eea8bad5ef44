"""What a layout reader proposes: items as places on the sheet, before any value has been read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gongwen.results import Span


@dataclass(slots=True)
class Part:
    """The value of one field. ``name``: the label as printed; ``label``: its place, None where there is none."""

    field: str
    span: Span
    name: str = ""
    label: Span | None = None
    #: Taken over from a heading or a neighbour: it lies outside the item.
    inherited: bool = False


@dataclass(slots=True)
class Draft:
    """An item as places. ``span``: all of it; what no part covers becomes its context."""

    span: Span
    no: Span | None = None
    path: tuple[Span, ...] = ()
    problem: Span | None = None
    parts: list[Part] = field(default_factory=list)
    context: list[Span] = field(default_factory=list)
    #: What made the reader hesitate: (code, message, field).
    doubts: list[tuple[str, str, str | None]] = field(default_factory=list)

    def has(self, *fields: str) -> bool:
        return any(part.field in fields for part in self.parts)

    def of(self, *fields: str) -> list[Part]:
        return [part for part in self.parts if part.field in fields]


@dataclass(slots=True)
class Proposal:
    """One reading of the whole document. ``outside``: the spans that it leaves to the preface and the rest."""

    layout: str
    drafts: list[Draft]
    #: What speaks for the layout itself before anything is weighed.
    prior: float = 0.0
    score: float = 0.0

    @property
    def covered(self) -> int:
        return sum(draft.span[1] - draft.span[0] for draft in self.drafts)


def trimmed(text: str, span: Span, marks: str = " \t\n|") -> Span | None:
    """The span without white space at its ends; None where nothing is left."""
    start, end = span
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return (start, end) if end > start else None


def paragraphs_in(text: str, span: Span) -> list[Span]:
    """The non-empty paragraphs of a span, trimmed."""
    found: list[Span] = []
    at, end = span
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        part = trimmed(text, (at, stop))
        if part is not None:
            found.append(part)
        at = stop + 1
    return found


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of a span when the holes are taken out of it."""
    left: list[Span] = []
    at, end = span
    for start, stop in sorted(holes):
        if stop <= at or start >= end:
            continue
        if start > at:
            left.append((at, start))
        at = max(at, stop)
    if at < end:
        left.append((at, end))
    return left
