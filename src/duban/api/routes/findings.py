"""The ledger: the list with the questions of its page, and a finding in full."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from ninja import Path, Query

from duban.api.asking import filters_of, questions
from duban.api.fields import Number
from duban.api.paging import Asking, by, opened, page, sealed, told
from duban.api.routes.common import reads
from duban.api.routes.importing import router
from duban.api.shapes import findings as shapes
from duban.api.shapes.journal import Entries, entry
from duban.journal import queries as journal
from duban.ledger import queries
from duban.ledger.discretion import visible_numbers
from duban.ledger.models import Finding
from duban.ledger.paging import first_rows

Questions = questions()


@reads(router, "/findings", shapes.Findings, "台账列表")
def list_findings(request: HttpRequest, filters: Query[Questions], asking: Query[Asking]) -> Any:  # type: ignore[valid-type]
    """筛选条件与台账页地址中的相同，数目也相同。"""
    today, person = timezone.localdate(), request.user
    asked = filters_of(filters)
    after = opened(request, asking.cursor)
    found = first_rows(person, asked, today, asking.limit, after, queries.with_charges)
    count = queries.listed(person, asked, today).count() if asking.count else None
    rows = [shapes.row(row, today) for row in found.rows]
    # Written as it is: what it holds is held to its description by a test, not again for each of a thousand values.
    told = {"rows": rows, "next": sealed(request, found.next_key), "count": count}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def one(request: HttpRequest, number: str) -> Finding:
    found = queries.whole(Finding.objects.visible_to(request.user).filter(number=number)).first()
    if found is None:
        raise Http404
    return found


@reads(router, "/findings/{number}", shapes.Whole, "一个问题的全部内容")
def read_finding(request: HttpRequest, number: Path[Number]) -> Any:
    """问题、目标、措施、节点、指标、责任、原定和调整后的时限、出处，以及还缺什么。"""
    return shapes.whole(one(request, number), request.user, timezone.localdate())


@reads(router, "/findings/{number}/journal", Entries, "一个问题的记录")
def finding_journal(request: HttpRequest, number: Path[Number], asking: Query[Asking]) -> Any:
    seen = Finding.objects.visible_to(request.user).filter(number=number).first()
    if seen is None:
        raise Http404
    rows = journal.stream("finding", seen.pk).select_related("stream")
    found = page(request, rows, (by("sequence", descending=True),), asking)
    named = [(row.payload or {}).get("proposal", {}).get("into") for row in found.rows]
    shown = visible_numbers(request.user, named)
    return told(found, lambda row: entry(row, shown))
