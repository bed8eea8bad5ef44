"""A table into the ledger: choose it, say which column is which, see what it would do, carry it out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.ledger.errors import Refused
from duban.ledger.importing import FIELDS, Mode, answering, drafting
from duban.ledger.importing.columns import EXTRA, LEFT_OUT
from duban.ledger.importing.drafting import Reading
from duban.ledger.importing.sheets import MAX_BYTES
from duban.ledger.importing.template import template
from duban.ledger.models import ImportDraft, Inspection
from duban.ledger.views.import_questions import asked, said

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200


def _actor(request: HttpRequest) -> Person:
    """Imports are the office's; to everybody else these pages are not there."""
    if not isinstance(request.user, Person) or not may_review(request.user):
        raise Http404
    return request.user


def upload(request: HttpRequest) -> HttpResponse:
    actor = _actor(request)
    chosen = request.FILES.get("table") if request.method == "POST" else None
    refused: tuple[str, ...] = ()
    if chosen is not None:
        try:
            draft = drafting.receive(chosen.name or _("表格"), chosen.read(MAX_BYTES + 1), actor)
        except Refused as error:
            refused = error.reasons
        else:
            return redirect(
                "ledger:import" if drafting.is_plain(draft, actor) else "ledger:import_columns", draft.pk
            )
    elif request.method == "POST":
        refused = (_("没有收到文件，请选择一个Excel表格。"),)
    recent = ImportDraft.objects.select_related("by", "done_by").defer("data")[:10]
    context = {"refused": refused, "recent": recent}
    return render(request, "ledger/import/upload.html", context, status=400 if refused else 200)


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _actor(request)
    draft = get_object_or_404(ImportDraft, pk=pk)
    if draft.done_at is not None:
        return redirect("ledger:import", pk)
    read = drafting.reading(draft, (request.POST or request.GET).get("sheet", ""))
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        fields = [request.POST.get(f"column-{at}", "") for at in range(len(read.sheet.heads))]
        inspection = request.POST.get("inspection", "")
        try:
            drafting.match(draft, fields, inspection, actor, read.sheet.name)
        except Refused as error:
            refused, read, draft.inspection = error.reasons, Reading(draft, read.sheet, fields), inspection
        else:
            return redirect("ledger:import", pk)
    return render(
        request, "ledger/import/columns.html", _columns(read, refused), status=400 if refused else 200
    )


def _columns(read: Reading, refused: tuple[str, ...]) -> dict[str, Any]:
    heads = [
        {"at": at, "head": head, "field": field, "sample": read.sheet.sample(at)}
        for at, (head, field) in enumerate(zip(read.sheet.heads, read.fields, strict=True))
    ]
    return {
        "draft": read.draft,
        "sheet": read.sheet,
        "columns": [each for each in heads if each["head"] or each["sample"]],
        "hidden": [each for each in heads if not (each["head"] or each["sample"])],
        "ordinary": [column for column in FIELDS.values() if not column.opening],
        "opening": [column for column in FIELDS.values() if column.opening],
        "extra": EXTRA,
        "left_out": LEFT_OUT,
        "inspections": Inspection.objects.order_by("-pk").values_list("name", flat=True)[:50],
        "asks_inspection": not {"inspection", "number"} & set(read.fields),
        "refused": refused,
    }


def trial(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _actor(request)
    draft = get_object_or_404(ImportDraft.objects.select_related("by", "done_by"), pk=pk)
    if draft.done_at is not None:
        return render(request, "ledger/import/done.html", {"draft": draft, "outcome": draft.outcome})
    if draft.fields is None:
        return redirect("ledger:import_columns", pk)
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            if "answers" in request.POST:
                _answer(request, draft, actor)
            else:
                drafting.complete(pk, _mode(request), request.POST.get("attestation", ""), actor)
        except Refused as error:
            refused = error.reasons
        else:
            return redirect("ledger:import", pk)
    return _trial(request, draft, actor, refused)


def _trial(request: HttpRequest, draft: ImportDraft, actor: Person, refused: tuple[str, ...]) -> HttpResponse:
    read = drafting.reading(draft)
    found = drafting.trial(read, actor)
    context = {
        "draft": draft,
        "sheet": read.sheet,
        "trial": found,
        "counts": found.counts,
        "bad": [(cell, read.heads.get(cell.field, cell.column)) for cell in found.bad[:_SHOWN]],
        "bad_rest": max(0, len(found.bad) - _SHOWN),
        "changed": found.of("changed")[:_SHOWN],
        "new": found.of("new")[:5],
        "modes": _modes(found.counts["bad"], found.counts["changed"]),
        "chosen": request.POST.get("mode", ""),
        "attestation": request.POST.get("attestation", ""),
        "refused": refused,
        **asked(request, read, found),
    }
    return render(request, "ledger/import/trial.html", context, status=400 if refused else 200)


def _answer(request: HttpRequest, draft: ImportDraft, actor: Person) -> None:
    """Who the names are that nobody knows, and what the words about the progress mean."""
    if again := request.POST.get("again", ""):
        answering.ask_again(again, actor)
    else:
        answering.answer(draft, *said(request), actor)


def _mode(request: HttpRequest) -> Mode:
    said = request.POST.get("mode", "")
    if said not in set(Mode):
        raise Refused(_("请选择怎样处理不能导入和与台账不同的行。"))
    return Mode(said)


def _modes(bad: int, changed: int) -> list[tuple[str, str, str]]:
    """The answers that make sense for this table: value, name, what it will do."""
    stop = (Mode.STOP, _("全部停止"), _("只要有一行不能导入或与台账不同，就一行也不导入。"))
    skip = (Mode.SKIP, _("跳过"), _("导入新问题；有错的行和与台账不同的行都跳过，台账里已有的不动。"))
    update = (Mode.UPDATE, _("更新"), _("导入新问题，并按表格更新台账里已有的问题；有错的行跳过。"))
    wanted = [skip, *([update] if changed else [])] if bad or changed else []
    return [(str(mode), name, words) for mode, name, words in [*wanted, stop]]


@require_safe
def empty_table(request: HttpRequest) -> HttpResponse:
    _actor(request)
    headers = {"Content-Disposition": "attachment; filename=duban-ledger.xlsx"}
    return HttpResponse(template(), content_type=_XLSX, headers=headers)
