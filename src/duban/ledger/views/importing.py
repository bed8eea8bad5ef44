"""A table into the ledger: choose it, say which column is which, see what it would do, carry it out."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.asking import number
from duban.jobs.queries import ahead, how_far, job_of
from duban.ledger.errors import Refused
from duban.ledger.importing import FIELDS, Mode, answering, carrying, drafting, running, trying
from duban.ledger.importing.columns import EXTRA, LEFT_OUT
from duban.ledger.importing.drafting import Reading
from duban.ledger.importing.sheets import MAX_BYTES
from duban.ledger.importing.summary import SHOWN, questions_in
from duban.ledger.importing.template import template
from duban.ledger.models import ImportDraft, Inspection
from duban.ledger.views.import_questions import asked, said
from duban.organizations.sheets import write

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _actor(request: HttpRequest) -> Person:
    """Imports are the office's; to everybody else these pages are not there."""
    if not isinstance(request.user, Person) or not may_review(request.user):
        raise Http404
    return request.user


def _drafts() -> QuerySet[ImportDraft]:
    """Without the file, which may be large."""
    return ImportDraft.objects.select_related("by", "done_by").defer("data")


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
            return _onward(draft, actor) if drafting.is_plain(draft, actor) else _to_columns(draft)
    elif request.method == "POST":
        refused = (_("没有收到文件，请选择一个Excel表格。"),)
    recent = _drafts()[:10]
    context = {"refused": refused, "recent": recent}
    return render(request, "ledger/import/upload.html", context, status=400 if refused else 200)


def _onward(draft: ImportDraft, actor: Person) -> HttpResponse:
    """To what the table would do, which is found out on the way there."""
    trying.prepare(draft.pk, actor)
    return redirect("ledger:import", draft.pk)


def _to_columns(draft: ImportDraft) -> HttpResponse:
    return redirect("ledger:import_columns", draft.pk)


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    actor = _actor(request)
    draft = get_object_or_404(ImportDraft, pk=pk)
    if draft.done_at is not None or running.waiting(draft) is not None:
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
            return _onward(draft, actor)
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


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What the table would do; how far it is, while this is found out or done; and what it did."""
    actor = _actor(request)
    draft = get_object_or_404(_drafts(), pk=pk)
    if draft.done_at is not None:
        return render(request, "ledger/import/done.html", {"draft": draft, "outcome": draft.outcome})
    if draft.fields is None:
        return _to_columns(draft)
    refused: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            _take(request, draft, actor)
        except Refused as error:
            refused = error.reasons
        else:
            return redirect("ledger:import", pk) if "mode" in request.POST else _onward(draft, actor)
    return _trial(request, draft, actor, refused)


def _take(request: HttpRequest, draft: ImportDraft, actor: Person) -> None:
    if "answers" in request.POST:
        _answer(request, draft, actor)
    elif "fresh" in request.POST:
        trying.again(draft, actor)
    else:
        said = request.POST.get
        running.begin(draft, _mode(request), said("attestation", ""), actor, said("seen", ""))


def _trial(request: HttpRequest, draft: ImportDraft, actor: Person, refused: tuple[str, ...]) -> HttpResponse:
    run = running.run_of(draft)
    if run is not None and running.is_waiting(run):
        return _waiting(request, draft, "run", run.job_key, run.turn)
    row = trying.current(draft, actor, number(request.GET.get("turn", "")) or 0)
    if row.is_waiting:
        return _waiting(request, draft, "trial", row.job_key, row.turn)
    if row.result is None:
        return render(request, "ledger/import/broken.html", {"draft": draft, "sentence": row.sentence})
    found: dict[str, Any] = row.result
    counts = found["counts"]
    context = {
        "draft": draft,
        "trial": found,
        "counts": counts,
        "bad": found["bad"][:SHOWN],
        "bad_count": len(found["bad"]) + found["bad_rest"],
        "modes": _modes(counts.get("bad", 0), counts.get("changed", 0)),
        "chosen": request.POST.get("mode", run.mode if run else ""),
        "attestation": request.POST.get("attestation", run.attestation if run else ""),
        "refused": refused or (run.refused if run else ()),
        **asked(request, questions_in(found)),
    }
    return render(request, "ledger/import/trial.html", context, status=400 if refused else 200)


def _waiting(request: HttpRequest, draft: ImportDraft, what: str, key: str, turn: int) -> HttpResponse:
    job = job_of(key)
    context = {
        "draft": draft,
        "what": what,
        "turn": turn,
        "far": how_far(job) if job else None,
        "ahead": ahead(job) if job else 0,
        "tried": carrying.TRIED,
        "read": trying.READ,
    }
    return render(request, "ledger/import/waiting.html", context)


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
def bad_cells(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every bad cell of the trial that was last seen, as a table to work through."""
    actor = _actor(request)
    draft = get_object_or_404(_drafts(), pk=pk, done_at=None)
    if draft.fields is None or (row := trying.current(draft, actor)).result is None:
        return redirect("ledger:import", pk)
    heads = [_("行"), _("单元格"), _("列"), _("内容"), _("原因和处理办法")]
    rows = ([str(number), *told] for number, *told in row.result["bad"])
    data = write([(_("不能导入的单元格"), heads, rows)])
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=f"{_('不能导入的单元格')}.xlsx")


@require_safe
def empty_table(request: HttpRequest) -> HttpResponse:
    _actor(request)
    headers = {"Content-Disposition": "attachment; filename=duban-ledger.xlsx"}
    return HttpResponse(template(), content_type=_XLSX, headers=headers)
