"""A wrong entry is taken back: it stays on record, and nothing may have been built on it yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.journal.actions import Line, record_all
from duban.ledger.errors import Refused
from duban.ledger.lifecycle import LISTED
from duban.ledger.models import (
    AgendaItem,
    ClassDeadline,
    DeadlinePurpose,
    Finding,
    PlanApproval,
    PlanPublication,
    PlanVersion,
    Step,
)
from duban.ledger.plans.common import filled, held
from duban.ledger.plans.registry import Subject, plan_verb

Entered = TypeVar("Entered", PlanApproval, PlanPublication, ClassDeadline, AgendaItem)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBackSaid:
    reason: str = field(
        metadata={
            "label": gettext_lazy("撤回理由"),
            "long": True,
            "help": gettext_lazy("登记有误时撤回，原记录保留。"),
        }
    )


@plan_verb("take_back_approval", gettext_lazy("撤回批复登记"), Subject.APPROVAL, TakeBackSaid)
def take_back_approval(pk: int, said: TakeBackSaid, actor: Person) -> PlanApproval:
    row = held(PlanApproval, pk)
    _nothing_built(_findings(row.version), "file_plan", row.at)
    facts = {
        "what": "approval",
        "title": row.version.title,
        "told": str(row),
        "day": row.approved_on.isoformat(),
    }
    return _taken_back(row, said, actor, facts, [("plan", row.version.plan_id)])


@plan_verb("take_back_publication", gettext_lazy("撤回公开登记"), Subject.PUBLICATION, TakeBackSaid)
def take_back_publication(pk: int, said: TakeBackSaid, actor: Person) -> PlanPublication:
    row = held(PlanPublication, pk)
    _nothing_built(_findings(row.version), "start_work", row.at)
    facts = {
        "what": "publication",
        "title": row.version.title,
        "told": row.channel,
        "day": row.published_on.isoformat(),
    }
    return _taken_back(row, said, actor, facts, [("plan", row.version.plan_id)])


@plan_verb("take_back_class_deadline", gettext_lazy("撤回类别时限"), Subject.CLASS_DEADLINE, TakeBackSaid)
def take_back_class_deadline(pk: int, said: TakeBackSaid, actor: Person) -> ClassDeadline:
    """Those still to be filed go by the earlier one, or the rule. What was filed with it is not left behind unsaid."""
    row = held(ClassDeadline, pk)
    _filed_with_none(row)
    facts = {
        "what": "class_deadline",
        "title": "",
        "told": _of_class(row),
        "day": row.date.isoformat(),
    }
    return _taken_back(row, said, actor, facts, [("inspection", row.inspection_id)])


def _of_class(row: ClassDeadline) -> str:
    kind, purpose = str(row.get_kind_display()), str(row.get_purpose_display())
    return kind if row.purpose == DeadlinePurpose.COMPLETE else f"{kind}·{purpose}"


@plan_verb("take_back_agenda", gettext_lazy("撤回议题"), Subject.AGENDA, TakeBackSaid)
def take_back_agenda(pk: int, said: TakeBackSaid, actor: Person) -> AgendaItem:
    row = held(AgendaItem, pk)
    if row.decision:
        _nothing_built(_let_pass(row), "file_plan", row.meeting.at)
    subjects = [("meeting", row.meeting_id)]
    subjects += [("plan", row.approves.plan_id)] if row.approves else []
    subjects += [("finding", pk) for pk in row.findings.order_by("pk").values_list("pk", flat=True)]
    facts = {
        "what": "agenda",
        "title": row.meeting.name,
        "told": row.title,
        "day": row.meeting.held_on.isoformat(),
    }
    return _taken_back(row, said, actor, facts, subjects)


def _taken_back(
    row: Entered, said: TakeBackSaid, actor: Person, facts: dict[str, str], subjects: list[tuple[str, int]]
) -> Entered:
    told = {**facts, "reason": filled(said.reason, _("撤回理由"), 500)}
    row.taken_back_at = timezone.now()
    row.save(update_fields=["taken_back_at"])
    record_all([Line((kind, str(pk)), f"{kind}.taken_back", told) for kind, pk in subjects], actor)
    return row


def _nothing_built(findings: QuerySet[Finding], verb: str, since: Any) -> None:
    """None of the findings took the step that this opened; whoever wants it back withdraws those steps first."""
    steps = Step.objects.filter(finding__in=_hold(findings), verb=verb, withdrawn_by=None, at__gte=since)
    numbers = list(steps.order_by("finding__number").values_list("finding__number", flat=True)[:5])
    if numbers:
        raise Refused(
            _("%s等问题已据此办理后续步骤，不能撤回。如确需撤回，请先撤回这些步骤。没有任何改动。")
            % _("、").join(numbers)
        )


def _hold(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """All of them are locked in one order first, so that none passes a gate while that is being taken away."""
    rows = Finding.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=findings.values("pk"))
    list(rows.order_by("pk").values_list("pk", flat=True))
    return findings


def _let_pass(row: AgendaItem) -> QuerySet[Finding]:
    """For whose filing this decision counts: of the plan that it approved; else those it named that stand in none."""
    if row.approves is not None:
        return _findings(row.approves)
    return Finding.objects.filter(agenda_items=row, plan_item=None)


def _filed_with_none(row: ClassDeadline) -> None:
    """What rests goes on with the date that it was filed with."""
    findings = _hold(Finding.objects.filter(inspection=row.inspection_id, standing__in=LISTED))
    filed = Step.objects.filter(verb="file_plan", withdrawn_by=None, at__gte=row.at, finding__in=findings)
    told = filed.order_by("finding__number").values_list("finding__number", "facts")
    numbers = [number for number, facts in told if any(_by(row, each) for each in facts.get("dates", []))]
    if numbers:
        raise Refused(
            _(
                "%s等问题备案时已按这一时限确定日期，不能撤回。今后备案的，重新规定即可；已备案的请用“申请调整”。"
                "没有任何改动。"
            )
            % _("、").join(numbers[:5])
        )


def _by(row: ClassDeadline, date: dict[str, Any]) -> bool:
    """Whether this is a date that the class gave."""
    purpose = date.get("purpose", DeadlinePurpose.COMPLETE)
    is_its = date.get("kind") == row.kind and date.get("date") == row.date.isoformat()
    return is_its and purpose == row.purpose and date.get("why") in {"class", "phase"}


def _findings(version: PlanVersion) -> QuerySet[Finding]:
    own = Finding.objects.filter(plan_item__plan=version.plan_id)
    return own | Finding.objects.filter(plan_item=None, special_plans__plan=version.plan_id)
