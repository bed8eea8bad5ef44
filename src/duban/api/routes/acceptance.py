"""What a reviewed set becomes: findings of a plan, the next version of a plan, or papers beside findings."""

from __future__ import annotations

import uuid as uuids
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Schema
from pydantic import Field

from duban.api.fields import Asked, Day, Id, Number
from duban.api.lookups import chosen
from duban.api.problems import Stop
from duban.api.routes.common import Done, changes, person_of, reads
from duban.api.routes.intake import item_of, router
from duban.intake import filing
from duban.intake.actions import accepting, attaching
from duban.intake.actions.accepting import Asked as Wanted
from duban.intake.comparing import Pair
from duban.intake.comparing import compare as line_up
from duban.intake.meeting import Meeting
from duban.intake.models import AcceptedPart, IntakeSet
from duban.intake.presenting import SetView
from duban.intake.views import comparing as pages
from duban.intake.views.accepting import accepted_sentence, outcome
from duban.intake.views.common import set_of
from duban.intake.views.comparing import revised_sentence
from duban.intake.views.meeting import attached_sentence
from duban.ledger.inputs import InspectionInput, ItemChange, PlanInput
from duban.ledger.models import Finding, Inspection, InspectionLevel, InspectionType, Plan, PlanKind

_SET = "/intake/sets/{uuid}"


class Outcome(Schema):
    """登记会带来什么。"""

    scope: str = Field(description="confirmed 已确认的各项，all 全部")
    items: int
    finished: int
    doubts: int
    unconfirmed: int
    undated: int
    known_bodies: int
    new_bodies: list[str]
    missing: list[int] = Field(description="没有问题表述、还不能登记的项")
    seen: str = Field(description="登记时带回；其间有人改过则不登记")


class FindingAccepted(Schema):
    item: str
    number: str


class Accepted(Schema):
    sentence: str
    inspection: int
    plan: int
    version: int
    findings: list[FindingAccepted]
    changed: int
    gone: int
    new_bodies: list[str]


@reads(router, f"{_SET}/acceptance", list[Outcome], "登记会带来什么")
def preview_acceptance(request: HttpRequest, uuid: Path[uuids.UUID]) -> Any:
    view = SetView(set_of(request, uuid))
    return [_outcome(view, "confirmed"), _outcome(view, "all")]


def _outcome(view: SetView, scope: str) -> dict[str, Any]:
    told = outcome(view, scope, accepting.candidates(view, everything=scope == "all"))
    return {**told, "missing": [pk for pk, _place in told["missing"]]}


class InspectionSaid(Asked):
    """已有的督察只写 id；新的督察写名称等。"""

    id: Id | None = None
    name: str = Field("", max_length=200)
    type: InspectionType | None = None
    level: InspectionLevel | None = None
    team: str = Field("", max_length=120)
    letter_no: str = Field("", max_length=120)
    onsite_start: Day | None = None
    onsite_end: Day | None = None
    feedback_date: Day | None = None
    region: str = Field("", max_length=60)


class AcceptSaid(Asked):
    scope: Literal["confirmed", "all"] = "confirmed"
    seen: str = Field(max_length=60)
    inspection: InspectionSaid
    title: str = Field(min_length=1, max_length=300)
    kind: PlanKind = PlanKind.MASTER
    published: Day | None = None


@changes(router, f"{_SET}/accept", Accepted, "把校核好的各项登记入台账")
def accept_set(request: HttpRequest, uuid: Path[uuids.UUID], said: AcceptSaid) -> Any:
    found = set_of(request, uuid)
    plan = PlanInput(
        title=said.title.strip(),
        kind=said.kind.value,  # type: ignore[arg-type]
        published=said.published,
        documents=filing.documents_of(SetView(found).tabs),
    )
    wanted = Wanted(uuids.uuid4(), said.scope == "all", said.seen)
    part = accepting.accept(person_of(request), found, wanted, _inspection(said.inspection), plan)
    return _accepted(part, accepted_sentence(part))


def _inspection(said: InspectionSaid) -> InspectionInput:
    if said.id is not None:
        known = chosen(Inspection.objects.all(), said.id, "inspection.id")
        return InspectionInput(id=known.pk, name=known.name, type=known.type)
    given: dict[str, Any] = said.model_dump(exclude={"id", "type", "level"})
    kind, level = said.type.value if said.type else "", said.level.value if said.level else ""
    return InspectionInput(**given, type=kind, level=level)


def _accepted(part: AcceptedPart, sentence: str) -> dict[str, Any]:
    result = part.result
    plain = ("inspection", "plan", "version", "changed", "gone", "new_bodies")
    findings = [{"item": each["ref"], "number": each["number"]} for each in result["findings"]]
    return {"sentence": sentence, **{name: result[name] for name in plain}, "findings": findings}


class FieldChange(Schema):
    name: str
    label: str


class PairRow(Schema):
    """修订稿与现行方案逐项对照的一行。"""

    key: str
    kind: str = Field(description="new 新增、changed 修改、gone 不再列入、same 相同")
    number: str = Field(description="现行方案中的台账编号")
    item: int | None = Field(description="修订稿中的项")
    plan_item: int | None
    changes: list[FieldChange]


class Comparison(Schema):
    plan: int
    base: int = Field(description="对照的是第几版，修订时带回")
    seen: str = Field(description="修订时带回")
    pairs: list[PairRow]


class PlanQuestion(Schema):
    plan: Id | None = None


