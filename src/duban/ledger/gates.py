"""The gates of the life cycle: what must be there before a finding moves on.

Each gate answers with everything it misses. A gate whose demand is a rule asks the rulebook and leaves the ruling in
the place, so that the decision keeps the rule it followed. In words they stand in :mod:`duban.ledger.lifecycle_words`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.errors import Gap
from duban.ledger.models import (
    AgendaItem,
    Charge,
    ChargeRole,
    ClassDeadline,
    Deadline,
    DeadlineKind,
    Finding,
    Indicator,
    Measure,
    Milestone,
    PlanApproval,
    PlanPublication,
    PlanVersion,
    Waiver,
)
from duban.ledger.versions import governing
from duban.organizations.models import BodyKind
from duban.organizations.queries import resolve
from duban.rulebook.queries import Ruling, rule, rules

#: What the gates ask the rulebook; asked together, as a finding passes several of them at once.
RULES = (
    "plan_required_roles",
    "filing_required_roles",
    "plan_meeting_required",
    "plan_approval_required",
    "publish_before_start",
)


@dataclass
class Place:
    """A finding as a gate sees it on a day. Collects the rulings that were asked."""

    finding: Finding
    charges: list[Charge]
    today: datetime.date
    #: The request that is being decided, so that others that wait as well do not stand in its way.
    request: int | None = None
    rulings: list[dict[str, Any]] = field(default_factory=list)
    _asked: dict[str, Ruling] = field(default_factory=dict)

    def rule(self, key: str, **inputs: Any) -> Ruling:
        if key not in self._asked:
            known = self._together if key in RULES else {}
            self._asked[key] = known.get(key) or rule(key, self.finding.inspection.region, on=self.today)
            self.rulings.append(self._asked[key].as_facts(**inputs))
        return self._asked[key]

    @cached_property
    def _together(self) -> Mapping[str, Ruling]:
        return rules(RULES, self.finding.inspection.region, on=self.today)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles that somebody holds on the finding itself."""
        return frozenset(row.role for row in self.charges if row.measure_id is None)

    @cached_property
    def waived(self) -> frozenset[str]:
        open_waivers = Waiver.objects.filter(finding=self.finding, ended_at__isnull=True)
        return frozenset(open_waivers.values_list("what", flat=True))

    @cached_property
    def measures(self) -> list[Measure]:
        return list(self.finding.measures.filter(superseded_by__isnull=True))

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self.finding.milestones.filter(superseded_by__isnull=True))

    @cached_property
    def deadline(self) -> Deadline | None:
        """The latest word on when the work is to be done."""
        return self.finding.deadlines.filter(purpose="complete").last()

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """The plan versions that speak for this finding as the newest one does."""
        return governing(self.finding)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(self.finding.indicators.filter(superseded_by__isnull=True))

    @cached_property
    def decided(self) -> bool:
        """Did a meeting decide on the plan, or, where there is none, on the finding itself?"""
        rows = AgendaItem.objects.exclude(decision="")
        wanted = {"approves__in": self.versions} if self.versions else {"findings": self.finding}
        return rows.filter(**wanted).exists()

    @cached_property
    def approved_content(self) -> dict[str, Any] | None:
        """What the plan said when the higher body let it pass."""
        item = self.finding.plan_item
        if item is None:
            return None
        row = item.versions.filter(version__in=[each.version_id for each in self.approvals]).last()
        return dict(row.content) if row else None

    @cached_property
    def published(self) -> bool:
        return PlanPublication.objects.filter(version__in=self.versions).exists()

    @cached_property
    def approvals(self) -> list[PlanApproval]:
        rows = PlanApproval.objects.filter(version__in=self.versions).select_related("body")
        return list(rows.order_by("approved_on", "pk"))

    @cached_property
    def letters(self) -> list[PlanApproval]:
        """By which a higher body let pass what the plan says of the finding, or said in any earlier version."""
        if self.approvals or self.finding.plan_item_id is None:
            return self.approvals
        rows = PlanApproval.objects.filter(version__items__item=self.finding.plan_item_id).select_related(
            "body"
        )
        return list(rows.order_by("approved_on", "pk"))

    def held_by(self, *roles: str) -> set[int]:
        """Bodies that hold one of these roles on the finding itself."""
        return {
            row.body_id for row in self.charges if row.role in roles and row.body_id and not row.measure_id
        }


