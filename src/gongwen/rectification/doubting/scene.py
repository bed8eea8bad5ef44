"""Everything that doubts are founded on: the reading, the page it was taken from, and the readings that lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongwen.rectification.drafts import Proposal
from gongwen.rectification.page import Page
from gongwen.results import ROLES, Item, Quote, Reading, Span

#: What the fields are called in messages.
CHINESE = {
    "problem": "问题表述", "goal": "整改目标", "measures": "整改措施", "deadline": "整改时限", "status": "整改状态", "milestones": "时间节点",
    "indicators": "量化指标", "units.responsible": "责任单位", "units.lead": "牵头单位", "units.support": "配合单位",
    "units.regulator": "监管单位", "units.leader": "领导",
}  # fmt: skip


class Scene(NamedTuple):
    """``folded``: the source with half-width marks and simplified characters, one for one, so that spans fit."""

    reading: Reading
    folded: str
    page: Page
    proposals: Sequence[Proposal] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return self.reading.items

    @property
    def begins(self) -> frozenset[int]:
        """Where items and the headings above them begin."""
        headings = [quote.span[0] for item in self.items for quote in item.path]
        return frozenset([*headings, *(item.span[0] for item in self.items)])

    def said(self, span: Span) -> str:
        """The text at a span as the signs look at it: folded, in one piece."""
        text = _blank().sub("", self.folded[span[0] : span[1]])
        return _pinyin().sub("", text) if "(" in text else text


@cache
def _pinyin() -> re.Pattern[str]:
    return re.compile(r"\([a-zà-ǜ]{1,7}\)")


@cache
def _blank() -> re.Pattern[str]:
    return re.compile(r"[\s\u200b]+")


def fields_of(item: Item) -> dict[str, bool]:
    """Which fields an item has."""
    found = {
        "goal": item.goal is not None,
        "measures": bool(item.measures),
        "deadline": item.deadline.raw is not None,
        "status": item.status is not None,
    }
    found.update({f"units.{role}": bool(getattr(item.units, role)) for role in ROLES})
    return found


def prose_of(item: Item) -> list[tuple[str, Quote]]:
    """The texts of an item that hold sentences, with the names of their fields."""
    found = [("problem", item.problem), ("goal", item.goal)]
    texts = [(name, quote) for name, quote in found if quote is not None]
    return texts + [(f"measures[{index}]", quote) for index, quote in enumerate(item.measures)]


def aims_of(item: Item) -> list[Span]:
    """The places that say what is to be reached and done."""
    return [quote.span for quote in ([item.goal] if item.goal else []) + list(item.measures)]
