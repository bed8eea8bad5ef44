"""What is said of a rule in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from duban.rulebook.kinds import Kind, Option, shown


class Area(StrEnum):
    """Who may change it: the head of the office, or the security administrator."""

    BUSINESS = "business"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from; without a document nobody found one."""

    document: str = ""
    article: str = ""
    confidence: str = "unverified"


@dataclass(frozen=True, slots=True)
class Rule:
    key: str
    name: Any
    kind: Kind
    default: Any
    group: Any
    #: The transition or section of the rules of the field that asks for it.
    used_in: str
    source: Source = field(default_factory=Source)
    note: Any = ""
    choices: tuple[Option, ...] = ()
    minimum: int = 0
    maximum: int = 99_999
    area: Area = Area.BUSINESS

    @property
    def permission(self) -> str:
        return f"rulebook.change_{self.area}"

    def shown(self, value: Any) -> str:
        return shown(self.kind, value, self.choices)


def options(**names: Any) -> tuple[Option, ...]:
    """Options by value and name."""
    return tuple(Option(value, name) for value, name in names.items())
