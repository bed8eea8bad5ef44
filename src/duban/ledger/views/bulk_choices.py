"""One verb on many findings, before it is done: which findings, which verb, what it is told, and who will be refused.

What was chosen is kept, so that every page of the way has an address and Back works."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.accounts.models import Person
from duban.ledger import gates, queries
from duban.ledger.errors import Gap, Refused, UnknownNames
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models import BulkChoice, Charge, ChargeRole, Finding, Waiver
from duban.ledger.naming import units_called
from duban.ledger.outlook import rules_of
from duban.ledger.relations import in_words, may_take
from duban.ledger.splitting import numbers_in
from duban.ledger.step_forms import StepForm, form_of
from duban.ledger.verbs import Verb
from duban.ledger.verbs.bulk import AT_ONCE, carry_on, choose, offered, open_run
from duban.ledger.views import names
from duban.organizations.policy import KEEP
from duban.rulebook.queries import Ruling, rules

#: So many of the chosen findings can be seen and dropped one by one; the others are done as they were chosen.
_SHOWN = 500
_OPEN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A chosen finding; ``why``: it will be refused, and for this; ``lacks``: what is still missing for the step."""

    number: str
    finding: Finding | None
    why: str
    lacks: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """From the list, or from what failed: keep what was chosen and ask how on a page of its own."""
    person = cast(Person, request.user)
    if not offered(person):
        raise Http404
    numbers = numbers_in(request.POST.getlist("numbers")) if request.method == "POST" else []
    if not numbers:
        messages.info(request, _("没有选定任何问题，请先在台账中勾选。"))
        return redirect("ledger:list")
    try:
        kept = choose(numbers, _typed(request.POST), person)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("ledger:list")
    return redirect(_address(kept, request.POST.get("verb", "")))


def _typed(data: QueryDict) -> dict[str, list[str]]:
    return {name: data.getlist(name) for name in data if name not in {"csrfmiddlewaretoken", "numbers"}}


