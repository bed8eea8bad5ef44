"""Named events (约谈、停产、通知): on which day they happened, so that terms that run from them become days.

What a term counts from is a phrase of the document (约谈之日). It is held against the names of events letter by letter,
without the little words around it; what is merely alike is never taken for the same."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.ledger import terms
from duban.ledger.errors import Refused
from duban.ledger.models import AnchorEvent, Deadline, DeadlinePurpose, DeadlineSource, Finding
from duban.ledger.stepping import Act
from duban.rulebook.deadlines import ResolvedDate, Span, resolve

_BEFORE = re.compile(r"^(?:自|从|于|在)")
_AFTER = re.compile(r"(?:之日|当日|之后|以后|之时|后|起|日)+$")
_FIRST = datetime.date(1990, 1, 1)
Facts = dict[str, Any]


def bare(phrase: str) -> str:
    """The event in a phrase: 自约谈之日起 is 约谈."""
    words = re.sub(r"[\s“”\"《》]", "", phrase)
    return _AFTER.sub("", _BEFORE.sub("", words)) or words


def standing(finding: Finding) -> Iterator[AnchorEvent]:
    """What is recorded of this finding, then of its plan."""
    plan = finding.plan_item.plan_id if finding.plan_item else None
    rows = AnchorEvent.objects.filter(Q(finding=finding) | Q(plan=plan, plan__isnull=False))
    yield from sorted(rows, key=lambda row: (row.finding_id is None, row.pk))


def of(anchor: str, finding: Finding) -> AnchorEvent | None:
    wanted = bare(anchor)
    return next((row for row in standing(finding) if bare(row.name) == wanted), None)


def counted(now: terms.Term, day: datetime.date, finding: Finding) -> ResolvedDate:
    """When the term ends that began on this day, with the rule and what it was applied to."""
    assert now.amount is not None
    return resolve(Span(now.anchor, now.amount, now.unit), day, finding.inspection.region)


def checked_name(said: str) -> str:
    name = bare(said.strip())
    if not name or len(name) > 60:
        raise Refused(_("请写明起算的事项，如“约谈”，不超过60字。没有任何改动。"))
    return name


def checked_day(day: datetime.date | None, today: datetime.date) -> datetime.date:
    if day is None or not _FIRST <= day <= today:
        raise Refused(_("请填写该事项发生的日期：不能晚于今天，请核对年份。没有任何改动。"))
    return day


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry and, where it corrects another one, that."""

    row: AnchorEvent
    before: AnchorEvent | None


def of_plan(name: str, finding: Finding) -> AnchorEvent | None:
    """What is recorded of its plan under this name."""
    rows = (row for row in standing(finding) if row.plan_id is not None)
    return next((row for row in rows if bare(row.name) == bare(name)), None)


def enter(
    known: AnchorEvent | None,
    name: str,
    day: datetime.date,
    basis: str,
    reason: str,
    *,
    over: AnchorEvent | None = None,
    **facts: Any,
) -> Entered:
    """The event on its day; a day that was entered before is corrected with a reason, and stays on record. ``over``:
    what is recorded of the plan; a finding with a day of its own goes by that, and says why."""
    before = known or over
    if before is not None and (before.happened_on, before.basis) == (day, basis):
        raise Refused(_("“%(name)s”已经登记在%(day)s，没有改动。") % {"name": name, "day": day})
    if before is not None and not reason.strip():
        raise Refused(_why(before, is_own=known is not None))
    if known is not None:
        AnchorEvent.objects.filter(pk=known.pk).update(taken_back_at=facts["at"])
    row = AnchorEvent.objects.create(name=name, happened_on=day, basis=basis, corrects=known, **facts)
    return Entered(row, before)


def _why(before: AnchorEvent, *, is_own: bool) -> str:
    told = {"name": before.name, "day": before.happened_on}
    if is_own:
        return _("“%(name)s”已经登记在%(day)s；如需更正，请写明更正的理由。没有任何改动。") % told
    return (
        _(
            "方案已登记“%(name)s”的日期%(day)s，本问题据此推算；本问题的日期与方案不同的，请写明理由。没有任何改动。"
        )
        % told
    )


def recount(act: Act, entered: Entered) -> list[Facts]:
    """Deadlines that count from this event become days, or other days where the entry was wrong. A deadline that was
    set since, by an extension or an order, is not touched."""
    return [told for purpose in DeadlinePurpose.values for told in _recounted(act, entered, purpose)]


def _recounted(act: Act, entered: Entered, purpose: str) -> Iterator[Facts]:
    row = terms.standing(act.finding, purpose)
    if row is None or not _counts_from(row, entered):
        return
    now = terms.term_of(row)
    found = counted(now, entered.row.happened_on, act.finding)
    if found.date == row.date:
        return
    source = DeadlineSource.ERRATUM if row.date else DeadlineSource(row.source)
    said = replace(now, date=found.date)
    terms.append(act, said, source, purpose, basis=row.basis, approver=act.actor, event=entered.row)
    yield {
        "why": "anchor",
        "purpose": purpose,
        "anchor": now.anchor,
        "before": row.date.isoformat() if row.date else None,
        "date": found.date.isoformat(),
        "rule": found.facts,
    }


def _counts_from(row: Deadline, entered: Entered) -> bool:
    if not (row.rule_anchor and row.rule_amount and row.rule_unit):
        return False
    if row.date is not None:
        return entered.before is not None and row.event_id == entered.before.pk
    return bare(row.rule_anchor) == bare(entered.row.name)


def put_back(act: Act, pk: int) -> None:
    """The entry is withdrawn: what it corrected holds again, or what is recorded of the plan; where there is nothing of
    that, what was counted from it is a term once more."""
    row = AnchorEvent.objects.select_related("corrects").get(pk=pk)
    AnchorEvent.objects.filter(pk=pk).update(taken_back_at=act.now)
    if row.corrects is not None:
        AnchorEvent.everything.filter(pk=row.corrects.pk).update(taken_back_at=None)
    forget(act, row, of(row.name, act.finding))


def forget(act: Act, row: AnchorEvent, former: AnchorEvent | None = None) -> list[Facts]:
    """What was counted from this entry is counted from the former one, or is a term without a day again."""
    told = []
    for purpose in _counted_from(act.finding, row.pk):
        before = terms.term_of(terms.standing(act.finding, purpose))
        date = counted(before, former.happened_on, act.finding).date if former else None
        said = replace(before, date=date)
        terms.append(act, said, DeadlineSource.BACK, purpose, approver=act.actor, event=former)
        told.append({"why": "forgotten", "purpose": purpose, "anchor": before.anchor, "date": None})
    return told


def _counted_from(finding: Finding, pk: int) -> Iterable[str]:
    for purpose in DeadlinePurpose.values:
        row = terms.standing(finding, purpose)
        if row is not None and row.event_id == pk:
            yield purpose
