"""The registry of verbs on plans, inspections and meetings.

A verb is a function ``(subject, said, actor) -> row``: ``subject`` is the primary key of what it is done with, ``said`` a
frozen dataclass of plain values with the same metadata as the verbs of findings have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model

from duban.accounts.models import Person
from duban.ledger.plans.common import demand_office

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Subject(StrEnum):
    """What a verb is done with; a meeting is called with nothing in hand."""

    HOUSE = "house"
    INSPECTION = "inspection"
    PLAN = "plan"
    VERSION = "version"
    MEETING = "meeting"
    AGENDA = "agenda"
    APPROVAL = "approval"
    PUBLICATION = "publication"
    CLASS_DEADLINE = "class_deadline"
    EVENT = "event"


Function = Callable[[int, Any, Person], Model]


@dataclass(frozen=True, slots=True)
class PlanVerb:
    name: str
    title: StrOrPromise
    subject: Subject
    inputs: type
    act: Function


PLAN_VERBS: dict[str, PlanVerb] = {}


def plan_verb(
    name: str, title: StrOrPromise, subject: Subject, inputs: type
) -> Callable[[Function], Function]:
    """Enter a function as the verb of that name. It is the office's, and one transaction."""

    def enter(function: Function) -> Function:
        def whole(pk: int, said: Any, actor: Person) -> Model:
            demand_office(actor)
            with transaction.atomic():
                return function(pk, said, actor)

        PLAN_VERBS[name] = PlanVerb(name, title, subject, inputs, whole)
        return whole

    return enter


def take(name: str, pk: int, said: Any, actor: Person) -> Model:
    return PLAN_VERBS[name].act(pk, said, actor)
