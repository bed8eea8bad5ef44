"""The wall chart (挂图作战) as data: each finding with its measures and milestones against time."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from duban.api.asking import filters_of
from duban.api.paging import Asking, opened, sealed
from duban.api.routes.common import reads
from duban.api.routes.findings import Questions
from duban.api.routes.importing import router
from duban.api.shapes.common import Paged, Ref, ref
from duban.api.shapes.findings import ProgressShape
from duban.ledger import queries
from duban.ledger.models import Finding
from duban.ledger.paging import first_rows
from duban.ledger.progress import progress
from duban.ledger.wallchart import begun


class WallStep(Schema):
    date: datetime.date
    what: str


class WallBar(Schema):
    """一条措施：到最后一个节点为止，没有节点的到问题的时限为止。"""

    measure: str
    until: datetime.date | None = Field(description="为空表示没有日期")
    steps: list[WallStep]


class WallRow(Schema):
    number: str
    category: Ref | None
    problem: str
    units: list[str] = Field(description="牵头和主体责任单位")
    begun: datetime.date = Field(description="横条从这一天起")
    due_on: datetime.date | None
    progress: ProgressShape
    bars: list[WallBar]
    steps: list[WallStep] = Field(description="不属于某一条措施的节点")


class Wall(Paged[WallRow]):
    """挂图的一页。"""


@reads(router, "/wall", Wall, "挂图作战的数据")
def read_wall(request: HttpRequest, filters: Query[Questions], asking: Query[Asking]) -> Any:  # type: ignore[valid-type]
    """与挂图同样的问题、措施和节点；筛选条件与台账列表相同。"""
    today, asked = timezone.localdate(), filters_of(filters)
    in_order = replace(asked, sort=asked.sort or "order")
    after = opened(request, asking.cursor)
    found = first_rows(request.user, in_order, today, asking.limit, after, queries.with_everything)
    count = queries.listed(request.user, asked, today).count() if asking.count else None
    rows = [_row(each, today) for each in found.rows]
    return {"rows": rows, "next": sealed(request, found.next_key), "count": count}


def _row(finding: Finding, today: datetime.date) -> dict[str, Any]:
    stands = progress(finding, today)
    steps = _steps(finding)
    return {
        "number": finding.number,
        "category": ref(finding.category),
        "problem": finding.problem,
        "units": queries.charged_names(finding, *queries.EXECUTING),
        "begun": begun(finding),
        "due_on": finding.due_on,
        "progress": {"state": stands.state, "words": stands.words, "days": stands.days},
        "bars": [
            _bar(finding, measure.text, steps.get(measure.pk, []))
            for measure in finding.current_measures  # type: ignore[attr-defined]
        ],
        "steps": steps.get(None, []),
    }


def _steps(finding: Finding) -> dict[int | None, list[dict[str, Any]]]:
    found: dict[int | None, list[dict[str, Any]]] = {}
    for step in finding.current_milestones:  # type: ignore[attr-defined]
        found.setdefault(step.measure_id, []).append({"date": step.date, "what": step.what})
    return found


def _bar(finding: Finding, text: str, steps: list[dict[str, Any]]) -> dict[str, Any]:
    until = max((step["date"] for step in steps), default=finding.due_on)
    return {"measure": text, "until": until, "steps": steps}
