"""The interface as a whole: its rooms, its door in words, and what it answers when something cannot be done."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.security import HttpBearer

from duban.api.problems import answer_problems
from duban.api.reading import Strict

DESCRIPTION = """督办系统的程序接口。每个请求以接口令牌代表一个人，权限与这个人在页面上的权限完全相同。

- 在“我的账号—接口令牌”申领令牌，请求头写 `Authorization: Bearer 令牌`。
- 看不到的内容一律回答 404，与不存在没有区别。
- 办理（POST）可带 `Idempotency-Key`：同一个键、同一个请求只办理一次，再次请求得到同一个回答。
- 列表按页读取，把上一页的 `next` 作为下一页的 `cursor`；`count=true` 给出准确总数。
- 没有办成时都回答同一种结构：`code`、`sentence`、`missing`、`fields`。
"""

#: Rooms in the order of the description, each with the modules that put operations on its router. What is read and what
#: is done at one address must be on one router.
ROOMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("台账", ("importing", "findings", "exports", "history", "next_step", "overview", "wall")),
    ("问题办理", ("verbs",)),
    ("督察、方案和会议", ("inspections", "plans")),
    ("原始文件", ("documents",)),
    ("文件识读、校核和登记", ("intake", "review", "acceptance")),
    ("组织名录", ("organizations", "directory")),
    ("账号", ("people", "names", "tokens")),
    ("规则和日历", ("rules",)),
    ("记录", ("journal",)),
    ("我的账号", ("me",)),
)


class Bearer(HttpBearer):
    """The token was looked at at the door; here it is only described."""

    openapi_description = "接口令牌，在“我的账号—接口令牌”申领"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return getattr(request, "token", None)


def build() -> NinjaAPI:
    """Its description is in Chinese, whoever's request was the first."""
    with override(settings.LANGUAGE_CODE):
        return _built()


def _built() -> NinjaAPI:
    api = NinjaAPI(
        title="督办接口",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-v1",
        auth=Bearer(),
        parser=Strict(),
    )
    answer_problems(api)
    for title, names in ROOMS:
        modules = [import_module(f"duban.api.routes.{name}") for name in names]
        api.add_router("", modules[0].router, tags=[title])
    return api


api = build()
