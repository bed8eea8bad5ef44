"""Expands a template of :mod:`topics` into a statement with its dates and figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .dates import Clock, month_end
from .draft import Draft
from .words import ESTATES, ROADS, SHOPS, World

SLOT = re.compile(r"\{(\w+)(?: ([^}]*))?\}")
OPS = {"eq": "=", "ge": ">=", "le": "<=", "gt": ">", "up": "up_by", "down": "down_by"}
END = re.compile(r"[。;]")


@dataclass
class Statement:
    """Marked text with what it says: dated steps, limits (a subset of the steps), indicators."""

    text: str
    milestones: list[dict[str, Any]] = field(default_factory=list)
    limits: list[tuple[date, str]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Scene:
    """One document's world and calendar, and the pen that writes statements about them."""

    draft: Draft
    world: World
    clock: Clock
    #: number of the next section, where a layout must remember it
    section: int = 1
    #: templates of problems that this document has used
    told: set[str] = field(default_factory=set)

    @property
    def rng(self) -> Any:
        return self.draft.rng

    def say(self, template: str, after: date | None = None) -> Statement:
        return _Writer(self, after).write(template)


class _Writer:
    def __init__(self, scene: Scene, after: date | None) -> None:
        self.scene = scene
        self.after = after
        self.said = Statement("")
        self.last: date | None = None
        #: a later step in the same year follows: leave room for it
        self.two_steps = False
        self.slots: dict[str, Callable[[], str]] = {
            "place": scene.world.place, "town": scene.world.town, "village": scene.world.village,
            "river": scene.world.river, "co": scene.world.firm, "park": lambda: scene.world.park,
            "city": lambda: scene.world.home,
            "road": lambda: scene.rng.choice(ROADS), "estate": lambda: scene.rng.choice(ESTATES),
            "shop": lambda: f"“{scene.rng.choice(SHOPS)}”",
            "by": self._by, "then": self._then, "done": self._done, "ago": self._ago,
            "pastyear": self._past_year,
            "years": self._years,
            "sinceyear": self._since_year,
            "docno": self._document_number,
        }  # fmt: skip

    def write(self, template: str) -> Statement:
        self.two_steps = "{then}" in template
        out: list[str] = []
        steps: list[tuple[int, date, str, bool]] = []
        last = 0
        for match in SLOT.finditer(template):
            out.append(template[last : match.start()])
            last = match.end()
            name, rest = match.group(1), match.group(2)
            if name in OPS or name == "n":
                out.append(self._figure(name, rest, template[last : last + 2]))
                continue
            text = self.slots[name]()
            if name in ("by", "then", "done"):
                assert self.last is not None
                text = self.scene.draft.marks(text)
                steps.append((len(out), self.last, text, name != "done"))
            out.append(text)
        out.append(template[last:])
        self._steps(out, steps)
        self.said.text = "".join(out)
        return self.said

    def _steps(self, out: list[str], steps: list[tuple[int, date, str, bool]]) -> None:
        """Marks what is to be done by each date: the words after it up to the end of the clause."""
        for place, day, phrase, limit in steps:
            tail = out[place + 1] if place + 1 < len(out) else ""
            clause = re.split(r"[,,。;]", tail, maxsplit=1)[0]
            what = phrase
            if clause:
                what = self.scene.draft.marks(clause)
                out[place + 1] = what + tail[len(clause) :]
            self.said.milestones.append({"date": day.isoformat(), "what": what})
            if limit:
                self.said.limits.append((day, phrase))

    def _by(self) -> str:
        clock = self.scene.clock
        day = clock.due(self.after)
        while self.two_steps and day.month > 9:
            if clock.bare:
                day = month_end(day.year, min(11, max(clock.published.month + 1, 9)))
                break
            day = clock.due(day)
        self.last = day
        return clock.by(day)

    def _then(self) -> str:
        assert self.last is not None
        months = list(range(self.last.month + 1, 13))
        self.last = month_end(self.last.year, self.scene.rng.choice(months))
        return self.scene.clock.by(self.last, year=False)

    def _done(self) -> str:
        self.last = self.scene.clock.past()
        return self.scene.clock.on(self.last)

    def _ago(self) -> str:
        day = self.scene.clock.past()
        return f"{day.month}月" if self.scene.clock.bare else f"{day.year}年{day.month}月"

    def _past_year(self) -> str:
        clock = self.scene.clock
        return str(clock.published.year - (0 if clock.bare else 1))

    def _years(self) -> str:
        """The span in a plan's name: no step, though it holds years."""
        clock = self.scene.clock
        return "" if clock.bare else f"({clock.published.year - 1}-{clock.published.year + 1}年)"

    def _document_number(self) -> str:
        rng = self.scene.rng
        office = rng.choice(("政办发", "环发", "政函", "整改办"))
        return f"({self.scene.world.home[0]}{office}〔{self.scene.clock.published.year}〕{rng.randint(2, 198)}号)"

    def _since_year(self) -> str:
        """A start, which is no step."""
        return str(self.scene.clock.published.year)

    def _figure(self, op: str, rest: str, following: str) -> str:
        bounds, _, unit = rest.partition(" ")
        low, high = bounds.split("-")
        rng = self.scene.rng
        value: float = rng.randint(int(float(low)), int(float(high)))
        printed = str(value)
        if "." in high and rng.random() < 0.6:
            value = round(value + rng.randint(1, 9) / 10, 1)
            printed = f"{value:g}"
        if op == "n":
            return printed + unit
        bare_unit = unit.replace("余", "")
        self.said.indicators.append(
            {"name": "", "op": OPS[op], "value": value, "unit": bare_unit, "by": None}
        )
        return printed + unit
