"""A revised plan beside the current one: line by line, each change accepted or not."""

from __future__ import annotations

import datetime
import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.asking import number
from duban.intake import filing, present
from duban.intake.actions import NotPossible, accepting
from duban.intake.actions.accepting import Asked
from duban.intake.comparing import NOTHING, New, Old, Pair
from duban.intake.comparing import compare as line_up
from duban.intake.filing import Filer
from duban.intake.forms import first_facts
from duban.intake.models import AcceptedPart, IntakeSet, ItemState
from duban.intake.presenting import SetView
from duban.intake.views.common import person_of, set_of
from duban.ledger.content import frozen
from duban.ledger.inputs import ItemChange, PlanInput
from duban.ledger.models import Finding, Plan


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    intake_set = set_of(request, uuid)
    if _is_done(request, intake_set):
        return redirect(f"{reverse('ledger:list')}?inspection={intake_set.inspection_id}")
    plan = _plan(request, intake_set)
    view = SetView(intake_set)
    pairs = line_up(_old(plan), _new(view), {**_by_hand(request), **_settled(view)})
    if request.method == "POST" and request.POST.get("action") == "revise":
        return _revise(request, intake_set, view, plan, pairs)
    return _page(request, intake_set, view, plan, pairs)


def _is_done(request: HttpRequest, intake_set: IntakeSet) -> bool:
    """The same page sent twice, or a set that was registered as a plan of its own: nothing is left to compare."""
    if intake_set.plan_id is not None and not intake_set.is_revision:
        return True
    token = request.POST.get("token", "")
    return bool(token) and any(str(part.token) == token for part in intake_set.accepted_parts.all())


def _plan(request: HttpRequest, intake_set: IntakeSet) -> Plan:
    if intake_set.plan is not None:
        return intake_set.plan
    raw = request.POST.get("plan") or request.GET.get("plan") or ""
    plans = Plan.objects.select_related("inspection")
    if intake_set.inspection_id is not None:
        plans = plans.filter(inspection_id=intake_set.inspection_id)
    pk = number(raw)
    found = plans.filter(pk=pk).first() if pk is not None else plans.order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _old(plan: Plan) -> list[Old]:
    version = plan.versions.order_by("-number").first()
    rows = list(version.items.order_by("ordinal")) if version else []
    numbers = dict(Finding.objects.filter(plan_item__plan=plan).values_list("plan_item_id", "number"))
    return [Old(row.item_id, numbers.get(row.item_id, ""), row.content) for row in rows]


def _new(view: SetView) -> list[New]:
    items = [item for item in view.items if item.state == ItemState.ACTIVE and item.mention_id is None]
    filer = Filer(items, view.roles)
    found = [(item.pk, filer.plan_item(item)) for item in items]
    return [New(pk, item, frozen(item)) for pk, item in found]


def _settled(view: SetView) -> dict[int, int]:
    """Items accepted before answer the findings they became."""
    own = [item for item in view.items if item.mention_id is None]
    found = {item.finding_id: item.pk for item in own if item.finding_id is not None}
    rows = Finding.objects.filter(pk__in=found, plan_item__isnull=False)
    return {found[pk]: item for pk, item in rows.values_list("pk", "plan_item_id") if item is not None}


def _by_hand(request: HttpRequest) -> dict[int, int]:
    """``match-<draft>``: a plan item, 0 for none, empty for what the likeness says."""
    chosen: dict[int, int] = {}
    for name in request.POST:
        draft, value = number(name.removeprefix("match-")), number(request.POST.get(name, ""))
        if name.startswith("match-") and draft is not None and value is not None:
            chosen[draft] = value
    return chosen


def _page(
    request: HttpRequest,
    intake_set: IntakeSet,
    view: SetView,
    plan: Plan,
    pairs: list[Pair],
    status: int = 200,
) -> HttpResponse:
    facts = first_facts(intake_set, view)
    context: dict[str, Any] = {
        "set": intake_set,
        "plan": plan,
        "pairs": sorted(pairs, key=_first_what_changed),
        "old_items": sorted((p.old for p in pairs if p.old), key=lambda old: old.number),
        "places": present.places(view.items),
        "by_hand": _by_hand(request),
        "nothing": NOTHING,
        "counts": {
            kind: sum(1 for p in pairs if p.kind == kind) for kind in ("changed", "new", "gone", "same")
        },
        "refused": set(request.POST.getlist("shown")) - set(request.POST.getlist("accept")),
        "asked": set(request.POST.getlist("accept")),
        "posted": request.method == "POST",
        "token": uuids.uuid4(),
        "seen": accepting.fingerprint(accepting.candidates(view, everything=True)),
        "base": plan.versions.count(),
        "title": request.POST.get("title") or facts["title"],
        "published": request.POST.get("published") or facts["published"] or "",
        "unconfirmed": view.counts.waiting,
    }
    return render(request, "intake/compare.html", context, status=status)


def _first_what_changed(pair: Pair) -> int:
    return ("changed", "new", "gone", "same").index(pair.kind)


def _revise(
    request: HttpRequest, intake_set: IntakeSet, view: SetView, plan: Plan, pairs: list[Pair]
) -> HttpResponse:
    accepted = set(request.POST.getlist("accept"))
    changes = [_change(pair) for pair in pairs if pair.kind == "same" or pair.key in accepted]
    try:
        asked = Asked(uuids.UUID(request.POST.get("token", "")), True, request.POST.get("seen", ""))
        facts = _facts(request, view)
        base = int(request.POST.get("base", ""))
        part = accepting.revise(person_of(request), intake_set, asked, plan, facts, changes, base)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return _page(request, intake_set, SetView(intake_set), plan, pairs, status=422)
    except ValueError:
        messages.error(request, _("请求不完整，没有改动任何内容；请刷新页面后重试。"))
        return _page(request, intake_set, view, plan, pairs, status=422)
    messages.success(request, revised_sentence(part))
    return redirect(f"{reverse('ledger:list')}?inspection={plan.inspection_id}")


def _facts(request: HttpRequest, view: SetView) -> PlanInput:
    raw = request.POST.get("published", "")
    return PlanInput(
        title=request.POST.get("title", "").replace("\x00", "").strip(),
        published=datetime.date.fromisoformat(raw) if raw else None,
        documents=filing.documents_of(view.tabs),
    )


def _change(pair: Pair) -> ItemChange:
    return ItemChange(
        pair.kind, pair.old.plan_item if pair.old else None, pair.new.item if pair.new else None
    )


def revised_sentence(part: AcceptedPart) -> str:
    result = part.result
    new = len(result["findings"]) - result["changed"]
    return _("方案已修订为第%(version)s版：修改%(changed)s项，新增%(new)s项，撤出%(gone)s项。") % {
        "version": result["version"],
        "changed": result["changed"],
        "new": new,
        "gone": result["gone"],
    }
