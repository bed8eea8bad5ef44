"""A form for a step: as a page of its own, and in place on the finding's page. What was typed stays after a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.accounts.models import Person
from duban.accounts.permissions import is_office
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger import dossier, entries, gates, naming_people, papers
from duban.ledger.ahead import Ahead, ahead, meant_by
from duban.ledger.discretion import seen_beside, visible_numbers
from duban.ledger.errors import Gap, GateShut, OutOfStep, Refused, UnknownNames, Unseen
from duban.ledger.models import Finding, Step
from duban.ledger.next_step import PagePlace
from duban.ledger.outlook import outlook
from duban.ledger.relations import may_take
from duban.ledger.sentences_of_requests import wanted
from duban.ledger.step_forms import CHOSEN, StepForm, files_of, form_of, narrow_to
from duban.ledger.taking import take_once
from duban.ledger.verbs import VERBS, Verb
from duban.ledger.views import names
from duban.organizations.policy import KEEP, listed

#: So much of the record is told after a step.
_TOLD = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it was not done, and what is missing, with who can supply it."""

    reasons: Sequence[str] = ()
    gaps: Sequence[Gap] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    known, person = VERBS.get(verb), cast(Person, request.user)
    finding = dossier.whole(Finding.objects.visible_to(person).filter(number=number))
    if known is None or finding is None:
        raise Http404
    if not may_take(person, known.move, finding.current_charges):  # type: ignore[attr-defined]
        raise Http404
    if request.method == "POST":
        return _taken(request, known, finding, person)
    form = form_of(known, finding, given=request.GET.dict())
    return _page(request, known, finding, form, _already(known, finding))


def _taken(request: HttpRequest, verb: Verb, finding: Finding, person: Person) -> HttpResponse:
    data, wrong = _with_files(request, verb, person)
    if "names" in data:
        data["names"] = names.with_people_meant(str(data["names"]), data)
    form = form_of(verb, finding, data)
    for name, sentence in wrong.items():
        form.add_error(f"{name}{CHOSEN}", sentence)
    _name_files(form, verb, person)
    if not form.is_valid():
        return _page(request, verb, finding, form, Refusal())
    said = form.said(form.cleaned_data["seen"])
    asked = _whose_names(finding, said, data, person)
    if asked:
        return _page(request, verb, finding, form, Refusal(), asked=asked)
    try:
        if person.has_perm(KEEP):
            names.introduce(request.POST, verb.units(said), person)
        step = take_once(verb, finding.number, said, person, form.cleaned_data["token"])
    except Unseen as gone:
        raise Http404 from gone
    except GateShut as shut:
        return _page(request, verb, finding, form, Refusal(gaps=shut.gaps))
    except UnknownNames as unknown:
        # Who keeps the directory says on the spot who is meant; others are told what the name looks like.
        if not person.has_perm(KEEP):
            return _page(request, verb, finding, form, Refusal(reasons=unknown.reasons))
        return _page(request, verb, finding, form, Refusal(), unknown.names)
    except Refused as refused:
        return _again(request, verb, finding, form, refused)
    messages.success(request, _told(step, person))
    return _to_the_file(request, finding)


def _whose_names(finding: Any, said: Any, data: QueryDict, person: Person) -> dict[str, Any]:
    """Asked of the office, which knows all accounts; to others it would tell who has one."""
    role = getattr(said, "role", "")
    lines = naming_people.of_people(role, getattr(said, "names", ())) if is_office(person) else []
    standing = {row.person_name for row in finding.current_charges if row.role == role}
    return names.people_questions(naming_people.mistaken(lines, role, standing, timezone.localdate()), data)


def _with_files(request: HttpRequest, verb: Verb, person: Person) -> tuple[QueryDict, dict[str, str]]:
    """What was sent, with files that came along kept and named; and why one was not kept."""
    data, wrong = request.POST.copy(), {}
    for name in files_of(verb):
        file = request.FILES.get(f"{name}{CHOSEN}")
        if file is None:
            continue
        try:
            kept = papers.hand_in(person, file.name or "", file.size or 0, file.chunks())
            data[name] = str(kept.uuid)
        except Refused as refused:
            wrong[name] = str(refused)
    return data, wrong


