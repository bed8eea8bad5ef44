"""The plan of one finding as a person writes it: what is new gets a row, what is gone is struck out, what stays keeps
its row and its place in the document. Nothing a document said is overwritten: the step keeps before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from duban.ledger.models import (
    Finding,
    How,
    Indicator,
    Measure,
    Milestone,
    PlanVersion,
    PlanVersionDocument,
    Provenance,
)
from duban.ledger.plan_lines import indicator, indicator_line, milestone, milestone_line
from duban.ledger.stepping import Act

Change = dict[str, Any]


def flat(text: str) -> str:
    """A text on one line, as a field with one thing on each line shows it."""
    return " ".join(text.split())


@dataclass(slots=True)
class Draft:
    """The finding in hand and the plan version its values belong to (none: it was registered without a plan)."""

    act: Act
    version: PlanVersion | None
    #: The version whose places in documents are shown with the finding.
    shown: int | None

    @property
    def finding(self) -> Finding:
        return self.act.finding

    def standing(self, rows: Any) -> list[Any]:
        return list(rows.filter(superseded_by__isnull=True))


def open_draft(act: Act) -> Draft:
    item = act.finding.plan_item
    version = PlanVersion.objects.filter(plan=item.plan_id).order_by("number").last() if item else None
    shown = Provenance.objects.filter(finding=act.finding).aggregate(last=Max("plan_version"))["last"]
    return Draft(act, version, shown or (version.pk if version else None))


def set_goal(draft: Draft, goal: str) -> list[Change]:
    before, draft.finding.goal = draft.finding.goal, goal.strip()
    if before == draft.finding.goal:
        return []
    _typed(draft, ["goal"])
    return [{"field": "goal", "before": before, "after": draft.finding.goal}]


def set_measures(draft: Draft, lines: Sequence[str]) -> list[Change]:
    standing: list[Measure] = draft.standing(draft.finding.measures)
    places = {row.pk: row.ordinal for row in standing}
    rows, changes = _matched(
        draft,
        "measures",
        lines,
        standing,
        key=lambda row: flat(row.text),
        make=lambda line, at: Measure(finding=draft.finding, ordinal=at, text=line),
    )
    _places_follow(draft, "measures", [places.get(row.pk) for row in rows])
    return changes


def set_milestones(draft: Draft, lines: Sequence[str], before: list[Measure]) -> list[Change]:
    """``before``: the measures as they were numbered when the lines were written out."""
    measures: list[Measure] = draft.standing(draft.finding.measures)

    def make(line: str, at: int) -> Milestone:
        said = milestone(line, len(measures))
        measure = measures[said.measure] if said.measure is not None else None
        return Milestone(finding=draft.finding, measure=measure, ordinal=at, date=said.date, what=said.what)

    standing: list[Milestone] = draft.standing(draft.finding.milestones)
    places = {row.pk: row.ordinal for row in standing}
    rows, changes = _matched(
        draft,
        "milestones",
        lines,
        standing,
        key=lambda row: flat(milestone_line(row, before)),
        make=make,
    )
    _places_follow(draft, "milestones", [places.get(row.pk) for row in rows])
    return changes


def set_indicators(draft: Draft, lines: Sequence[str]) -> list[Change]:
    def make(line: str, at: int) -> Indicator:
        said = indicator(line)
        return Indicator(
            finding=draft.finding,
            ordinal=at,
            name=said.name,
            op=said.op,
            value=said.value,
            unit=said.unit,
            by=said.by,
        )

    standing: list[Indicator] = draft.standing(draft.finding.indicators)
    places = {row.pk: row.ordinal for row in standing}
    rows, changes = _matched(
        draft, "indicators", lines, standing, key=lambda row: flat(indicator_line(row)), make=make
    )
    _places_follow(draft, "indicators", [places.get(row.pk) for row in rows])
    return changes


def _matched(
    draft: Draft,
    name: str,
    lines: Sequence[str],
    standing: list[Any],
    *,
    key: Callable[[Any], str],
    make: Callable[[str, int], Any],
) -> tuple[list[Any], list[Change]]:
    wanted = [flat(line) for line in lines if line.strip()]
    before = [key(row) for row in standing]
    spare: dict[str, list[Any]] = {}
    for row in standing:
        spare.setdefault(key(row), []).append(row)
    rows = [spare[line].pop(0) if spare.get(line) else make(line, at) for at, line in enumerate(wanted)]
    for at, row in enumerate(rows):
        row.ordinal = at
        row.save()
    _strike(draft, [row for rest in spare.values() for row in rest])
    if wanted == before:
        return rows, []
    return rows, [{"field": name, "before": before, "after": wanted}]


def _strike(draft: Draft, rows: list[Any]) -> None:
    """Out of the plan, and still to be seen; a row that never stood in any plan is kept by the step alone."""
    for row in rows:
        if draft.version is not None:
            row.superseded_by = draft.version
            row.save(update_fields=["superseded_by"])
        else:
            _drop(draft, row)


def _drop(draft: Draft, row: Any) -> None:
    if isinstance(row, Measure):
        row.milestones.update(measure=None)
        row.charges.filter(until__isnull=True).update(until=draft.act.today)
        row.charges.update(measure=None)
    row.delete()


def _places_follow(draft: Draft, name: str, came_from: Iterable[int | None]) -> None:
    """Each value keeps the place in the document that it had under its former number; a new one was typed."""
    if draft.shown is None:
        return
    rows = Provenance.objects.filter(finding=draft.finding, plan_version=draft.shown)
    known = {row.field: row for row in rows.filter(field__startswith=f"{name}.")}
    moved = [(at, former) for at, former in enumerate(came_from) if former != at]
    kept = [(at, known.get(f"{name}.{former}")) for at, former in moved if former is not None]
    Provenance.objects.bulk_create(_copy(row, f"{name}.{at}") for at, row in kept if row is not None)
    _typed(draft, [f"{name}.{at}" for at, former in moved if former is None])


def _copy(row: Provenance, field: str) -> Provenance:
    facts = {each.attname: getattr(row, each.attname) for each in Provenance._meta.concrete_fields}
    return Provenance(**{**facts, "id": None, "field": field})


def _typed(draft: Draft, fields: list[str]) -> None:
    """These values were typed by the person; they belong to the document that the plan stands in."""
    document = _main_document(draft.shown)
    if draft.shown is None or document is None:
        return
    Provenance.objects.bulk_create(
        Provenance(
            finding=draft.finding,
            plan_version_id=draft.shown,
            field=name,
            document_id=document,
            start=0,
            end=0,
            how=How.TYPED,
            confirmed_by=draft.act.actor,
            confirmed_at=draft.act.now,
        )
        for name in fields
    )


def _main_document(version: int | None) -> int | None:
    rows = PlanVersionDocument.objects.filter(version=version).order_by("ordinal")
    return rows.values_list("document", flat=True).first()
