"""What a layout reader proposes: items as places on the sheet, before any value has been read."""

from __future__ import annotations

from collections.abc import Iterable

from gongwen.results import Span


class Part:
    """The value of one field. ``name``: the label as printed; ``label``: its place, None where there is none;
    ``inherited``: taken over from a heading or a neighbour, so that it lies outside the item."""

    __slots__ = ("field", "inherited", "label", "name", "span")

    def __init__(
        self, field: str, span: Span, name: str = "", label: Span | None = None, inherited: bool = False
    ) -> None:
        self.field = field
        self.span = span
        self.name = name
        self.label = label
        self.inherited = inherited

    def handed_down(self) -> Part:
        """The same part as an item below its owner has it."""
        return Part(self.field, self.span, self.name, self.label, inherited=True)


class Draft:
    """An item as places. ``span``: all of it; what no part covers becomes its context. ``doubts``: what made the
    reader hesitate, each as (code, message, field)."""

    __slots__ = ("context", "doubts", "no", "parts", "path", "problem", "span")

    def __init__(
        self, span: Span, no: Span | None = None, path: tuple[Span, ...] = (), problem: Span | None = None
    ) -> None:
        self.span = span
        self.no = no
        self.path = path
        self.problem = problem
        self.parts: list[Part] = []
        self.context: list[Span] = []
        self.doubts: list[tuple[str, str, str | None]] = []

    def has(self, *fields: str) -> bool:
        return any(part.field in fields for part in self.parts)

    def of(self, *fields: str) -> list[Part]:
        return [part for part in self.parts if part.field in fields]


class Proposal:
    """One reading of the whole document. ``prior``: what speaks for the layout itself before anything is weighed."""

    __slots__ = ("drafts", "layout", "prior", "score")

    def __init__(self, layout: str, drafts: list[Draft], prior: float = 0.0, score: float = 0.0) -> None:
        self.layout = layout
        self.drafts = drafts
        self.prior = prior
        self.score = score

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
