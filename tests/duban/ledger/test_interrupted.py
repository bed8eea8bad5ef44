"""A verb that breaks off at any of its statements leaves everything as it was before, the record included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from duban.journal.models import Stream
from duban.journal.verification import verify_all
from duban.ledger.models import Finding, NumberSeries
from duban.organizations.models import Body, BodyKind, GroupMember
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import Road, act, known, named, publish

pytestmark = pytest.mark.django_db


class BrokenOff(OperationalError):
    """The power fails."""


@contextmanager
def breaking_off(after: int) -> Iterator[None]:
    """The statement after so many does not come about any more."""
    done = 0

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal done
        done += 1
        if done == after + 1:
            raise BrokenOff
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield


def everything() -> dict[str, Any]:
    """How many rows there are of each kind, and those that a verb changes in place."""
    rooms = ("ledger", "journal", "organizations", "accounts")
    counts = {
        model._meta.label: model._base_manager.count()
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if model._meta.managed
    }
    rows = (Finding, NumberSeries, Stream)
    return {**counts, **{str(model): list(model._base_manager.order_by("pk").values()) for model in rows}}


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer, cast: Cast) -> str:
    known("望汀区", "石溪区")
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    GroupMember.objects.create(group=group, body=Body.objects.get(name="鹿鸣县"), since="2020-01-01")
    GroupMember.objects.create(group=group, body=Body.objects.get(name="棠溪县"), since="2020-01-01")
    return file_plan(item(charges=named("main", "各县市区"))).findings[0].number


VERBS: dict[str, tuple[str, dict[str, Any]]] = {
    "charge": ("", {"role": "main", "names": ("望汀区", "石溪区")}),
    "draft_plan": ("assigned", {"goal": "全面消除直排。", "measures": ("封堵排口。", "建立巡查制度。"), "person": "韩雪 局长"}),
    "file_plan": ("ready", {}),
    "start_work": ("filed", {}),
}  # fmt: skip


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_before_or_after_and_nothing_between(number: str, cast: Cast, verb: str) -> None:
    station, said = VERBS[verb]
    if station:
        getattr(Road(number, cast), station)()
    publish(cast)
    before, statements = everything(), 0
    while True:
        try:
            with breaking_off(statements):
                act(verb, number, cast.clerk, **said)
            break
        except BrokenOff:
            statements += 1
            assert everything() == before, f"after {statements} statements"
    assert statements > 10
    assert everything() != before
    assert verify_all().holds
