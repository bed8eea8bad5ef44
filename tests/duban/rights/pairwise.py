"""Few rows in which every value of each question meets every value of each other one."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence

Pair = tuple[int, Hashable, int, Hashable]


def pairs(row: Sequence[Hashable]) -> Iterator[Pair]:
    for (left, one), (right, other) in itertools.combinations(enumerate(row), 2):
        yield left, one, right, other


def wanted(questions: Sequence[Sequence[Hashable]]) -> set[Pair]:
    sides = itertools.combinations(range(len(questions)), 2)
    return {
        (left, one, right, other)
        for left, right in sides
        for one, other in itertools.product(questions[left], questions[right])
    }


def cover(questions: Sequence[Sequence[Hashable]]) -> list[tuple[Hashable, ...]]:
    """Greedy: each row starts from the first pair that is still open and takes what closes most of the rest."""
    left = dict.fromkeys(sorted(wanted(questions), key=repr))
    rows = []
    while left:
        row = _row(questions, next(iter(left)), left)
        for pair in pairs(row):
            left.pop(pair, None)
        rows.append(row)
    return rows


def _row(
    questions: Sequence[Sequence[Hashable]], first: Pair, left: dict[Pair, None]
) -> tuple[Hashable, ...]:
    chosen: dict[int, Hashable] = {first[0]: first[1], first[2]: first[3]}
    for at, values in enumerate(questions):
        if at not in chosen:
            chosen[at] = max(values, key=lambda value: _closes(at, value, chosen, left))
    return tuple(chosen[at] for at in range(len(questions)))


def _closes(at: int, value: Hashable, chosen: dict[int, Hashable], left: dict[Pair, None]) -> int:
    return sum(
        ((at, value, other, held) if at < other else (other, held, at, value)) in left
        for other, held in chosen.items()
    )
