"""What a document says of itself (40 problems in 8 categories) against what stands in the drafts now."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duban.intake.content import Json, text_of
from duban.intake.models import DraftItem, ItemState

#: Figures about something other than the items: money, rates, rules made, people, measures.
NOT_ITEMS = re.compile(r"资金|率|制度|单位|人|措施|万元|方面|责任追究")
CATEGORIES = re.compile(r"类别|类型|大类|类$")
UNFINISHED = re.compile(r"尚未|未完成|未办结|未整改|正在|推进中|在办")
FINISHED = re.compile(r"完成|办结|整改到位|已整改|销号")
ITEMS = re.compile(r"问题|任务|信访|举报|件|事项|点位")
PART = re.compile(r"[(（](.+)[)）]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One stated figure beside the count it should equal."""

    what: str
    stated: int
    found: int
    raw: str
    span: tuple[int, int] | None = None
    document: str = ""

    @property
    def agrees(self) -> bool:
        return self.stated == self.found

    @property
    def missing(self) -> int:
        return self.stated - self.found


@dataclass(frozen=True, slots=True)
class Counts:
    """The drafts of a set in numbers."""

    active: int
    confirmed: int
    accepted: int
    dropped: int
    doubts: int
    doubtful_items: int
    finished: int

    @property
    def waiting(self) -> int:
        return self.active - self.confirmed


@dataclass(frozen=True, slots=True)
class Scope:
    """Items among which a figure is counted, and how many of them are finished."""

    active: Sequence[DraftItem]
    finished: int


def scope_of(items: Sequence[DraftItem], is_finished: Callable[[DraftItem], bool]) -> Scope:
    active = [item for item in items if item.state == ItemState.ACTIVE]
    return Scope(active, sum(1 for item in active if is_finished(item)))


def reconcile(totals: Sequence[Json], scopes: Sequence[Scope], document: str = "") -> list[Line]:
    """A document speaks of itself, or of itself and its annexes: each figure is held against the scope that it
    agrees with, else against the first."""
    lines = [_line(total, scopes, document) for total in totals]
    return _first_of_each([line for line in lines if line is not None])


def _line(total: Json, scopes: Sequence[Scope], document: str) -> Line | None:
    what, value = str(total["what"]), total["value"]
    if value != int(value):
        return None
    counts = [_count(what, int(value), scope.active, scope.finished) for scope in scopes]
    found = int(value) if int(value) in counts else counts[0]
    if found is None:
        return None
    raw = total.get("raw") or {}
    span = raw.get("span")
    return Line(what, int(value), found, raw.get("text", ""), (span[0], span[1]) if span else None, document)


def _count(what: str, value: int, active: Sequence[DraftItem], finished: int) -> int | None:
    part = PART.search(what)
    if part and ITEMS.search(what[: part.start()]):
        return _under(part[1], active)
    if CATEGORIES.search(what) and not NOT_ITEMS.search(what):
        return _categories(value, active)
    if NOT_ITEMS.search(what):
        return None
    if UNFINISHED.search(what):
        return len(active) - finished
    if FINISHED.search(what):
        return finished
    return len(active) if ITEMS.search(what) else None


def _under(heading: str, active: Sequence[DraftItem]) -> int | None:
    """Items under a heading; None where no item stands under it (a region, a batch)."""
    count = sum(1 for item in active if any(heading in text_of(p) for p in item.content["path"]))
    return count or None


def _categories(stated: int, active: Sequence[DraftItem]) -> int:
    """How many headings stand directly above items, at the level of the outline that comes nearest."""
    levels: dict[int, set[str]] = {}
    for item in active:
        for level, heading in enumerate(item.content["path"]):
            levels.setdefault(level, set()).add(text_of(heading))
    counts = [len(found) for found in levels.values()] or [0]
    return min(counts, key=lambda count: abs(count - stated))


def _first_of_each(lines: list[Line]) -> list[Line]:
    """A document repeats its figures; each is shown once."""
    seen: set[tuple[str, int]] = set()
    kept: list[Line] = []
    for line in lines:
        if (line.what, line.stated) not in seen:
            seen.add((line.what, line.stated))
            kept.append(line)
    return kept
