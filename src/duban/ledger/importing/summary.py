"""What a page shows of a trial, small enough to be kept: every bad cell, the first rows of each kind, and the questions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from duban.ledger.importing.questions import NameAsked, Offer, Questions, StageAsked
from duban.ledger.importing.sheets import Sheet
from duban.ledger.importing.trial import RowPlan, Trial
from duban.ledger.lifecycle import Stage
from duban.organizations.models import BodyKind

#: So many rows of each kind are shown, and so many bad cells are kept to be taken along.
SHOWN, _NEW_SHOWN, _KEPT = 200, 5, 50_000
_LONGEST = 200


def summary_of(
    sheet: Sheet, heads: Mapping[str, str], trial: Trial, asked: Questions, mark: str
) -> dict[str, Any]:
    bad = [
        [cell.row, cell.place, heads.get(cell.field, cell.column), cell.text[:80], cell.sentence]
        for cell in trial.bad[:_KEPT]
    ]
    return {
        "sheet": sheet.name,
        "notes": [[line.number, " ".join(text for text in line.cells if text)] for line in sheet.notes[:20]],
        "counts": dict(trial.counts),
        "new_inspections": list(trial.new_inspections),
        "needs_attestation": trial.needs_attestation,
        "no_units": {name: len(rows) for name, rows in trial.no_units.items()},
        "bad": bad,
        "bad_rest": len(trial.bad) - len(bad),
        "changed": [_changed(row) for row in trial.of("changed")[:SHOWN]],
        "new": [_new(row) for row in trial.of("new")[:_NEW_SHOWN]],
        "names": [each.kept() for each in asked.names],
        "stages": [each.kept() for each in asked.stages],
        "seen": seen_as(mark, trial),
    }


def _changed(row: RowPlan) -> dict[str, Any]:
    assert row.finding is not None
    return {
        "row": row.row,
        "number": row.finding.number,
        "problem": row.finding.problem[:_LONGEST],
        "names": row.changed_names,
    }


def _new(row: RowPlan) -> dict[str, Any]:
    return {
        "row": row.row,
        "problem": row.item.problem[:_LONGEST],
        "measures": len(row.item.measures),
        "deadline": row.item.deadline.raw[:_LONGEST],
        "charges": [f"{charge.name}{charge.office}" for charge in row.item.charges],
        "stage": row.stage_name,
    }


def seen_as(mark: str, trial: Trial) -> str:
    """The same as long as a table, read again, would do what its person has seen that it would do."""
    told = hashlib.sha256(mark.encode())
    for row in trial.rows:
        facts = (row.row, row.kind, row.inspection, row.finding and row.finding.pk, row.changes)
        told.update(repr(facts).encode())
    return told.hexdigest()


def questions_in(result: Mapping[str, Any]) -> Questions:
    """The questions of a kept trial, as they were asked."""
    names = [NameAsked(**_named(each)) for each in result["names"]]
    stages = [StageAsked(**{**each, "proposed": Stage(each["proposed"])}) for each in result["stages"]]
    return Questions(names, stages)


def _named(each: Mapping[str, Any]) -> dict[str, Any]:
    return {**each, "kind": BodyKind(each["kind"]), "offers": [Offer(*offer) for offer in each["offers"]]}
