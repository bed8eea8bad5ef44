"""Regions, bodies, their names over time and their members."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from duban.api.shapes.common import Coded, Paged, Ref, coded, ref
from duban.organizations.models import Body, GroupMember, Region, TeamArea
from duban.organizations.trees import names_over_time


class RegionRow(Schema):
    id: int
    code: str
    name: str
    parent: Ref | None
    is_zone: bool
    successor: Ref | None
    valid_from: datetime.date | None
    valid_to: datetime.date | None


class Regions(Paged[RegionRow]):
    """行政区域的一页。"""


class BodyRow(Schema):
    id: int
    name: str
    short_name: str
    kind: Coded
    region: Ref | None
    parent: Ref | None
    successor: Ref | None = Field(description="并入了哪个单位")
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    unconfirmed: bool = Field(description="由文件带入、尚未核对")


class Bodies(Paged[BodyRow]):
    """单位的一页。"""


class Period(Schema):
    name: str
    since: datetime.date | None
    until: datetime.date | None


class MemberRow(Schema):
    id: int
    body: Ref
    since: datetime.date
    until: datetime.date | None


class AreaRow(Schema):
    id: int
    region: Ref
    since: datetime.date
    until: datetime.date | None


class BodyWhole(BodyRow):
    names: list[Period] = Field(description="历来的名称，新的在前")
    aliases: list[str] = Field(description="文件中的其他写法")
    members: list[MemberRow]
    areas: list[AreaRow]
    groups: list[Ref] = Field(description="今天属于哪些群体、领导小组和专班")
    absorbed: list[Ref]


class Question(Schema):
    """文件里出现、名录里没有的名称。"""

    body: Ref
    offers: list[Ref] = Field(description="可能就是哪个单位，最像的在前")


class BadCell(Schema):
    sheet: str
    cell: str
    said: str


class TableTrial(Schema):
    """表格会带来什么；有一处不对就什么都不做。"""

    taken_over: bool
    new: int
    changed: int
    parts: int
    bad: list[BadCell]


def region(row: Region) -> dict[str, Any]:
    plain = ("code", "name", "is_zone", "valid_from", "valid_to")
    facts = {name: getattr(row, name) for name in plain}
    return {"id": row.pk, **facts, "parent": ref(row.parent), "successor": ref(row.successor)}


def body(row: Body) -> dict[str, Any]:
    plain = ("name", "short_name", "valid_from", "valid_to", "unconfirmed")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "kind": coded(row, "kind"),
        "region": ref(row.region),
        "parent": ref(row.parent),
        "successor": ref(row.successor),
    }


def body_whole(row: Body, groups: list[GroupMember]) -> dict[str, Any]:
    names = [{"name": p.name, "since": p.since, "until": p.until} for p in names_over_time(row)]
    return {
        **body(row),
        "names": names,
        "aliases": sorted(alias.name for alias in row.aliases.all()),
        "members": [member(each) for each in row.members.select_related("body")],
        "areas": [area(each) for each in row.areas.select_related("region")],
        "groups": [ref(each.group) for each in groups],
        "absorbed": [ref(each) for each in row.absorbed.order_by("name")],
    }


def member(row: GroupMember) -> dict[str, Any]:
    return {"id": row.pk, "body": ref(row.body), "since": row.since, "until": row.until}


def area(row: TeamArea) -> dict[str, Any]:
    return {"id": row.pk, "region": ref(row.region), "since": row.since, "until": row.until}
