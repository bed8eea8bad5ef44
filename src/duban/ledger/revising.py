"""What a revised plan does to a finding: new rows beside the old ones, nothing overwritten that was ever promised."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from duban.ledger import rows
from duban.ledger.content import search_text
from duban.ledger.inputs import PlanItemInput
from duban.ledger.models import Category, Charge, Deadline, Finding, Measure, Standing
from duban.ledger.ties import tie_people

Change = dict[str, Any]


def apply(
    finding: Finding, item: PlanItemInput, category: Category | None, frame: rows.Frame
) -> list[Change]:
    """Bring a finding to what the new version says; give back what changed, for the record."""
    changes = _texts(finding, item)
    finding.category = category
    measures, measure_changes = _measures(finding, item, frame)
    changes += measure_changes + _charges(finding, item, measures, frame)
    changes += _match(
        finding.milestones, rows.milestones(finding, item, measures), _step, "milestones", frame
    )
    changes += _match(finding.indicators, rows.indicators(finding, item), str, "indicators", frame)
    changes += _match(finding.remarks, rows.remarks(finding, item), _remark, "remarks", frame)
    changes += _deadline(finding, item, frame)
    rows.Rows(provenance=rows.provenance(finding, item, frame)).save()
    finding.search_text = search_text(finding.number, item)
    finding.standing, finding.standing_reason = Standing.ACTIVE, ""
    finding.save()
    return changes


def withdraw(finding: Finding, reason: str) -> None:
    """The new version has it no more: it leaves the count and stays on record."""
    finding.standing, finding.standing_reason = Standing.WITHDRAWN, reason
    finding.save(update_fields=["standing", "standing_reason"])


def _texts(finding: Finding, item: PlanItemInput) -> list[Change]:
    changes: list[Change] = []
    for name in ("problem", "goal", "printed_no", "priority", "status_text"):
        before, after = getattr(finding, name), getattr(item, name)
        if before != after:
            setattr(finding, name, after)
            changes.append({"field": name, "before": before, "after": after})
    return changes


def _measures(finding: Finding, item: PlanItemInput, frame: rows.Frame) -> tuple[list[Measure], list[Change]]:
    """Measures of the same words are the same measure; others are struck out or added."""
    standing = list(finding.measures.filter(superseded_by__isnull=True))
    spare = {measure.text: measure for measure in reversed(standing)}
    result, added = [], 0
    for at, text in enumerate(item.measures):
        measure = spare.pop(text, None)
        if measure is None:
            measure, added = Measure(finding=finding, text=text), added + 1
        measure.ordinal = at
        measure.save()
        result.append(measure)
    kept = {measure.pk for measure in result}
    gone = [measure for measure in standing if measure.pk not in kept]
    for measure in gone:
        measure.superseded_by = frame.version
        measure.save(update_fields=["superseded_by"])
    return result, _counted("measures", added, len(gone))


def _match(
    existing: Any,
    wanted: Sequence[Any],
    key: Callable[[Any], object],
    name: str,
    frame: rows.Frame,
) -> list[Change]:
    """Rows that say the same stay the same rows; what is gone is struck out, what is new is added."""
    spare: dict[object, list[Any]] = {}
    for row in existing.filter(superseded_by__isnull=True):
        spare.setdefault(key(row), []).append(row)
    added = 0
    for row in wanted:
        same = spare.get(key(row))
        if same:
            row.pk = same.pop(0).pk
        else:
            added += 1
        row.save()
    gone = [row.pk for rest in spare.values() for row in rest]
    existing.filter(pk__in=gone).update(superseded_by=frame.version)
    return _counted(name, added, len(gone))


def _step(row: Any) -> object:
    return (row.date, row.what)


def _remark(row: Any) -> object:
    return (row.label, row.text)


def _charges(
    finding: Finding, item: PlanItemInput, measures: Sequence[Measure], frame: rows.Frame
) -> list[Change]:
    """A charge that ends keeps its row with its last day; one that goes on keeps its first."""
    standing = {_charge_key(row): row for row in finding.charges.filter(until__isnull=True)}
    wanted = [rows.charge(finding, at, said, measures, frame) for at, said in enumerate(item.charges)]
    new = [row for row in wanted if standing.pop(_charge_key(row), None) is None]
    for row in standing.values():
        row.until = frame.today
        row.save(update_fields=["until"])
    tie_people(new, frame.today)
    Charge.objects.bulk_create(new)
    return _counted("charges", len(new), len(standing))


def _charge_key(row: Charge) -> tuple[object, ...]:
    return (row.role, row.printed, row.office, row.post, row.measure_id)


def _deadline(finding: Finding, item: PlanItemInput, frame: rows.Frame) -> list[Change]:
    """The new deadline is a new row; the original stays the first for ever."""
    current = finding.deadlines.filter(purpose="complete").last()
    wanted = rows.deadline(finding, item.deadline, frame)
    if _deadline_key(current) == _deadline_key(wanted):
        return []
    if wanted is None:
        wanted = Deadline(finding=finding, plan_version=frame.version, created_at=frame.now)
    wanted.save()
    finding.due_on, finding.deadline_kind = wanted.date, wanted.kind
    return [{"field": "deadline", "before": _said(current), "after": _said(wanted)}]


def _deadline_key(row: Deadline | None) -> tuple[object, ...] | None:
    return (row.kind, row.date, row.raw, row.rule_anchor, row.rule_amount, row.rule_unit) if row else None


def _said(row: Deadline | None) -> str:
    return (row.raw or (row.date.isoformat() if row.date else "")) if row else ""


def _counted(name: str, added: int, gone: int) -> list[Change]:
    return [{"field": name, "added": added, "gone": gone}] if added or gone else []
