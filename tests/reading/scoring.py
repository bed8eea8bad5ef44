"""Scores a reading against a reference by the contract's rules: precision, recall and F1 for each field.

The rules are those of the measuring script that comes with the contract; written anew because thousands of
documents have to be scored in one process. Every comparison is done on folded text (white space gone,
one form for each mark, no marks at the ends):

- items are paired greedily by the likeness of their problems (at least 0.6; an equal number adds a little);
- problem and goal count as read from a likeness of 0.95, measures from 0.9, the innermost heading from 0.9;
- deadline, status, units, leaders, milestones (dates), indicators (comparison and figure), totals (figures)
  must be equal; totals count only where the reference has any;
- spans: every quotation must quote ``text`` at its place, and stand in the source.

F1 is micro: hits, predictions and references are summed over all documents before dividing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

ROLES = ("responsible", "lead", "support", "regulator", "leader")
FIELDS = (
    "items", "problem", "path", "goal", "measures", "deadline.date", "deadline.kind", *ROLES,
    "status", "milestones", "indicators", "totals", "spans",
)  # fmt: skip
PROBLEM_LIKE, GOAL_LIKE, MEASURE_LIKE, HEADING_LIKE, PAIR_LIKE = 0.95, 0.95, 0.9, 0.9, 0.6
_OFFICE = re.compile(r"[、和]?(?:党委|党工委|党政|人民政府|政府|管委会|管理委员会)$")
_COMMITTEE = re.compile(r".{2,}[市县区旗]委")
_SPACE = re.compile(r"\s+")
_ENDS = "。.;\uff1b,\uff0c、:\uff1a"
_QUOTES = re.compile("[“”\"‘’']")

Pair = tuple[dict[str, Any] | None, dict[str, Any]]


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).strip(_ENDS)


def fold(field: Any) -> str:
    """A text, or the text of a quotation, folded for comparison."""
    if isinstance(field, dict):
        field = field.get("text")
    return _fold(str(field or ""))


def statement(field: Any) -> str:
    """A problem without the frame that reports put around it: 关于“…”(的)问题."""
    bare = re.sub("^关于", "", fold(field))
    bare = _QUOTES.sub("", bare)
    return re.sub("的?问题$", "", bare.strip(_ENDS)) or bare


def party(name: Any) -> str:
    """A party's name; a place loses its office."""
    bare = fold(name)
    while (cut := _OFFICE.sub("", bare)) != bare and len(cut) >= 2:
        bare = cut
    return bare[:-1] if _COMMITTEE.fullmatch(bare) else bare


