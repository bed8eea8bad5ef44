"""Meetings, special plans and what puts plans in force: the lists, and one operation for each verb of their registry."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from ninja import Path, Query, Schema
from pydantic import BaseModel, Field, TypeAdapter

from duban.accounts.permissions import sees_all
from duban.api.fields import Id
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import changes, person_of, reads
from duban.api.routes.inspections import router
from duban.api.saying import schema_of
from duban.api.shapes.common import Coded, Paged, Ref, coded, ref
from duban.api.shapes.journal import Entries, entry
from duban.journal import queries as journal
from duban.ledger.models import AgendaItem, Finding, Inspection, Meeting
from duban.ledger.plans import PLAN_VERBS, PlanVerb, queries
from duban.ledger.plans.registry import Subject
from duban.ledger.views.plan_list import plans_of

#: Where the verbs on a subject stand, by its word in the registry.
PLACES: dict[str, str] = {
    "house": "/meetings",
    "inspection": "/inspections/{int:id}",
    "plan": "/plans/{int:id}",
    "version": "/plan-versions/{int:id}",
    "meeting": "/meetings/{int:id}",
    "agenda": "/agenda/{int:id}",
    "approval": "/plan-approvals/{int:id}",
    "publication": "/plan-publications/{int:id}",
    "class_deadline": "/class-deadlines/{int:id}",
    "event": "/anchor-events/{int:id}",
}


class MeetingRow(Schema):
    id: int
    kind: Coded
    name: str
    held_on: datetime.date
    body: Ref | None
    chair: str
    minutes_no: str


class Meetings(Paged[MeetingRow]):
    """会议的一页，新的在前。"""


class MatterRow(Schema):
    id: int
    ordinal: int
    title: str
    decision: str
    findings: list[str] = Field(description="所涉问题中您能看到的")


class MeetingWhole(MeetingRow):
    agenda: list[MatterRow]


@reads(router, "/meetings", Meetings, "会议列表")
def list_meetings(request: HttpRequest, asking: Query[Asking]) -> Any:
    keys = (by("held_on", descending=True), by("id", descending=True))
    return told(page(request, queries.meetings(request.user), keys, asking), _meeting)


def _one(request: HttpRequest, pk: int) -> Meeting:
    found = queries.meetings(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@reads(router, "/meetings/{int:id}", MeetingWhole, "一次会议及其议题")
def read_meeting(request: HttpRequest, id: Path[Id]) -> Any:
    found = _one(request, id)
    return {**_meeting(found), "agenda": [_matter(row) for row in queries.agenda(found, request.user)]}


@reads(router, "/meetings/{int:id}/journal", Entries, "一次会议的记录")
def meeting_journal(request: HttpRequest, id: Path[Id], asking: Query[Asking]) -> Any:
    if not sees_all(request.user):
        raise Http404
    rows = journal.stream("meeting", _one(request, id).pk).select_related("stream")
    return told(page(request, rows, (by("sequence", descending=True),), asking), entry)


class PlanOfList(Schema):
    """方案及其最新一版。"""

    id: int
    inspection: Ref
    kind: Coded
    title: str
    version: int | None
    covers: int = Field(description="其中您能看到的问题数")
    is_decided: bool = Field(description="会议是否已审定")
    is_approved: bool = Field(description="是否已批复")
    is_public: bool = Field(description="是否已公开")


class PlanList(Paged[PlanOfList]):
    """方案的一页，新的在前。"""


@reads(router, "/plans", PlanList, "方案列表")
def list_plans(request: HttpRequest, asking: Query[Asking]) -> Any:
    """总体方案、专项方案和行动中列有您能看到的问题的。"""
    return told(page(request, plans_of(request.user), (by("id", descending=True),), asking), _plan)


class SpecialPlanRow(Schema):
    id: int
    kind: Coded
    title: str
    lead: Ref | None
    covers: int = Field(description="今天列入的问题中您能看到的")


class ClassDeadlineRow(Schema):
    id: int
    kind: Coded
    purpose: Coded
    date: datetime.date
    words: str


class EventRow(Schema):
    id: int
    plan: Ref
    name: str
    happened_on: datetime.date
    basis: str


class Beside(Schema):
    """总体方案以外的安排。"""

    special_plans: list[SpecialPlanRow]
    class_deadlines: list[ClassDeadlineRow]
    events: list[EventRow] = Field(description="方案的起算事项")


@reads(router, "/inspections/{int:id}/plans", Beside, "专项方案和类别时限")
def list_special_plans(request: HttpRequest, id: Path[Id]) -> Any:
    seen = Finding.objects.visible_to(request.user).filter(inspection=id)
    found = Inspection.objects.filter(pk=id, findings__in=seen).first()
    if found is None:
        raise Http404
    return {
        "special_plans": [_special(row) for row in queries.special_plans(found, request.user)],
        "class_deadlines": [_class(row) for row in queries.class_deadlines(found)],
        "events": [_event(row) for row in queries.events(found, request.user)],
    }


class ScopeRow(Schema):
    number: str
    since: datetime.date
    until: datetime.date | None


@reads(router, "/plans/{int:id}/scope", list[ScopeRow], "专项方案列入的问题")
def list_scope(request: HttpRequest, id: Path[Id]) -> Any:
    plan = queries.special_plan(id, request.user)
    if plan is None:
        raise Http404
    rows = queries.scope(plan, request.user)
    return [{"number": row.finding.number, "since": row.since, "until": row.until} for row in rows]


class PlanStep(Schema):
    """已登记。"""

    verb: str
    kind: str = Field(description="登记了什么")
    id: int


def _put(verb: PlanVerb) -> None:
    said = schema_of(verb.inputs, f"{verb.name.title().replace('_', '')}Said")
    make: TypeAdapter[Any] = TypeAdapter(verb.inputs)

    def act(request: HttpRequest, pk: int, given: BaseModel) -> dict[str, Any]:
        row: Model = verb.act(pk, make.validate_python(given.model_dump()), person_of(request))
        return {"verb": verb.name, "kind": str(row._meta.model_name), "id": row.pk}

    def on_one(request: Any, id: Any, said: Any) -> Any:
        return act(request, id, said)

    def on_none(request: Any, said: Any) -> Any:
        return act(request, 0, said)

    operation = on_none if verb.subject == Subject.HOUSE else on_one
    place = {} if verb.subject == Subject.HOUSE else {"id": Path[Id]}
    operation.__annotations__ = {"request": HttpRequest, **place, "said": said}
    path = f"{PLACES[verb.subject.value]}/{verb.name}"
    changes(router, path, PlanStep, str(verb.title), name=f"take_plan_verb_{verb.name}")(operation)


for _verb in PLAN_VERBS.values():
    _put(_verb)


def _meeting(row: Meeting) -> dict[str, Any]:
    plain = ("name", "held_on", "chair", "minutes_no")
    facts = {name: getattr(row, name) for name in plain}
    return {"id": row.pk, **facts, "kind": coded(row, "kind"), "body": ref(row.body)}


def _matter(row: AgendaItem) -> dict[str, Any]:
    shown: list[Finding] = row.shown  # type: ignore[attr-defined]
    facts = {"ordinal": row.ordinal, "title": row.title, "decision": row.decision}
    return {"id": row.pk, **facts, "findings": [finding.number for finding in shown]}


def _plan(row: Any) -> dict[str, Any]:
    plain = ("title", "covers", "is_decided", "is_approved", "is_public")
    facts = {name: getattr(row, name) for name in plain}
    more = {"kind": coded(row, "kind"), "version": row.version_number}
    return {
        "id": row.pk,
        **facts,
        **more,
        "inspection": {"id": row.inspection_id, "name": row.inspection.name},
    }


def _special(row: Any) -> dict[str, Any]:
    facts = {"id": row.pk, "title": row.title, "covers": row.covers}
    return {**facts, "kind": coded(row, "kind"), "lead": ref(row.lead)}


def _class(row: Any) -> dict[str, Any]:
    facts = {"id": row.pk, "purpose": coded(row, "purpose")}
    return {**facts, "kind": coded(row, "kind"), "date": row.date, "words": row.words}


def _event(row: Any) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in ("name", "happened_on", "basis")}
    return {"id": row.pk, "plan": ref(row.plan), **facts}