Gate = Callable[[Place], Iterator[Gap]]
_GATES: dict[str, Gate] = {}


def gate(name: str) -> Callable[[Gate], Gate]:
    def keep(function: Gate) -> Gate:
        _GATES[name] = function
        return function

    return keep


def known(name: str) -> bool:
    return name in _GATES


def ask(name: str, place: Place) -> list[Gap]:
    return list(_GATES[name](place))


def missing(needs: Iterable[str], place: Place) -> list[Gap]:
    """Everything these gates miss, each thing once, in the order in which it was asked for."""
    gaps = [gap for need in dict.fromkeys(needs) for gap in ask(need, place)]
    return list({gap.what: gap for gap in reversed(gaps)}.values())[::-1]


def _office() -> str:
    return _("整改办")


def _lead() -> str:
    return _("牵头单位、主体责任单位或整改办")


@gate("charged")
def _charged(place: Place) -> Iterator[Gap]:
    """Everybody whom the rule profile wants named is named, or "none" is said with a reason."""
    yield from missing_roles(place, place.rule("plan_required_roles").value)
    yield from _not_apart(place)


@gate("accepting")
def _accepting(place: Place) -> Iterator[Gap]:
    """The roles that must be filled for filing; the accepting unit is one of them, where the rule says so."""
    yield from missing_roles(place, place.rule("filing_required_roles").value)


def missing_roles(place: Place, wanted: list[str]) -> Iterator[Gap]:
    for role in wanted:
        if role not in place.roles and role not in place.waived:
            label = ChargeRole(role).label
            sentence = _("没有明确%(role)s。确实没有的，请写明“无”及理由。") % {"role": label}
            yield Gap(f"charge.{role}", sentence, _office())


def _not_apart(place: Place) -> Iterator[Gap]:
    """Whoever carries out does not watch over herself, nor accept her own work."""
    for role in (ChargeRole.SUPERVISING, ChargeRole.ACCEPTING):
        if place.held_by("main") & place.held_by(role):
            sentence = _("主体责任单位同时列为%(role)s，请另行明确%(role)s，或写明“无”及理由。") % {
                "role": role.label
            }
            yield Gap(f"apart.{role}", sentence, _office())


@gate("four_ones")
def _four_ones(place: Place) -> Iterator[Gap]:
    """One problem, one plan, one responsible person; that it is seen through is what the rest of the table is for."""
    if not place.finding.problem.strip():
        yield Gap("problem", _("没有问题正文。"), _office())
    nameless = [row for row in place.charges if row.role == ChargeRole.PERSON and not row.person_name.strip()]
    if nameless:
        yield Gap("person.name", _("责任人没有写明姓名。"), _office())
    masters = {version.plan_id for version in place.versions}
    if len(masters) > 1:
        yield Gap("one_plan", _("该问题同时列入多份方案，请明确以哪一份为准。"), _office())


@gate("goal")
def _goal(place: Place) -> Iterator[Gap]:
    if not place.finding.goal.strip():
        yield Gap("goal", _("没有整改目标。"), _lead())


@gate("measurable")
def _measurable(place: Place) -> Iterator[Gap]:
    if "indicator" in place.waived or place.indicators:
        return
    sentence = _("整改目标没有可以考核的量化指标。确实无法量化的，请写明“无”及理由。")
    yield Gap("indicator", sentence, _lead())


@gate("measures")
def _measures(place: Place) -> Iterator[Gap]:
    if not place.measures:
        yield Gap("measures", _("没有整改措施。"), _lead())


