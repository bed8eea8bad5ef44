"""The ledger in numbers, and the questions that are kept under a name."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Schema
from pydantic import Field

from duban.api.asking import filters_of
from duban.api.fields import Asked, Id
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import Done, changes, person_of, reads
from duban.api.routes.findings import Questions
from duban.api.routes.importing import router
from duban.api.shapes.common import Paged
from duban.ledger import loads, queries
from duban.ledger.lifecycle import STATIONS
from duban.ledger.models import SavedView
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.saved_views import remove_view, save_view, seen_by
from duban.pages.queries import waiting


class Totals(Schema):
    """与台账页下方的合计相同。"""

    total: int
    late: int
    near: int
    undated: int
    finished: int
    suspended: int


@reads(router, "/totals", Totals, "台账合计")
def read_totals(request: HttpRequest, filters: Query[Questions]) -> Any:  # type: ignore[valid-type]
    today = timezone.localdate()
    return queries.counted(request.user, filters_of(filters), today).tallied(today, NEAR_DAYS)


class Heap(Schema):
    code: str = Field(description="台账列表的 waiting 参数")
    name: str
    count: int


class MyHeaps(Schema):
    """与首页“待我办理”相同。"""

    total: int
    heaps: list[Heap]


@reads(router, "/me/waiting", MyHeaps, "待我办理的问题数")
def read_waiting(request: HttpRequest) -> Any:
    """按在等什么分堆；没有的不列。一个问题可以在几堆里，总数只计一次。"""
    found = waiting(person_of(request), timezone.localdate())
    rows = (
        [{"code": each.code, "name": str(each.name), "count": each.count} for each in found.heaps]
        if found
        else []
    )
    return {"total": found.total if found else 0, "heaps": rows}


class LoadRow(Schema):
    name: str
    asks: str = Field(description="台账列表用来列出这些问题的筛选值")
    total: int
    late: int
    near: int
    stations: list[int] = Field(description="各环节的数目，次序见 stations")


class Load(Schema):
    stations: list[str]
    rows: list[LoadRow]
    total: int = Field(description="问题数")
    under: int = Field(description="其中有人负责的；一个问题可以在几个人名下")
    is_cut: bool


class WhoseLoad(Schema):
    of: Literal["leader", "unit"] = Field("leader", description="按督办领导，或按责任单位")


@reads(router, "/load", Load, "各领导、各单位的任务数")
def read_load(request: HttpRequest, asked: Query[WhoseLoad], filters: Query[Questions]) -> Any:  # type: ignore[valid-type]
    counted = loads.by_unit if asked.of == "unit" else loads.by_leader
    found = counted(request.user, filters_of(filters), timezone.localdate())
    plain = ("name", "asks", "total", "late", "near")
    rows = [
        {**{name: getattr(line, name) for name in plain}, "stations": list(line.stations)}
        for line in found.lines
    ]
    facts = {"total": found.total, "under": found.under, "is_cut": found.is_cut}
    return {"stations": [str(name) for name, _stages in STATIONS], "rows": rows, **facts}


class ViewRow(Schema):
    id: int
    name: str
    query: str
    is_shared: bool


class Views(Paged[ViewRow]):
    """存下的视图。"""


class ViewSaid(Asked):
    name: str = Field(min_length=1, max_length=30)
    query: str = Field(max_length=2000, description="台账页地址中“?”后的部分")
    shared: bool = False


@reads(router, "/views", Views, "台账视图")
def list_views(request: HttpRequest, asking: Query[Asking]) -> Any:
    return told(page(request, seen_by(request.user), (by("id"),), asking), _view)


@changes(router, "/views", ViewRow, "存下台账视图")
def keep_view(request: HttpRequest, said: ViewSaid) -> Any:
    return _view(save_view(person_of(request), said.name, said.query, shared=said.shared))


@changes(router, "/views/{int:id}/remove", Done, "删除台账视图")
def drop_view(request: HttpRequest, id: Path[Id]) -> Any:
    remove_view(person_of(request), get_object_or_404(seen_by(request.user), pk=id))
    return {"sentence": _("视图已删除。")}


def _view(row: SavedView) -> dict[str, Any]:
    return {"id": row.pk, "name": row.name, "query": row.query, "is_shared": row.is_shared}
