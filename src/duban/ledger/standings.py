"""Where a finding stands beside the line: what must still hold when a request is approved, and the row that says so."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.errors import Refused
from duban.ledger.lifecycle import Standing
from duban.ledger.models import Request, StandingChange
from duban.ledger.stepping import Act

Facts = dict[str, Any]


def in_the_count(act: Act) -> None:
    if act.finding.standing == Standing.ACTIVE:
        return
    told = _("该问题已%s，只能申请恢复。没有任何改动。")
    if act.finding.standing == Standing.SUSPENDED:
        told = _("该问题已%s，只能申请恢复或延长中止。没有任何改动。")
    raise Refused(told % Standing(act.finding.standing).label)


def as_asked(act: Act, request: Request) -> None:
    """A plan may have dropped it since it was asked for: who decides agrees to what was asked, and to nothing else."""
    then, now = request.original.get("standing", Standing.ACTIVE), act.finding.standing
    if then != now:
        facts = {"then": Standing(then).label, "now": Standing(now).label}
        told = _(
            "提出申请时该问题的在册情况是“%(then)s”，现已%(now)s，不能按原申请批准。"
            "请不予批准并说明，由申请人重新申请。没有任何改动。"
        )
        raise Refused(told % facts)


def change(act: Act, after: Standing, request: Request, **facts: Any) -> Facts:
    row = StandingChange.objects.create(
        finding=act.finding,
        before=act.finding.standing,
        after=after,
        reason=request.reason,
        request=request,
        by=act.actor,
        at=act.now,
        **facts,
    )
    act.finding.standing = after
    act.finding.standing_reason = "" if after == Standing.ACTIVE else request.reason[:300]
    return {"change": row.pk}
