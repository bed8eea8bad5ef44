"""A document while it is being written: its blocks, its marked values, and the truth about its items.

Every value of the truth is wrapped in a pair of private-use characters when it is written. Noise is then
free to change the text (lost characters, doubled commas, hard wraps): what the truth says is read back
from the finished text between the marks, so the two can never drift apart.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

_FIRST = 0xF0000
MARK = re.compile("[\U000f0000-\U000ffffd]")
SPACE = re.compile(r"\s+")


@dataclass
class Paragraph:
    text: str
    heading: int | None = None


@dataclass
class Table:
    """Rows of cells; a row of one cell spans the whole width. ``header`` is the row of column names."""

    header: list[str]
    rows: list[list[str]]


@dataclass
class Sample:
    """One invented document and what a careful reader takes from it."""

    name: str
    text: str
    truth: dict[str, Any]
    layout: str
    noise: tuple[str, ...]
    blocks: list[Paragraph | Table] = field(default_factory=list, repr=False)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict, repr=False)


class Marks:
    """Gives out pairs of invisible marks and finds them again."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, text: str) -> str:
        """``text`` between a fresh pair of marks; final punctuation stays outside nothing: it is as printed."""
        code = _FIRST + 2 * self.count
        self.count += 1
        return f"{chr(code)}{text}{chr(code + 1)}"


def plain(text: str) -> str:
    return MARK.sub("", text)


def read_marks(marked: str) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text without its marks, and the span of each mark in it."""
    out: list[str] = []
    starts: dict[int, int] = {}
    spans: dict[int, tuple[int, int]] = {}
    length = 0
    last = 0
    for match in MARK.finditer(marked):
        piece = marked[last : match.start()]
        out.append(piece)
        length += len(piece)
        last = match.end()
        number, closing = divmod(ord(match.group()) - _FIRST, 2)
        if closing:
            spans[number] = (starts[number], length)
        else:
            starts[number] = length
    out.append(marked[last:])
    return "".join(out), spans


def resolve(value: Any, text: str, spans: dict[int, tuple[int, int]]) -> Any:
    """The truth with each marked string replaced by what stands in the finished text."""
    if isinstance(value, str):
        if not value or not MARK.match(value[0]):
            return value
        start, end = spans[(ord(value[0]) - _FIRST) // 2]
        return SPACE.sub("", text[start:end])
    if isinstance(value, list):
        return [resolve(part, text, spans) for part in value]
    if isinstance(value, dict):
        return {key: resolve(part, text, spans) for key, part in value.items()}
    return value


def blank_item() -> dict[str, Any]:
    """An item of the reference format with nothing in it."""
    return {
        "no": "", "path": [], "problem": "", "goal": None, "measures": [],
        "deadline": {"raw": None, "kind": None, "date": None}, "milestones": [],
        "responsible": [], "lead": [], "support": [], "regulator": [], "leader": [],
        "status": None, "indicators": [], "extra": {},
    }  # fmt: skip


@dataclass
class Draft:
    """Everything a layout needs to write one document."""

    rng: random.Random
    marks: Marks = field(default_factory=Marks)
    blocks: list[Paragraph | Table] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    kind: str = "plan"
    title: str = ""
    noise: list[str] = field(default_factory=list)
    #: What later noise may do: layouts whose line ends mean something are never wrapped.
    wrappable: bool = True
    flatten: str = "pipes"

    def p(self, text: str, heading: int | None = None) -> None:
        self.blocks.append(Paragraph(text, heading))

    def table(self, header: list[str], rows: list[list[str]]) -> None:
        self.blocks.append(Table(header, rows))

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, options: Any) -> Any:
        return self.rng.choice(options)

    def total(self, what: str, value: float, raw: str) -> None:
        self.totals.append({"what": what, "value": value, "raw": raw})
