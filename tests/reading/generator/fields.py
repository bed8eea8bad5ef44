"""Prints labelled fields in all the ways in which a label meets its value."""

from __future__ import annotations

from typing import Any

from .deadlines import Deadlines, from_prose
from .facts import Facts
from .labels import EXTRAS, choose
from .numbering import mark
from .parties import Parties
from .statement import Scene

#: colon and space on one line; label above value; label with colon above value; nothing between two fields;
#: brackets around the label; all fields of an item in one paragraph.
WAYS = (
    "colon",
    "colon",
    "colon",
    "space",
    "below",
    "below-colon",
    "glued",
    "glued",
    "bracket",
    "paragraph",
    "semicolons",
    "numbered",
)
ROLE_SETS = (
    ("responsible",), ("responsible",), ("lead", "support"), ("lead", "responsible"), ("responsible", "regulator"), ("responsible", "regulator", "leader"),
    ("lead", "responsible", "support"), ("leader", "responsible"), ("leader", "lead", "support"), ("responsible", "support"), ("lead",),
)  # fmt: skip


class Form:
    """The label block of one document: which fields it has, in which order, under which names."""

    def __init__(self, scene: Scene, goal: bool = True, deadline: bool | None = None) -> None:
        rng = scene.rng
        self.scene = scene
        self.names = choose(rng, scene.world.level)
        self.roles = rng.choice(ROLE_SETS)
        self.goal = goal
        self.deadline = rng.random() < 0.85 if deadline is None else deadline
        self.extra = rng.choice((None, None, None, *EXTRAS))
        self.order = self._order()
        self.parties = Parties(scene)
        self.deadlines = Deadlines(scene)

    def _order(self) -> list[str]:
        people = list(self.roles)
        when = ["deadline"] if self.deadline else []
        goal = ["goal"] if self.goal else []
        extra = ["extra"] if self.extra else []
        return self.scene.rng.choice((
            [*goal, "measures", *when, *people, *extra],
            [*goal, *when, *people, *extra, "measures"],
            [*goal, *people, *when, "measures", *extra],
            [*people, *when, *goal, "measures", *extra],
            [*goal, *when, "measures", *people, *extra],
            [*when, *goal, "measures", *people, *extra],
        ))  # fmt: skip

    def values(
        self, facts: Facts, avoid: str = "", gaps: tuple[str, ...] | None = None, stop: str = "。"
    ) -> list[tuple[str, str, str]]:
        """(field, label, printed value) in the document's order; fills the item's truth."""
        return [(name, self._label(name), self.value(facts, name, avoid, gaps, stop)) for name in self.order]

    def _label(self, name: str) -> str:
        return str(self.extra) if name == "extra" else self.names[name]

    def value(self, facts: Facts, name: str, avoid: str, gaps: tuple[str, ...] | None, stop: str) -> str:
        if name == "goal":
            return facts.print_goal(stop)
        if name == "measures":
            return facts.print_measures(avoid, gaps)
        if name == "deadline":
            limit = self.deadlines.field(facts.steps)
            facts.truth["deadline"] = limit.truth()
            return limit.raw or ""
        if name == "extra":
            text = self.scene.draft.marks(self.scene.rng.choice(EXTRAS[str(self.extra)]))
            facts.truth["extra"][str(self.extra)] = text
            return text
        return self.role(facts.truth, name)

    def role(self, truth: dict[str, Any], name: str) -> str:
        text, names = self.parties.leaders() if name == "leader" else self.parties.listing()
        truth[name] = names
        return text

    def settle(self, facts: Facts) -> None:
        """Without a deadline field the latest limit of the prose is the deadline."""
        if not self.deadline:
            facts.truth["deadline"] = from_prose(facts.steps).truth()


def print_fields(way: str, fields: list[tuple[str, str, str]], colon: str = ":") -> list[str]:
    """The fields as lines of text."""
    if way == "glued":
        return ["".join(f"{label}{colon}{value}" for _, label, value in fields)]
    if way == "paragraph":
        return ["".join(f"{label}{colon}{_closed(value)}" for _, label, value in fields)]
    if way == "semicolons":
        return [";".join(f"{label}{colon}{_open(value)}" for _, label, value in fields) + "。"]
    lines: list[str] = []
    for _, label, value in fields:
        lines += _one(way, label, value, colon).split("\n")
    return lines


def _closed(value: str) -> str:
    visible = value.rstrip("".join(chr(c) for c in range(0xF0000, 0xF2000)))
    return value if visible.endswith(("。", ";")) else value + "。"


def number_fields(lines: list[str], taken: str) -> list[str]:
    """``1.整改目标:…``, ``2.整改措施:…``: fields as a numbered list, in marks that the item does not bear."""
    style = "1." if taken.startswith("(") else "(1)"
    return [mark(style, number) + line for number, line in enumerate(lines, 1)]


def _open(value: str) -> str:
    """The value without its final stop: the separator stands for it."""
    end = len(value.rstrip("".join(chr(c) for c in range(0xF0000, 0xF2000))))
    return value[: end - 1] + value[end:] if value[:end].endswith(("。", ";")) else value


def _one(way: str, label: str, value: str, colon: str) -> str:
    if way == "space":
        return f"{label} {value}"
    if way == "below":
        return f"{label}\n{value}"
    if way == "below-colon":
        return f"{label}{colon}\n{value}"
    if way == "bracket":
        return f"【{label}】{value}"
    if way == "pipes":
        return f"{label} |\n{value} |"
    return f"{label}{colon}{value}"
