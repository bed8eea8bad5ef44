"""Rules, where their values come from, and a year of the calendar."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from duban.api.shapes.common import Coded, Paged, Ref, coded, ref
from duban.rulebook.models import Profile, RuleValue
from duban.rulebook.queries import Ruling
from duban.rulebook.year import YearView


class ProfileRow(Schema):
    id: int
    name: str
    level: Coded
    parent: Ref | None
    region: Ref | None


class RulingRow(Schema):
    """一条规则在这一天的值和它的来历。"""

    key: str
    name: str
    group: str
    kind: str
    value: Any
    shown: str
    profile: Ref | None = Field(description="由哪个方案规定；为空是系统默认")
    row: int | None = Field(description="值的编号，更改时作为 seen 带回")
    document: str
    article: str
    confidence: str
    is_verified: bool
    permission: str = Field(description="更改它须有的权限")


class ValueRow(Schema):
    id: int
    profile: Ref
    value: Any
    inherits: bool
    valid_from: datetime.date
    valid_to: datetime.date | None
    document: str
    article: str
    confidence: Coded
    note: str
    reason: str
    set_by: str
    set_at: datetime.datetime


class Values(Paged[ValueRow]):
    """一条规则历来的值。"""


class DayRow(Schema):
    date: datetime.date
    kind: Coded
    name: str
    notice: str


class YearShape(Schema):
    year: int
    is_published: bool
    notice: str
    working_days: int
    days: list[DayRow]


def profile(row: Profile) -> dict[str, Any]:
    facts = {"parent": ref(row.parent), "region": ref(row.region)}
    return {"id": row.pk, "name": row.name, "level": coded(row, "level"), **facts}


def ruling(row: Ruling) -> dict[str, Any]:
    return {
        "key": row.rule.key,
        "name": str(row.rule.name),
        "group": str(row.rule.group),
        "kind": str(row.rule.kind),
        "value": row.value,
        "shown": row.shown,
        "profile": ref(row.profile),
        "row": row.row,
        "document": row.source.document,
        "article": row.source.article,
        "confidence": row.source.confidence,
        "is_verified": row.is_verified,
        "permission": row.rule.permission,
    }


def value(row: RuleValue) -> dict[str, Any]:
    plain = ("value", "inherits", "valid_from", "valid_to", "document", "article", "note", "reason", "set_at")
    return {
        "id": row.pk,
        "profile": ref(row.profile),
        **{name: getattr(row, name) for name in plain},
        "confidence": coded(row, "confidence"),
        "set_by": row.set_by_name,
    }


def year(view: YearView) -> dict[str, Any]:
    return {
        "year": view.year,
        "is_published": view.published is not None,
        "notice": view.published.notice if view.published else "",
        "working_days": view.working_days,
        "days": [
            {"date": row.date, "kind": coded(row, "kind"), "name": row.name, "notice": row.notice}
            for row in view.rows
        ],
    }
