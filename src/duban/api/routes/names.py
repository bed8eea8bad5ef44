"""Names of people that documents print and that could be anybody's: answered once, and taken back."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Schema
from pydantic import Field

from duban.accounts import queries
from duban.accounts.actions import naming
from duban.accounts.models import ADMINISTRATORS, NamedPerson, Person
from duban.api.fields import Asked, Id, Reason
from duban.api.lookups import chosen, demand_step
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import changes, reads
from duban.api.routes.people import router
from duban.api.shapes.common import Paged, Ref


class Offered(Schema):
    person: Ref
    posts: str = Field(description="现任职务")


class NameRow(Schema):
    id: int
    name: str
    post: str
    asked_at: datetime.datetime
    answered_at: datetime.datetime | None
    person: Ref | None = Field(description="已答而为空：没有账号")
    offers: list[Offered] = Field(description="可能是谁，仅对待核对的给出")


class Names(Paged[NameRow]):
    """文件里的人名。"""


class WhichNames(Schema):
    state: Literal["waiting", "answered"] = Field("waiting", description="待核对，或已经答过")


class Whose(Asked):
    person: Id | None = Field(None, description="账号编号；为空表示此人没有账号")


class NameTakenBack(Asked):
    reason: Reason


@reads(router, "/names", Names, "文件里待核对的人名")
def list_names(request: HttpRequest, asked: Query[WhichNames], asking: Query[Asking]) -> Any:
    demand_step(request, "answer_name")
    rows = NamedPerson.objects.filter(answered_at__isnull=asked.state == "waiting").select_related("person")
    found = page(request, rows, (by("id"),), asking)
    offered = _offers([row for row in found.rows if row.answered_at is None])
    return told(found, lambda row: _told(row, offered.get(row.pk, [])))


@changes(router, "/names/{int:id}/answer", NameRow, "答：这个人名是谁")
def answer_name(request: HttpRequest, id: Path[Id], said: Whose) -> Any:
    """答过以后，台账中的同名责任人和今后文件里的这个人名都归到这个账号。"""
    actor, row = demand_step(request, "answer_name"), get_object_or_404(NamedPerson, pk=id)
    anybody = Person.objects.filter(is_active=True).exclude(memberships__role__in=ADMINISTRATORS)
    who = chosen(anybody, said.person, "person") if said.person else None
    return _told(naming.answer(row, who, actor), [])


@changes(router, "/names/{int:id}/withdraw", NameRow, "撤回人名的答案")
def withdraw_name(request: HttpRequest, id: Path[Id], said: NameTakenBack) -> Any:
    actor, row = demand_step(request, "answer_name"), get_object_or_404(NamedPerson, pk=id)
    held = naming.withdraw_answer(row, said.reason, actor)
    return _told(held, _offers([held])[held.pk])


def _offers(rows: list[NamedPerson]) -> dict[int, list[dict[str, Any]]]:
    return {
        row.pk: [
            {"person": {"id": each.person.pk, "name": each.person.display_name}, "posts": each.posts}
            for each in offers
        ]
        for row, offers in queries.offers(rows, timezone.localdate())
    }


def _told(row: NamedPerson, offers: list[dict[str, Any]]) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("name", "post", "asked_at", "answered_at")}
    person = {"id": row.person_id, "name": row.person.display_name} if row.person else None
    return {"id": row.pk, **plain, "person": person, "offers": offers}
