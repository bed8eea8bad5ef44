"""What a filing makes of deadlines without a day: a date for the whole class, and terms whose anchor has happened."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger import events, terms
from duban.ledger.freezing import assigned_on
from duban.ledger.models import (
    AnchorEvent,
    ClassDeadline,
    DeadlineKind,
    DeadlinePurpose,
    DeadlineSource,
    Milestone,
    PlanPublication,
)
from duban.ledger.stepping import Act
from duban.rulebook.deadlines import ResolvedDate, due

Fixed = dict[str, Any]

#: Steps that put a plan on file.
_FILING = frozenset({"file_plan", "revised"})
_AT_ONCE = (DeadlineKind.IMMEDIATE, DeadlineKind.IMMEDIATE_ONGOING)


def fix_deadlines(act: Act) -> list[Fixed]:
    """Appends what can be said of dates now; gives back what it appended, with the rule that was followed."""
    told = _of_class(act) or _relative(act) or _at_once(act)
    _mark_passed(act)
    beside = [_beside(act, purpose) for purpose in (DeadlinePurpose.ACCEPT, DeadlinePurpose.CLOSE)]
    return told + [each for found in beside for each in found]


def resolve_term(act: Act) -> list[Fixed]:
    """After filing: a term whose anchor has happened since (the plan was made public) becomes a day, too."""
    return [told for purpose in DeadlinePurpose.values for told in _relative(act, purpose)]


def _class_row(act: Act, purpose: str) -> ClassDeadline | None:
    rows = ClassDeadline.objects.filter(inspection=act.finding.inspection_id, purpose=purpose)
    return rows.filter(kind=act.finding.deadline_kind or "-").order_by("pk").last()


def _beside(act: Act, purpose: str) -> list[Fixed]:
    """Acceptance and closing: by the date of the class, where nothing was said of this finding."""
    if terms.term_of(terms.standing(act.finding, purpose)) != terms.Term():
        return _relative(act, purpose)
    row = _class_row(act, purpose)
    if row is None:
        return []
    said = terms.Term("", row.date, row.words)
    terms.append(act, said, purpose=purpose, basis=_("类别时限"))
    return [{"why": "class", "purpose": purpose, "kind": row.kind, "date": row.date.isoformat()}]


def _of_class(act: Act) -> list[Fixed]:
    """The date that the inspection set for the whole class, where the finding has none of its own."""
    now = terms.term_of(terms.standing(act.finding))
    row = _class_row(act, DeadlinePurpose.COMPLETE)
    if row is None or now.date is not None:
        return []
    if row.kind == DeadlineKind.ONGOING:
        return _phase_goal(act, row)
    terms.append(act, replace(now, date=row.date, raw=row.words or now.raw, anchor="", amount=None, unit=""))
    return [{"why": "class", "kind": row.kind, "date": row.date.isoformat(), "words": row.words}]


def _phase_goal(act: Act, row: ClassDeadline) -> list[Fixed]:
    """Work without an end gets a goal for the phase, not a day on which it would be late."""
    words = row.words or _("取得阶段性成效")
    there = act.finding.milestones.filter(date=row.date, what=words, superseded_by__isnull=True).exists()
    if there:
        return []
    place = act.finding.milestones.count()
    Milestone.objects.create(finding=act.finding, ordinal=place, date=row.date, what=words)
    return [{"why": "phase", "kind": row.kind, "date": row.date.isoformat(), "words": row.words}]


def _relative(act: Act, purpose: str = DeadlinePurpose.COMPLETE) -> list[Fixed]:
    """So many days after something: once that has happened, a day."""
    row = terms.standing(act.finding, purpose)
    now = terms.term_of(row)
    if row is None or now.date is not None or not (now.anchor and now.amount and now.unit):
        return []
    counted = reckon(act, now)
    if counted is None:
        return []
    source, said = DeadlineSource(row.source), replace(now, date=counted.found.date)
    terms.append(act, said, source, purpose, basis=row.basis, event=counted.event)
    told = {"anchor": now.anchor, "date": counted.found.date.isoformat(), "rule": counted.found.facts}
    return [{"why": "anchor", "purpose": purpose, **told}]


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a term; ``event``: what it was counted from, where that is no fact of the ledger's own."""

    found: ResolvedDate
    event: AnchorEvent | None


def reckon(act: Act, now: terms.Term) -> Counted | None:
    """The term as a day, where it is known when what it counts from has happened."""
    event = events.of(now.anchor, act.finding)
    day = event.happened_on if event else _happened(now.anchor, act)
    return Counted(events.counted(now, day, act.finding), event) if day else None


def _at_once(act: Act) -> list[Fixed]:
    """立行立改 without any date: so many days from the day it was handed out, by rule."""
    now = terms.term_of(terms.standing(act.finding))
    if now.date is not None or now.kind not in _AT_ONCE:
        return []
    begun = assigned_on(act.finding) or act.today
    found = due("immediate_default_days", _("交办"), begun, act.finding.inspection.region)
    terms.append(act, replace(now, date=found.date))
    return [{"why": "rule", "date": found.date.isoformat(), "rule": found.facts}]


Event = Callable[[Act], datetime.date | None]
#: What may stand around a word without making another event of it: 整改方案批复 is 批复, 环评批复 is not.
_AROUND = re.compile(
    "收到|中央|国家|上级|省级|市级|县级|省|市|县|生态环境保护|生态环境|环保|督察组|督察|巡察|整改|工作|实施|总体|专项|方案|意见|"
    "情况|清单|任务|问题|通知|文件|正式|向社会|社会|下达|本|该|的"
)


def known_event(anchor: str) -> Event | None:
    """Of the events that the ledger knows by itself, the one that a phrase names; only where it names nothing else."""
    core = _AROUND.sub("", events.bare(anchor))
    return next((event for words, event in _EVENTS if core in words), None)


def _happened(anchor: str, act: Act) -> datetime.date | None:
    """The day of what a term counts from, as far as the ledger knows it."""
    event = known_event(anchor)
    return event(act) if event else None


def _feedback(act: Act) -> datetime.date | None:
    return act.finding.inspection.feedback_date


def _approval(act: Act) -> datetime.date | None:
    return act.place.approvals[0].approved_on if act.place.approvals else None


def _issue(act: Act) -> datetime.date | None:
    return next((version.published for version in reversed(act.place.versions) if version.published), None)


def _filing(act: Act) -> datetime.date | None:
    """Today where this very step puts the plan on file; else the day on which it was filed, if it was."""
    if act.move.verb in _FILING:
        return act.today
    row = act.finding.filings.filter(voided_by=None, request=None).order_by("number").last()
    return row.filed_on if row else None


def _assignment(act: Act) -> datetime.date | None:
    return assigned_on(act.finding)


def _publication(act: Act) -> datetime.date | None:
    row = PlanPublication.objects.filter(version__in=act.place.versions).order_by("published_on").first()
    return row.published_on if row else None


_EVENTS: tuple[tuple[tuple[str, ...], Event], ...] = (
    (("反馈",), _feedback),
    (("批复", "批准", "审批"), _approval),
    (("印发", "下发", "发布"), _issue),
    (("备案",), _filing),
    (("交办",), _assignment),
    (("公开", "公布"), _publication),
)


def _mark_passed(act: Act) -> None:
    """A date that had passed already when the plan was approved is accepted, and marked for ever."""
    approved = act.place.approvals[0].approved_on if act.place.approvals else act.today
    row = terms.standing(act.finding)
    if row is not None and row.date is not None and row.date < approved and not row.before_approval:
        row.before_approval = True
        row.save(update_fields=["before_approval"])
