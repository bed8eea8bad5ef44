"""A notice or a report beside the ledger: which finding each of its items speaks of, and the act of attaching it."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duban.asking import number
from duban.intake.actions import NotPossible, attaching
from duban.intake.meeting import Meeting, kind_of
from duban.intake.models import AcceptedPart, IntakeSet
from duban.intake.presenting import SetView
from duban.intake.views.common import item_of, person_of, set_of
from duban.ledger.models import Finding, Inspection


@dataclass(slots=True)
class Chosen:
    """What the page was sent: for items the findings, what was typed as numbers, and which of those are none."""

    findings: dict[int, int] = field(default_factory=dict)
    typed: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)


@require_http_methods(["GET", "POST"])
def meet(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    intake_set = set_of(request, uuid)
    if request.method == "POST":
        return _attach(request, intake_set)
    view = SetView(intake_set)
    if view.counts.active and view.counts.accepted == view.counts.active:
        return redirect(intake_set.get_absolute_url())
    return _page(request, view)


def _attach(request: HttpRequest, intake_set: IntakeSet) -> HttpResponse:
    chosen = _chosen(request)
    try:
        token = uuids.UUID(request.POST.get("token", ""))
    except ValueError:
        messages.error(request, _("请求不完整，没有改动任何内容；请刷新页面后重试。"))
        return _page(request, SetView(intake_set), chosen, status=422)
    if chosen.unknown:
        messages.error(request, _("有的台账编号没有找到，还没有附上任何文件；请核对标出的编号。"))
        return _page(request, SetView(intake_set), chosen, status=422)
    try:
        part = attaching.attach(person_of(request), intake_set, token, chosen.findings)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return _page(request, SetView(intake_set), chosen, status=422)
    messages.success(request, attached_sentence(part))
    numbers = part.result["attached"]
    if len(set(numbers)) == 1:
        return redirect("ledger:finding", number=numbers[0])
    return redirect(intake_set.get_absolute_url())


def attached_sentence(part: AcceptedPart) -> str:
    numbers: list[str] = list(dict.fromkeys(part.result["attached"]))
    if len(numbers) == 1:
        return _("已附到问题 %s，办理阶段没有变。") % numbers[0]
    return _("已附到%(n)s个问题：%(numbers)s；办理阶段都没有变。") % {
        "n": len(numbers),
        "numbers": _("、").join(numbers),
    }


def _chosen(request: HttpRequest) -> Chosen:
    """``number-<item>``, a ledger number typed by hand, stands over ``finding-<item>``, one of those proposed."""
    chosen = Chosen()
    for name, value in request.POST.items():
        word, _dash, raw = name.partition("-")
        item, text = number(raw), str(value).strip()
        if item is None or not text:
            continue
        if word == "number":
            chosen.typed[item] = text[:40]
        elif word == "finding" and (finding := number(text)) is not None:
            chosen.findings.setdefault(item, finding)
    known = _by_number(request, chosen.typed)
    for item, text in chosen.typed.items():
        if text in known:
            chosen.findings[item] = known[text]
        else:
            chosen.unknown.add(item)
    return chosen


def _by_number(request: HttpRequest, typed: Mapping[int, str]) -> dict[str, int]:
    if not typed:
        return {}
    rows = Finding.objects.visible_to(request.user).filter(number__in=set(typed.values()))
    return dict(rows.values_list("number", "pk"))


def _page(
    request: HttpRequest, view: SetView, chosen: Chosen | None = None, status: int = 200
) -> HttpResponse:
    meeting = Meeting(view, person_of(request), _asked_inspection(request))
    context: dict[str, Any] = {
        "set": view.intake_set,
        "view": view,
        "kind": kind_of(view),
        "meeting": meeting,
        "rows": [_shown(row, chosen) for row in meeting.rows],
        "inspections": Inspection.objects.order_by("-pk")[:200],
        "token": uuids.uuid4(),
    }
    return render(request, "intake/meet.html", context, status=status)


def _asked_inspection(request: HttpRequest) -> Inspection | None:
    pk = number(request.GET.get("inspection", ""))
    return get_object_or_404(Inspection, pk=pk) if pk is not None else None


def _shown(row: Any, chosen: Chosen | None) -> dict[str, Any]:
    """A row with what is ticked in it: what was sent before, else what is surely meant."""
    pk = row.item.pk
    ticked = row.chosen if chosen is None else chosen.findings.get(pk)
    return {
        "row": row,
        "ticked": ticked,
        "typed": chosen.typed.get(pk, "") if chosen else "",
        "unknown": bool(chosen) and pk in chosen.unknown,  # type: ignore[union-attr]
    }


@require_POST
def take_back(request: HttpRequest, uuid: uuids.UUID, item: int) -> HttpResponse:
    """It was attached to the wrong finding."""
    intake_set = set_of(request, uuid)
    found = item_of(request, intake_set, item)
    try:
        attaching.take_back(person_of(request), intake_set, found, request.POST.get("reason", ""))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(intake_set.get_absolute_url())
    messages.success(request, _("已取消附上；可以重新选定它所说的问题。"))
    return redirect(reverse("intake:meet", args=[uuid]))
