"""The verbs of the directory."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Path, Query, UploadedFile
from pydantic import Field

from duban.api.fields import Asked, Day, Id, Name, Reason
from duban.api.lookups import body_of, chosen, demand_power, region_of
from duban.api.routes.common import Done, changes
from duban.api.routes.organizations import router
from duban.api.shapes import organizations as shapes
from duban.organizations.actions import answering, changing, grouping, regions
from duban.organizations.actions.importing import take_over
from duban.organizations.importing import Trial, try_out
from duban.organizations.models import OF_MEMBERS, Body, BodyKind, Region
from duban.organizations.policy import KEEP
from duban.organizations.sheets import MAX_BYTES


class BodyFacts(Asked):
    kind: BodyKind = BodyKind.DEPARTMENT
    short_name: str = Field("", max_length=60)
    region: Id | None = None
    parent: Id | None = None
    valid_from: Day | None = None


class NewBody(BodyFacts):
    name: Name


class Reasoned(Asked):
    on: Day
    reason: Reason


class Renamed(Reasoned):
    name: Name


class FormerlyCalled(Asked):
    name: Name
    until: Day | None = None


class MergedInto(Reasoned):
    into: Id


class Joining(Asked):
    body: Id
    since: Day


class Covering(Asked):
    region: Id
    since: Day


class Ending(Asked):
    until: Day
    reason: Reason


def _facts(said: BodyFacts) -> dict[str, Any]:
    """Only what was said; numbers become rows."""
    given = said.model_dump(exclude_unset=True, exclude={"name"})
    if "kind" in given:
        given["kind"] = given["kind"].value
    for name, look_up in (("region", region_of), ("parent", body_of)):
        if given.get(name) is not None:
            given[name] = look_up(given[name], name)
    return given


def _shown(pk: int) -> dict[str, Any]:
    return shapes.body(Body.objects.select_related("region", "parent", "successor").get(pk=pk))


def _body(request: HttpRequest, id: int) -> Body:
    demand_power(request, KEEP)
    return get_object_or_404(Body, pk=id)


@changes(router, "/bodies", shapes.BodyRow, "登记单位")
def add_body(request: HttpRequest, said: NewBody) -> Any:
    actor = demand_power(request, KEEP)
    return _shown(changing.add_body(said.name, _facts(said), (), actor).pk)


@changes(router, "/bodies/import", shapes.TableTrial, "从 Excel 导入组织名录")
def import_bodies(
    request: HttpRequest,
    table: File[UploadedFile],
    dry_run: Query[bool] = False,
) -> Any:
    """dry_run=true 只检查，逐处指出不对的单元格；有一处不对就什么都不做。"""
    actor = demand_power(request, KEEP)
    data = table.read(MAX_BYTES + 1)
    trial = try_out(data)
    if dry_run or trial.bad:
        return _trial(trial, False)
    return _trial(take_over(data, actor), True)


def _trial(trial: Trial, taken_over: bool) -> dict[str, Any]:
    return {
        "taken_over": taken_over,
        "new": len(trial.regions) + len(trial.bodies),
        "changed": len(trial.changed),
        "parts": trial.parts,
        "bad": [{"sheet": bad.sheet, "cell": bad.cell, "said": bad.said} for bad in trial.bad],
    }


@changes(router, "/bodies/{int:id}/change", shapes.BodyRow, "更改单位信息")
def change_body(request: HttpRequest, id: Path[Id], said: BodyFacts) -> Any:
    """只更改写明的字段。"""
    body = _body(request, id)
    return _shown(changing.change(body, _facts(said), demand_power(request, KEEP)).pk)


@changes(router, "/bodies/{int:id}/rename", shapes.BodyRow, "单位更名")
def rename_body(request: HttpRequest, id: Path[Id], said: Renamed) -> Any:
    body = _body(request, id)
    return _shown(changing.rename(body, said.name, said.on, said.reason, demand_power(request, KEEP)).pk)


@changes(router, "/bodies/{int:id}/former-name", Done, "登记曾用名")
def add_former_name(request: HttpRequest, id: Path[Id], said: FormerlyCalled) -> Any:
    changing.add_former_name(_body(request, id), said.name, said.until, demand_power(request, KEEP))
    return {"sentence": _("曾用名已登记。")}


@changes(router, "/bodies/{int:id}/close", shapes.BodyRow, "撤销单位")
def close_body(request: HttpRequest, id: Path[Id], said: Reasoned) -> Any:
    return _shown(changing.close(_body(request, id), said.on, said.reason, demand_power(request, KEEP)).pk)


@changes(router, "/bodies/{int:id}/merge", shapes.BodyRow, "并入另一个单位")
def merge_body(request: HttpRequest, id: Path[Id], said: MergedInto) -> Any:
    """回答接续的单位。"""
    body, actor = _body(request, id), demand_power(request, KEEP)
    return _shown(changing.merge(body, body_of(said.into, "into"), said.on, said.reason, actor).pk)


@changes(router, "/bodies/{int:id}/join", shapes.MemberRow, "登记成员")
def join_group(request: HttpRequest, id: Path[Id], said: Joining) -> Any:
    group, actor = _body(request, id), demand_power(request, KEEP)
    single = Body.objects.filter(valid_to__isnull=True, unconfirmed=False).exclude(kind__in=OF_MEMBERS)
    return shapes.member(grouping.join_group(group, chosen(single, said.body, "body"), said.since, actor))


@changes(router, "/bodies/{int:id}/cover", shapes.AreaRow, "登记片区")
def cover_area(request: HttpRequest, id: Path[Id], said: Covering) -> Any:
    team, actor = _body(request, id), demand_power(request, KEEP)
    return shapes.area(grouping.cover_area(team, region_of(said.region), said.since, actor))


@changes(router, "/bodies/{int:id}/members/{int:member}/end", Done, "结束成员")
def leave_group(request: HttpRequest, id: Path[Id], member: Path[Id], said: Ending) -> Any:
    row = get_object_or_404(_body(request, id).members, pk=member)
    grouping.leave_group(row, said.until, said.reason, demand_power(request, KEEP))
    return {"sentence": _("成员的结束日期已登记。")}


@changes(router, "/bodies/{int:id}/areas/{int:area}/end", Done, "结束片区")
def uncover_area(request: HttpRequest, id: Path[Id], area: Path[Id], said: Ending) -> Any:
    row = get_object_or_404(_body(request, id).areas, pk=area)
    grouping.uncover_area(row, said.until, said.reason, demand_power(request, KEEP))
    return {"sentence": _("片区的结束日期已登记。")}


class IsNew(Asked):
    kind: BodyKind


class IsOther(Asked):
    body: Id


@changes(router, "/bodies/asked/{int:id}/new", shapes.BodyRow, "答：是单独的单位")
def answer_new(request: HttpRequest, id: Path[Id], said: IsNew) -> Any:
    return _shown(answering.is_new(_body(request, id), said.kind, demand_power(request, KEEP)).pk)


@changes(router, "/bodies/asked/{int:id}/other", shapes.BodyRow, "答：是另一个单位的写法")
def answer_other(request: HttpRequest, id: Path[Id], said: IsOther) -> Any:
    """回答所指的单位；以后的文件按此认定。"""
    body, actor = _body(request, id), demand_power(request, KEEP)
    other = body_of(said.body)
    return _shown(answering.is_other_name_of(body, other, timezone.localdate(), actor).pk)


class NewRegion(Asked):
    code: str = Field(min_length=1, max_length=12, pattern=r"^[0-9A-Za-z-]+$")
    name: str = Field(min_length=1, max_length=60)
    parent: str = Field("", max_length=12, description="上级区划的代码")
    is_zone: bool = False
    valid_from: Day | None = None


class RegionClosed(Reasoned):
    successor: Id | None = None


@changes(router, "/regions", shapes.RegionRow, "登记行政区域")
def add_region(request: HttpRequest, said: NewRegion) -> Any:
    wanted = regions.RegionInput(said.code, said.name, said.parent, said.is_zone, said.valid_from)
    return shapes.region(regions.add_region(wanted, demand_power(request, KEEP)))


@changes(router, "/regions/{int:id}/close", shapes.RegionRow, "停用区划代码")
def close_region(request: HttpRequest, id: Path[Id], said: RegionClosed) -> Any:
    actor = demand_power(request, KEEP)
    region = get_object_or_404(Region, pk=id)
    successor = region_of(said.successor, "successor") if said.successor else None
    return shapes.region(regions.close_region(region, said.on, said.reason, actor, successor))
