"""A finding of the ledger as the item of a plan that it is now, for comparing it with a row and for changing it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Prefetch

from duban.ledger.inputs import (
    ChargeInput,
    DeadlineInput,
    IndicatorInput,
    MilestoneInput,
    PlanItemInput,
    RuleInput,
)
from duban.ledger.models import Charge, Deadline, Finding, Site
from duban.ledger.queries import with_everything
from duban.ledger.querysets import FindingQuerySet

Path = tuple[str, ...]


def complete(rows: FindingQuerySet) -> FindingQuerySet:
    """With everything :func:`item_of` looks at."""
    return (
        with_everything(rows)
        .select_related("plan_item", "category", "inspection")
        .prefetch_related(
            "remarks",
            Prefetch("sites", Site.objects.filter(ended_at=None).select_related("region"), "current_sites"),
        )
    )


def item_of(finding: Finding, paths: Mapping[int, Path]) -> PlanItemInput:
    """``finding`` comes from :func:`complete`; ``paths`` are the headings of its inspection by category."""
    measures = list(finding.current_measures)  # type: ignore[attr-defined]
    places = {measure.pk: at for at, measure in enumerate(measures)}
    remarks = [row for row in finding.remarks.all() if row.superseded_by_id is None]
    return PlanItemInput(
        problem=finding.problem,
        printed_no=finding.printed_no,
        category=paths.get(finding.category_id or 0, ()),
        goal=finding.goal,
        measures=tuple(measure.text for measure in measures),
        deadline=_deadline(finding),
        milestones=tuple(
            MilestoneInput(step.date, step.what, places.get(step.measure_id or 0))
            for step in finding.current_milestones  # type: ignore[attr-defined]
        ),
        charges=tuple(_charge(charge, places) for charge in finding.current_charges if charge.via_id is None),  # type: ignore[attr-defined]
        indicators=tuple(
            IndicatorInput(target.name, target.op, target.value, target.unit, target.by)
            for target in finding.current_indicators  # type: ignore[attr-defined]
        ),
        context=tuple(row.text for row in remarks if not row.label),
        extra={row.label: row.text for row in remarks if row.label},
        status="completed" if finding.completed_before_plan else "",
        status_text=finding.status_text,
        priority=finding.priority,  # type: ignore[arg-type]
        source=finding.source,
    )


def _deadline(finding: Finding) -> DeadlineInput:
    rows: list[Deadline] = list(finding.deadlines.all())
    if not rows:
        return DeadlineInput()
    last = rows[-1]
    rule = RuleInput(last.rule_anchor, last.rule_amount or 0, last.rule_unit) if last.rule_unit else None  # type: ignore[arg-type]
    return DeadlineInput(last.raw, last.kind or None, last.date, rule)  # type: ignore[arg-type]


def _charge(charge: Charge, places: Mapping[int, int]) -> ChargeInput:
    measure = places.get(charge.measure_id) if charge.measure_id else None
    return ChargeInput(charge.role, charge.printed, charge.office, charge.post, measure)  # type: ignore[arg-type]
