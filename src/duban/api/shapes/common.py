"""Pieces that many rows share."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

Row = TypeVar("Row")


class Paged(Schema, Generic[Row]):
    """一页。"""

    rows: list[Row]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为空")
    count: int | None = Field(description="总数，仅在 count=true 时给出")


class Coded(Schema):
    """一个取值：程序用 code，给人看用 name。"""

    code: str
    name: str


class Ref(Schema):
    id: int
    name: str


class Window(Schema):
    since: datetime.date
    until: datetime.date | None


def ref(row: Any) -> dict[str, Any] | None:
    return None if row is None else {"id": row.pk, "name": str(row)}


def coded(row: Any, name: str) -> dict[str, str] | None:
    """A field with choices: its value and what it is called."""
    value = getattr(row, name)
    if not value:
        return None
    model: Any = type(row)
    return {"code": value, "name": _names(model, name, get_language() or "").get(value, value)}


@lru_cache(maxsize=1000)
def _names(model: Any, field: str, language: str) -> dict[str, str]:
    """What the values of a field are called: asked thousands of times for one page."""
    return {str(value): str(label) for value, label in model._meta.get_field(field).flatchoices}


def option(choice: Any) -> dict[str, str]:
    return {"code": str(choice.value), "name": str(choice.label)}
