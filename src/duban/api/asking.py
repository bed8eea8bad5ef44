"""The questions of the ledger page as parameters, under the same names and with the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from ninja import Schema
from pydantic import Field, create_model

from duban.ledger.choices import Choices, Select
from duban.ledger.filters import Filters
from duban.ledger.ordering import ORDERS
from duban.ledger.waiting import HEAPS, MINE

_MOST_OPTIONS = 20


def questions() -> type[Schema]:
    with override(settings.LANGUAGE_CODE):
        words = {"q": "包含的文字，空格隔开的各词都要有", **dict(_words())}
    made: type[Schema] = create_model(
        "LedgerQuestions",
        __base__=Schema,
        **{  # type: ignore[call-overload]
            each.name: (str, Field("", max_length=200, description=words.get(each.name, "")))
            for each in fields(Filters)
        },
    )
    return made


def _words() -> Iterator[tuple[str, str]]:
    choices = Choices(Filters(), AnonymousUser())
    for select in (*choices.first(), *choices.more()):
        yield select.name, _said(select)
    yield "sort", "次序：" + _listed([(code, str(order.name)) for code, order in ORDERS.items()])
    heaps = [(code, str(heap.name)) for code, heap in HEAPS.items()]
    yield "waiting", "只列待我办理的：" + _listed([(MINE, "全部"), *heaps])


def _said(select: Select) -> str:
    options = [pair for pair in select.options if pair[0]]
    return f"{select.label}：{_listed(options)}" if options else str(select.label)


def _listed(options: list[tuple[str, str]]) -> str:
    return "、".join(f"{code} {name}".strip() for code, name in options[:_MOST_OPTIONS])


def filters_of(asked: Any) -> Filters:
    return Filters.from_query(asked.model_dump())
