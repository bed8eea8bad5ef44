"""The questions of a table as fields of a page, and the answers as the page sends them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from duban.ledger.importing.answering import NO_UNIT
from duban.ledger.importing.questions import NameAsked, Questions, directory
from duban.ledger.lifecycle import Stage
from duban.ledger.naming import IS, NEW
from duban.organizations.models import BodyKind

#: So many are asked at a time; the rest follows when these are answered.
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class NameField:
    """A name with its answers: ``(value, words)``, of which ``chosen`` is ticked already."""

    asked: NameAsked
    likely: list[tuple[str, str]]
    chosen: str
    other: str


def asked(request: HttpRequest, questions: Questions) -> dict[str, Any]:
    """What the page of a trial needs to ask."""
    names, stages = said(request) if request.POST else ({}, {})
    for each in questions.stages:
        each.answer = stages.get(each.key, each.answer)
    return {
        "questions": questions,
        "names": [_field(each, names.get(each.name, "")) for each in questions.names[:_SHOWN]],
        "names_rest": max(0, len(questions.names) - _SHOWN),
        "kinds": [(NEW + value, label) for value, label in BodyKind.choices],
        "no_unit": NO_UNIT,
        "stages": Stage.choices,
        "bodies": directory() if questions.names else (),
    }


def _field(each: NameAsked, before: str) -> NameField:
    """Where it is clearly a new unit that is ticked already; otherwise a person has to choose."""
    likely = [(f"{IS}{body.pk}", body.name) for body in each.offers]
    known = {value for value, _name in likely} | {NEW + kind for kind in BodyKind.values} | {NO_UNIT}
    chosen = before if before in known else NEW + each.kind if each.is_clear and not before else ""
    return NameField(each, likely, chosen, "" if before in known else before)


def said(request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """By name who it is, by key the stage; what is written beside a choice goes before it."""
    data = request.POST
    names = {
        name: data.get(f"other-{at}", "").strip() or data.get(f"who-{at}", "")
        for at in range(_SHOWN)
        if (name := data.get(f"name-{at}", ""))
    }
    stages = {key: data.get(f"stage-{key}", "") for key in data.getlist("key")}
    return names, stages
