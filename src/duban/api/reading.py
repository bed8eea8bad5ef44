"""How requests are read: strictly, so that nothing reaches a verb that no database or page could hold."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

_DEEPEST = 40


class Strict(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        """UTF-8 JSON without NUL, halves of characters, numbers that are none, or endless nesting."""
        try:
            asked = json.loads(request.body.decode(), parse_constant=_no_number)
            _look(asked, 0)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        return asked

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        plain = super().parse_querydict(data, list_fields, request)
        return {name: _clean(value) for name, value in plain.items()}


def _no_number(said: str) -> Any:
    raise ValueError(f"{said} is no number")


def _look(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        value.encode()
        if "\x00" in value:
            raise ValueError("a NUL character")
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise ValueError("a number without end")
    elif isinstance(value, list):
        for each in value:
            _look(each, depth + 1)
    elif isinstance(value, dict):
        for name, each in value.items():
            _look(name, depth + 1)
            _look(each, depth + 1)


def _clean(value: Any) -> Any:
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value.replace("\x00", "") if isinstance(value, str) else value
