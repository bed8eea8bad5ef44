"""Putting new items of a plan version on file: identity, frozen text, finding, and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from duban.journal.actions import Line
from duban.ledger import moves, rows
from duban.ledger.content import fingerprint, frozen, search_text
from duban.ledger.inputs import Accepted, PlanItemInput
from duban.ledger.models import Category, Finding, Inspection, PlanItem, PlanItemVersion
from duban.ledger.numbers import take
from duban.ledger.ties import tie_people

Path = tuple[str, ...]


def ensure_categories(inspection: Inspection, items: Sequence[PlanItemInput]) -> dict[Path, Category]:
    """The tree of headings these items stand under; branches that are there already are used again.

    The inspection stays locked meanwhile, so that two plans filed at once share their headings; its key is left
    free, for both plans point at it already."""
    Inspection.objects.select_for_update(no_key=True).get(pk=inspection.pk)
    by_key = {(c.parent_id, c.name): c for c in Category.objects.filter(inspection=inspection)}
    tree: dict[Path, Category] = {}
    for path in dict.fromkeys(item.category for item in items):
        parent: Category | None = None
        for depth, name in enumerate(path, start=1):
            key = (parent.pk if parent else None, name)
            if key not in by_key:
                by_key[key] = Category.objects.create(
                    inspection=inspection, parent=parent, name=name, ordinal=len(by_key)
                )
            parent = tree[path[:depth]] = by_key[key]
    return tree


def file_items(
    inspection: Inspection, items: Sequence[PlanItemInput], frame: rows.Frame, ordinals: Sequence[int]
) -> tuple[list[Accepted], list[Line]]:
    """Write new items; give back what each became and the lines for the record."""
    if not items:
        return [], []
    plan_items = PlanItem.objects.bulk_create([PlanItem(plan_id=frame.version.plan_id) for _ in items])
    contents = [frozen(item) for item in items]
    PlanItemVersion.objects.bulk_create(
        [
            PlanItemVersion(
                item=plan_item, version=frame.version, printed_no=item.printed_no, ordinal=at, content=content
            )
            for plan_item, item, at, content in zip(plan_items, items, ordinals, contents, strict=True)
        ],
        batch_size=2000,
    )
    findings = _findings(inspection, items, plan_items, frame, ordinals)
    Finding.objects.bulk_create(findings, batch_size=2000)
    _hang(findings, items, frame)
    lines = [
        Line(
            ("finding", str(finding.pk)),
            f"finding.{_verb(item)}",
            _facts(finding, frame, fingerprint(content)),
        )
        for finding, item, content in zip(findings, items, contents, strict=True)
    ]
    accepted = [
        Accepted(item.ref, plan_item.pk, finding.pk, finding.number)
        for item, plan_item, finding in zip(items, plan_items, findings, strict=True)
    ]
    return accepted, lines


def _verb(item: PlanItemInput) -> str:
    return "register_finished" if item.status == "completed" else "register"


def _facts(finding: Finding, frame: rows.Frame, content_sha256: str) -> dict[str, object]:
    return {
        "number": finding.number,
        "printed_no": finding.printed_no,
        "plan": frame.version.plan_id,
        "title": frame.version.title,
        "version": frame.version.number,
        "content_sha256": content_sha256,
    }


def _findings(
    inspection: Inspection,
    items: Sequence[PlanItemInput],
    plan_items: Sequence[PlanItem],
    frame: rows.Frame,
    ordinals: Sequence[int],
) -> list[Finding]:
    tree = ensure_categories(inspection, items)
    numbers = take(frame.today.year, len(items))
    return [
        Finding(
            number=number,
            inspection=inspection,
            plan_item=plan_item,
            category=tree.get(item.category),
            printed_no=item.printed_no,
            ordinal=at,
            problem=item.problem,
            goal=item.goal,
            source=item.source,
            priority=item.priority,
            stage=moves.arrival(_verb(item)),
            completed_before_plan=item.status == "completed",
            status_text=item.status_text,
            deadline_kind=item.deadline.kind or "",
            due_on=item.deadline.date,
            search_text=search_text(number, item),
            registered_at=frame.now,
        )
        for number, item, plan_item, at in zip(numbers, items, plan_items, ordinals, strict=True)
    ]


def _hang(findings: Sequence[Finding], items: Sequence[PlanItemInput], frame: rows.Frame) -> None:
    """Everything that hangs on the findings, in a few statements for all of them."""
    made = rows.Rows()
    for finding, item in zip(findings, items, strict=True):
        measures = rows.measures(finding, item)
        made.measures += measures
        made.milestones += rows.milestones(finding, item, measures)
        made.indicators += rows.indicators(finding, item)
        made.remarks += rows.remarks(finding, item)
        said = rows.deadline(finding, item.deadline, frame)
        made.deadlines += [said] if said else []
        made.charges += [
            rows.charge(finding, at, charge, measures, frame) for at, charge in enumerate(item.charges)
        ]
        made.provenance += rows.provenance(finding, item, frame)
    tie_people(made.charges, frame.today)
    made.save()
