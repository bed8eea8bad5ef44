"""What a filing makes of deadlines without a day: a date for the whole class, and terms whose anchor has happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger import terms
from duban.ledger.freezing import assigned_on
from duban.ledger.models import ClassDeadline, DeadlineKind, Milestone, PlanPublication
from duban.ledger.stepping import Act
from duban.rulebook.deadlines import Span, due, resolve

Fixed = dict[str, Any]

_AT_ONCE = (DeadlineKind.IMMEDIATE, DeadlineKind.IMMEDIATE_ONGOING)


def fix_deadlines(act: Act) -> list[Fixed]:
    """Appends what can be said of dates now; gives back what it appended, with the rule that was followed."""
    told = _of_class(act) or _relative(act) or _at_once(act)
    _mark_passed(act)
    return told


def resolve_term(act: Act) -> list[Fixed]:
    """After filing: a term whose anchor has happened since (the plan was made public) becomes a day, too."""
    return _relative(act)


def _of_class(act: Act) -> list[Fixed]:
    """The date that the inspection set for the whole class, where the finding has none of its own."""
    now = terms.term_of(terms.standing(act.finding))
    rows = ClassDeadline.objects.filter(inspection=act.finding.inspection_id, kind=now.kind or "-")
    row = rows.order_by("pk").last()
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


def _relative(act: Act) -> list[Fixed]:
    """So many days after something: once that has happened, a day."""
    now = terms.term_of(terms.standing(act.finding))
    if now.date is not None or not (now.anchor and now.amount and now.unit):
        return []
    day = _happened(now.anchor, act)
    if day is None:
        return []
    found = resolve(Span(now.anchor, now.amount, now.unit), day, act.finding.inspection.region)
    terms.append(act, replace(now, date=found.date))
    return [{"why": "anchor", "anchor": now.anchor, "date": found.date.isoformat(), "rule": found.facts}]


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


def _happened(anchor: str, act: Act) -> datetime.date | None:
    """The day of what a term counts from, as far as the ledger knows it."""
    for words, event in _EVENTS:
        if any(word in anchor for word in words):
            return event(act)
    return None


def _feedback(act: Act) -> datetime.date | None:
    return act.finding.inspection.feedback_date


def _approval(act: Act) -> datetime.date | None:
    return act.place.approvals[0].approved_on if act.place.approvals else None


def _issue(act: Act) -> datetime.date | None:
    return next((version.published for version in reversed(act.place.versions) if version.published), None)


def _filing(act: Act) -> datetime.date:
    return act.today


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
