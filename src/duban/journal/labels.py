"""What a row of the record is about, as people call it: the number of a problem, the name of a person, not a key.

Whoever owns a kind of subject registers how its keys are called and how a name leads back to its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

Called = Callable[[Set[str]], Mapping[str, str]]
Keys = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Labels:
    called: Called
    keys: Keys


_LABELS: dict[str, Labels] = {}


def register(kind: str, called: Called, keys: Keys) -> None:
    _LABELS[kind] = Labels(called, keys)


def called(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of the subjects that have a name, what they are called: one question for each kind."""
    asked: dict[str, set[str]] = {}
    for kind, key in subjects:
        asked.setdefault(kind, set()).add(key)
    return {
        (kind, key): name
        for kind, keys in asked.items()
        if kind in _LABELS
        for key, name in _LABELS[kind].called(keys).items()
    }


def subjects(text: str, kind: str = "") -> list[tuple[str, str]]:
    """The subjects that a person may mean by this name, of one kind or of all."""
    kinds = [kind] if kind in _LABELS else [] if kind else sorted(_LABELS)
    return [(each, key) for each in kinds for key in _LABELS[each].keys(text)]