def _address(kept: BulkChoice, verb: str, *, is_checked: bool = False) -> str:
    query = QueryDict(mutable=True)
    query.update({"verb": verb} if verb else {})
    query.update({"check": "1"} if is_checked else {})
    asked = f"?{query.urlencode()}" if query else ""
    return reverse("ledger:bulk_choice", args=[kept.token]) + asked


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_choice(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Which verb; then what it needs to be told; sent, it is done."""
    person = cast(Person, request.user)
    kept = get_object_or_404(BulkChoice, token=token, by=person.pk)
    verbs = offered(person)
    asked = request.POST if request.method == "POST" else request.GET
    verb = next((each for each in verbs if each.name == asked.get("verb")), None)
    if verb is None:
        return _page(request, kept, verbs)
    if request.method == "POST":
        return _do(request, kept, verb)
    data = _data(kept)
    form = form_of(verb, None, data) if request.GET.get("check") else form_of(verb, None, given=data.dict())
    strange = _flaws(verb, form, person) if form.is_bound and form.is_valid() else ()
    return _page(request, kept, verbs, verb, form, names.questions(strange, data))


def _data(kept: BulkChoice) -> QueryDict:
    """What was typed when it was sent the last time."""
    data = QueryDict(mutable=True)
    for name, values in kept.said.items():
        data.setlist(name, values)
    data["token"] = str(uuid.uuid4())
    return data


def _do(request: HttpRequest, kept: BulkChoice, verb: Verb) -> HttpResponse:
    person, form = cast(Person, request.user), form_of(verb, None, request.POST)
    numbers = numbers_in(request.POST.getlist("numbers")) + _unshown(kept)
    if not form.is_valid() or _flaws(verb, form, person, request.POST) or form.errors:
        return _again(request, kept, verb)
    said = {name: request.POST.get(name, "") for name in form.fields if name not in {"token", "seen"}}
    try:
        run = open_run(verb, numbers, said, person, form.cleaned_data["token"] or uuid.uuid4())
    except Refused as refused:
        messages.warning(request, str(refused))
        return _again(request, kept, verb)
    if len(numbers) <= AT_ONCE:
        carry_on(run, form.said())
    return redirect("ledger:bulk_run", run.token)


def _again(request: HttpRequest, kept: BulkChoice, verb: Verb) -> HttpResponse:
    kept.said = _typed(request.POST) | {"kept": numbers_in(request.POST.getlist("numbers"))}
    kept.save(update_fields=["said"])
    return redirect(_address(kept, verb.name, is_checked=True))


def _flaws(verb: Verb, form: StepForm, person: Person, data: QueryDict | None = None) -> tuple[str, ...]:
    """What every row would be refused for is said once, beforehand; the names that nobody knows, to be asked of who
    keeps the directory."""
    said = form.said()
    if flaw := said.flaw():
        form.add_error(None, flaw)
    try:
        if data is not None and person.has_perm(KEEP):
            names.introduce(data, verb.units(said), person)
        units_called(verb.units(said), person)
    except UnknownNames as unknown:
        if person.has_perm(KEEP):
            return unknown.names
        form.add_error(None, str(unknown))
    except Refused as refused:
        form.add_error(None, str(refused))
    return ()


def _unshown(kept: BulkChoice) -> list[str]:
    return list(kept.numbers[_SHOWN:])


def _page(
    request: HttpRequest,
    kept: BulkChoice,
    verbs: list[Verb],
    verb: Verb | None = None,
    form: StepForm | None = None,
    strange: dict[str, Any] | None = None,
) -> HttpResponse:
    person = cast(Person, request.user)
    seen = Finding.objects.visible_to(person).filter(number__in=kept.numbers[:_SHOWN])
    seen = seen.select_related("inspection__region")
    rows = _rows(kept, {row.number: row for row in queries.with_charges(seen)}, verb, person)
    rows = lacking(rows, verb) if verb else rows
    able = [row for row in rows if not row.why]
    ticked = set(kept.said.get("kept") or (row.number for row in able))
    context = {
        "choice": kept,
        "verb": verb,
        "verbs": [] if verb else _fitting(verbs, rows),
        "form": form,
        "strange": strange or {},
        "able": able[:_OPEN],
        "able_more": able[_OPEN:],
        "unable": [row for row in rows if row.why],
        "able_count": len(able),
        "lacking": sum(bool(row.lacks) for row in able),
        "ticked": ticked,
        "unshown": len(_unshown(kept)),
        "count": len(kept.numbers),
        "chosen": len(ticked) + len(_unshown(kept)),
        "units": _units([row.finding.pk for row in able if row.finding]) if verb else [],
        "who": in_words(verb.move) if verb else "",
        "rules": rules_of(verb) if verb else [],
        "at_once": AT_ONCE,
    }
    return render(request, "ledger/bulk/confirm.html", context)


def _rows(kept: BulkChoice, seen: dict[str, Finding], verb: Verb | None, person: Person) -> list[Row]:
    found = []
    for number in kept.numbers[:_SHOWN]:
        finding = seen.get(number)
        if finding is None:
            why = _("没有这个编号的问题，或者它不在您的工作范围内。")
        else:
            why = _why(verb, finding, person) if verb else ""
        found.append(Row(number, finding, why))
    return found


def _why(verb: Verb, finding: Any, person: Person) -> str:
    """Why it cannot start from where the finding stands; what is missing is only seen when it is tried."""
    step = {"step": verb.title, "stage": Stage(finding.stage).label}
    if not may_take(person, verb.move, finding.current_charges):
        return _("不由您办理“%(step)s”。") % step
    if finding.stage not in verb.move.start:
        return _("现处于“%(stage)s”，不能%(step)s。") % step
    if finding.standing not in verb.move.standings:
        return _("已%(standing)s，不能%(step)s。") % {**step, "standing": Standing(finding.standing).label}
    return ""


#: Gates that are asked of the charges alone, which are here for every row.
_OF_CHARGES = frozenset({"charged", "accepting"})


class _Chosen(gates.Place):
    """A place that is told what it would have to ask for row by row."""

    @cached_property
    def waived(self) -> frozenset[str]:
        return frozenset(row.what for row in cast(Any, self.finding).standing_waivers)


def lacking(rows: list[Row], verb: Verb) -> list[Row]:
    """What is missing of the charges said with each row; what else the step wants is seen when it is tried."""
    needs = [need for need in verb.move.needs if need in _OF_CHARGES]
    if not needs:
        return rows
    standing = Prefetch("waivers", Waiver.objects.filter(ended_at=None), to_attr="standing_waivers")
    prefetch_related_objects([row.finding for row in rows if row.finding and not row.why], standing)
    today, ruled = timezone.localdate(), dict[int | None, dict[str, Ruling]]()
    return [row if row.why else replace(row, lacks=_lacks(row, needs, today, ruled)) for row in rows]


def _lacks(
    row: Row, needs: list[str], today: datetime.date, ruled: dict[int | None, dict[str, Ruling]]
) -> str:
    finding = cast(Any, row.finding)
    region = finding.inspection.region
    if finding.inspection.region_id not in ruled:
        ruled[finding.inspection.region_id] = rules(gates.RULES, region, on=today)
    place = _Chosen(finding, finding.current_charges, today, _asked=dict(ruled[finding.inspection.region_id]))
    return _in_short(gates.missing(needs, place))


def _in_short(gaps: list[Gap]) -> str:
    """The roles that nobody holds in one sentence, as they stand in a list."""
    roles = {
        gap.what: ChargeRole(gap.what.removeprefix("charge.")).label
        for gap in gaps
        if gap.what.startswith("charge.")
    }
    told = [gap.sentence for gap in gaps if gap.what not in roles]
    if roles:
        named = {"role": _("、").join(map(str, roles.values()))}
        told.insert(0, _("没有明确%(role)s。确实没有的，请写明“无”及理由。") % named)
    return "".join(told)


def _fitting(verbs: list[Verb], rows: list[Row]) -> list[Verb]:
    """Those that lead on first; those that start nowhere among the chosen are left out."""
    stages = {row.finding.stage for row in rows if row.finding}
    found = [each for each in verbs if each.move.start & stages]
    return sorted(found or verbs, key=lambda each: each.move.end is None)


def _units(findings: list[int]) -> list[str]:
    """Who will see that it was done: the units charged with these findings, then the people."""
    rows = Charge.objects.filter(finding__in=findings, until__isnull=True).exclude(printed="")
    said = rows.order_by("person_name", "printed").values_list("person_name", "printed").distinct()
    units = [printed for person, printed in said if not person]
    return list(dict.fromkeys([*units, *(printed for _person, printed in said)]))
