"""What rooms above have to say of a body on its page. They hand it in when the house starts; this room asks nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from duban.organizations.models import Body


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a panel: what, a word more, and where it leads."""

    text: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    title: Any
    rows: tuple[Row, ...]
    empty: Any


@dataclass(frozen=True, slots=True)
class Question:
    """Something a room above waits to be told by who keeps the directory."""

    sentence: Any
    address: str


Asker = Callable[[HttpRequest], Question | None]
_askers: list[Asker] = []


def asks(asker: Asker) -> Asker:
    """Register a question that stands above the tree; once is enough."""
    if asker not in _askers:
        _askers.append(asker)
    return asker


def questions_for(request: HttpRequest) -> list[Question]:
    return [found for asker in _askers if (found := asker(request)) is not None]


Maker = Callable[[Body, HttpRequest], Panel]
_makers: list[Maker] = []


def panel(maker: Maker) -> Maker:
    """Register a panel of the body's page; once is enough."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def panels_of(body: Body, request: HttpRequest) -> list[Panel]:
    return [maker(body, request) for maker in _makers]
