"""What a row of the record is about, as people call it: the number of a problem, the name of a person, not a key.

Whoever owns a kind of subject registers how its keys are called and how a name leads back to its key. Most kinds are rows
of a table with a name in a column; these are all asked in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

Called = Callable[[Set[str]], Mapping[str, str]]
Keys = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Labels:
    called: Called
    keys: Keys


@dataclass(frozen=True, slots=True)
class Column:
    """The key is the primary key of a row, the name stands in this column."""

    model: type[Model]
    name: str


_LABELS: dict[str, Labels] = {}
_COLUMNS: dict[str, Column] = {}


def register(kind: str, called: Called, keys: Keys) -> None:
    _LABELS[kind] = Labels(called, keys)


def register_column(kind: str, model: type[Model], name: str) -> None:
    _COLUMNS[kind] = Column(model, name)


def called(subjects: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of the subjects that have a name, what they are called."""
    asked: dict[str, set[str]] = {}
    for kind, key in subjects:
        asked.setdefault(kind, set()).add(key)
    found = {
        (kind, key): name
        for kind, keys in asked.items()
        if kind in _LABELS
        for key, name in _LABELS[kind].called(keys).items()
    }
    parts = [_rows(kind).filter(pk__in=_numbers(keys)) for kind, keys in asked.items() if kind in _COLUMNS]
    return found | {(kind, str(pk)): name for kind, pk, name in _together(parts)}


def subjects(text: str, kind: str = "") -> list[tuple[str, str]]:
    """The subjects that a person may mean by this name, of one kind or of all."""
    kinds = [kind] if kind else sorted({*_LABELS, *_COLUMNS})
    found = [(each, key) for each in kinds if each in _LABELS for key in _LABELS[each].keys(text)]
    parts = [_rows(each).filter(**{_COLUMNS[each].name: text}) for each in kinds if each in _COLUMNS]
    return found + [(each, str(pk)) for each, pk, _name in _together(parts)]


def _numbers(keys: Set[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]


def _rows(kind: str) -> QuerySet[Any]:
    """Kind, key and name. A model may have a column ``kind`` of its own."""
    column = _COLUMNS[kind]
    said = {"subject_kind": Cast(Value(kind), TextField()), "called": Cast(F(column.name), TextField())}
    rows: QuerySet[Any] = column.model._default_manager.order_by().annotate(**said)
    return rows


def _together(parts: list[QuerySet[Any]]) -> Iterable[tuple[str, int, str]]:
    """Rows of several tables in one statement."""
    if not parts:
        return []
    first, *others = (part.values_list("subject_kind", "pk", "called") for part in parts)
    return list(first.union(*others, all=True) if others else first)
