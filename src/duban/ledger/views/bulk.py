"""What became of one verb on many findings, row by row, and the failed ones again."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from duban.jobs.models import Job
from duban.ledger.models import BulkRow, BulkRun, Finding
from duban.ledger.step_forms import form_of
from duban.ledger.verbs import VERBS
from duban.ledger.verbs.bulk import carry_on

#: So many of those that were acted on together are listed.
SHOWN = 500


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


@require_safe
def bulk_together(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """What was done in one act, for whoever sees some of it: only that, and no word of how much more there is."""
    run = get_object_or_404(BulkRun.objects.select_related("by"), token=token)
    seen = Finding.objects.visible_to(request.user)
    rows = BulkRow.objects.filter(run=run, step__finding__in=seen).order_by("ordinal")
    shown = list(rows.select_related("step__finding")[: SHOWN + 1])
    if not shown:
        raise Http404
    context = {
        "run": run,
        "verb": VERBS[run.verb],
        "rows": shown[:SHOWN],
        "more": rows.count() - SHOWN if len(shown) > SHOWN else 0,
    }
    return render(request, "ledger/bulk/together.html", context)


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
