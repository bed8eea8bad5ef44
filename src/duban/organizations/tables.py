"""The directory as an Excel file, out: four sheets that come in again as they went out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duban.organizations import sheets
from duban.organizations.models import Body, GroupMember, Region, TeamArea

REGIONS, BODIES, MEMBERS, AREAS = "区划", "单位", "成员", "片区"
REGION_HEADINGS = ("代码", "名称", "上级代码", "开发区", "启用日期", "停用日期", "接续代码")
BODY_HEADINGS = ("名称", "类别", "简称", "区划代码", "上级单位", "曾用名", "成立日期", "撤销日期", "并入")
MEMBER_HEADINGS = ("群体", "成员", "起", "止")
AREA_HEADINGS = ("督导组", "区划代码", "起", "止")
YES = "是"


def workbook() -> bytes:
    return sheets.write(
        [
            (REGIONS, REGION_HEADINGS, map(_region, _regions())),
            (BODIES, BODY_HEADINGS, map(_body, _bodies())),
            (MEMBERS, MEMBER_HEADINGS, map(_member, _members())),
            (AREAS, AREA_HEADINGS, map(_area, _areas())),
        ]
    )


def _regions() -> Iterable[Region]:
    return Region.objects.select_related("parent", "successor").order_by("code")


def _bodies() -> Iterable[Body]:
    """Names that nobody has looked at yet are a question, not a part of the directory."""
    rows = Body.objects.filter(unconfirmed=False).select_related("region", "parent", "successor")
    return rows.prefetch_related("former_names").order_by("pk")


def _members() -> Iterable[GroupMember]:
    return GroupMember.objects.select_related("group", "body").order_by("group__name", "since", "body__name")


def _areas() -> Iterable[TeamArea]:
    return TeamArea.objects.select_related("team", "region").order_by("team__name", "since", "region__code")


def _region(row: Region) -> tuple[str, ...]:
    return (
        row.code,
        row.name,
        row.parent.code if row.parent else "",
        YES if row.is_zone else "",
        _day(row.valid_from),
        _day(row.valid_to),
        row.successor.code if row.successor else "",
    )


def _body(row: Body) -> tuple[str, ...]:
    return (
        row.name,
        str(row.get_kind_display()),
        row.short_name,
        row.region.code if row.region else "",
        row.parent.name if row.parent else "",
        "；".join(former_as_text(former.name, former.until) for former in row.former_names.all()),
        _day(row.valid_from),
        _day(row.valid_to),
        row.successor.name if row.successor else "",
    )


def former_as_text(name: str, until: date | None) -> str:
    return f"{name}（至{until.isoformat()}）" if until else name


def _member(row: GroupMember) -> tuple[str, ...]:
    return (row.group.name, row.body.name, _day(row.since), _day(row.until))


def _area(row: TeamArea) -> tuple[str, ...]:
    return (row.team.name, row.region.code, _day(row.since), _day(row.until))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
