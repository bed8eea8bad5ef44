"""Carrying out an import: all of it in one transaction, through the same verbs as an accepted document."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.journal.actions import Line, record_all
from duban.ledger.actions import register_plan, revise_plan, supplement_plan
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing.inserting import inserting, rows_left_by
from duban.ledger.importing.locating import locate, relocate
from duban.ledger.importing.sheets import SheetRow
from duban.ledger.importing.steps import Tell, share
from duban.ledger.importing.trial import RowPlan, Trial, try_out
from duban.ledger.importing.writing import write_days, write_stages, write_words
from duban.ledger.inputs import Acceptance, InspectionInput, ItemChange, PlanInput
from duban.ledger.models import Finding, Inspection, OpeningFacts, Plan, PlanKind, Takeover
from duban.ledger.moves import arrival

#: Any number of its own among the locks of the house.
_LOCK = 20_260_612
#: Of a hundred parts of the work, so many are the trial; the rest is writing.
TRIED = 25


class Mode(StrEnum):
    """What happens with rows that cannot be taken and with problems that are there already.

    STOP: nothing at all is imported unless every row is new or unchanged. SKIP: new ones are imported, the others left
    as they are. UPDATE: new ones are imported and existing ones brought to what the table says; bad rows are left out."""

    STOP = "stop"
    SKIP = "skip"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Table:
    """Where the rows come from, for the record."""

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; ``numbers`` are the new ones by row."""

    new: int
    changed: int
    same: int
    left_out: int
    numbers: dict[int, str]
    trial: Trial


@transaction.atomic
def carry_out(
    rows: Sequence[SheetRow],
    actor: Person,
    *,
    table: Table,
    inspection: str = "",
    mode: Mode = Mode.STOP,
    attestation: str = "",
    demand: Callable[[Trial], None] = lambda trial: None,
    tell: Tell = lambda done, total: None,
) -> Outcome:
    """Tried out again first: the ledger may have moved on since the dry run. ``demand`` may refuse what it shows; ``tell``
    hears how far it is."""
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以把表格导入台账，没有导入任何内容。"))
    _one_at_a_time()
    now = timezone.now()
    trial = try_out(rows, actor, inspection, timezone.localdate(now), share(tell, 0, TRIED))
    demand(trial)
    _may_go_on(trial, mode, attestation)
    takeover = Takeover(
        name=table.name[:255], sha256=table.sha256, attested_by=actor, attestation=attestation, at=now
    )
    with inserting(rows_left_by(trial, mode == Mode.UPDATE), share(tell, TRIED, 100)):
        return _carry(trial, actor, table, takeover, mode)


def _carry(trial: Trial, actor: Person, table: Table, takeover: Takeover, mode: Mode) -> Outcome:
    accepted = _new(trial.of("new"), table, actor)
    locate(trial.of("new"), accepted, actor)
    _take_over(trial, accepted, takeover, actor)
    changed = _change(trial.of("changed"), table, actor) if mode == Mode.UPDATE else 0
    return _outcome(trial, accepted, changed)


