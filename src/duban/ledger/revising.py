"""What a revised plan does to a finding: new rows beside the old ones, nothing overwritten that was ever promised.

A version is held against the version before it, not against the finding: what the plan did not say before and does not
say now is none of its business (an extension that was approved, the person whom the office named, the members of a
group), and what it merely repeats does not undo what was approved since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from duban.accounts.models import Person
from duban.ledger import anchors, freezing, rows
from duban.ledger.content import thawed
from duban.ledger.inputs import PlanItemInput
from duban.ledger.lifecycle import PUBLIC_VALUE, Public, Standing
from duban.ledger.models import (
    Category,
    Charge,
    ChargeRole,
    Deadline,
    Finding,
    Measure,
    StandingChange,
    Step,
)
from duban.ledger.moves import move
from duban.ledger.relations import charges_in_force
from duban.ledger.stepping import Act
from duban.ledger.ties import tie_people
from duban.ledger.words import words_of

Change = dict[str, Any]
Key = Callable[[Any], object]
#: A plan rarely names them; who was named beside it goes only when the plan names another.
_NAMED_BESIDE = frozenset({ChargeRole.PERSON, ChargeRole.WATCHER})


@dataclass
class Revision:
    """A finding in hand and what the new version says of it. ``before``: what the version before it said; None where
    the item was made from the finding as it stands, so that whatever it does not say is gone."""

    finding: Finding
    item: PlanItemInput
    before: PlanItemInput | None
    frame: rows.Frame
    actor: Person
    changes: list[Change] = field(default_factory=list)

    @cached_property
    def act(self) -> Act:
        charges = charges_in_force(self.finding)
        return Act(move("revised"), self.finding, charges, self.actor, self.frame.now, self.frame.today)

    def says_anew(self, name: str) -> bool:
        return self.before is None or getattr(self.before, name) != getattr(self.item, name)

    def counted(self, name: str, added: int, gone: int) -> None:
        if added or gone:
            self.changes.append({"field": name, "added": added, "gone": gone})


def apply(
    finding: Finding,
    item: PlanItemInput,
    before: dict[str, Any] | None,
    category: Category | None,
    frame: rows.Frame,
    actor: Person,
) -> tuple[Step, dict[str, Any]]:
    """Bring a finding to what the new version says; give back the step (to be written) and the facts of it."""
    hand = Revision(finding, item, thawed(before) if before is not None else None, frame, actor)
    is_filed = finding.filings.filter(voided_by=None).exists()
    _texts(hand)
    finding.category = category
    measures = _measures(hand)
    _charges(hand, measures)
    _match(hand, "milestones", lambda said, made: rows.milestones(finding, said, made), _step, measures)
    _match(hand, "indicators", lambda said, _made: rows.indicators(finding, said), str, measures)
    _match(hand, "remarks", lambda said, _made: rows.remarks(finding, said), _remark, measures)
    has_new_date = _deadline(hand)
    rows.Rows(provenance=rows.provenance(finding, item, frame)).save()
    facts = _filed(hand, has_new_date) if is_filed else {}
    finding.search_text = words_of(finding)
    step = _stepped(finding, "revised", actor, frame)
    finding.save()
    return step, {"changes": hand.changes, **facts}


def withdraw(finding: Finding, reason: str, frame: rows.Frame, actor: Person) -> tuple[Step, dict[str, Any]]:
    """The new version has it no more: it leaves the count and stays on record. What has left the count already, or was
    closed, stays what it is."""
    is_closed = PUBLIC_VALUE[finding.stage] == Public.CLOSED
    stays = is_closed or finding.standing not in {Standing.ACTIVE, Standing.SUSPENDED}
    if not stays:
        StandingChange.objects.create(
            finding=finding,
            before=finding.standing,
            after=Standing.WITHDRAWN,
            reason=reason,
            by=actor,
            at=frame.now,
        )
        finding.standing, finding.standing_reason = Standing.WITHDRAWN, reason
    step = _stepped(finding, "withdrawn_by_plan", actor, frame)
    finding.save(update_fields=["standing", "standing_reason", "step_count"])
    return step, {"stays": finding.stage if is_closed else finding.standing} if stays else {}


def _stepped(finding: Finding, verb: str, actor: Person, frame: rows.Frame) -> Step:
    """A step like any other: a form that was opened before it is told of it, and no earlier step is taken back over it."""
    finding.step_count += 1
    return Step(
        finding=finding,
        ordinal=finding.step_count,
        verb=verb,
        start=finding.stage,
        end=finding.stage,
        facts={"version": frame.version.number, "title": frame.version.title},
        by=actor,
        at=frame.now,
    )


def _filed(hand: Revision, has_new_date: bool) -> dict[str, Any]:
    """What is on file is frozen anew: groups that came become their members, terms become days."""
    dates = anchors.fix_deadlines(hand.act) if has_new_date else []
    joined = freezing.join_members(hand.act)
    filed = freezing.file(hand.act)
    return {
        "receipt": filed.row.receipt_no,
        "filing": filed.row.number,
        "members": joined.members,
        "left_out": joined.left_out,
        "dates": dates,
    }


def _texts(hand: Revision) -> None:
    for name in ("problem", "goal", "printed_no", "priority", "status_text"):
        before, after = getattr(hand.finding, name), getattr(hand.item, name)
        if before != after and hand.says_anew(name):
            setattr(hand.finding, name, after)
            hand.changes.append({"field": name, "before": before, "after": after})


def _measures(hand: Revision) -> list[Measure | None]:
    """By their places in the item; None where one that the plan repeats was struck out by an approved change. Measures
    of the same words are the same measure; the plan's stand first, then those that were added below it."""
    standing = list(hand.finding.measures.filter(superseded_by__isnull=True))
    spare = {measure.text: measure for measure in reversed(standing)}
    repeated = set(hand.before.measures) if hand.before else set()
    result: list[Measure | None] = []
    for text in hand.item.measures:
        known = spare.pop(text, None)
        is_new = known is None and text not in repeated
        result.append(Measure(finding=hand.finding, text=text) if is_new else known)
    gone = [row for row in spare.values() if hand.before is None or row.text in repeated]
    rest = [row for row in standing if row.pk in {each.pk for each in spare.values()} and row not in gone]
    present = [row for row in result if row is not None]
    added = sum(row.pk is None for row in present)
    for at, row in enumerate([*present, *rest]):
        row.ordinal = at
        row.save()
    for row in gone:
        row.superseded_by = hand.frame.version
        row.save(update_fields=["superseded_by"])
    hand.counted("measures", added, len(gone))
    return result


