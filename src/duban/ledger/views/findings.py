"""A finding's page is its file (一问一档): everything that was said, decided and done, and the next step."""

from __future__ import annotations

import datetime
from collections.abc import Container
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.accounts.permissions import Someone, sees_all
from duban.asking import number as as_number
from duban.journal.queries import stream
from duban.ledger import beside, dossier, happenings, queries, ways
from duban.ledger.chart import wall
from duban.ledger.comparing import compare
from duban.ledger.corrected import corrected
from duban.ledger.discretion import seen_beside
from duban.ledger.lifecycle import OWING, STATIONS, Standing, station_index
from duban.ledger.models import Filing, Finding
from duban.ledger.next_step import card
from duban.ledger.progress import progress
from duban.ledger.protected import may_read
from duban.ledger.schedule import schedule, steps
from duban.ledger.sentences_of_requests import wanted

#: Entries of the record on one screen; on paper all of them.
_SHOWN = 30
_ON_PAPER = 5000


@require_safe
def finding_page(request: HttpRequest, number: str) -> HttpResponse:
    finding = _found(request, number)
    context = file_of(finding, request.user, timezone.localdate())
    return render(request, "ledger/finding.html", {**context, **_record(request, finding)})


def _found(request: HttpRequest, number: str) -> Finding:
    finding = dossier.whole(Finding.objects.visible_to(request.user).filter(number=number))
    if finding is None:
        raise Http404
    return finding


def file_of(finding: Any, person: Someone, today: datetime.date) -> dict[str, Any]:
    """Everything on the page except the record."""
    seen = seen_beside(finding, person)
    made = card(finding, person, today, seen)
    absorbed = [row for row in finding.all_absorbed if row.from_number in seen]
    return {
        "today": today,
        "finding": finding,
        "progress": progress(finding, today),
        "stations": STATIONS,
        "station": station_index(finding.stage),
        "owing": finding.standing == Standing.ACTIVE and finding.stage in OWING,
        "is_active": finding.standing == Standing.ACTIVE,
        "card": made,
        "offers": {offer.verb: offer for offer in made.others},
        "steps": steps(finding.current_milestones, today),
        "goal_before": _goal_before(finding),
        "schedule": schedule(finding, finding.current_milestones, today),
        "wall": wall(finding, today),
        "deadlines": _deadlines(finding),
        "beside_deadlines": beside.deadlines(finding, today),
        "units_on_file": ways.units_on_file() if finding.all_filings else "",
        "charges": queries.group_by_role(finding.current_charges),
        "requests": [(row, wanted(_asked(row), seen)) for row in finding.all_requests],
        "seen_numbers": seen,
        "absorbed": absorbed,
        "corrected": corrected(finding),
        "gone_into": _gone_into(finding, seen),
        "context": [row for row in finding.current_remarks if not row.label],
        "labelled": [row for row in finding.current_remarks if row.label],
        "may_read_protected": may_read(person),
        "sources": queries.sources(finding, person),
        "superseded": _superseded(finding),
        "parts": _parts(finding, absorbed),
    }


def _gone_into(finding: Any, seen: Container[str]) -> str:
    """The number of the problem in which this one lives on, for who may see it."""
    last = finding.all_standings[-1] if finding.all_standings else None
    if last is None or finding.standing != Standing.MERGED or last.into_number not in seen:
        return ""
    return str(last.into_number)


def _asked(row: Any) -> dict[str, Any]:
    return {"kind": row.kind, "proposal": row.proposal, "original": row.original}


def _deadlines(finding: Any) -> list[Any]:
    """All that was ever said of when the work is to be done, the original first."""
    return [row for row in finding.all_deadlines if row.purpose == "complete"]


def _goal_before(finding: Any) -> str:
    """Of a finding without a goal: what it was before somebody struck it out; empty where there never was one."""
    if finding.goal:
        return ""
    planned = [row.content.get("goal", "") for row in reversed(finding.all_item_versions)]
    asked = [row.original.get("goal", "") for row in reversed(finding.all_requests)]
    slips = [row.before for row in reversed(finding.all_errata) if row.field == "goal"]
    return next((goal for goal in (*slips, *asked, *planned) if goal), "")


