"""What a row says otherwise than the ledger: compared by words, so that a blank or a comma is no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from duban.ledger.importing import cells
from duban.ledger.importing.known import words
from duban.ledger.importing.sheets import SheetRow
from duban.ledger.inputs import ChargeInput, DeadlineInput, PlanItemInput

UNITS = ("main", "lead", "supporting", "supervising", "accepting")
PEOPLE = ("leader", "person")
_ROLES = (*UNITS, *PEOPLE)


def merged(held: PlanItemInput, said: PlanItemInput, row: SheetRow) -> tuple[PlanItemInput, tuple[str, ...]]:
    """The held item with what the row says otherwise. An empty cell leaves what is there."""
    new: dict[str, Any] = {}
    changes = []
    for name in (
        "problem",
        "printed_no",
        "category",
        "goal",
        "measures",
        "milestones",
        "priority",
        "status_text",
    ):
        value = getattr(said, name)
        if value and _differs(name, value, getattr(held, name)):
            new[name] = value
            changes.append(name)
    if said.deadline.kind and not _same_deadline(said.deadline, held.deadline):
        new["deadline"] = said.deadline
        changes.append("deadline")
    charges, changed_roles = _charges(held.charges, said.charges)
    extra = {**held.extra, **row.extra}
    if changed_roles:
        new["charges"] = charges
    if extra != dict(held.extra):
        new["extra"] = extra
        changes += [name for name, text in row.extra.items() if held.extra.get(name) != text]
    return replace(held, ref=said.ref, **new), (*changes, *changed_roles)


def _differs(name: str, said: Any, held: Any) -> bool:
    if name == "milestones":
        return [(step.date, words(step.what)) for step in said] != [(s.date, words(s.what)) for s in held]
    if name == "measures":
        return bool(said != cells.measures("\n".join(held)))
    return bool(said != held)


def _same_deadline(said: DeadlineInput, held: DeadlineInput) -> bool:
    """The same words mean the same day, also where the day was found elsewhere in the plan."""
    return (said.kind, said.date) == (held.kind, held.date) or words(said.raw) == words(held.raw)


def _charges(
    held: Sequence[ChargeInput], said: Sequence[ChargeInput]
) -> tuple[tuple[ChargeInput, ...], list[str]]:
    """Roles that the row names are as the row has them; the others stay."""
    changed = [
        role
        for role in _ROLES
        if (wanted := _named(said, role))
        and wanted not in (_named(held, role), _named(held, role, whole=False))
    ]
    kept = [charge for charge in held if charge.role not in changed or charge.measure is not None]
    return tuple(kept + [charge for charge in said if charge.role in changed]), changed


def _named(charges: Sequence[ChargeInput], role: str, *, whole: bool = True) -> set[tuple[str, str]]:
    """Who has this role for the problem as a whole, or for any part of it: a table shows both in one cell."""
    return {
        (words(c.name + c.office), words(c.post))
        for c in charges
        if c.role == role and (c.measure is None or not whole)
    }
