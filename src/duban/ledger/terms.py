"""Deadlines of a finding as a person says them, each a new row; and what a filing makes of those without a date."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.errors import Refused
from duban.ledger.models import Deadline, DeadlineKind, DeadlinePurpose, DeadlineSource, Finding
from duban.ledger.models.deadlines import RuleUnit
from duban.ledger.stepping import Act

#: Longer than any term of a plan: a slip of the keyboard.
_LONGEST = 3650
_FIRST, _LAST = datetime.date(1990, 1, 1), datetime.date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Term:
    kind: str = ""
    date: datetime.date | None = None
    raw: str = ""
    anchor: str = ""
    amount: int | None = None
    unit: str = ""


def standing(finding: Finding, purpose: str = DeadlinePurpose.COMPLETE) -> Deadline | None:
    """The latest word on when the work is to be done (or accepted, or closed)."""
    return finding.deadlines.filter(purpose=purpose).last()


def term_of(row: Deadline | None) -> Term:
    if row is None:
        return Term()
    return Term(row.kind, row.date, row.raw, row.rule_anchor, row.rule_amount, row.rule_unit)


def as_said(finding: Finding) -> dict[str, Any]:
    """By the names of the inputs of a draft."""
    now = term_of(standing(finding))
    return {
        "deadline_kind": now.kind,
        "deadline_date": now.date,
        "deadline_raw": now.raw,
        "deadline_anchor": now.anchor,
        "deadline_amount": now.amount,
        "deadline_unit": now.unit,
    }


def term(
    finding: Finding,
    kind: str | None,
    date: datetime.date | None,
    raw: str | None,
    anchor: str | None,
    amount: int | None,
    unit: str | None,
) -> Term:
    """What was said, over what holds. Words stay as they are where nothing was said of them; class, date and term
    belong together, so that a date is gone when a class without one is said."""
    now = term_of(standing(finding))
    said = Term(
        now.kind if kind is None else kind,
        date,
        now.raw if raw is None else raw.strip(),
        now.anchor if anchor is None else anchor.strip(),
        amount,
        (unit or "") if amount else "",
    )
    if kind is None and date is None and amount is None:
        said = Term(said.kind, now.date, said.raw, said.anchor, now.amount, now.unit)
    well_formed(said)
    return said


def well_formed(said: Term) -> None:
    reasons = []
    if said.kind and said.kind not in DeadlineKind.values:
        reasons.append(_("没有“%s”这种时限类别。") % said.kind)
    if said.date and not _FIRST <= said.date <= _LAST:
        reasons.append(_("完成日期“%s”不在合理范围内，请核对年份。") % said.date)
    if said.amount is not None and not 1 <= said.amount <= _LONGEST:
        reasons.append(_("期限长短应在1至%s之间。") % _LONGEST)
    if said.amount and (said.unit not in RuleUnit.values or not said.anchor):
        reasons.append(_("相对期限请写明自何事起算、多长和单位。"))
    if reasons:
        raise Refused(*reasons, _("没有任何改动。"))


def set_deadline(act: Act, said: Term | None) -> list[dict[str, Any]]:
    now = term_of(standing(act.finding))
    if said is None or said == now:
        return []
    append(act, said)
    return [{"field": "deadline", "before": in_words(now), "after": in_words(said)}]


def append(
    act: Act,
    said: Term,
    source: DeadlineSource = DeadlineSource.PLAN,
    purpose: str = DeadlinePurpose.COMPLETE,
    **facts: Any,
) -> Deadline:
    """A further row; the earlier ones stay, the first of them for ever the original. Lists go by when the work is to be
    done; when it is to be accepted and closed stands beside."""
    row = Deadline.objects.create(
        finding=act.finding,
        purpose=purpose,
        source=source,
        kind=said.kind,
        date=said.date,
        raw=said.raw,
        rule_anchor=said.anchor,
        rule_amount=said.amount,
        rule_unit=said.unit,
        created_at=act.now,
        **facts,
    )
    if purpose == DeadlinePurpose.COMPLETE:
        act.finding.due_on, act.finding.deadline_kind = said.date, said.kind
    return row


def say_again(
    act: Act, former: Deadline | None, purpose: str = DeadlinePurpose.COMPLETE, **facts: Any
) -> Deadline:
    """What was said before holds once more, with what it counts from: as a further row."""
    names = ("basis", "event", "plan_version", "before_approval")
    kept = {name: getattr(former, name) for name in names} if former else {}
    return append(act, term_of(former), DeadlineSource.BACK, purpose, approver=act.actor, **kept, **facts)


def in_words(said: Term) -> str:
    """Words of the document, else class, date and term."""
    parts = [said.raw, f"{said.date}" if said.date and f"{said.date}" not in said.raw else ""]
    if not said.raw:
        parts.insert(0, str(DeadlineKind(said.kind).label) if said.kind else "")
        if said.amount:
            parts.append(f"{said.anchor}起{said.amount}{RuleUnit(said.unit).label}")
    return " ".join(part for part in parts if part)
