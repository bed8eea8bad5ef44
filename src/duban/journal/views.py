"""The record as a page: newest first, with filters, and whether it holds."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.jobs.actions import enqueue
from duban.journal import export, labels, names
from duban.journal.access import power_required
from duban.journal.checking import breaks_of
from duban.journal.filters import Filters, page
from duban.journal.models import DailyHead, Entry, Verification
from duban.journal.sentences import EVERYTHING, tell, verbs
from duban.journal.telling import told

_HEADS = 7


@require_safe
@power_required("journal.view")
def record(request: HttpRequest) -> HttpResponse:
    filters = Filters.from_query(request.GET.dict())
    found = page(filters)
    context = {
        "filters": filters,
        "rows": _rows(found.rows),
        "next_before": found.next_before,
        "kinds": sorted(names.SUBJECTS.items(), key=lambda item: item[0]),
        "verbs": [(verb, names.verb_name(verb)) for verb in verbs()],
        "is_filtered": filters != Filters(before=filters.before),
        **_state(),
    }
    return render(request, "journal/record.html", context)


def _rows(entries: list[Entry]) -> list[dict[str, Any]]:
    called = labels.called((entry.stream.kind, entry.stream.key) for entry in entries)
    return [_row(entry, called.get((entry.stream.kind, entry.stream.key), "")) for entry in entries]


def _row(entry: Entry, called: str) -> dict[str, Any]:
    return {
        "at": entry.at,
        "who": entry.actor_name,
        "subject": names.subject_name(entry.stream.kind),
        "kind": entry.stream.kind,
        "key": entry.stream.key,
        "called": called or entry.stream.key,
        "sequence": entry.sequence,
        "told": tell(entry, EVERYTHING),
        "hash": entry.hash,
    }


def _state() -> dict[str, Any]:
    """What the last verification found, and the last heads."""
    last = Verification.objects.first()
    return {
        "last": last,
        "breaks": [told(found) for found in breaks_of(last)] if last else [],
        "heads": list(DailyHead.objects.order_by("-day")[:_HEADS]),
    }


@require_POST
@power_required("journal.verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Asked for twice in a minute, it runs once."""
    with transaction.atomic():
        enqueue("journal.verify", {}, key=f"journal.verify:{timezone.now():%Y%m%d%H%M}")
    messages.info(request, _("已开始核验全部记录，完成后结果显示在本页；记录很多时需要几十秒。"))
    return redirect("journal:record")


@require_safe
@power_required("journal.view")
def head_file(request: HttpRequest, day: datetime.date) -> HttpResponse:
    head = DailyHead.objects.filter(day=day).first()
    if head is None:
        raise Http404
    response = HttpResponse(export.written(export.of(head)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-head-{day}.json"'
    return response
