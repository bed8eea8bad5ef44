"""Special plans and campaigns (专项方案、专项行动) beside the master plan: who leads them and which findings they cover."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.journal.actions import Line, record_all
from duban.ledger.errors import Refused
from duban.ledger.models import Finding, Inspection, Plan, PlanKind, PlanScope, PlanVersion, VersionReason
from duban.ledger.plans.common import (
    OF_LEADERS,
    OF_UNITS,
    among,
    body_named,
    caused_by,
    filled,
    findings_numbered,
    held,
    short,
    up_to_today,
)
from duban.ledger.plans.registry import Subject, plan_verb

_KINDS = [pair for pair in PlanKind.choices if pair[0] in {PlanKind.SPECIAL, PlanKind.CAMPAIGN}]
_NUMBERS = {
    "label": gettext_lazy("涉及的问题"),
    "long": True,
    "help": gettext_lazy("台账编号，用逗号、顿号、空格或换行分开。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialPlanSaid:
    kind: str = field(default=PlanKind.SPECIAL, metadata={"label": gettext_lazy("类别"), "choices": _KINDS})
    title: str = field(metadata={"label": gettext_lazy("标题")})
    lead: str = field(default="", metadata={"label": gettext_lazy("组织单位"), **OF_UNITS})
    leader: str = field(default="", metadata={"label": gettext_lazy("负责领导"), **OF_LEADERS})
    findings: tuple[str, ...] = field(metadata=_NUMBERS)
    since: datetime.date | None = field(
        default=None, metadata={"label": gettext_lazy("起始日期"), "help": gettext_lazy("不填为今天。")}
    )


@plan_verb("begin_special_plan", gettext_lazy("制定专项方案或行动"), Subject.INSPECTION, SpecialPlanSaid)
def begin_special_plan(pk: int, said: SpecialPlanSaid, actor: Person) -> Plan:
    """制定专项方案或行动: for problems that many places or a whole industry share."""
    inspection = held(Inspection, pk)
    findings = findings_numbered(said.findings)
    _some(findings)
    since = _since(inspection, said.since)
    plan = Plan.objects.create(
        inspection=inspection,
        kind=among(said.kind, _KINDS, _("类别")),
        title=filled(said.title, _("标题"), 300),
        lead=body_named(said.lead),
        leader_name=short(said.leader, _("负责领导"), 60),
    )
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        reason=VersionReason.REGISTERED,
        title=plan.title,
        created_at=timezone.now(),
        created_by=actor,
    )
    facts = {"kind": plan.kind, "title": plan.title, "lead": said.lead.strip(), "leader": plan.leader_name}
    begun = Line(("plan", str(plan.pk)), "plan.begun", {**facts, "findings": len(findings)})
    record_all([begun, *_cover(plan, findings, since)], actor)
    return plan


def _since(inspection: Inspection, day: datetime.date | None) -> datetime.date:
    what = _("起始日期")
    return caused_by(inspection, up_to_today(day, what), what)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSaid:
    findings: tuple[str, ...] = field(metadata=_NUMBERS)
    since: datetime.date | None = field(
        default=None, metadata={"label": gettext_lazy("起始日期"), "help": gettext_lazy("不填为今天。")}
    )


@plan_verb("cover_findings", gettext_lazy("增列问题"), Subject.PLAN, CoverSaid)
def cover_findings(pk: int, said: CoverSaid, actor: Person) -> Plan:
    """增列问题: the special plan covers these too."""
    plan = _special(pk)
    findings = findings_numbered(said.findings)
    there = set(PlanScope.objects.filter(plan=plan, until=None).values_list("finding", flat=True))
    _some(findings)
    known = [row.number for row in findings if row.pk in there]
    if known:
        raise Refused(_("%s已经列入，没有任何改动。") % _("、").join(known))
    told = {"title": plan.title, "numbers": [row.number for row in findings]}
    line = Line(("plan", str(plan.pk)), "plan.covers", told)
    record_all([line, *_cover(plan, findings, _since(plan.inspection, said.since))], actor)
    return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoverSaid:
    findings: tuple[str, ...] = field(metadata={**_NUMBERS, "label": gettext_lazy("不再列入的问题")})
    reason: str = field(metadata={"label": gettext_lazy("理由"), "long": True})
    until: datetime.date | None = field(
        default=None, metadata={"label": gettext_lazy("截止日期"), "help": gettext_lazy("不填为今天。")}
    )


@plan_verb("uncover_findings", gettext_lazy("不再列入问题"), Subject.PLAN, UncoverSaid)
def uncover_findings(pk: int, said: UncoverSaid, actor: Person) -> Plan:
    """不再列入问题: from a day on, and why. That it once covered them stays."""
    plan = _special(pk)
    reason = filled(said.reason, _("理由"), 300)
    findings = findings_numbered(said.findings)
    _some(findings)
    rows = {row.finding_id: row for row in PlanScope.objects.filter(plan=plan, until=None)}
    unknown = [row.number for row in findings if row.pk not in rows]
    if unknown:
        raise Refused(_("%s没有列入这份方案，没有任何改动。") % _("、").join(unknown))
    day = up_to_today(said.until, _("结束日期"))
    for finding in findings:
        _end(rows[finding.pk], day)
    told = {"title": plan.title, "reason": reason, "day": day.isoformat()}
    lines = [_line(finding, "finding.uncovered", told) for finding in findings]
    numbers = [row.number for row in findings]
    record_all([Line(("plan", str(plan.pk)), "plan.uncovers", {**told, "numbers": numbers}), *lines], actor)
    return plan


def _end(row: PlanScope, day: datetime.date) -> None:
    if day < row.since:
        raise Refused(_("结束日期早于列入日期，请核对。没有任何改动。"))
    row.until = day
    row.save(update_fields=["until"])


def _special(pk: int) -> Plan:
    plan = held(Plan, pk)
    if plan.kind not in dict(_KINDS):
        raise Refused(_("只有专项方案和专项行动可以增减所涉问题；总体方案请登记修订稿。"))
    return plan


def _some(findings: Sequence[Finding]) -> None:
    if not findings:
        raise Refused(_("请至少填写一个问题的台账编号，没有任何改动。"))


def _cover(plan: Plan, findings: Iterable[Finding], day: datetime.date) -> list[Line]:
    rows = [PlanScope(plan=plan, finding=finding, since=day) for finding in findings]
    PlanScope.objects.bulk_create(rows)
    told = {"title": plan.title, "kind": plan.kind, "day": day.isoformat()}
    return [_line(row.finding, "finding.covered", told) for row in rows]


def _line(finding: Finding, verb: str, facts: Mapping[str, object]) -> Line:
    return Line(("finding", str(finding.pk)), verb, facts)
