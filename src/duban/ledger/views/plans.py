"""Pages of plans and meetings, and the one form by which any of their verbs is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.accounts.models import Person
from duban.accounts.permissions import is_office, sees_all
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.errors import Refused, UnknownNames, Unseen
from duban.ledger.models import (
    AgendaItem,
    AnchorEvent,
    ClassDeadline,
    Finding,
    Inspection,
    Meeting,
    Plan,
    PlanApproval,
    PlanPublication,
    PlanVersion,
)
from duban.ledger.plans import PLAN_VERBS, PlanVerb, queries
from duban.ledger.plans.forms import form_of, named_in, said, suggested_in, units_of
from duban.ledger.plans.registry import Subject
from duban.ledger.views import names

PAGE_SIZE = 50
_MODELS: dict[Subject, type[Model]] = {
    Subject.INSPECTION: Inspection,
    Subject.PLAN: Plan,
    Subject.VERSION: PlanVersion,
    Subject.MEETING: Meeting,
    Subject.AGENDA: AgendaItem,
    Subject.APPROVAL: PlanApproval,
    Subject.PUBLICATION: PlanPublication,
    Subject.CLASS_DEADLINE: ClassDeadline,
    Subject.EVENT: AnchorEvent,
}


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    rows = queries.meetings(request.user).order_by("-held_on", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "ledger/meetings.html", {"page": page})


@require_safe
def meeting_page(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = queries.meetings(request.user).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    whole = sees_all(request.user)
    context = {
        "meeting": meeting,
        "agenda": queries.agenda(meeting, request.user),
        "is_over": meeting.held_on <= timezone.localdate(),
        "entries": list(journal.stream("meeting", meeting.pk).reverse()[:100]) if whole else [],
    }
    return render(request, "ledger/meeting.html", context)


@require_safe
def special_plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    plan = queries.special_plan(pk, request.user)
    if plan is None:
        raise Http404
    whole = sees_all(request.user)
    context = {
        "plan": plan,
        "scope": queries.scope(plan, request.user),
        "version": plan.versions.order_by("-number").first(),
        "entries": list(journal.stream("plan", plan.pk).reverse()[:100]) if whole else [],
    }
    return render(request, "ledger/special_plan.html", context)


@require_safe
def plans_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The plans of an inspection: what put them in force, and what stands beside the master plan."""
    seen = Finding.objects.visible_to(request.user).filter(inspection=pk)
    inspection = Inspection.objects.filter(pk=pk, findings__in=seen).first()
    if inspection is None:
        raise Http404
    context = {
        "inspection": inspection,
        "versions": queries.versions(inspection, request.user),
        "special_plans": list(queries.special_plans(inspection, request.user)),
        "class_deadlines": queries.class_deadlines(inspection),
        "events": queries.events(inspection, request.user),
    }
    return render(request, "ledger/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_verb(request: HttpRequest, verb: str, pk: int = 0) -> HttpResponse:
    """Fill in what a verb asks for, and take it. To whoever is not of the office this page is not there."""
    wanted = PLAN_VERBS.get(verb)
    if wanted is None or not is_office(request.user):
        raise Http404
    row = _row(wanted, pk)
    made = form_of(wanted.inputs, queries.options(named_in(wanted.inputs)))
    form = made(request.POST or None)
    strange: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        done = _taken(request, wanted, pk, form)
        if isinstance(done, Model):
            messages.success(request, _told(wanted, done))
            return redirect(_home(done))
        strange = done
    home = _home(row) if row else reverse("ledger:meetings")
    request.stands_at = home  # type: ignore[attr-defined]  # read by the frame: which station of the rail is lit
    context = {
        "verb": wanted,
        "form": form,
        "row": row,
        "subject": _named(row),
        "home": home,
        "reached": queries.reached(row)
        if isinstance(row, Inspection) and verb == "set_class_deadline"
        else None,
        "suggestions": queries.suggestions(suggested_in(wanted.inputs)),
        "strange": names.questions(strange, request.POST),
    }
    return render(request, "ledger/take_verb.html", context)


def _row(verb: PlanVerb, pk: int) -> Model | None:
    if verb.subject == Subject.HOUSE:
        return None
    row = _MODELS[verb.subject]._default_manager.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _taken(request: HttpRequest, verb: PlanVerb, pk: int, form: forms.Form) -> Model | Sequence[str]:
    """The row that came of it; or why it was refused, in the form, and the names that nobody knows."""
    told, person = said(verb.inputs, form.cleaned_data), cast(Person, request.user)
    try:
        names.introduce(request.POST, units_of(verb.inputs, told), person)
        return verb.act(pk, told, person)
    except Unseen:
        raise Http404 from None
    except UnknownNames as unknown:
        return unknown.names
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return ()


def _told(verb: PlanVerb, done: Any) -> str:
    """What happened, as the record tells it."""
    kind, key = _subject(done)
    entry = journal.stream(kind, key).last()
    return tell(entry) if entry else _("已%s。") % verb.title


def _subject(row: Any) -> tuple[str, int]:
    """Whose record tells of a row."""
    if isinstance(row, Meeting | AgendaItem):
        return "meeting", row.pk if isinstance(row, Meeting) else row.meeting_id
    if isinstance(row, Inspection | ClassDeadline):
        return "inspection", row.pk if isinstance(row, Inspection) else row.inspection_id
    if isinstance(row, Plan):
        return "plan", row.pk
    if isinstance(row, AnchorEvent):
        return "plan", int(row.plan_id or 0)
    return "plan", row.plan_id if isinstance(row, PlanVersion) else row.version.plan_id


def _named(row: Any) -> str:
    """What a verb is taken on, for its form."""
    if isinstance(row, PlanVersion):
        return _("%(title)s（第%(n)s版）") % {"title": row.title, "n": row.number}
    if isinstance(row, AgendaItem):
        return f"{row.meeting.name} · {row.title}"
    if isinstance(row, ClassDeadline):
        return f"{row.get_kind_display()} · {row.get_purpose_display()} {row.date}"
    return str(row or "")


def _home(row: Any) -> str:
    """The page on which a row stands."""
    if isinstance(row, Meeting | AgendaItem):
        return reverse("ledger:meeting", args=[row.pk if isinstance(row, Meeting) else row.meeting_id])
    if isinstance(row, Plan) and row.kind in queries.SPECIAL:
        return reverse("ledger:special_plan", args=[row.pk])
    return reverse("ledger:plans", args=[_inspection(row)])


def _inspection(row: Any) -> int:
    if isinstance(row, Inspection):
        return row.pk
    if isinstance(row, Plan | ClassDeadline):
        return row.inspection_id
    if isinstance(row, AnchorEvent):
        of: Plan | Finding = row.plan or row.finding  # type: ignore[assignment]  # one of them, by a constraint
        return of.inspection_id
    version: PlanVersion = row if isinstance(row, PlanVersion) else row.version
    return version.plan.inspection_id
