"""What hangs on a finding since it was registered, each as a list of its own; and what waits for a decision."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Path, Query, Schema

from duban.accounts.permissions import is_office
from duban.api.fields import Asked, Id, Number, Reason
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import changes, person_of, reads
from duban.api.routes.documents import BYTES
from duban.api.routes.importing import router
from duban.api.shapes import history as shapes
from duban.ledger import protected
from duban.ledger.discretion import visible_numbers
from duban.ledger.models import (
    AgendaItem,
    CoordinationNote,
    Erratum,
    Filing,
    Finding,
    Mention,
    Request,
    StandingChange,
    Step,
    Waiver,
)
from duban.ledger.views.papers import request_paper

_ONE = "/findings/{number}"
_NEWEST = (by("id", descending=True),)
#: What a proposal to merge tells of the problem into which it leads, besides its number.
_OF_THE_OTHER = frozenset({"of", "lacking", "across"})


def _seen(request: HttpRequest, number: str) -> int:
    """The finding, if she may see it at all."""
    pk = Finding.objects.visible_to(request.user).filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    return pk


def _listed(request: HttpRequest, rows: QuerySet[Any], asking: Asking, shape: Any) -> dict[str, Any]:
    return told(page(request, rows, _NEWEST, asking), shape)


def _discreet(request: HttpRequest, told: dict[str, Any]) -> dict[str, Any]:
    """Without numbers of findings that she may not see."""
    proposal = told.get("proposal") or {}
    named = [told.get("into"), proposal.get("into"), proposal.get("asked_into")]
    hidden = {number for number in named if number} - visible_numbers(request.user, named)
    if told.get("into") in hidden:
        told["into"] = None
    if proposal.get("into") in hidden:
        proposal = {name: value for name, value in proposal.items() if name not in _OF_THE_OTHER}
    if hidden:
        told["proposal"] = {name: value for name, value in proposal.items() if value not in hidden}
    return told


@reads(router, f"{_ONE}/steps", shapes.Steps, "一个问题的办理步骤")
def list_steps(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = Step.objects.filter(finding=_seen(request, number)).select_related("by", "withdraws")
    return _listed(request, rows, asking, shapes.step)


def _requests(request: HttpRequest, rows: QuerySet[Request], asking: Asking) -> dict[str, Any]:
    whole = rows.select_related("finding", "asked_by", "decided_by", "document", "decision_document")
    heavy = [f"{paper}__{part}" for paper in ("document", "decision_document") for part in ("text", "blocks")]
    return _listed(request, whole.defer(*heavy), asking, lambda row: _discreet(request, shapes.request(row)))


@reads(router, f"{_ONE}/requests", shapes.Requests, "一个问题的申请")
def list_finding_requests(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    return _requests(request, Request.objects.filter(finding=_seen(request, number)), asking)


@reads(router, f"{_ONE}/requests/{{int:letter}}/document", None, "申请所附的文件", openapi_extra=BYTES)
def read_request_paper(request: HttpRequest, number: Path[Number], letter: Path[Id]) -> Any:
    return request_paper(request, number, letter, "asked")


@reads(router, f"{_ONE}/requests/{{int:letter}}/decision", None, "审批所附的文件", openapi_extra=BYTES)
def read_decision_paper(request: HttpRequest, number: Path[Number], letter: Path[Id]) -> Any:
    return request_paper(request, number, letter, "decided")


@reads(router, f"{_ONE}/filings", shapes.Filings, "一个问题的方案备案")
def list_filings(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = Filing.objects.filter(finding=_seen(request, number)).select_related("by")
    return _listed(request, rows, asking, shapes.filing)


@reads(router, f"{_ONE}/coordination", shapes.Notes, "一个问题的协调记录")
def list_coordination(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = CoordinationNote.objects.filter(finding=_seen(request, number)).select_related("by", "body")
    return _listed(request, rows, asking, shapes.note)


@reads(router, f"{_ONE}/errata", shapes.Errata, "一个问题的笔误更正")
def list_errata(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = Erratum.objects.filter(finding=_seen(request, number)).select_related("by")
    return _listed(request, rows, asking, shapes.erratum)


@reads(router, f"{_ONE}/waivers", shapes.Waivers, "一个问题写明“无”的事项")
def list_waivers(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = Waiver.objects.filter(finding=_seen(request, number)).select_related("by")
    return _listed(request, rows, asking, shapes.waiver)


@reads(router, f"{_ONE}/standings", shapes.Standings, "一个问题的撤销、合并、移交、中止和恢复")
def list_standings(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = StandingChange.objects.filter(finding=_seen(request, number))
    rows = rows.select_related("by", "into", "to_body")
    return _listed(request, rows, asking, lambda row: _discreet(request, shapes.standing(row)))


@reads(router, f"{_ONE}/decisions", shapes.Decisions, "一个问题的会议议定")
def list_decisions(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    rows = AgendaItem.objects.filter(findings=_seen(request, number)).exclude(decision="")
    return _listed(request, rows.select_related("meeting"), asking, shapes.decision)


@reads(router, f"{_ONE}/mentions", shapes.Mentions, "后来的公示和报告")
def list_mentions(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    """文件只有整改办能看，其他人得到空的列表。"""
    rows = Mention.objects.filter(finding=_seen(request, number), taken_back_at__isnull=True)
    rows = rows if is_office(request.user) else rows.none()
    heavy = ("document__text", "document__blocks")
    return _listed(request, rows.select_related("by", "document").defer(*heavy), asking, shapes.mention)


class ProtectedSaid(Asked):
    reason: Reason


class ProtectedText(Schema):
    label: str
    text: str


@changes(router, f"{_ONE}/remarks/{{int:id}}/read", ProtectedText, "查阅举报人等信息")
def read_protected(request: HttpRequest, number: Path[Number], id: Path[Id], said: ProtectedSaid) -> Any:
    """只有整改办和信访经办人可以查阅；谁为什么查阅记入记录。"""
    request.answers_secret = True  # type: ignore[attr-defined]
    row = protected.read(number, id, said.reason, person_of(request))
    return {"label": row.label, "text": row.text}


class RequestQuestions(Schema):
    state: Literal["", "open", "approved", "refused", "taken_back"] = "open"


@reads(router, "/requests", shapes.Requests, "申请列表")
def list_requests(request: HttpRequest, filters: Query[RequestQuestions], asking: Query[Asking]) -> Any:
    """您能看到的问题的申请，默认只列待审批的。"""
    rows = Request.objects.filter(finding__in=Finding.objects.visible_to(request.user))
    return _requests(request, rows.filter(state=filters.state) if filters.state else rows, asking)
