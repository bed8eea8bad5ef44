from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.accounts.permissions import Someone
from duban.journal import queries as journal
from duban.ledger import queries
from duban.ledger.chart import wall
from duban.ledger.gaps import gaps
from duban.ledger.lifecycle import STATIONS, Standing, station_index
from duban.ledger.models import Finding
from duban.ledger.progress import progress


@require_safe
def finding_page(request: HttpRequest, number: str) -> HttpResponse:
    today = timezone.localdate()
    finding = queries.whole(Finding.objects.visible_to(request.user).filter(number=number)).first()
    if finding is None:
        raise Http404
    return render(request, "ledger/finding.html", _file(finding, request.user, today))


def _file(finding: Finding, person: Someone, today: datetime.date) -> dict[str, Any]:
    """Everything on the page of a finding."""
    deadlines = list(finding.deadlines.all())
    superseded = queries.part(finding)
    current = finding.current_charges  # type: ignore[attr-defined]
    remarks = finding.current_remarks  # type: ignore[attr-defined]
    return {
        "today": today,
        "finding": finding,
        "progress": progress(finding, today),
        "stations": STATIONS,
        "station": station_index(finding.stage),
        "is_active": finding.standing == Standing.ACTIVE,
        "original": deadlines[0] if deadlines else None,
        "changes": deadlines[1:],
        "charges": queries.group_by_role(current),
        "context": [row for row in remarks if not row.label],
        "labelled": [row for row in remarks if row.label],
        "sources": queries.sources(finding, person),
        "superseded": superseded,
        "mentions": queries.mentions_of(finding),
        "gaps": gaps(finding, current),
        "wall": wall(finding, today),
        "entries": list(journal.stream("finding", finding.pk).reverse()[:200]),
    }
