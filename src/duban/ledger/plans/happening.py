"""Named events of a whole plan (自方案所附约谈之日起…): their day, and what becomes of it in the findings that count from it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.journal.actions import record
from duban.ledger import anchors, events
from duban.ledger.errors import Refused
from duban.ledger.models import AnchorEvent, Deadline, Finding, Plan
from duban.ledger.moves import move
from duban.ledger.plans.common import filled, held, short
from duban.ledger.plans.registry import Subject, plan_verb
from duban.ledger.plans.taking_back import TakeBackSaid
from duban.ledger.stepping import Act, begin
from duban.ledger.verbs.dating import known_already, told

Change = Callable[[Act], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEventSaid:
    name: str = field(
        metadata={
            "label": gettext_lazy("起算事项"),
            "help": gettext_lazy("照时限的写法，如：约谈、任务书签订。方案中自该事项起算的时限据此推算。"),
        }
    )
    happened_on: datetime.date = field(metadata={"label": gettext_lazy("发生日期")})
    basis: str = field(default="", metadata={"label": gettext_lazy("依据")})
    reason: str = field(
        default="",
        metadata={
            "label": gettext_lazy("更正理由"),
            "help": gettext_lazy("更正已经登记的日期时填写，原登记保留。"),
        },
    )


@plan_verb("record_plan_event", gettext_lazy("登记起算事项"), Subject.PLAN, PlanEventSaid)
def record_plan_event(pk: int, said: PlanEventSaid, actor: Person) -> AnchorEvent:
    """登记起算事项: for every finding of the plan whose term runs from it; later ones meet it at their filing."""
    plan = held(Plan, pk)
    name, now = events.checked_name(said.name), timezone.now()
    if anchors.known_event(name):
        raise Refused(known_already(name))
    day = events.checked_day(said.happened_on, timezone.localdate(now))
    known = AnchorEvent.objects.filter(plan=plan, name=name).first()
    basis = short(said.basis, _("依据"), 300)
    entered = events.enter(known, name, day, basis, said.reason, plan=plan, by=actor, at=now)
    numbers = _spread(plan, actor, said.reason, entered, lambda act: events.recount(act, entered))
    facts = {**told(entered, []), "reason": said.reason.strip(), "numbers": numbers}
    record(("plan", str(plan.pk)), "plan.event", actor, facts)
    return entered.row


@plan_verb("take_back_event", gettext_lazy("撤回起算事项"), Subject.EVENT, TakeBackSaid)
def take_back_event(pk: int, said: TakeBackSaid, actor: Person) -> AnchorEvent:
    """撤回起算事项: it did not happen, or is none of the plan; what was counted from it is a term again."""
    row = held(AnchorEvent, pk)
    if row.plan is None:
        raise Refused(_("这是单个问题的起算事项，请在该问题中撤回登记这一步。没有任何改动。"))
    reason = filled(said.reason, _("撤回理由"), 500)
    entered = events.Entered(row, None)
    numbers = _spread(row.plan, actor, reason, entered, lambda act: events.forget(act, row))
    AnchorEvent.objects.filter(pk=row.pk).update(taken_back_at=timezone.now())
    facts = {**told(entered, []), "reason": reason, "numbers": numbers}
    record(("plan", str(row.plan_id)), "plan.event_taken_back", actor, facts)
    return row


def _spread(plan: Plan, actor: Person, reason: str, entered: events.Entered, change: Change) -> list[str]:
    """A step on every finding of the plan that it touches; the numbers of those."""
    numbers = []
    for finding in _counting(plan):
        act = begin(finding.number, "record_event", actor, reason=reason)
        dates = change(act)
        if dates:
            act.done({**told(entered, dates), "of_plan": plan.title}, reason)
            numbers.append(finding.number)
    return numbers


def _counting(plan: Plan) -> Iterator[Finding]:
    """Findings of the plan with a relative deadline, all locked in one order; what has left the line is left alone."""
    line = move("record_event")
    rows = Finding.objects.filter(plan_item__plan=plan, stage__in=line.start, standing__in=line.standings)
    pks = Deadline.objects.filter(finding__in=rows, rule_amount__isnull=False).values("finding")
    locked = Finding.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    yield from list(locked.order_by("pk"))
