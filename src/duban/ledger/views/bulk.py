"""One verb on many findings: first what will happen, then what happened, row by row, and the failed ones again."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.accounts.models import Person
from duban.jobs.models import Job
from duban.ledger import queries
from duban.ledger.errors import Refused
from duban.ledger.models import BulkRow, BulkRun, Charge, Finding
from duban.ledger.outlook import rules_of
from duban.ledger.relations import in_words
from duban.ledger.step_forms import StepForm, form_of
from duban.ledger.verbs import VERBS, Verb
from duban.ledger.verbs.bulk import AT_ONCE, carry_on, offered, open_run

#: So many of the chosen findings are listed before it is done.
_LISTED = 20
_UNITS = 12


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """From the list: which verb. Then: what it needs to be told. Then: done."""
    person, numbers = cast(Person, request.user), _numbers(request)
    verbs = offered(person)
    if not verbs:
        raise Http404
    if not numbers:
        messages.info(request, _("没有选定任何问题，请先在台账中勾选。"))
        return redirect("ledger:list")
    verb = next((each for each in verbs if each.name == request.POST.get("verb")), None)
    if verb is None:
        return _page(request, numbers, verbs, None, None)
    if "confirmed" not in request.POST:
        given = {name: value for name, value in request.POST.items() if isinstance(value, str)}
        given.pop("token", None)
        return _page(request, numbers, verbs, verb, form_of(verb, None, given=given))
    form = form_of(verb, None, request.POST)
    if not form.is_valid():
        return _page(request, numbers, verbs, verb, form)
    return _do(request, verb, numbers, form)


def _numbers(request: HttpRequest) -> list[str]:
    """Ticked one by one, or many in one field."""
    said = " ".join(request.POST.getlist("numbers")).replace("\x00", "")
    return list(dict.fromkeys(said.split()))


def _do(request: HttpRequest, verb: Verb, numbers: list[str], form: StepForm) -> HttpResponse:
    token = form.cleaned_data["token"] or uuid.uuid4()
    said = {name: request.POST.get(name, "") for name in form.fields if name not in {"token", "seen"}}
    try:
        run = open_run(verb, numbers, said, cast(Person, request.user), token)
    except Refused as refused:
        for reason in refused.reasons:
            messages.warning(request, reason)
        return redirect("ledger:list")
    if len(numbers) <= AT_ONCE:
        carry_on(run, form.said())
    return redirect("ledger:bulk_run", run.token)


def _page(
    request: HttpRequest, numbers: list[str], verbs: list[Verb], verb: Verb | None, form: StepForm | None
) -> HttpResponse:
    seen = Finding.objects.visible_to(request.user).filter(number__in=numbers)
    context = {
        "verb": verb,
        "verbs": [] if verb else _fitting(verbs, seen),
        "form": form,
        "numbers": " ".join(numbers),
        "findings": list(queries.with_charges(seen.order_by("number"))[:_LISTED]),
        "count": len(numbers),
        "more": max(0, len(numbers) - _LISTED),
        "units": _units(seen) if verb else [],
        "who": in_words(verb.move) if verb else "",
        "rules": rules_of(verb) if verb else [],
        "at_once": AT_ONCE,
    }
    return render(request, "ledger/bulk/confirm.html", context)


def _fitting(verbs: list[Verb], seen: Any) -> list[Verb]:
    """Those that lead on first; those that start nowhere among the chosen are left out."""
    stages = set(seen.order_by().values_list("stage", flat=True).distinct())
    found = [each for each in verbs if each.move.start & stages]
    return sorted(found or verbs, key=lambda each: each.move.end is None)


def _units(seen: Any) -> list[str]:
    """Who will see that it was done: the units and leaders charged with these findings."""
    rows = Charge.objects.filter(finding__in=seen, until__isnull=True).exclude(printed="")
    return list(rows.order_by("printed").values_list("printed", flat=True).distinct()[: _UNITS + 1])


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
