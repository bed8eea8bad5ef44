"""The registry of verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from duban.accounts.models import Person
from duban.ledger.models import Finding, Step
from duban.ledger.moves import Move, move

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What every verb may be told: why, and which step the person had before her eyes."""

    reason: str = ""
    seen: int | None = None

    def flaw(self) -> str:
        """What is wrong with it wherever it is said; empty where nothing is."""
        return ""


Function = Callable[[str, Any, Person], Step]
#: The names of units among what is said: one that nobody knows is asked before the verb is taken.
Units = Callable[[Any], Sequence[str]]
#: What holds now, by the names of the inputs: a form for one finding opens with it.
Opening = Callable[[Finding], Mapping[str, Any]]


def _blank(_finding: Finding) -> Mapping[str, Any]:
    return {}


def _none(_said: Any) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    inputs: type[Said]
    act: Function
    #: May be taken on many findings at once with the same inputs.
    in_bulk: bool = False
    opening: Opening = _blank
    units: Units = _none
    move: Move = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "move", move(self.name))

    @property
    def title(self) -> StrOrPromise:
        return self.move.name


VERBS: dict[str, Verb] = {}


def verb(
    name: str,
    inputs: type[Said] = Said,
    *,
    in_bulk: bool = False,
    opening: Opening = _blank,
    units: Units = _none,
) -> Callable[[Function], Function]:
    """Enter a function as the verb of that name. It runs as one transaction."""

    def enter(function: Function) -> Function:
        whole = transaction.atomic(function)
        VERBS[name] = Verb(name, inputs, whole, in_bulk, opening, units)
        return whole

    return enter


def names() -> tuple[str, ...]:
    return tuple(VERBS)


def take(name: str, number: str, said: Said, actor: Person) -> Step:
    """Take a verb by its name."""
    return VERBS[name].act(number, said, actor)