@gate("deadline")
def _deadline(place: Place) -> Iterator[Gap]:
    """Class and date; for ongoing work a goal for the phase; for the rest what the date hangs on."""
    kind, row = place.finding.deadline_kind, place.deadline
    if row is None or not (kind or row.date):
        yield Gap("deadline", _("没有整改时限：请明确时限类别和日期。"), _lead())
    elif kind == DeadlineKind.FIXED and not row.date and not _is_relative(row):
        yield Gap("deadline.date", _("限期整改没有明确日期。"), _lead())
    elif kind == DeadlineKind.ONGOING and not row.date and not _has_phase_goal(place):
        sentence = _("长期坚持的问题没有阶段性目标：请至少明确一个有日期的节点。")
        yield Gap("deadline.phase", sentence, _lead())
    elif kind == DeadlineKind.CONDITIONAL and not (row.date or row.raw or _is_relative(row)):
        yield Gap("deadline.condition", _("按条件确定的时限没有写明条件。"), _lead())


def _is_relative(row: Deadline) -> bool:
    return bool(row.rule_anchor and row.rule_amount and row.rule_unit)


def _has_phase_goal(place: Place) -> bool:
    dated = any(row.by for row in place.indicators)
    of_class = ClassDeadline.objects.filter(
        inspection=place.finding.inspection_id, kind=DeadlineKind.ONGOING, purpose="complete"
    )
    return bool(place.milestones) or dated or of_class.exists()


@gate("decided")
def _decided(place: Place) -> Iterator[Gap]:
    """A meeting let this plan version pass, or, where there is no plan, decided on the finding itself."""
    if not place.rule("plan_meeting_required").value:
        return
    if not place.decided:
        yield Gap("decision", _("没有会议审定整改方案的记录：请登记会议及其议定事项。"), _office())


@gate("approved")
def _approved(place: Place) -> Iterator[Gap]:
    """The letter of the higher body, where the rule wants one; and that the plan still says what it let pass."""
    if not place.rule("plan_approval_required").value:
        return
    if not place.versions:
        yield Gap("approval", _("该问题没有列入任何方案，无从核对批复：请先把它列入一份方案。"), _office())
    elif not place.approvals:
        yield Gap("approval", _("没有上级对整改方案的批复：请登记批复机关、文号和日期。"), _office())
    else:
        yield from _as_approved(place)


def _as_approved(place: Place) -> Iterator[Gap]:
    """Details may be added below an approved plan; what it promised may not be changed under its seal."""
    said = place.approved_content
    if said is None:
        return
    sentence = _("%s与批复的方案不一致：请改回，或请批复机关批准修订后的方案。")
    if said.get("goal", "") and said["goal"] != place.finding.goal:
        yield Gap("approved.goal", sentence % _("整改目标"), _office())
    date = (said.get("deadline") or {}).get("date")
    if (
        date
        and place.deadline is not None
        and (place.deadline.date is None or f"{place.deadline.date}" > date)
    ):
        yield Gap("approved.deadline", sentence % _("整改时限"), _office())
    kept = {row.text for row in place.measures}
    if [text for text in said.get("measures", ()) if text not in kept]:
        yield Gap("approved.measures", sentence % _("整改措施"), _office())


@gate("groups")
def _groups(place: Place) -> Iterator[Gap]:
    """A group that is charged has members today, so that somebody in particular answers."""
    for row in place.charges:
        if row.body and row.body.kind == BodyKind.GROUP and not resolve(row.body, place.today):
            sentence = _("“%s”没有成员：请在组织中列出它包括哪些单位。") % row.printed
            yield Gap(f"group.{row.body_id}", sentence, _office())


@gate("published")
def _published(place: Place) -> Iterator[Gap]:
    if not place.rule("publish_before_start").value:
        return
    if place.finding.unpublished_reason or "publication" in place.waived:
        return
    if not place.published:
        sentence = _("整改方案尚未公开：请登记公开渠道和日期；依规不公开的，请写明“无”及理由。")
        yield Gap("publication", sentence, _office())
