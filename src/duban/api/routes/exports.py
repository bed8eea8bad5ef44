"""Lists as Excel: a short one is the answer; of a long one the answer is where to ask for it until it is made."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Schema
from pydantic import Field

from duban.api.fields import Asked
from duban.api.paging import Asking, by, page
from duban.api.problems import Stop
from duban.api.routes.common import Done, changes, person_of, reads
from duban.api.routes.findings import Questions
from duban.api.routes.importing import router
from duban.api.shapes import findings as shapes
from duban.api.shapes.common import Coded, Paged
from duban.files.views import attachment
from duban.journal.actions import acting_through
from duban.ledger.exporting import asking as asks
from duban.ledger.exporting import fetching, removing
from duban.ledger.exporting.asking import KINDS, Wanted
from duban.ledger.exporting.showing import Shown, shown
from duban.ledger.lists import LISTS
from duban.ledger.models import Export, ExportState
from duban.ledger.views.exports import XLSX, at_once

#: Seconds after which it is worth asking again.
_AGAIN = 2


class ListKind(Schema):
    code: str
    name: str


class ExportRow(Schema):
    """一份后台制作的导出。"""

    uuid: UUID
    kind: Coded
    question: dict[str, str] = Field(description="筛选条件，名称与台账列表的参数相同")
    state: Coded = Field(description="waiting 正在制作、made 可以下载、failed 没有做成")
    expected: int = Field(description="要求导出时符合条件的问题数")
    written: int = Field(description="已写入的问题数；做成后是文件中的问题数")
    sentence: str = Field(description="没有做成的原因")
    asked_at: datetime.datetime
    until: datetime.datetime = Field(description="保留到何时，到期清除")
    address: str = Field(description="查询进度的地址")
    file: str | None = Field(description="下载的地址；没有做成前为空")
    name: str = Field(description="文件名；没有做成前为空")
    size: int
    sha256: str


class Exports(Paged[ExportRow]):
    """我的导出。"""


_ACCEPTED: dict[str, Any] = {
    "description": "问题较多，已在后台制作；按 address 查询，做成后按 file 下载",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ExportRow"}}},
}
_EXCEL_OR_LATER = {"responses": {**shapes.EXCEL["responses"], 202: _ACCEPTED}}


@reads(router, "/lists", list[ListKind], "四个清单的名称")
def list_kinds(request: HttpRequest) -> Any:
    return [{"code": kind.code, "name": str(kind.name)} for kind in LISTS.values()]


@reads(router, "/lists/{kind}", None, "四个清单（Excel）", openapi_extra=_EXCEL_OR_LATER)
def download_list(request: HttpRequest, kind: Path[str], filters: Query[Questions]) -> Any:  # type: ignore[valid-type]
    """kind 为清单的代码，all 为全部四个，whole 为总台账；筛选条件与台账列表相同。问题较多时回答 202，在后台制作；制作期间同样的请求得到同一份。"""
    asked: Any = filters
    wanted = _wanted(kind, asked.model_dump())
    with acting_through(_token(request)):
        found = asks.short(person_of(request), wanted)
        if found is not None:
            return at_once(person_of(request), wanted, found)
    return _accepted(request, wanted)


class ExportSaid(Asked):
    kind: str = Field(max_length=16, description="清单的代码，all 为全部四个，whole 为总台账")
    question: dict[str, str] = Field(
        default_factory=dict, max_length=40, description="筛选条件，名称与台账列表的参数相同"
    )


@changes(router, "/exports", ExportRow, "后台导出", accepted=ExportRow)
def ask_for_export(request: HttpRequest, said: ExportSaid) -> Any:
    """不论多少都在后台制作。同样的条件正在制作时，得到的就是那一份。"""
    unknown = sorted(set(said.question) - set(Questions.model_fields))
    if unknown:
        sentence = _("没有名为“%s”的筛选条件，没有导出。") % _("、").join(unknown)
        raise Stop(422, "bad_input", sentence, fields={f"question.{name}": [sentence] for name in unknown})
    return _accepted(request, _wanted(said.kind, said.question))


@reads(router, "/exports", Exports, "我的导出")
def list_exports(request: HttpRequest, asking: Query[Asking]) -> Any:
    found = page(request, asks.hers(request.user), (by("id", descending=True),), asking)
    return {"rows": [_row(each) for each in shown(found.rows)], "next": found.next, "count": found.count}


@reads(router, "/exports/{uuid}", ExportRow, "一份导出的进度")
def read_export(request: HttpRequest, uuid: Path[UUID]) -> Any:
    return _row(shown([_hers(request, uuid)])[0])


@reads(router, "/exports/{uuid}/file", None, "下载一份导出（Excel）", openapi_extra=shapes.EXCEL)
def download_export(request: HttpRequest, uuid: Path[UUID]) -> Any:
    """还在制作、没有做成，或者其中有的问题已不在您的工作范围内时，回答 409。"""
    row = _hers(request, uuid)
    with acting_through(_token(request)):
        path = fetching.fetch(row, person_of(request))
    response = FileResponse(path.open("rb"), content_type=XLSX)
    response["Content-Disposition"] = attachment(row.name)
    return response


@changes(router, "/exports/{uuid}/remove", Done, "删除一份导出")
def remove_export(request: HttpRequest, uuid: Path[UUID]) -> Any:
    """正在制作的随即停止。"""
    row = _hers(request, uuid)
    removing.remove(row, person_of(request))
    stopped = row.state == ExportState.WAITING
    return {"sentence": _("已停止制作，没有留下文件。") if stopped else _("已删除这份导出。")}


def _wanted(kind: str, query: dict[str, str]) -> Wanted:
    if kind not in KINDS:
        raise Http404
    return Wanted.of(kind, query)


def _token(request: HttpRequest) -> str:
    return str(request.token.name)  # type: ignore[attr-defined]


def _hers(request: HttpRequest, uuid: UUID) -> Export:
    return get_object_or_404(asks.hers(request.user), uuid=uuid)


def _accepted(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    export, _new = asks.ask(person_of(request), wanted, _token(request))
    said = ExportRow(**_row(shown([export])[0])).model_dump(mode="json")
    headers = {"Location": said["address"], "Retry-After": str(_AGAIN)}
    dumps = {"ensure_ascii": False}
    return JsonResponse(said, status=202, headers=headers, json_dumps_params=dumps)


def _row(found: Shown) -> dict[str, Any]:
    export = found.export
    return {
        **{
            name: getattr(export, name)
            for name in ("uuid", "question", "expected", "asked_at", "name", "size")
        },
        "kind": {"code": export.kind, "name": found.name},
        "state": {"code": found.state, "name": found.state_name},
        "written": found.done,
        "sentence": found.sentence,
        "until": found.until,
        "address": reverse("api:api-v1:read_export", args=[export.uuid]),
        "file": reverse("api:api-v1:download_export", args=[export.uuid]) if found.is_made else None,
        "sha256": export.sha256,
    }
