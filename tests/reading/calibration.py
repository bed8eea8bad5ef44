"""Do doubts stand where the errors are? And is nothing inside an item dropped?

**A value** is one thing that a person would check in the review: an item's existence, its problem, goal,
each measure, the deadline (kind and date together), each party in its role, the status, each milestone's
date, each indicator, and each total of the document.

**Right and wrong.** A value that was read is right if it counts as a hit in :mod:`scoring` and wrong
otherwise. A value that the reference has and the reading lacks is wrong as well (it is missing). An item
that was not found at all is one wrong value, and so is an item that was read and does not exist; their
fields are not counted again. Totals count only where the reference has any.

**A doubt is on a value** if it is a doubt of the item
  - with the same field (``units.lead`` for a party in that role; ``measures[2]``, ``milestones[0]`` for that
    one of the list, and for a missing one any doubt about the list), or
  - without a field: such a doubt is about the whole item and counts for all its values.
A doubt of the document counts for the existence of items (found, missing or invented) if it has no field
or is about ``items``, and for totals if its field is ``totals`` or its code tells of a count.
The same rule is applied to right and to wrong values, so doubting everything does not help.

**Doubts that are demanded.** The contract says that a date whose characters were lost, a date without a year and
a figure that was repaired *are read with a doubt* (:data:`DEMANDED`). Such a doubt stands on a value that was read
as it should be, and no reader could leave it out. A right value whose doubts are all of these codes is therefore no
false alarm: it is counted and printed in a column of its own, ``demanded``, beside ``doubted``, the false alarms
proper. A right value that carries any other doubt as well is a false alarm. Nothing is excused on the side of the
wrong values, where a demanded doubt counts as what it is to the reader: a reason to look.

**Context.** ``leftovers`` returns the pieces of text inside an item's span that stand in none of its
fields: labels, numbers and marks are short, a dropped sentence is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .scoring import (
    GOAL_LIKE,
    MEASURE_LIKE,
    PROBLEM_LIKE,
    ROLES,
    figure,
    fold,
    indicators_of,
    likeness,
    match,
    milestones_of,
    pair_items,
    party,
    statement,
)

#: A run of text longer than this (without white space) that no field holds is a dropped sentence.
LONGEST_LABEL = 14
#: What the contract demands a doubt for: characters lost in a date, a year not printed, a figure repaired.
DEMANDED = frozenset({"date-repaired", "date-ambiguous", "year-inferred", "value-repaired"})
_INDEX = re.compile(r"^(.*)\[(\d+)\]$")
Codes = frozenset[str]
Value = tuple[str, bool, Codes]
"""(field, right, codes of the doubts that are on it)"""


@dataclass
class Calibration:
    """Counts of right and wrong values with and without a doubt, per field; for each code what it stood on.

    Rows are ``[doubted, values, demanded]``; ``demanded`` is used on the right side only and not part of ``doubted``.
    """

    wrong: dict[str, list[int]] = field(default_factory=dict)
    right: dict[str, list[int]] = field(default_factory=dict)
    #: Of each code: the wrong values it stood on, those no other code stood on, and the same of right values.
    codes: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, right: bool, codes: Codes) -> None:
        row = (self.right if right else self.wrong).setdefault(name, [0, 0, 0])
        demanded = right and bool(codes) and codes <= DEMANDED
        row[0] += bool(codes) and not demanded
        row[1] += 1
        row[2] += demanded
        for code in codes:
            tally = self.codes.setdefault(code, [0, 0, 0, 0])
            tally[2 * right] += 1
            tally[2 * right + 1] += len(codes) == 1

    def merge(self, other: Calibration) -> None:
        for mine, theirs in ((self.wrong, other.wrong), (self.right, other.right), (self.codes, other.codes)):
            for name, counts in theirs.items():
                row = mine.setdefault(name, [0] * len(counts))
                row[:] = [a + b for a, b in zip(row, counts, strict=True)]

    @staticmethod
    def share(rows: dict[str, list[int]], column: int = 0) -> float | None:
        """The share of doubted (column 2: of demanded) values, None where there are no values."""
        count = sum(row[1] for row in rows.values())
        return sum(row[column] for row in rows.values()) / count if count else None


def calibrate(got: dict[str, Any], want: dict[str, Any]) -> Calibration:
    result = Calibration()
    for value in values(got, want):
        result.add(*value)
    return result


def values(got: dict[str, Any], want: dict[str, Any]) -> Iterator[Value]:
    """Every value that was read or should have been."""
    found = list(got.get("items") or [])
    about_items = _codes(d for d in got.get("doubts") or [] if d.get("field") in (None, "items"))
    matched = []
    for read, reference in pair_items(found, want["items"]):
        if read is None:
            yield "items", False, about_items
            continue
        matched.append(read)
        yield "items", True, about_items | _doubts(read, "items")
        yield from item_values(read, reference)
    for read in found:
        if not any(read is other for other in matched):
            yield "items", False, about_items | _doubts(read, "items")
    yield from _totals(got, want)


def _totals(got: dict[str, Any], want: dict[str, Any]) -> Iterator[Value]:
    wanted = {figure(total.get("value")) for total in want.get("totals") or []}
    if not wanted:
        return
    doubted = _codes(
        d for d in got.get("doubts") or [] if d.get("field") == "totals" or "count" in str(d.get("code"))
    )
    read = {figure(total.get("value")) for total in got.get("totals") or []}
    for value in read | wanted:
        yield "totals", value in read and value in wanted, doubted


def item_values(got: dict[str, Any], want: dict[str, Any]) -> Iterator[Value]:
    yield from _text(got, want, "problem", PROBLEM_LIKE)
    yield from _text(got, want, "goal", GOAL_LIKE)
    yield from _measures(got, want)
    a, b = got.get("deadline") or {}, want.get("deadline") or {}
    x, y = (a.get("kind"), a.get("date")), (b.get("kind"), b.get("date"))
    if any(x) or any(y):
        yield "deadline", x == y, _doubts(got, "deadline")
    for role in ROLES:
        x_units = {party(name) for name in (got.get("units") or {}).get(role) or []}
        y_units = {party(name) for name in want.get(role) or []}
        yield from _set(got, role, f"units.{role}", x_units, y_units)
    if got.get("status") or want.get("status"):
        yield "status", got.get("status") == want.get("status"), _doubts(got, "status")
    dates = [step.get("date") for step in got.get("milestones") or []]
    yield from _listed(got, "milestones", dates, milestones_of(want))
    figures = [(i.get("op"), figure(i.get("value"))) for i in got.get("indicators") or []]
    yield from _listed(got, "indicators", figures, indicators_of(want))


def _text(got: dict[str, Any], want: dict[str, Any], name: str, floor: float) -> Iterator[Value]:
    fold_it = statement if name == "problem" else fold
    a, b = fold_it(got.get(name)), fold_it(want.get(name))
    if a or b:
        yield name, bool(a and b) and likeness(a, b, floor) >= floor, _doubts(got, name)


def _measures(got: dict[str, Any], want: dict[str, Any]) -> Iterator[Value]:
    found = [fold(m) for m in got.get("measures") or []]
    wanted = [fold(m) for m in want.get("measures") or []]
    hits = {i for i, _ in match(found, wanted, MEASURE_LIKE)}
    for index in range(len(found)):
        yield "measures", index in hits, _doubts(got, "measures", index)
    for _ in range(len(wanted) - len(hits)):
        yield "measures", False, _doubts(got, "measures")


def _listed(got: dict[str, Any], name: str, found: list[Any], wanted: set[Any]) -> Iterator[Value]:
    """Values that stand in a list of the item: a doubt about ``milestones[1]`` is about the second alone."""
    for value in set(found):
        places = [index for index, other in enumerate(found) if other == value]
        yield name, value in wanted, frozenset().union(*(_doubts(got, name, index) for index in places))
    for _ in wanted - set(found):
        yield name, False, _doubts(got, name)


def _set(got: dict[str, Any], name: str, about: str, found: set[Any], wanted: set[Any]) -> Iterator[Value]:
    doubts = _doubts(got, about)
    for value in found | wanted:
        yield name, value in found and value in wanted, doubts


def _codes(doubts: Iterable[dict[str, Any]]) -> Codes:
    return frozenset(str(doubt.get("code")) for doubt in doubts)


def _doubts(item: dict[str, Any], about: str, index: int | None = None) -> Codes:
    """The doubts of the item that are on this field (see the module's definition)."""
    return _codes(doubt for doubt in item.get("doubts") or [] if _stands_on(doubt, about, index))


def _stands_on(doubt: dict[str, Any], about: str, index: int | None) -> bool:
    name = doubt.get("field")
    if name is None:
        return True
    indexed = _INDEX.match(name)
    base = indexed.group(1) if indexed else name
    if base != about and not (base == "units" and about.startswith("units.")):
        return False
    return indexed is None or index is None or int(indexed.group(2)) == index


def leftovers(got: dict[str, Any]) -> list[str]:
    """Dropped text: runs inside an item's span that are in none of its fields, longer than any label."""
    text = got.get("text") or ""
    pieces = []
    for item in got.get("items") or []:
        if not item.get("span"):
            continue
        start, end = item["span"]
        fields = {name: part for name, part in item.items() if name != "span"}
        covered = sorted(span for span in _spans(fields) if span[1] > start and span[0] < end)
        place = start
        for left, right in [*covered, (end, end)]:
            if left > place:
                pieces.append(text[place:left])
            place = max(place, right)
    return [piece for piece in pieces if len(re.sub(r"[\s|]+", "", piece)) > LONGEST_LABEL]


def _spans(value: Any) -> Iterator[tuple[int, int]]:
    """Every span below an item, except its own and those of its doubts."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name.endswith("span") and isinstance(part, (list, tuple)) and len(part) == 2:
                yield (part[0], part[1])
            elif name != "doubts":
                yield from _spans(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _spans(part)