def _name_files(form: StepForm, verb: Verb, person: Person) -> None:
    """A file that is kept already is named, so that nobody sends it twice."""
    for name in files_of(verb):
        kept = papers.its_own(form.data.get(name, ""), person)
        if kept is not None:
            told = _("已选《%s》；另选一个文件则换成它。") % kept.name
            form.fields[f"{name}{CHOSEN}"].help_text = told


def _again(
    request: HttpRequest, verb: Verb, finding: Finding, form: StepForm, refused: Refused
) -> HttpResponse:
    """Where somebody else was first, she reads what happened, keeps what she typed, and may send it after all."""
    if isinstance(refused, OutOfStep):
        now = dossier.whole(Finding.objects.visible_to(cast(Person, request.user)).filter(pk=finding.pk))
        if now is None:
            raise Http404
        finding = now
        form.data["seen"] = str(finding.step_count)  # type: ignore[index]
    return _page(request, verb, finding, form, Refusal(reasons=refused.reasons))


def _told(step: Step, person: Person) -> str:
    """What happened, as the record tells it to her; the whole of it stands there."""
    entry = journal.stream("finding", step.finding_id).filter(verb=f"finding.{step.verb}").last()
    if entry is None:
        return ""
    into = (entry.payload or {}).get("proposal", {}).get("into")
    told = tell(entry, visible_numbers(person, [into]))
    return told if len(told) <= _TOLD else f"{told[:_TOLD]}…"


def _to_the_file(request: HttpRequest, finding: Finding) -> HttpResponse:
    address = reverse("ledger:finding", args=[finding.number])
    if not Finding.objects.visible_to(request.user).filter(pk=finding.pk).exists():
        address = reverse("ledger:list")
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _already(verb: Verb, finding: Finding) -> Refusal:
    """What is missing is said before anything is typed."""
    if finding.stage not in verb.move.start:
        return Refusal()
    place = _place(finding)
    needs = [need for need in verb.move.needs if gates.known(need) and need != "same_approver"]
    return Refusal(gaps=gates.missing(needs, place))


def _place(finding: Finding) -> PagePlace:
    return PagePlace(finding, list(finding.current_charges), timezone.localdate())  # type: ignore[attr-defined]


def _page(
    request: HttpRequest,
    verb: Verb,
    finding: Finding,
    form: StepForm,
    refusal: Refusal,
    strange: Sequence[str] = (),
    asked: dict[str, Any] | None = None,
) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    page: Any = finding
    place, seen = _place(finding), seen_beside(page, request.user)
    meant = meant_by(verb, page, form["request"].value()) if "request" in form.fields else None
    found = ahead(verb, page, request.user, place, meant)
    kind = narrow_to(form, found, meant, place, {gap.what for gap in refusal.gaps})
    if meant is not None:
        said = {"kind": meant.kind, "proposal": meant.proposal, "original": meant.original}
        meant.words = wanted(said, seen)
    is_open = finding.stage in verb.move.start and finding.standing in verb.move.standings
    context = {
        "finding": finding,
        "verb": verb,
        "title": entries.title(verb.name, kind=kind, standing=finding.standing, row=meant, seen=seen),
        "form": form,
        "refusal": refusal,
        "ahead": found,
        "acts": _acts(finding, found) if verb.name == "ask_standing" and not kind else [],
        "meant": meant,
        "seen_numbers": seen,
        "outlook": outlook(verb, finding, place, kind, meant),
        "starts_here": is_open and not found.closed,
        "is_part": is_part,
        "bodies": _bodies(form, cast(Person, request.user)),
        "strange": asked or names.questions(strange, request.POST),
    }
    return render(request, "ledger/steps/_form.html" if is_part else "ledger/steps/page.html", context)


def _acts(finding: Finding, found: Ahead) -> list[tuple[str, str]]:
    """Each with its own form, where none of them was chosen."""
    address = reverse("ledger:step", args=[finding.number, "ask_standing"])
    return [(f"{address}?kind={kind}", entries.asking(kind, finding.standing)) for kind in found.kinds]


def _bodies(form: StepForm, person: Person) -> list[str]:
    """Names to choose from, where a field asks for a unit."""
    if not any(field.widget.attrs.get("list") == "suggest-bodies" for field in form.fields.values()):
        return []
    return list(listed(person).order_by("name").values_list("name", flat=True)[:2000])