def _one_at_a_time() -> None:
    """Of two who bring the same table at once, the second sees what the first has brought. SQLite's transaction has the
    write lock already; PostgreSQL is asked for one of ours."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _may_go_on(trial: Trial, mode: Mode, attestation: str) -> None:
    counts = trial.counts
    if mode == Mode.STOP and (counts["bad"] or counts["changed"]):
        raise Refused(
            _("有%(bad)s行不能导入、%(changed)s行与台账不同，按“全部停止”没有导入任何内容。")
            % {"bad": counts["bad"], "changed": counts["changed"]}
        )
    if trial.needs_attestation and not attestation.strip():
        raise Refused(
            _("表中有接管前的阶段、日期或编号，请写明由谁根据什么证明这些情况属实；没有导入任何内容。")
        )


def _new(rows: Sequence[RowPlan], table: Table, actor: Person) -> dict[int, Finding]:
    """New problems, plan by plan; gives the finding of each row."""
    by_seat: dict[str, list[RowPlan]] = defaultdict(list)
    for row in rows:
        by_seat[row.inspection].append(row)
    found: dict[int, int] = {}
    for name, some in by_seat.items():
        done = _register(name, some, table, actor)
        found |= {int(accepted.ref): accepted.finding for accepted in done.findings}
    whole = Finding.objects.in_bulk(list(found.values()))
    return {row: whole[key] for row, key in found.items()}


def _register(name: str, rows: Sequence[RowPlan], table: Table, actor: Person) -> Acceptance:
    seat = Inspection.objects.filter(name=name).first()
    plan = Plan.objects.filter(inspection=seat, kind=PlanKind.MASTER).first() if seat else None
    items = [row.item for row in rows]
    facts = PlanInput(
        title=(_("%(inspection)s整改台账（%(file)s）") % {"inspection": name, "file": table.name})[:300]
    )
    if plan is not None:
        return supplement_plan(plan, facts, items, actor)
    said = InspectionInput(id=seat.pk) if seat else InspectionInput(name=name)
    return register_plan(said, facts, items, actor)


def _take_over(trial: Trial, accepted: dict[int, Finding], takeover: Takeover, actor: Person) -> None:
    """Opening facts of new problems: attested, not replayed through gates."""
    opened = [row for row in trial.of("new") if row.opening]
    if not opened:
        return
    takeover.rows = len(opened)
    takeover.save()
    findings = [accepted[row.row] for row in opened]
    OpeningFacts.objects.bulk_create(
        [_opening(row, accepted[row.row], takeover) for row in opened], batch_size=500
    )
    for row, finding in zip(opened, findings, strict=True):
        _as_it_stood(row, finding)
    write_stages(findings)
    write_days([accepted[row.row] for row in opened if row.opening.registered_on])
    write_words([accepted[row.row] for row in opened if row.opening.old_number])
    lines = [
        Line(("finding", str(accepted[row.row].pk)), "finding.take_over", _told(row, takeover))
        for row in opened
    ]
    record_all(lines, actor)


def _opening(row: RowPlan, finding: Finding, takeover: Takeover) -> OpeningFacts:
    said = row.opening
    return OpeningFacts(
        finding=finding,
        takeover=takeover,
        row=row.row,
        old_number=said.old_number,
        stage=said.stage or arrival("take_over"),
        registered_on=said.registered_on,
        finished_on=said.finished_on,
        accepted_on=said.accepted_on,
        closed_on=said.closed_on,
        closing_no=said.closing_no,
    )


def _as_it_stood(row: RowPlan, finding: Finding) -> None:
    said = row.opening
    finding.stage = said.stage or arrival("take_over")
    if said.old_number:
        finding.search_text += f"\n{said.old_number}"
    if said.registered_on:
        noon = datetime.datetime.combine(said.registered_on, datetime.time(12))
        finding.registered_at = timezone.make_aware(noon)


def _told(row: RowPlan, takeover: Takeover) -> dict[str, Any]:
    said = row.opening
    days = {
        name: getattr(said, name).isoformat()
        for name in ("registered_on", "finished_on", "accepted_on", "closed_on")
        if getattr(said, name)
    }
    return {
        "table": takeover.name,
        "sha256": takeover.sha256,
        "row": row.row,
        "stage": said.stage or str(arrival("take_over")),
        "old_number": said.old_number,
        "closing_no": said.closing_no,
        "attestation": takeover.attestation,
        **days,
    }


def _change(rows: Sequence[RowPlan], table: Table, actor: Person) -> int:
    """Existing problems, plan by plan, as a revised version of their plan."""
    by_plan: dict[int, list[RowPlan]] = defaultdict(list)
    for row in rows:
        assert row.finding is not None
        if row.finding.plan_item is not None:
            by_plan[row.finding.plan_item.plan_id].append(row)
    for key, some in by_plan.items():
        plan = Plan.objects.get(pk=key)
        changes = [
            ItemChange("changed", row.finding.plan_item_id, row.item, whole=True)
            for row in some
            if row.finding and row.changes != ("sites",)
        ]
        if changes:
            revise_plan(plan, PlanInput(title=f"{plan.title[:200]}（{table.name[:80]}）"), changes, actor)
    relocate(rows, table.name, actor)
    return sum(map(len, by_plan.values()))


def _outcome(trial: Trial, accepted: dict[int, Finding], changed: int) -> Outcome:
    counts = trial.counts
    left_out = counts["bad"] + counts["changed"] - changed
    numbers = {row: finding.number for row, finding in accepted.items()}
    return Outcome(len(accepted), changed, counts["same"], left_out, numbers, trial)
