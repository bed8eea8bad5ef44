"""Names that nobody knows, asked on the page of the form in which they were typed, and the answers as it sends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.accounts.models import Person
from duban.ledger import naming, naming_people
from duban.ledger.naming import IS, NEW
from duban.ledger.naming_people import Unknown
from duban.organizations.actions import kind_of
from duban.organizations.models import Body, BodyKind
from duban.organizations.queries import likely

#: So many are asked at a time; the rest follows when these are answered.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class NameField:
    """A name with its answers: ``(value, words)``, of which ``chosen`` is ticked already."""

    name: str
    likely: list[tuple[str, str]]
    chosen: str
    other: str


def field_of(name: str, kind: str, offers: Iterable[Body], before: str, *more: str) -> NameField:
    """Where nothing in the directory is like it, a new unit is the likely answer; otherwise a person has to choose.
    ``more``: what may be answered besides."""
    near = [(f"{IS}{body.pk}", body.name) for body in offers]
    known = {value for value, _name in near} | {NEW + each for each in BodyKind.values} | {*more}
    chosen = before if before in known else "" if near or before else NEW + kind
    return NameField(name, near, chosen, "" if before in known else before)


def answers_in(data: Mapping[str, str]) -> dict[str, str]:
    """By name who it is; what is written beside a choice goes before it."""
    return {
        name: data.get(f"other-{at}", "").strip() or data.get(f"who-{at}", "")
        for at in range(SHOWN)
        if (name := data.get(f"name-{at}", ""))
    }


def introduce(data: Mapping[str, str], said: Iterable[str], actor: Person) -> None:
    """Who the names are that were asked and are still meant; the others were typed anew."""
    meant = {name.strip() for name in said}
    answers = {name: answer for name, answer in answers_in(data).items() if name in meant}
    if answers:
        naming.introduce(answers, actor)


def questions(names: Iterable[str], data: Mapping[str, str]) -> dict[str, Any]:
    """What a page needs to ask who these are; with a field each, in the form itself."""
    strange, before = list(names)[:SHOWN], answers_in(data)
    if not strange:
        return {}
    there = naming.standing_bodies()
    near = likely(strange, there)
    return {
        "names": [field_of(name, kind_of(name), near[name], before.get(name, "")) for name in strange],
        "kinds": [(NEW + value, label) for value, label in BodyKind.choices],
        "directory": [body.name for body in there],
    }


@dataclass(frozen=True, slots=True)
class PersonField:
    """A person's name as it was typed, with the accounts that may be meant; ``chosen``: one of them, or it stays."""

    unknown: Unknown
    chosen: str


#: It is no account's name and stays as it was typed.
AS_TYPED = "as-typed"


def people_in(data: Mapping[str, str]) -> dict[str, str]:
    """By line what was answered: the name that was meant, or that it stays."""
    return {
        line: answer
        for at in range(SHOWN)
        if (line := data.get(f"line-{at}", "")) and (answer := data.get(f"whose-{at}", ""))
    }


def with_people_meant(text: str, data: Mapping[str, str]) -> str:
    """The lines of a field, with the names that were meant in place of those that were typed."""
    meant = {line: name for line, name in people_in(data).items() if name != AS_TYPED}
    lines = text.splitlines()
    return "\n".join(
        naming_people.instead(line, meant[line.strip()]) if line.strip() in meant else line for line in lines
    )


def people_questions(unknown: Iterable[Unknown], data: Mapping[str, str]) -> dict[str, Any]:
    """What a page needs to ask whether somebody with an account was meant; nothing once each was answered."""
    rows, before = list(unknown)[:SHOWN], people_in(data)
    if all(row.line in before for row in rows):
        return {}
    return {"people": [PersonField(row, before.get(row.line, AS_TYPED)) for row in rows]}
