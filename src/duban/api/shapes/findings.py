"""A finding in a list, and a finding with everything that hangs on it."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from duban.accounts.permissions import Someone
from duban.api.shapes.common import Coded, Paged, Ref, coded, ref
from duban.ledger import queries
from duban.ledger.gaps import gaps
from duban.ledger.models import (
    Charge,
    Deadline,
    Finding,
    Indicator,
    Measure,
    Milestone,
    Provenance,
    Remark,
    Site,
)
from duban.ledger.progress import progress
from duban.ledger.protected import is_protected

#: How a workbook is described.
EXCEL: dict[str, Any] = {
    "responses": {
        200: {
            "description": "Excel 工作簿",
            "content": {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
                    "schema": {"type": "string", "format": "binary"}
                }
            },
        }
    }
}


class ProgressShape(Schema):
    """按今天的日期计算，不保存。"""

    state: str = Field(description="idle、good、near、late、done、again")
    words: str
    days: int | None = Field(description="距时限的天数，逾期为负")


class ChargeRow(Schema):
    role: Coded
    name: str = Field(description="文件中的写法")
    body: int | None = Field(description="单位编号")
    person: str
    office: str
    post: str
    measure: int | None = Field(description="只对某条措施负责时，该措施的编号")
    since: datetime.date
    until: datetime.date | None


class FindingRow(Schema):
    number: str
    printed_no: str
    inspection: Ref
    category: Ref | None
    problem: str
    source: Coded
    priority: Coded | None
    stage: Coded
    standing: Coded
    deadline_kind: Coded | None
    due_on: datetime.date | None
    progress: ProgressShape
    completed_before_plan: bool
    step_count: int = Field(description="已办步骤数；办理时作为 seen 带回，可防止与他人冲突")
    charges: list[ChargeRow]


class Findings(Paged[FindingRow]):
    """台账的一页。"""


class MeasureRow(Schema):
    id: int
    ordinal: int
    text: str


class MilestoneRow(Schema):
    id: int
    date: datetime.date
    what: str
    measure: int | None


class IndicatorRow(Schema):
    id: int
    name: str
    op: str
    value: float
    unit: str
    by: datetime.date | None


class DeadlineRow(Schema):
    id: int
    purpose: Coded
    kind: Coded | None
    date: datetime.date | None
    raw: str
    rule_anchor: str
    rule_amount: int | None
    rule_unit: str
    source: Coded
    basis: str
    is_original: bool = Field(description="该事项（整改、验收或销号）最先写明的时限")


class SiteRow(Schema):
    id: int
    name: str
    region: Ref | None
    place: str


class RemarkRow(Schema):
    id: int
    label: str
    text: str
    is_protected: bool = Field(description="写有举报人等信息：text 为空，凭理由另行查阅，查阅记入记录")


class SupersededRow(Schema):
    name: str
    text: str
    until: str


class ProvenanceRow(Schema):
    field: str
    document: UUID
    start: int
    end: int
    quote: str
    how: Coded
    reader: str
    confirmed_by: str | None
    confirmed_at: datetime.datetime | None
    may_open: bool = Field(description="能否打开这份原文件")


class Whole(FindingRow):
    """一个问题的全部内容。"""

    goal: str
    status_text: str
    standing_reason: str
    registered_at: datetime.datetime
    measures: list[MeasureRow]
    milestones: list[MilestoneRow]
    indicators: list[IndicatorRow]
    sites: list[SiteRow] = Field(description="现在列入的点位")
    remarks: list[RemarkRow]
    deadlines: list[DeadlineRow] = Field(description="整改、验收、销号的时限，各自的第一条是原定，永不覆盖")
    ended_charges: list[ChargeRow]
    superseded: list[SupersededRow] = Field(description="此前方案写过、修订后不再列入的内容")
    provenance: list[ProvenanceRow]
    missing: list[str] = Field(description="方案还缺什么")


def charge(row: Charge) -> dict[str, Any]:
    return {
        "role": coded(row, "role"),
        "name": row.printed,
        "body": row.body_id,
        "person": row.person_name,
        "office": row.office,
        "post": row.post,
        "measure": row.measure_id,
        "since": row.since,
        "until": row.until,
    }


def row(finding: Finding, today: datetime.date) -> dict[str, Any]:
    stands = progress(finding, today)
    return {
        "number": finding.number,
        "printed_no": finding.printed_no,
        "inspection": ref(finding.inspection),
        "category": ref(finding.category),
        "problem": finding.problem,
        "source": coded(finding, "source"),
        "priority": coded(finding, "priority"),
        "stage": coded(finding, "stage"),
        "standing": coded(finding, "standing"),
        "deadline_kind": coded(finding, "deadline_kind"),
        "due_on": finding.due_on,
        "progress": {"state": stands.state, "words": stands.words, "days": stands.days},
        "completed_before_plan": finding.completed_before_plan,
        "step_count": finding.step_count,
        "charges": [charge(each) for each in finding.current_charges],  # type: ignore[attr-defined]
    }


def whole(finding: Finding, person: Someone, today: datetime.date) -> dict[str, Any]:
    """Of a finding fetched by :func:`duban.ledger.queries.whole`."""
    superseded = queries.part(finding)
    current = finding.current_charges  # type: ignore[attr-defined]
    deadlines = list(finding.deadlines.all())
    first = {row.purpose: row.pk for row in reversed(deadlines)}.values()
    every: Any = finding
    return {
        **row(finding, today),
        "goal": finding.goal,
        "status_text": finding.status_text,
        "standing_reason": finding.standing_reason,
        "registered_at": finding.registered_at,
        "measures": [_measure(each) for each in every.current_measures],
        "milestones": [_milestone(each) for each in every.current_milestones],
        "indicators": [_indicator(each) for each in every.current_indicators],
        "sites": [_site(each) for each in every.current_sites],
        "remarks": [_remark(each) for each in every.current_remarks],
        "deadlines": [_deadline(each, each.pk in first) for each in deadlines],
        "ended_charges": [charge(each) for each in every.all_charges if each.until is not None],
        "superseded": [{"name": s.name, "text": s.text, "until": s.until} for s in superseded],
        "provenance": _provenance(finding, person),
        "missing": gaps(finding, current),
    }


def _remark(row: Remark) -> dict[str, Any]:
    """Who complained is read by itself, with a reason that the record keeps."""
    hidden = is_protected(row.label)
    return {
        "id": row.pk,
        "label": row.label,
        "text": "" if hidden else row.text,
        "is_protected": hidden,
    }


def _site(row: Site) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "region": ref(row.region), "place": row.place}


def _measure(row: Measure) -> dict[str, Any]:
    return {"id": row.pk, "ordinal": row.ordinal, "text": row.text}


def _milestone(row: Milestone) -> dict[str, Any]:
    return {"id": row.pk, "date": row.date, "what": row.what, "measure": row.measure_id}


def _indicator(row: Indicator) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in ("name", "op", "value", "unit", "by")}
    return {"id": row.pk, **facts}


def _deadline(row: Deadline, is_original: bool) -> dict[str, Any]:
    return {
        "id": row.pk,
        "purpose": coded(row, "purpose"),
        "kind": coded(row, "kind"),
        "date": row.date,
        "raw": row.raw,
        "rule_anchor": row.rule_anchor,
        "rule_amount": row.rule_amount,
        "rule_unit": row.rule_unit,
        "source": coded(row, "source"),
        "basis": row.basis,
        "is_original": is_original,
    }


def _provenance(finding: Finding, person: Someone) -> list[dict[str, Any]]:
    found = queries.sources(finding, person)
    rows = {row.pk: row for row in (*found.by_field.values(), *found.deadlines.values())}
    return [_origin(rows[pk], found.may_open(rows[pk])) for pk in sorted(rows)]


def _origin(row: Provenance, may_open: bool) -> dict[str, Any]:
    return {
        "field": row.field,
        "document": row.document.uuid,
        "start": row.start,
        "end": row.end,
        "quote": "" if is_protected(row.field) else row.quote,
        "how": coded(row, "how"),
        "reader": row.reader,
        "confirmed_by": row.confirmed_by.display_name if row.confirmed_by else None,
        "confirmed_at": row.confirmed_at,
        "may_open": may_open,
    }
