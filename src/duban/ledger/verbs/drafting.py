"""Writing the plan of one finding (T3): goal, numbered measures, deadline, milestones, targets, responsible person."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.ledger import drafting, terms
from duban.ledger.charges import set_role
from duban.ledger.drafting import Change, Draft, flat
from duban.ledger.errors import Refused
from duban.ledger.models import ChargeRole, DeadlineKind, Finding, Measure, Step
from duban.ledger.models.deadlines import RuleUnit
from duban.ledger.plan_lines import indicator_line, milestone_line
from duban.ledger.stepping import begin, demand_short
from duban.ledger.verbs.registry import Said, verb
from duban.ledger.words import words_of

_LONGEST_WORDS = 300
_LONGEST_ANCHOR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSaid(Said):
    """What is None is left as it is."""

    goal: str | None = field(default=None, metadata={"label": gettext_lazy("整改目标"), "long": True})
    measures: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("整改措施"),
            "long": True,
            "help": gettext_lazy("每行一项，按次序编号。"),
        },
    )
    deadline_kind: str | None = field(
        default=None, metadata={"label": gettext_lazy("时限类别"), "choices": DeadlineKind.choices}
    )
    deadline_date: datetime.date | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("完成日期"),
            "help": gettext_lazy("没有固定日期的不填。"),
        },
    )
    deadline_raw: str | None = field(default=None, metadata={"label": gettext_lazy("时限原文")})
    deadline_anchor: str | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("自何事起算"),
            "help": gettext_lazy("如：督察反馈、方案批复、方案印发、交办、备案、公开。"),
        },
    )
    deadline_amount: int | None = field(default=None, metadata={"label": gettext_lazy("期限长短")})
    deadline_unit: str | None = field(
        default=None, metadata={"label": gettext_lazy("期限单位"), "choices": RuleUnit.choices}
    )
    milestones: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("时间节点"),
            "long": True,
            "help": gettext_lazy("每行一个，例如：2026-03-31 完成排口封堵（措施1）。"),
        },
    )
    indicators: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("量化指标"),
            "long": True,
            "help": gettext_lazy("每行一个，例如：管网长度 ≥ 12 公里（2026-06-30）。"),
        },
    )
    person: str | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("责任人"),
            "help": gettext_lazy("姓名和职务，中间空一格。只有一人。"),
        },
    )


def opening(finding: Finding) -> Mapping[str, Any]:
    """The plan as it stands, in the words in which it is written."""
    measures = list(finding.measures.filter(superseded_by__isnull=True))
    milestones = finding.milestones.filter(superseded_by__isnull=True)
    indicators = finding.indicators.filter(superseded_by__isnull=True)
    person = finding.charges.filter(role=ChargeRole.PERSON, until__isnull=True, measure=None).first()
    return {
        "goal": finding.goal,
        "measures": tuple(flat(row.text) for row in measures),
        **terms.as_said(finding),
        "milestones": tuple(flat(milestone_line(row, measures)) for row in milestones),
        "indicators": tuple(flat(indicator_line(row)) for row in indicators),
        "person": f"{person.person_name} {person.post}".strip() if person else "",
    }


@verb("draft_plan", PlanSaid, opening=opening)
def draft_plan(number: str, said: PlanSaid, actor: Person) -> Step:
    """编制方案: set down what shall be done, by when, and who answers for it."""
    act = begin(number, "draft_plan", actor, seen=said.seen, reason=said.reason)
    draft = drafting.open_draft(act)
    before: list[Measure] = draft.standing(act.finding.measures)
    _demand_short(act.finding, said, before)
    changes: list[Change] = []
    if said.goal is not None:
        changes += drafting.set_goal(draft, said.goal)
    if said.measures is not None:
        changes += drafting.set_measures(draft, said.measures)
    if said.milestones is not None:
        changes += drafting.set_milestones(draft, said.milestones, before)
    if said.indicators is not None:
        changes += drafting.set_indicators(draft, said.indicators)
    changes += terms.set_deadline(act, _deadline(act.finding, said))
    warnings = _set_person(draft, said, changes)
    if not changes:
        raise Refused(_("方案内容没有变化，没有需要保存的改动。"))
    act.finding.search_text = words_of(act.finding)
    return act.done({"changes": changes, "warnings": warnings}, said.reason)


def _demand_short(finding: Finding, said: PlanSaid, before: list[Measure]) -> None:
    """Of what is new: what was read from a document stands as it is, however long."""
    standing = {flat(row.text) for row in before}
    for line in said.measures or ():
        if line not in standing:
            demand_short(_("整改措施"), line)
    if said.goal is not None and said.goal.strip() != finding.goal.strip():
        demand_short(_("整改目标"), said.goal)
    for line in said.milestones or ():
        demand_short(_("时间节点"), line)
    for line in said.indicators or ():
        demand_short(_("量化指标"), line)
    demand_short(_("时限原文"), said.deadline_raw or "", _LONGEST_WORDS)
    demand_short(_("自何事起算"), said.deadline_anchor or "", _LONGEST_ANCHOR)


def _set_person(draft: Draft, said: PlanSaid, changes: list[Change]) -> list[str]:
    if said.person is None:
        return []
    change = set_role(draft.act, ChargeRole.PERSON, [said.person] if said.person.strip() else [])
    if change.added or change.ended:
        after = "".join(change.holders)
        changes.append({"field": "person", "before": "".join(change.ended), "after": after})
    return change.warnings


def _deadline(finding: Finding, said: PlanSaid) -> terms.Term | None:
    """The deadline that shall hold; None where nothing was said of it."""
    told = (
        said.deadline_kind,
        said.deadline_date,
        said.deadline_raw,
        said.deadline_anchor,
        said.deadline_amount,
        said.deadline_unit,
    )
    if all(each is None for each in told):
        return None
    return terms.term(finding, *told)