def _superseded(finding: Any) -> list[queries.Superseded]:
    gone = []
    for name in ("measures", "milestones", "indicators", "remarks"):
        for row in getattr(finding, f"all_{name}"):
            if row.superseded_by_id is not None:
                why = _("经批准调整后不再列入") if getattr(row, "struck_by_id", None) else _("修订后不再列入")
                text = row.label if getattr(row, "is_protected", False) else str(row)
                gone.append(queries.Superseded(str(row._meta.verbose_name), text, why))
    for row in finding.all_waivers:
        if row.ended_at is not None:
            told = f"{row.get_what_display()}{_('：')}{row.reason}"
            gone.append(
                queries.Superseded(_("“无”的说明"), told, _("至%s") % f"{timezone.localdate(row.ended_at)}")
            )
    for row in finding.all_sites:
        if row.ended_at is not None:
            ended_on = _("至%s") % f"{timezone.localdate(row.ended_at)}"
            gone.append(queries.Superseded(str(row._meta.verbose_name), row.name, ended_on))
    ended = [row for row in finding.all_charges if row.until is not None]
    return gone + [
        queries.Superseded(str(row.get_role_display()), row.printed, _("至%s") % row.until) for row in ended
    ]


def _parts(finding: Any, absorbed: list[Any]) -> list[tuple[str, str]]:
    """The small index: what this file holds, in the order of the page."""
    beside = (finding.all_standings, absorbed, finding.all_errata, finding.all_notes)
    parts = [
        ("goal", _("目标"), True),
        ("measures", _("措施"), True),
        ("time", _("进度"), finding.due_on or finding.current_milestones),
        ("requests", _("申请"), finding.all_requests),
        ("plan", _("方案"), True),
        ("beside", _("办理情况"), any(beside) or hasattr(finding, "opening") or finding.current_sites),
        ("more", _("文件内容"), finding.current_remarks or finding.status_text),
        ("deadline", _("时限"), True),
        ("charges", _("责任"), True),
        ("record", _("记录"), True),
    ]
    return [(name, label) for name, label, there in parts if there]


def _record(request: HttpRequest, finding: Finding) -> dict[str, Any]:
    """What happened, newest first: some of it, or on paper all."""
    asked = {name: value.replace("\x00", "") for name, value in request.GET.dict().items()}
    on_paper = "paper" in asked
    rows = stream("finding", finding.pk).order_by("-sequence")
    if asked.get("kind"):
        rows = happenings.narrowed(rows, asked["kind"])
    if asked.get("who"):
        rows = rows.filter(actor_name=asked["who"])
    before = as_number(asked.get("before", ""))
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    limit = _ON_PAPER if on_paper else _SHOWN
    entries = list(rows[: limit + 1])
    is_filtered = bool(asked.get("kind") or asked.get("who") or before)
    is_long = is_filtered or len(entries) > limit
    # Asked only where there is too much to look through.
    kinds, people = happenings.known(stream("finding", finding.pk)) if is_long and not on_paper else ([], [])
    return {
        "on_paper": on_paper,
        "sees_all": sees_all(request.user),
        "entries": entries[:limit],
        "older": entries[limit - 1].sequence if len(entries) > limit else None,
        "kinds": kinds,
        "people": people,
        "kind": asked.get("kind", ""),
        "who": asked.get("who", ""),
        "is_filtered": is_filtered,
    }


@require_safe
def filings(request: HttpRequest, number: str) -> HttpResponse:
    """Two frozen versions of the plan beside each other, or one alone."""
    finding = _found(request, number)
    rows = {row.number: row for row in Filing.objects.filter(finding=finding.pk).select_related("by")}
    if not rows:
        raise Http404
    last = max(rows)
    new = rows.get(as_number(request.GET.get("b", "")) or last) or rows[last]
    old = rows.get(as_number(request.GET.get("a", "")) or new.number - 1)
    context = {
        "finding": finding,
        "filings": list(rows.values()),
        "old": old,
        "new": new,
        "lines": compare(old.frozen if old else None, new.frozen),
    }
    return render(request, "ledger/filings.html", context)
