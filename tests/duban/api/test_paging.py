"""Pages: every row once, whatever comes in between; no page costs more than the first."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger import queries
from duban.ledger.filters import Filters
from duban.organizations.models import Body
from tests.duban.api.conftest import Program, Tokens
from tests.duban.conftest import Cast, Filer, ItemMaker


@pytest.fixture
def full(item: ItemMaker, file_plan: Filer) -> None:
    kinds: list[dict[str, Any]] = [{}, {"deadline": _undated()}, {"status": "completed"}]
    file_plan(*(item(problem=f"第{at}处排口直排。", **kinds[at % 3]) for at in range(13)))


def _undated() -> Any:
    from duban.ledger.inputs import DeadlineInput

    return DeadlineInput("长期坚持", "ongoing")


def walk(program: Program, path: str, **asked: Any) -> list[dict[str, Any]]:
    rows, cursor = [], ""
    while True:
        told = program.get(path, cursor=cursor, **asked).json()
        rows += told["rows"]
        cursor = told["next"] or ""
        if not cursor:
            return rows


@pytest.mark.parametrize("sort", ["", "order", "number"])
@pytest.mark.usefixtures("full")
def test_the_pages_together_are_the_list_in_the_order_of_the_page(
    cast: Cast, program: Tokens, sort: str
) -> None:
    from django.utils import timezone

    told = walk(program(cast.clerk), "/findings", limit=3, sort=sort)
    wanted = queries.listed(cast.clerk, Filters(sort=sort), timezone.localdate())
    assert [row["number"] for row in told] == [row.number for row in wanted]


@pytest.mark.usefixtures("full")
def test_every_row_comes_once_while_others_come_in(
    cast: Cast, program: Tokens, item: ItemMaker, file_plan: Filer
) -> None:
    clerk = program(cast.clerk)
    first = clerk.get("/findings", limit=5).json()
    seen, cursor = [row["number"] for row in first["rows"]], first["next"]
    while cursor:
        file_plan(item(problem="又来一处。"), item(problem="又来一处。"), inspection=f"督察{cursor[-9:]}")
        told = clerk.get("/findings", limit=5, cursor=cursor).json()
        seen += [row["number"] for row in told["rows"]]
        cursor = told["next"] if len(seen) < 60 else None
    assert len(seen) == len(set(seen))
    before = {row.number for row in _all(cast) if row.problem.startswith("第")}
    assert before <= set(seen)


def _all(cast: Cast) -> Any:
    import datetime

    return queries.listed(cast.clerk, Filters(), datetime.date(2026, 11, 22))


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("path", ["/findings", "/bodies", "/people", "/journal", "/inspections"])
def test_no_page_skips_rows_or_counts_unasked(cast: Cast, program: Tokens, path: str) -> None:
    who = program(cast.admin if path == "/people" else cast.head)
    first = who.get(path, limit=1).json()
    with CaptureQueriesContext(
        connection,
    ) as begun:
        who.get(path, limit=1)
    assert first["count"] is None
    if first["next"] is None:
        return
    with CaptureQueriesContext(connection) as deeper:
        assert who.get(path, limit=1, cursor=first["next"]).status_code == 200
    statements = [query["sql"] for query in deeper.captured_queries]
    assert len(statements) == len(begun.captured_queries)
    assert not any(
        "OFFSET" in sql or "COUNT(" in sql.partition("FROM")[0]
        for sql in statements
        if path != "/inspections"
    )
    assert any(" > " in sql or " < " in sql for sql in statements)


@pytest.mark.usefixtures("full")
def test_the_count_is_exact_and_only_told_when_asked_for(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    assert clerk.get("/findings", limit=2, count="true").json()["count"] == 13
    cursor = clerk.get("/findings", limit=2, count="true").json()["next"]
    assert clerk.get("/findings", limit=2, count="true", cursor=cursor).json()["count"] == 13


@pytest.mark.usefixtures("full")
def test_a_cursor_belongs_to_its_list_and_its_questions(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    cursor = clerk.get("/findings", limit=2, sort="order").json()["next"]
    for asked in ({"sort": "number"}, {"sort": "order", "q": "排口"}, {}):
        answer = clerk.get("/findings", cursor=cursor, **asked)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")
    assert clerk.get("/bodies", cursor=cursor).status_code == 422
    assert clerk.get("/findings", cursor=cursor[:-2] + "xx", sort="order").status_code == 422
    assert clerk.get("/findings", cursor=cursor, sort="order", limit=3).status_code == 200


@pytest.mark.parametrize("limit", [0, 201, -1, "alle"])
def test_a_page_has_at_most_two_hundred_rows(cast: Cast, program: Tokens, limit: Any) -> None:
    answer = program(cast.clerk).get("/findings", limit=limit)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["limit"]


def test_bodies_come_each_once(cast: Cast, program: Tokens) -> None:
    Body.objects.bulk_create(Body(name=f"澜州市第{at}局") for at in range(9))
    names = [row["name"] for row in walk(program(cast.reader), "/bodies", limit=2)]
    assert len(names) == len(set(names)) == Body.objects.count()
