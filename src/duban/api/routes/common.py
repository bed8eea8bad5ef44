"""How operations are put on the interface: reading lists and rows, and changing through a verb of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.decorators import decorate_view
from pydantic import Field

from duban.accounts.models import Person
from duban.api.once import HEADER, once
from duban.api.problems import STATUSES, Problem

View = TypeVar("View", bound=Callable[..., Any])

_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "幂等键，调用方自定：同一个键和同一个请求只办理一次",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


class Done(Schema):
    """办成了。"""

    sentence: str = Field(description="做了什么")


def person_of(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def reads(router: Router, path: str, answer: Any, summary: str, **more: Any) -> Callable[[View], View]:
    """A list or a row. What may go wrong is the same everywhere."""

    def register(view: View) -> View:
        made = router.get(
            path,
            # An address that is too long is refused by the server before us.
            response={200: answer, STATUSES: Problem, 414: None},
            summary=summary,
            operation_id=view.__name__,
            **more,
        )
        return made(view)

    return register


def changes(
    router: Router,
    path: str,
    answer: Any,
    summary: str,
    *,
    name: str = "",
    accepted: Any = None,
    **more: Any,
) -> Callable[[View], View]:
    """A verb: one transaction with the key of its caller and the line in the record. ``accepted`` is answered where
    the work itself is done later."""

    def register(view: View) -> View:
        decorate_view(once(summary))(view)
        made = router.post(
            path,
            response={200: answer, STATUSES: Problem, **({202: accepted} if accepted else {})},
            summary=summary,
            operation_id=name or view.__name__,
            openapi_extra={"parameters": [_KEY]},
            **more,
        )
        return made(view)

    return register


def ok(answer: Any) -> Any:
    return Status(200, answer)
