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
#: Words that make a figure one of states, whatever else its sentence says.
STATE = re.compile(f"{UNFINISHED.pattern}|{FINISHED.pattern}")
NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百]+(?=[个项件])")
#: A figure of measures or money, where only its sentence says so.
NOT_ITEMS_IN_RAW = re.compile(r"措施|责任追究|资金|万元")
#: 澜州市信访件, 望汀区已办结: of one place among several.
OF_A_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}[市县区旗](?![民级])")
PETITIONS = re.compile(r"信访|举报")
#: Names that say nothing without their sentence.
VAGUE = ("问题", "任务", "整改任务", "完成")
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
    #: What it counts, where it speaks of the whole document; empty for a part of it.
    about: str = ""

    @property
    def said(self) -> str:
        """The figure for a sentence: 具体问题 40, or, where the name says too little, as printed."""
        return f"“{self.raw}”" if self.what == self.raw else f"{self.what} {self.stated}"

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
    #: Of the accepted ones: those whose document was attached to a finding that stood already.
    attached: int = 0

    @property
    def waiting(self) -> int:
        return self.active - self.confirmed

    @property
    def registered(self) -> int:
        """Those that became findings themselves."""
        return self.accepted - self.attached


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
    figures = [_figure(total) for total in totals if total["value"] == int(total["value"])]
    if any(figure.what in VAGUE or figure.what.endswith(("问题", "任务")) for figure in figures):
        figures = [figure for figure in figures if not PETITIONS.search(figure.what)]
    lines = [_line(figure, scopes, document) for figure in figures]
    return _first_of_each(_without_noise([line for line in lines if line is not None]))


def _line(figure: Figure, scopes: Sequence[Scope], document: str) -> Line | None:
    counts = [_count(figure, scope) for scope in scopes]
    found = figure.value if figure.value in counts else counts[0]
    if found is None:
        return None
    part = _in_part(figure.span, scopes[0].active) is not None
    return Line(
        figure.name, figure.value, found, figure.raw, figure.span, document, "" if part else figure.what
    )


def _without_noise(lines: list[Line]) -> list[Line]:
    """Of several figures under one name for the whole document, one that agrees explains what the others are not."""
    explained = {line.about for line in lines if line.about and line.agrees}
    return [line for line in lines if line.agrees or line.about not in explained]


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated figure: what it counts, how many, and the words and place of it."""

    what: str
    value: int
    raw: str
    span: tuple[int, int] | None

    @property
    def name(self) -> str:
        """Its name for a person; one that says too little by itself is shown as printed."""
        return self.raw if self.raw and self.what in VAGUE else self.what


def _figure(total: Json) -> Figure:
    raw = total.get("raw") or {}
    span = raw.get("span")
    place = (span[0], span[1]) if span else None
    return Figure(str(total["what"]), int(total["value"]), raw.get("text", ""), place)


def _count(figure: Figure, scope: Scope) -> int | None:
    what = figure.what
    part = PART.search(what)
    if part and ITEMS.search(what[: part.start()]):
        return _under(part[1], scope.active)
    if OF_A_PLACE.match(what) or NOT_ITEMS_IN_RAW.search(figure.raw):
        return None
    if CATEGORIES.search(what) and not NOT_ITEMS.search(what):
        return _categories(figure.value, scope.active)
    if NOT_ITEMS.search(what):
        return None
    return _count_items(figure, scope)


def _count_items(figure: Figure, scope: Scope) -> int | None:
    state = figure.what if STATE.search(figure.what) or len(NUMBERS.findall(figure.raw)) > 1 else figure.raw
    if UNFINISHED.search(state):
        return len(scope.active) - scope.finished
    if FINISHED.search(state):
        return scope.finished
    if not ITEMS.search(figure.what):
        return None
    inside = _in_part(figure.span, scope.active)
    return len(scope.active) if inside is None else inside


def _in_part(span: tuple[int, int] | None, active: Sequence[DraftItem]) -> int | None:
    """A figure that stands between a heading and the first item under it speaks of that part alone."""
    if span is None:
        return None
    parts: dict[int, list[int]] = {}
    for item in active:
        begin = min(_starts([item.content["no"], item.content["problem"]]), default=None)
        for heading in _starts(item.content["path"]):
            if begin is not None:
                parts.setdefault(heading, []).append(begin)
    inside = [start for start, items in parts.items() if start <= span[0] < min(items)]
    return len(parts[max(inside)]) if inside else None


def _starts(values: Sequence[Json | None]) -> list[int]:
    return [value["span"][0] for value in values if value and value.get("span")]


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
    seen: set[tuple[str, int, int]] = set()
    kept: list[Line] = []
    for line in lines:
        key = (line.what, line.stated, line.found)
        if key not in seen:
            seen.add(key)
            kept.append(line)
    return kept
