"""Everybody's tokens, for the security administrator: which there are, and taking one back."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Schema
from pydantic import Field

from duban.api.actions import revoke_token
from duban.api.fields import Asked, Id, Reason
from duban.api.lookups import demand_step
from duban.api.models import Token
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import Done, changes, reads
from duban.api.routes.people import router
from duban.api.shapes.common import Paged, Ref
from duban.api.shapes.tokens import TokenFacts, token_facts


class HeldToken(TokenFacts):
    person: Ref


class HeldTokens(Paged[HeldToken]):
    """令牌的一页，新的在前。"""


class WhichTokens(Schema):
    state: Literal["standing", "all"] = Field("standing", description="有效的，或全部")


class TokenTakenBack(Asked):
    reason: Reason


@reads(router, "/tokens", HeldTokens, "全部人员的接口令牌")
def list_tokens(request: HttpRequest, asked: Query[WhichTokens], asking: Query[Asking]) -> Any:
    """安全管理员可看；令牌本身不显示。"""
    demand_step(request, "revoke_token")
    rows = Token.objects.select_related("person")
    if asked.state == "standing":
        rows = rows.filter(revoked_at=None, expires_at__gt=timezone.now())
    return told(page(request, rows, (by("id", descending=True),), asking), _token)


@changes(router, "/tokens/{int:id}/revoke", Done, "撤销他人的接口令牌")
def revoke_a_token(request: HttpRequest, id: Path[Id], said: TokenTakenBack) -> Any:
    actor = demand_step(request, "revoke_token")
    token = revoke_token(get_object_or_404(Token, pk=id), actor, said.reason)
    return {"sentence": _("令牌“%s”已撤销。") % token.name}


def _token(row: Token) -> dict[str, Any]:
    return {**token_facts(row), "person": {"id": row.person_id, "name": row.person.display_name}}
