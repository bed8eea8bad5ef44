"""Accounts, the roles they hold, and who acts for whom."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from duban.accounts.models import Deputy, Leave, Membership, Person
from duban.api.shapes.common import Coded, Paged, Ref, coded, ref


class MembershipRow(Schema):
    id: int
    body: Ref
    role: Coded
    post: str
    since: datetime.date
    until: datetime.date | None


class DeputyRow(Schema):
    id: int
    deputy: Ref
    since: datetime.date
    until: datetime.date | None
    only_on_leave: bool


class LeaveRow(Schema):
    id: int
    since: datetime.date
    until: datetime.date
    reason: str


class PersonRow(Schema):
    id: int
    username: str
    display_name: str
    state: str = Field(description="active 在用、pending 等待批准、off 已停用")
    created_at: datetime.datetime
    approved_at: datetime.datetime | None
    has_second_factor: bool
    memberships: list[MembershipRow] = Field(description="今天在任的角色")


class People(Paged[PersonRow]):
    """账号的一页。"""


def membership(row: Membership) -> dict[str, Any]:
    return {
        "id": row.pk,
        "body": ref(row.body),
        "role": coded(row, "role"),
        "post": row.post,
        "since": row.since,
        "until": row.until,
    }


def deputy(row: Deputy) -> dict[str, Any]:
    return {
        "id": row.pk,
        "deputy": {"id": row.deputy_id, "name": row.deputy.display_name},
        "since": row.since,
        "until": row.until,
        "only_on_leave": row.only_on_leave,
    }


def leave(row: Leave) -> dict[str, Any]:
    return {"id": row.pk, "since": row.since, "until": row.until, "reason": row.reason}


def state_of(row: Person) -> str:
    return "active" if row.is_active else "pending" if row.is_pending else "off"


def person(row: Person, held: list[Membership]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "username": row.username,
        "display_name": row.display_name,
        "state": state_of(row),
        "created_at": row.created_at,
        "approved_at": row.approved_at,
        "has_second_factor": row.second_factor_at is not None,
        "memberships": [membership(each) for each in held],
    }
