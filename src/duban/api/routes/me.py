"""Who the token stands for, and what she arranges for herself."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from duban.accounts import queries
from duban.accounts.actions import deputies
from duban.accounts.models import Deputy, Leave, Role
from duban.accounts.permissions import STEPS, may, roles_of
from duban.accounts.powers import POWERS
from duban.api.actions import revoke_token
from duban.api.fields import Asked, Day, Id
from duban.api.models import Token
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import Done, changes, person_of, reads
from duban.api.shapes.common import Coded, Paged, Ref
from duban.api.shapes.people import DeputyRow, LeaveRow, MembershipRow, deputy, leave, membership
from duban.api.shapes.tokens import TokenFacts, token_facts

router = Router()


class Me(Schema):
    id: int
    username: str
    display_name: str
    today: datetime.date = Field(description="系统的今天，逾期按它计算")
    roles: list[Coded] = Field(description="今天可行使的全部角色，含代理的")
    memberships: list[MembershipRow]
    acting_for: list[Ref]
    powers: list[str]
    steps: list[str] = Field(description="可办理的账号管理步骤")


@reads(router, "/me", Me, "令牌代表谁")
def read_me(request: HttpRequest) -> Any:
    person, today = person_of(request), timezone.localdate()
    held = roles_of(person)
    return {
        "id": person.pk,
        "username": person.username,
        "display_name": person.display_name,
        "today": today,
        "roles": [{"code": role.value, "name": str(role.label)} for role in Role if role in held],
        "memberships": [membership(row) for row in queries.roles_of(person, today)],
        "acting_for": [
            {"id": row.person_id, "name": row.person.display_name}
            for row in queries.acting_for(person, today)
        ],
        "powers": [name for name in POWERS if person.has_perm(name)],
        "steps": [step for step in STEPS if may(person, step)],
    }


class TokenRow(TokenFacts):
    is_this: bool = Field(description="就是这次使用的令牌")


class Tokens(Paged[TokenRow]):
    """我的令牌。"""


@reads(router, "/me/tokens", Tokens, "我的接口令牌")
def list_own_tokens(request: HttpRequest, asking: Query[Asking]) -> Any:
    """令牌只能在页面上申领；令牌本身不再显示。"""
    rows = Token.objects.filter(person=person_of(request))
    current = request.token.pk  # type: ignore[attr-defined]
    return told(
        page(request, rows, (by("id", descending=True),), asking),
        lambda row: {**token_facts(row), "is_this": row.pk == current},
    )


@changes(router, "/me/tokens/{int:id}/revoke", Done, "撤销我的接口令牌")
def revoke_own_token(request: HttpRequest, id: Path[Id]) -> Any:
    person = person_of(request)
    token = revoke_token(get_object_or_404(Token, pk=id, person=person), person)
    return {"sentence": _("令牌“%s”已撤销。") % token.name}


class DeputySaid(Asked):
    person: Id = Field(description="代理人的编号，须是本单位同事")
    since: Day
    until: Day | None = None
    only_on_leave: bool = False


class Colleagues(Paged[Ref]):
    """同事。"""


@reads(router, "/me/colleagues", Colleagues, "可指定为代理人的同事")
def list_colleagues(request: HttpRequest, asking: Query[Asking]) -> Any:
    rows = queries.colleagues(person_of(request), timezone.localdate())
    found = page(request, rows, (by("id"),), asking)
    return told(found, lambda row: {"id": row.pk, "name": row.display_name})


@reads(router, "/me/deputies", list[DeputyRow], "我的代理人")
def list_own_deputies(request: HttpRequest) -> Any:
    return [deputy(row) for row in person_of(request).deputies.select_related("deputy")[:200]]


@changes(router, "/me/deputies", DeputyRow, "指定代理人")
def name_own_deputy(request: HttpRequest, said: DeputySaid) -> Any:
    person = person_of(request)
    chosen = get_object_or_404(queries.colleagues(person, timezone.localdate()), pk=said.person)
    only = said.only_on_leave
    return deputy(deputies.name_deputy(person, chosen, said.since, said.until, person, only_on_leave=only))


@changes(router, "/me/deputies/{int:id}/end", Done, "结束代理")
def end_own_deputy(request: HttpRequest, id: Path[Id]) -> Any:
    person = person_of(request)
    row = get_object_or_404(Deputy, pk=id, person=person)
    deputies.end_deputy(row, timezone.localdate(), person)
    return {"sentence": _("代理已结束。")}


class LeaveSaid(Asked):
    since: Day
    until: Day
    reason: str = Field("", max_length=200)


@reads(router, "/me/leaves", list[LeaveRow], "我的请假")
def list_own_leaves(request: HttpRequest) -> Any:
    return [leave(row) for row in person_of(request).leaves.all()[:200]]


@changes(router, "/me/leaves", LeaveRow, "登记请假")
def take_own_leave(request: HttpRequest, said: LeaveSaid) -> Any:
    person = person_of(request)
    return leave(deputies.take_leave(person, said.since, said.until, said.reason, person))


@changes(router, "/me/leaves/{int:id}/end", Done, "登记返岗")
def end_own_leave(request: HttpRequest, id: Path[Id]) -> Any:
    person = person_of(request)
    row = get_object_or_404(Leave, pk=id, person=person)
    deputies.end_leave(row, timezone.localdate(), person)
    return {"sentence": _("已登记返岗。")}
