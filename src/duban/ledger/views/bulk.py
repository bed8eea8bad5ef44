"""What became of one verb on many findings, row by row, and the failed ones again."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.jobs.models import Job
from duban.ledger.models import BulkRow, BulkRun, Finding
from duban.ledger.step_forms import form_of
from duban.ledger.verbs import VERBS
from duban.ledger.verbs.bulk import carry_on


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_run(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """What became of each row; only for who started it. A run that was interrupted is taken up again by a POST."""
    run = get_object_or_404(BulkRun.objects.select_related("by"), token=token, by=request.user.pk)
    job = Job.objects.filter(key=f"ledger.bulk:{run.token}").first()
    if request.method == "POST" and job is None:
        form = form_of(VERBS[run.verb], None, run.said)
        if form.is_valid():
            carry_on(run, form.said())
        return redirect("ledger:bulk_run", run.token)
    rows = list(run.rows.select_related("step"))
    return render(request, "ledger/bulk/run.html", {**_counted(run, rows), "job": job})


def _counted(run: BulkRun, rows: list[BulkRow]) -> dict[str, Any]:
    failed = [row for row in rows if row.tried and row.step_id is None]
    waiting = [row for row in rows if not row.tried]
    problems = dict(
        Finding.objects.visible_to(run.by)
        .filter(number__in=[row.number for row in rows[:2000]])
        .values_list("number", "problem")
    )
    for row in rows:
        row.problem = problems.get(row.number, "")  # type: ignore[attr-defined]
    return {
        "run": run,
        "verb": VERBS[run.verb],
        "rows": failed + [row for row in rows if row.step_id],
        "done": len(rows) - len(failed) - len(waiting),
        "failed": failed,
        "waiting": waiting,
        "total": len(rows),
        "said": {name: value for name, value in run.said.items() if value not in {"", None}},
        "again": reverse("ledger:bulk"),
        "numbers": " ".join(row.number for row in failed),
    }
