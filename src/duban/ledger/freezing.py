"""Filing the plan of one finding: what it says is frozen, groups become their members, and dates that hung on
something become days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger import sites
from duban.ledger.charges import APART
from duban.ledger.content import fingerprint
from duban.ledger.models import Charge, ChargeRole, Filing, Finding, PlanScope, Step, Waiver
from duban.ledger.models import Request as ChangeRequest
from duban.ledger.numbers import receipt
from duban.ledger.plan_lines import indicator_line, milestone_line
from duban.ledger.stepping import Act
from duban.ledger.terms import standing
from duban.ledger.versions import governing
from duban.organizations.models import BodyKind
from duban.organizations.queries import Member, resolve
from duban.rulebook.deadlines import ResolvedDate, due


def frozen_plan(finding: Finding) -> dict[str, Any]:
    """The plan of a finding as it stands, as plain JSON: the yardstick for dispatch, acceptance and scoring."""
    measures = list(finding.measures.filter(superseded_by__isnull=True))
    places = {row.pk: at for at, row in enumerate(measures, start=1)}
    charges = finding.charges.filter(until__isnull=True).select_related("via")
    versions = governing(finding)
    return {
        "number": finding.number,
        "problem": finding.problem,
        "goal": finding.goal,
        "measures": [row.text for row in measures],
        "milestones": [
            milestone_line(row, measures) for row in finding.milestones.filter(superseded_by__isnull=True)
        ],
        "indicators": [indicator_line(row) for row in finding.indicators.filter(superseded_by__isnull=True)],
        "deadline": _deadline(finding),
        "sites": sites.lines_of(finding),
        "charges": [_charge(row, places) for row in charges],
        "waivers": {row.what: row.reason for row in Waiver.objects.filter(finding=finding, ended_at=None)},
        "plan": {"title": versions[0].title, "version": versions[0].number} if versions else None,
        "special_plans": list(
            PlanScope.objects.filter(finding=finding, until=None).values_list("plan__title", flat=True)
        ),
    }


def _deadline(finding: Finding) -> dict[str, Any]:
    row = standing(finding)
    if row is None:
        return {}
    date = row.date.isoformat() if row.date else None
    return {"kind": row.kind, "date": date, "raw": row.raw, "before_approval": row.before_approval}


def _charge(row: Charge, places: Mapping[int, int]) -> dict[str, Any]:
    said = {
        "role": row.role,
        "name": row.printed,
        "office": row.office,
        "post": row.post,
        "body": row.body_id,
    }
    more = {"measure": places.get(row.measure_id or 0), "via": row.via.printed if row.via else None}
    return {**said, **{key: value for key, value in more.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class Joined:
    """Who was charged as a member of a group, and who was left out, because she watches over the others or accepts
    their work."""

    members: list[str]
    left_out: list[str]


def join_members(act: Act) -> Joined:
    """Each group that is charged becomes its members of today, charged in its place; who is charged already is not
    charged twice. From now on sight, answers and completion are per member."""
    told = Joined([], [])
    for group in groups(act):
        found = join_members_of(act, group)
        told.members.extend(found.members)
        told.left_out.extend(found.left_out)
    return told


def join_members_of(act: Act, group: Charge) -> Joined:
    told = Joined([], [])
    for member in _new_members(act, group):
        if apart(act, group, member.body):
            told.left_out.append(member.name)
        else:
            told.members.append(join(act, group, member.body, member.name).printed)
    return told


def apart(act: Act, group: Charge, body: int) -> bool:
    """May this member not hold the role of her group? Nobody watches over or accepts her own work."""
    if group.role == ChargeRole.MAIN:
        others: frozenset[str] = APART
    else:
        others = frozenset({ChargeRole.MAIN}) if group.role in APART else frozenset()
    return any(row.body_id == body and row.role in others for row in act.charges)


def groups(act: Act) -> list[Charge]:
    return [row for row in act.charges if row.body and row.body.kind == BodyKind.GROUP]


def _new_members(act: Act, group: Charge) -> list[Member]:
    assert group.body is not None
    there = {
        row.body_id for row in act.charges if row.role == group.role and row.measure_id == group.measure_id
    }
    return [each for each in resolve(group.body, act.today) if each.body not in there]


def join(act: Act, group: Charge, body: int, name: str) -> Charge:
    row = Charge.objects.create(
        finding=act.finding,
        measure_id=group.measure_id,
        body_id=body,
        role=group.role,
        ordinal=group.ordinal,
        printed=name,
        via=group,
        since=act.today,
    )
    act.charges.append(row)
    return row


def assigned_on(finding: Finding) -> datetime.date | None:
    """The day on which it was handed out; a step that was withdrawn does not count."""
    steps = Step.objects.filter(finding=finding, verb="assign", withdrawn_by__isnull=True)
    last = steps.order_by("ordinal").last()
    return timezone.localdate(last.at) if last else None


def due_for_filing(finding: Finding) -> ResolvedDate | None:
    """The last day for filing, counted in working days from the day it was handed out."""
    day = assigned_on(finding)
    if day is None:
        return None
    return due("unit_plan_filing_wd", _("交办"), day, finding.inspection.region)


@dataclass(frozen=True, slots=True)
class Filed:
    row: Filing
    due: ResolvedDate | None

    @property
    def late(self) -> bool:
        return self.due is not None and self.row.filed_on > self.due.date

    def told(self) -> dict[str, Any]:
        return {
            "receipt": self.row.receipt_no,
            "number": self.row.number,
            "due_on": self.due.date.isoformat() if self.due else None,
            "late": self.late,
            "unconfirmed": self.due is not None and self.due.unconfirmed,
            "fingerprint": self.row.fingerprint,
        }


def file(act: Act, request: ChangeRequest | None = None) -> Filed:
    """Freeze the plan as it stands, with a receipt; ``request``: the approved change that made it so."""
    last = due_for_filing(act.finding)
    content = frozen_plan(act.finding)
    row = Filing.objects.create(
        finding=act.finding,
        number=act.finding.filings.count() + 1,
        receipt_no=receipt(act.today.year),
        filed_on=act.today,
        due_on=last.date if last else None,
        frozen=content,
        fingerprint=fingerprint(content),
        facts={"due": last.facts} if last else {},
        request=request,
        by=act.actor,
        at=act.now,
    )
    return Filed(row, last)