def _plan_of(intake_set: IntakeSet, pk: int | None) -> Plan:
    if intake_set.plan_id is not None and not intake_set.is_revision:
        raise Stop(422, "refused", _("这组文件已登记为自己的方案，没有可对照的。"))
    if intake_set.plan is not None:
        return intake_set.plan
    rows = Plan.objects.select_related("inspection")
    if intake_set.inspection_id is not None:
        rows = rows.filter(inspection=intake_set.inspection_id)
    found = rows.filter(pk=pk).first() if pk else rows.order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _pairs(view: SetView, plan: Plan, by_hand: dict[int, int]) -> list[Pair]:
    settled = pages._settled(view)
    return line_up(pages._old(plan), pages._new(view), {**by_hand, **settled})


@reads(router, f"{_SET}/comparison", Comparison, "修订稿与现行方案的对照")
def compare_set(request: HttpRequest, uuid: Path[uuids.UUID], asked: Query[PlanQuestion]) -> Any:
    found = set_of(request, uuid)
    plan, view = _plan_of(found, asked.plan), SetView(found)
    return {
        "plan": plan.pk,
        "base": plan.versions.count(),
        "seen": accepting.fingerprint(accepting.candidates(view, everything=True)),
        "pairs": [_pair(pair) for pair in _pairs(view, plan, {})],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "key": pair.key,
        "kind": pair.kind,
        "number": pair.old.number if pair.old else "",
        "item": pair.new.draft if pair.new else None,
        "plan_item": pair.old.plan_item if pair.old else None,
        "changes": [{"name": each.name, "label": str(each.label)} for each in pair.changes],
    }


class Matched(Asked):
    item: Id
    plan_item: int = Field(ge=0, le=2**63 - 1, description="0 表示是新的问题")


class ReviseSaid(Asked):
    plan: Id
    base: int = Field(ge=0, le=2**31 - 1)
    seen: str = Field(max_length=60)
    title: str = Field(min_length=1, max_length=300)
    published: Day | None = None
    accept: list[str] = Field(max_length=5000, description="接受哪些变化（key）")
    matches: list[Matched] = Field(default_factory=list, max_length=5000, description="人工认定的对应")


@changes(router, f"{_SET}/revise", Accepted, "把接受的变化作为方案的下一版")
def revise_plan(request: HttpRequest, uuid: Path[uuids.UUID], said: ReviseSaid) -> Any:
    found = set_of(request, uuid)
    plan, view = _plan_of(found, said.plan), SetView(found)
    pairs = _pairs(view, plan, {each.item: each.plan_item for each in said.matches})
    wanted, asked = set(said.accept), Wanted(uuids.uuid4(), True, said.seen)
    taken = [_item_change(pair) for pair in pairs if pair.kind == "same" or pair.key in wanted]
    documents = filing.documents_of(view.tabs)
    facts = PlanInput(title=said.title.strip(), published=said.published, documents=documents)
    part = accepting.revise(person_of(request), found, asked, plan, facts, taken, said.base)
    return _accepted(part, revised_sentence(part))


def _item_change(pair: Pair) -> ItemChange:
    old, new = pair.old.plan_item if pair.old else None, pair.new.item if pair.new else None
    return ItemChange(pair.kind, old, new)


class CandidateRow(Schema):
    number: str
    problem: str


class SpokenOfRow(Schema):
    item: int
    statement: str
    status: str
    chosen: str | None = Field(description="肯定就是的那个问题")
    candidates: list[CandidateRow]


@reads(router, f"{_SET}/meeting", list[SpokenOfRow], "公示或报告的各项说的是哪个问题")
def meet_findings(request: HttpRequest, uuid: Path[uuids.UUID]) -> Any:
    found = set_of(request, uuid)
    meeting = Meeting(SetView(found), person_of(request), found.inspection)
    return [_meeting(row) for row in meeting.rows]


def _meeting(row: Any) -> dict[str, Any]:
    near = [each.finding for each in row.candidates]
    sure = next((finding.number for finding in near if finding.pk == row.chosen), None)
    return {
        "item": row.item.pk,
        "statement": row.statement,
        "status": row.status,
        "chosen": sure,
        "candidates": [{"number": each.number, "problem": each.problem} for each in near],
    }


class Attached(Asked):
    item: Id
    finding: Number


class AttachSaid(Asked):
    attach: list[Attached] = Field(min_length=1, max_length=500)


@changes(router, f"{_SET}/attach", Done, "把公示或报告附到台账问题")
def attach_items(request: HttpRequest, uuid: Path[uuids.UUID], said: AttachSaid) -> Any:
    """问题的办理阶段不变。"""
    found = set_of(request, uuid)
    numbers = {each.finding for each in said.attach}
    seen = Finding.objects.visible_to(request.user).filter(number__in=numbers)
    known = dict(seen.values_list("number", "pk"))
    if numbers - known.keys():
        raise Stop(422, "bad_input", _("有的台账编号没有找到，还没有附上任何文件；请核对编号。"))
    wanted = {each.item: known[each.finding] for each in said.attach}
    return {"sentence": attached_sentence(attaching.attach(person_of(request), found, uuids.uuid4(), wanted))}


class TakenBack(Asked):
    reason: str = Field(min_length=1, max_length=300)


@changes(router, f"{_SET}/items/{{int:item}}/take-back", Done, "取消附到问题")
def take_item_back(request: HttpRequest, uuid: Path[uuids.UUID], item: Path[Id], said: TakenBack) -> Any:
    found = item_of(request, uuid, item)
    attaching.take_back(person_of(request), set_of(request, uuid), found, said.reason)
    return {"sentence": _("已取消，可以附到别的问题。")}
