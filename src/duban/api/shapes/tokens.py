"""Tokens as the interface tells of them: to whom they belong, and to whoever watches over everybody's."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Schema

from duban.api.models import Token
from duban.api.shapes.common import Coded, coded


class TokenFacts(Schema):
    id: int
    name: str
    scope: Coded
    created_at: datetime.datetime
    expires_at: datetime.datetime
    last_used_at: datetime.datetime | None
    revoked_at: datetime.datetime | None


def token_facts(row: Token) -> dict[str, Any]:
    plain = ("name", "created_at", "expires_at", "last_used_at", "revoked_at")
    facts = {name: getattr(row, name) for name in plain}
    return {"id": row.pk, **facts, "scope": coded(row, "scope")}
