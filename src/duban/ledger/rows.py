"""From an accepted item to the rows that hang on a finding. Builds objects only; who calls saves them in bulk."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from duban.files.models import Document
from duban.ledger.inputs import ChargeInput, DeadlineInput, PlanItemInput
from duban.ledger.models import (
    OF_PEOPLE,
    Charge,
    Deadline,
    Finding,
    Indicator,
    Measure,
    Milestone,
    PlanVersion,
    Provenance,
    Remark,
)
from duban.organizations.models import Body


@dataclass(slots=True)
class Rows:
    """Rows to be written, by kind, in an order in which they can be written."""

    measures: list[Measure] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    provenance: list[Provenance] = field(default_factory=list)

    def save(self) -> None:
        """Measures first: milestones and charges point to them."""
        batches: Sequence[tuple[type[Model], Sequence[Any]]] = (
            (Measure, self.measures),
            (Milestone, self.milestones),
            (Indicator, self.indicators),
            (Remark, self.remarks),
            (Deadline, self.deadlines),
            (Charge, self.charges),
            (Provenance, self.provenance),
        )
        for model, rows in batches:
            if rows:
                model._default_manager.bulk_create(rows, batch_size=2000)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all items of one acceptance share."""

    version: PlanVersion
    bodies: Mapping[str, Body]
    documents: Mapping[Any, Document]
    now: datetime.datetime
    today: datetime.date


def measures(finding: Finding, item: PlanItemInput) -> list[Measure]:
    return [Measure(finding=finding, ordinal=at, text=text) for at, text in enumerate(item.measures)]


def milestones(finding: Finding, item: PlanItemInput, made: Sequence[Measure]) -> list[Milestone]:
    return [
        Milestone(
            finding=finding, measure=_at(made, step.measure), ordinal=at, date=step.date, what=step.what
        )
        for at, step in enumerate(item.milestones)
    ]


def indicators(finding: Finding, item: PlanItemInput) -> list[Indicator]:
    return [
        Indicator(
            finding=finding,
            ordinal=at,
            name=target.name,
            op=target.op,
            value=target.value,
            unit=target.unit,
            by=target.by,
        )
        for at, target in enumerate(item.indicators)
    ]


def remarks(finding: Finding, item: PlanItemInput) -> list[Remark]:
    labelled = [("", text) for text in item.context] + list(item.extra.items())
    return [
        Remark(finding=finding, ordinal=at, label=label, text=text)
        for at, (label, text) in enumerate(labelled)
    ]


def deadline(finding: Finding, said: DeadlineInput, frame: Frame) -> Deadline | None:
    """The row of a deadline; None where the plan names none at all."""
    if not (said.raw or said.kind or said.date):
        return None
    rule = said.rule
    return Deadline(
        finding=finding,
        kind=said.kind or "",
        date=said.date,
        raw=said.raw,
        rule_anchor=rule.anchor if rule else "",
        rule_amount=rule.amount if rule else None,
        rule_unit=rule.unit if rule else "",
        plan_version=frame.version,
        created_at=frame.now,
    )


def charge(finding: Finding, at: int, said: ChargeInput, made: Sequence[Measure], frame: Frame) -> Charge:
    is_person = said.role in OF_PEOPLE
    return Charge(
        finding=finding,
        measure=_at(made, said.measure),
        body=None if is_person else frame.bodies.get(said.name.strip()),
        role=said.role,
        ordinal=at,
        printed=said.name.strip(),
        office=said.office,
        post=said.post,
        person_name=said.name.strip() if is_person else "",
        since=frame.today,
    )


def provenance(finding: Finding, item: PlanItemInput, frame: Frame) -> list[Provenance]:
    return [
        Provenance(
            finding=finding,
            plan_version=frame.version,
            field=origin.field[:200],
            document=frame.documents[origin.document],
            start=origin.start,
            end=origin.end,
            quote=origin.quote,
            how=origin.how,
            reader=origin.reader,
            confirmed_by_id=origin.confirmed_by,
            confirmed_at=origin.confirmed_at,
        )
        for origin in item.origins
    ]


def _at(made: Sequence[Measure], index: int | None) -> Measure | None:
    return made[index] if index is not None and 0 <= index < len(made) else None
