"""The directory: regions, bodies, groups, and the names that documents left to be answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from duban.api.fields import Id
from duban.api.lookups import demand_power
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import reads
from duban.api.shapes import organizations as shapes
from duban.api.shapes.common import ref
from duban.api.shapes.findings import EXCEL
from duban.api.shapes.journal import Entries, entry
from duban.journal import queries as journal
from duban.organizations import queries
from duban.organizations.models import BodyKind, Region
from duban.organizations.policy import KEEP, VIEW, listed
from duban.organizations.views.tables import export

router = Router()
_SEQUENCE = (by("sequence", descending=True),)


class BodyQuestions(Schema):
    name: str = Field("", max_length=120, description="名称、简称或曾用名中的文字")
    kind: BodyKind | None = None
    region: Id | None = None
    all: bool = Field(False, description="包括已撤销、并入的；维护名录的人还看得到未核对的")


@reads(router, "/bodies", shapes.Bodies, "单位列表")
def list_bodies(request: HttpRequest, filters: Query[BodyQuestions], asking: Query[Asking]) -> Any:
    demand_power(request, VIEW)
    rows = listed(request.user)
    rows = queries.search(filters.name, rows) if filters.name else rows
    if not filters.all:
        rows = rows.filter(queries.existing(timezone.localdate()), unconfirmed=False)
    if filters.kind:
        rows = rows.filter(kind=filters.kind.value)
    if filters.region:
        rows = rows.filter(region=filters.region)
    rows = rows.select_related("region", "parent", "successor")
    return told(page(request, rows, (by("id"),), asking), shapes.body)


@reads(router, "/bodies/asked", list[shapes.Question], "文件里待核对的名称")
def list_asked(request: HttpRequest) -> Any:
    """最多一百个，答过的不再出现。"""
    demand_power(request, KEEP)
    bodies = list(queries.to_ask()[:100])
    offers = queries.offers(body.name for body in bodies)
    return [{"body": ref(body), "offers": [ref(each) for each in offers[body.name]]} for body in bodies]


@reads(router, "/bodies/export", None, "组织名录（Excel）", openapi_extra=EXCEL)
def export_bodies(request: HttpRequest) -> HttpResponse:
    demand_power(request, VIEW)
    return export(request)


@reads(router, "/bodies/{int:id}", shapes.BodyWhole, "一个单位")
def read_body(request: HttpRequest, id: Path[Id]) -> Any:
    demand_power(request, VIEW)
    rows = listed(request.user).select_related("region", "parent", "successor")
    found = get_object_or_404(rows.prefetch_related("former_names", "aliases"), pk=id)
    today = queries.in_force(timezone.localdate())
    return shapes.body_whole(found, list(found.groups.filter(today).select_related("group")))


@reads(router, "/bodies/{int:id}/journal", Entries, "一个单位的记录")
def body_journal(request: HttpRequest, id: Path[Id], asking: Query[Asking]) -> Any:
    demand_power(request, VIEW)
    get_object_or_404(listed(request.user), pk=id)
    rows = journal.stream("body", id).select_related("stream")
    return told(page(request, rows, _SEQUENCE, asking), entry)


class RegionQuestions(Schema):
    name: str = Field("", max_length=60)
    all: bool = Field(False, description="包括已停用的代码")


@reads(router, "/regions", shapes.Regions, "行政区域列表")
def list_regions(request: HttpRequest, filters: Query[RegionQuestions], asking: Query[Asking]) -> Any:
    demand_power(request, VIEW)
    rows = Region.objects.select_related("parent", "successor")
    if filters.name:
        rows = rows.filter(name__icontains=filters.name)
    if not filters.all:
        rows = rows.filter(queries.existing(timezone.localdate()))
    return told(page(request, rows, (by("code"),), asking), shapes.region)


@reads(router, "/regions/{int:id}", shapes.RegionRow, "一个行政区域")
def read_region(request: HttpRequest, id: Path[Id]) -> Any:
    demand_power(request, VIEW)
    return shapes.region(get_object_or_404(Region.objects.select_related("parent", "successor"), pk=id))


@reads(router, "/regions/{int:id}/journal", Entries, "一个行政区域的记录")
def region_journal(request: HttpRequest, id: Path[Id], asking: Query[Asking]) -> Any:
    demand_power(request, VIEW)
    get_object_or_404(Region, pk=id)
    rows = journal.stream("region", id).select_related("stream")
    return told(page(request, rows, _SEQUENCE, asking), entry)
