"""Acceptance: the facts of the inspection, what will happen, and the act itself."""

from __future__ import annotations

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.intake import filing, present
from duban.intake.actions import NotPossible, PlanStands, accepting
from duban.intake.actions.accepting import Asked
from duban.intake.forms import AcceptForm, first_facts, probably
from duban.intake.meeting import Meeting, kind_of
from duban.intake.models import AcceptedPart, DraftItem, IntakeSet
from duban.intake.presenting import SetView, is_finished
from duban.intake.views.common import person_of, set_of
from duban.ledger.models import Inspection, MentionKind, Plan, PlanKind
from duban.organizations.queries import match_all


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    intake_set = set_of(request, uuid)
    if intake_set.is_revision:
        return redirect("intake:compare", uuid=uuid)
    view = SetView(intake_set)
    if request.method == "POST":
        return _accept(request, intake_set, view)
    if view.counts.active and view.counts.accepted == view.counts.active:
        messages.info(request, _("这组文件的各项都已登记入台账。"))
        return redirect(f"{reverse('ledger:list')}?inspection={intake_set.inspection_id}&sort=order")
    if _speaks_of_findings(request, view):
        return redirect("intake:meet", uuid=uuid)
    facts = first_facts(intake_set, view)
    known = probably(facts) if intake_set.inspection_id is None else None
    if known is not None:
        facts["inspection"] = known.pk
    if not view.counts.confirmed:
        facts["scope"] = "all"
    return _page(request, intake_set, view, AcceptForm(initial=facts), alike=known)


def _speaks_of_findings(request: HttpRequest, view: SetView) -> bool:
    """A notice is for a finding in any case; a report only where the ledger has what it reports on."""
    kind = kind_of(view)
    if kind is None or request.GET.get("as") == "plan" or view.intake_set.plan_id is not None:
        return False
    return kind == MentionKind.CLOSE_OUT or Meeting(view, person_of(request)).sure


def _accept(request: HttpRequest, intake_set: IntakeSet, view: SetView) -> HttpResponse:
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, intake_set, view, form, status=422)
    asked = Asked(form.cleaned_data["token"], form.cleaned_data["scope"] == "all", form.seen())
    plan = form.plan_input(filing.documents_of(view.tabs))
    standing = standing_plan(intake_set, form.cleaned_data["inspection"])
    if standing is not None and plan.kind == "master":
        return _compare_with(intake_set, standing.pk)
    try:
        part = accepting.accept(person_of(request), intake_set, asked, form.inspection_input(), plan)
    except PlanStands as refusal:
        messages.warning(request, str(refusal))
        return _compare_with(intake_set, refusal.plan)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return _page(request, intake_set, SetView(intake_set), form, status=422)
    messages.success(request, accepted_sentence(part))
    return redirect(f"{reverse('ledger:list')}?inspection={part.result['inspection']}")


def _compare_with(intake_set: IntakeSet, plan: int) -> HttpResponse:
    return redirect(f"{reverse('intake:compare', args=[intake_set.uuid])}?plan={plan}")


def accepted_sentence(part: AcceptedPart) -> str:
    result = part.result
    numbers = [finding["number"] for finding in result["findings"]]
    sentence = _("已登记%(n)s个问题，编号%(numbers)s。") % {
        "n": len(numbers),
        "numbers": numbers[0] if len(numbers) == 1 else f"{numbers[0]} — {numbers[-1]}",
    }
    if result["completed_before_plan"]:
        sentence += _("其中%s个登记为方案前已完成。") % result["completed_before_plan"]
    if result["new_bodies"]:
        sentence += _("新建了%s个单位，请在组织中核对。") % len(result["new_bodies"])
    return sentence


def standing_plan(intake_set: IntakeSet, inspection: Inspection | None) -> Plan | None:
    """The plan already on file for this inspection that a set, not yet accepted, would revise."""
    if intake_set.plan_id is not None or inspection is None:
        return None
    return Plan.objects.filter(inspection=inspection, kind=PlanKind.MASTER).order_by("-pk").first()


def _with_master_plan(intake_set: IntakeSet) -> list[int]:
    """Inspections in which a master plan would be a revision: the page says so before it is sent."""
    if intake_set.plan_id is not None:
        return []
    return list(Plan.objects.filter(kind=PlanKind.MASTER).values_list("inspection_id", flat=True))


def _page(
    request: HttpRequest,
    intake_set: IntakeSet,
    view: SetView,
    form: AcceptForm,
    status: int = 200,
    alike: Inspection | None = None,
) -> HttpResponse:
    chosen = form["scope"].value() or "confirmed"
    context: dict[str, Any] = {
        "set": intake_set,
        "view": view,
        "form": form,
        "scope": chosen,
        "outcomes": [
            outcome(view, "confirmed", accepting.candidates(view, everything=False)),
            outcome(view, "all", accepting.candidates(view, everything=True)),
        ],
        "token": uuids.uuid4(),
        "later": kind_of(view),
        "masters": " ".join(str(pk) for pk in _with_master_plan(intake_set)),
        "alike": alike,
        "standing": standing_plan(intake_set, alike or intake_set.inspection),
    }
    return render(request, "intake/accept.html", context, status=status)


def outcome(view: SetView, scope: str, items: list[DraftItem]) -> dict[str, Any]:
    """What an acceptance of these items will do, in numbers and names."""
    names = {part["text"].strip() for item in items for part in _parties(item) if part["text"].strip()}
    found = match_all(sorted(names))
    places = present.places(view.items)
    return {
        "scope": scope,
        "items": len(items),
        "finished": sum(1 for item in items if is_finished(item, view.roles.get(item.document_id, ""))),
        "doubts": accepting.doubts_in(items),
        "unconfirmed": sum(1 for item in items if not item.confirmed_at),
        "missing": [(item.pk, places[item.pk]) for item in accepting.missing(items)],
        "known_bodies": sum(1 for body in found.values() if body is not None),
        "new_bodies": sorted(name for name, body in found.items() if body is None),
        "seen": accepting.fingerprint(items),
        "undated": sum(1 for item in items if not item.content["deadline"]["kind"]),
    }


def _parties(item: DraftItem) -> list[dict[str, Any]]:
    units = item.content["units"]
    return [part for role, parts in units.items() if role != "leader" for part in parts]