def _match(
    hand: Revision,
    name: str,
    make: Callable[[PlanItemInput, Sequence[Any]], Sequence[Any]],
    key: Key,
    measures: Sequence[Measure | None],
) -> None:
    """Rows that say the same stay the same rows; what is gone is struck out, what is new is added."""
    existing = getattr(hand.finding, name)
    repeated = {key(row) for row in make(hand.before, ())} if hand.before else set()
    spare: dict[object, list[Any]] = {}
    for row in existing.filter(superseded_by__isnull=True):
        spare.setdefault(key(row), []).append(row)
    added = 0
    for row in make(hand.item, measures):
        same = spare.get(key(row))
        if same:
            row.pk = same.pop(0).pk
        elif key(row) in repeated:
            continue
        else:
            added += 1
        row.save()
    gone = [row.pk for rest in spare.values() for row in rest if hand.before is None or key(row) in repeated]
    existing.filter(pk__in=gone).update(superseded_by=hand.frame.version)
    hand.counted(name, added, len(gone))


def _step(row: Any) -> object:
    return (row.date, row.what)


def _remark(row: Any) -> object:
    return (row.label, row.text)


def _charges(hand: Revision, measures: Sequence[Measure | None]) -> None:
    """A charge that ends keeps its row with its last day; one that goes on keeps its first. Members of a group stay
    and go with it."""
    standing = [row for row in hand.act.charges if row.via_id is None]
    wanted = {_charge_key(row): row for row in _said(hand, hand.item, measures)}
    repeated = {_charge_key(row) for row in _said(hand, hand.before, None)} if hand.before else set()
    kept = {_charge_key(row) for row in standing}
    new = [row for key, row in wanted.items() if key not in kept | repeated]
    named = {row.role for row in new}
    gone = [row for row in standing if _ends(row, wanted.keys(), repeated, named, hand.before is None)]
    _end(hand, gone)
    tie_people(new, hand.frame.today)
    Charge.objects.bulk_create(new)
    hand.act.charges = charges_in_force(hand.finding)
    hand.counted("charges", len(new), len(gone))


def _said(hand: Revision, item: PlanItemInput, measures: Sequence[Measure | None] | None) -> list[Charge]:
    """Charges as an item says them. Of the version before, measures are told apart by their words alone."""
    made = [Measure(text=text) for text in item.measures] if measures is None else measures
    return [
        rows.charge(hand.finding, at, said, made, hand.frame)  # type: ignore[arg-type]
        for at, said in enumerate(item.charges)
    ]


def _ends(
    row: Charge, wanted: Collection[object], repeated: Collection[object], named: set[str], whole: bool
) -> bool:
    if row.role in _NAMED_BESIDE:
        return row.role in named
    key = _charge_key(row)
    return key not in wanted and (whole or key in repeated)


def _end(hand: Revision, gone: Sequence[Charge]) -> None:
    groups = {row.pk for row in gone}
    members = [row for row in hand.act.charges if row.via_id in groups]
    for row in (*gone, *members):
        row.until = hand.frame.today
        row.save(update_fields=["until"])


def _charge_key(row: Charge) -> tuple[object, ...]:
    return (row.role, row.printed, row.office, row.post, row.measure.text if row.measure else None)


def _deadline(hand: Revision) -> bool:
    """The new deadline is a new row; the original stays the first for ever."""
    current = hand.finding.deadlines.filter(purpose="complete").last()
    wanted = rows.deadline(hand.finding, hand.item.deadline, hand.frame)
    if not hand.says_anew("deadline") or _deadline_key(current) == _deadline_key(wanted):
        return False
    if wanted is None:
        wanted = Deadline(finding=hand.finding, plan_version=hand.frame.version, created_at=hand.frame.now)
    wanted.save()
    hand.finding.due_on, hand.finding.deadline_kind = wanted.date, wanted.kind
    hand.changes.append({"field": "deadline", "before": _words(current), "after": _words(wanted)})
    return True


def _deadline_key(row: Deadline | None) -> tuple[object, ...] | None:
    return (row.kind, row.date, row.raw, row.rule_anchor, row.rule_amount, row.rule_unit) if row else None


def _words(row: Deadline | None) -> str:
    return (row.raw or (row.date.isoformat() if row.date else "")) if row else ""