def figure(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


@lru_cache(maxsize=65536)
def likeness(a: str, b: str, floor: float = 0.0) -> float:
    """difflib's ratio, or 0.0 where it cannot reach ``floor`` (bounds are tried first)."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    total = len(a) + len(b)
    floor = max(floor, 0.5)
    if 2 * min(len(a), len(b)) / total < floor:
        return 0.0
    if 2 * sum((Counter(a) & Counter(b)).values()) / total < floor:
        return 0.0
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    return ratio if ratio >= floor else 0.0


class Tally:
    """Hits, predictions and references, for each field."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}

    def add(self, field: str, hit: int, predicted: int, expected: int) -> None:
        row = self.counts.setdefault(field, [0, 0, 0])
        row[0] += hit
        row[1] += predicted
        row[2] += expected

    def merge(self, other: Tally) -> None:
        for field, row in other.counts.items():
            self.add(field, *row)

    def score(self, field: str) -> tuple[float, float, float] | None:
        """Precision, recall and F1; None where nothing was there and nothing was read."""
        hit, predicted, expected = self.counts.get(field, (0, 0, 0))
        if not predicted and not expected:
            return None
        p = hit / predicted if predicted else 0.0
        r = hit / expected if expected else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    def mean(self) -> float:
        """The mean of F1 over the fields that occur."""
        scores = [row[2] for field in FIELDS if (row := self.score(field))]
        return sum(scores) / len(scores) if scores else 0.0


def match(found: list[str], wanted: list[str], floor: float) -> list[tuple[int, int]]:
    """Pairs (found, wanted): for each wanted text in turn the likest that is left, if it is like enough."""
    rest = list(range(len(found)))
    pairs = []
    for j, text in enumerate(wanted):
        best = max(rest, key=lambda i: likeness(text, found[i], floor), default=None)
        if best is not None and likeness(text, found[best], floor) >= floor:
            rest.remove(best)
            pairs.append((best, j))
    return pairs


def pair_items(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> list[Pair]:
    """Each reference item with the item that was read for it."""
    read = [(statement(item.get("problem")), fold(item.get("no"))) for item in found]
    scored = []
    for i, want in enumerate(wanted):
        a, number = statement(want.get("problem")), fold(want.get("no"))
        for j, (b, no) in enumerate(read):
            like = likeness(a, b, PAIR_LIKE - 0.05)
            if like < 0.75 and a and b and (a in b or b in a) and min(len(a), len(b)) >= 6:
                like = 0.75
            if number and number == no:
                like += 0.05
            if like >= PAIR_LIKE:
                scored.append((-like, abs(i - j), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in taken:
            taken.add(j)
            pairs[i] = j
    return [(found[pairs[i]] if i in pairs else None, want) for i, want in enumerate(wanted)]


def units_of(item: dict[str, Any], role: str) -> set[str]:
    """The parties of a role, whether the item holds them flat (references) or under ``units`` (readings)."""
    return {party(name) for name in (item.get("units") or item).get(role) or []}


def milestones_of(item: dict[str, Any]) -> set[Any]:
    return {step.get("date") for step in item.get("milestones") or []}


def indicators_of(item: dict[str, Any]) -> set[Any]:
    return {(i.get("op"), figure(i.get("value"))) for i in item.get("indicators") or []}


def _score_texts(tally: Tally, got: dict[str, Any], want: dict[str, Any]) -> None:
    for field, fold_it, floor in (("problem", statement, PROBLEM_LIKE), ("goal", fold, GOAL_LIKE)):
        a, b = fold_it(got.get(field)), fold_it(want.get(field))
        if a or b:
            tally.add(
                field, int(bool(a and b) and likeness(a, b, floor) >= floor), int(bool(a)), int(bool(b))
            )
    if want.get("path"):
        heads = [fold(h) for h in got.get("path") or []]
        hit = bool(heads) and likeness(heads[-1], fold(want["path"][-1]), HEADING_LIKE) >= HEADING_LIKE
        tally.add("path", int(hit), int(bool(heads)), 1)
    found = [fold(m) for m in got.get("measures") or []]
    wanted = [fold(m) for m in want.get("measures") or []]
    tally.add("measures", len(match(found, wanted, MEASURE_LIKE)), len(found), len(wanted))


def score_item(tally: Tally, got: dict[str, Any] | None, want: dict[str, Any]) -> None:
    got = got or {}
    _score_texts(tally, got, want)
    a, b = got.get("deadline") or {}, want.get("deadline") or {}
    for part in ("date", "kind"):
        x, y = a.get(part), b.get(part)
        if x or y:
            tally.add(f"deadline.{part}", int(bool(x) and x == y), int(bool(x)), int(bool(y)))
    for role in ROLES:
        _add_sets(tally, role, units_of(got, role), units_of(want, role))
    x, y = got.get("status"), want.get("status")
    tally.add("status", int(bool(y) and x == y), int(bool(x)), int(bool(y)))
    _add_sets(tally, "milestones", milestones_of(got), milestones_of(want))
    _add_sets(tally, "indicators", indicators_of(got), indicators_of(want))


def _add_sets(tally: Tally, field: str, found: set[Any], wanted: set[Any]) -> None:
    tally.add(field, len(found & wanted), len(found), len(wanted))


def quotations(item: dict[str, Any]) -> Iterable[Any]:
    """Every field of an item that must be a quotation with a span."""
    deadline, units = item.get("deadline") or {}, item.get("units") or {}
    fields = [item.get("problem"), item.get("goal"), deadline.get("raw"), *(item.get("measures") or [])]
    fields += [name for role in ROLES for name in units.get(role) or []]
    return (field for field in fields if fold(field))


def _score_spans(tally: Tally, got: dict[str, Any], source: str) -> None:
    text = got.get("text") or ""
    for item in got.get("items") or []:
        for field in quotations(item):
            place = field.get("span") if isinstance(field, dict) else None
            quoted = text[place[0] : place[1]] if isinstance(place, (list, tuple)) and len(place) == 2 else ""
            true = bool(quoted) and fold(quoted) == fold(field["text"]) and fold(quoted) in source
            tally.add("spans", int(true), 1, 1)
    if "spans" not in tally.counts:
        tally.add("spans", 0, 0, 1)


def score(got: dict[str, Any], want: dict[str, Any], source: str | None = None) -> Tally:
    """``got`` in the contract's form against ``want`` in the references'; ``source`` is the document's text."""
    tally = Tally()
    found = list(got.get("items") or [])
    pairs = pair_items(found, want["items"])
    tally.add("items", sum(1 for g, _ in pairs if g is not None), len(found), len(want["items"]))
    for g, w in pairs:
        score_item(tally, g, w)
    x = {figure(t.get("value")) for t in got.get("totals") or []}
    y = {figure(t.get("value")) for t in want.get("totals") or []}
    tally.add("totals", len(x & y), len(x) if y else 0, len(y))
    _score_spans(tally, got, fold(source if source is not None else got.get("text")))
    return tally
