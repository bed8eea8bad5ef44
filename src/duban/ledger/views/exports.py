"""Lists as Excel: a short one with the answer; of a long one first what will be made, then how far it is, then the file."""

from __future__ import annotations

import uuid
from tempfile import TemporaryFile
from typing import IO, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.accounts.models import Person
from duban.files.views import attachment
from duban.ledger.errors import Refused
from duban.ledger.excel import write
from duban.ledger.exporting import asking, fetching, removing, telling
from duban.ledger.exporting.asking import KINDS, Wanted
from duban.ledger.exporting.gathering import Printed
from duban.ledger.exporting.holding import sees_all_of
from duban.ledger.exporting.showing import Shown, shown
from duban.ledger.models import Export, ExportState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Bytes of an answer that is not worth sending in pieces.
_SHORT = 8_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, kind: str) -> HttpResponse | FileResponse:
    """One of the four lists, or all of them, with the filters of the page it was called from. A form begins a long one; a
    link, which anybody may have sent, first says what it would begin."""
    if kind not in KINDS:
        raise Http404
    person, wanted = _person(request), Wanted.of(kind, request.GET.dict())
    found = asking.short(person, wanted)
    if found is not None:
        return at_once(person, wanted, found)
    if request.method != "POST":
        context = {"wanted": wanted, "asked": wanted.in_words(person), "count": wanted.count(person)}
        return render(request, "ledger/export/ask.html", context)
    try:
        made, _new = asking.ask(person, wanted)
    except Refused as refused:
        for reason in refused.reasons:
            messages.warning(request, reason)
        return redirect("ledger:exports")
    return redirect(made.get_absolute_url())


def at_once(person: Person, wanted: Wanted, rows: list[Printed]) -> HttpResponse | FileResponse:
    """The list itself as the answer."""
    heading = wanted.heading(person)
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write(file, wanted.kinds, rows, len(rows), heading)
    telling.taken(person, wanted, len(rows))
    return _answer(file, f"{heading.subject}{wanted.name}-{heading.today:%Y%m%d}.xlsx")


def _answer(file: IO[bytes], filename: str) -> HttpResponse | FileResponse:
    """What is short goes out at once, what is long piece by piece."""
    length = file.tell()
    file.seek(0)
    if length > _SHORT:
        response: HttpResponse | FileResponse = FileResponse(file, content_type=XLSX)
    else:
        with file:
            response = HttpResponse(file.read(), content_type=XLSX)
    response["Content-Disposition"] = attachment(filename)
    return response


@require_safe
def export_list(request: HttpRequest) -> HttpResponse:
    """What she asked for in the last days."""
    rows = shown(asking.hers(_person(request)))
    busy = any(row.is_waiting for row in rows)
    return render(request, "ledger/export/list.html", {"rows": rows, "busy": busy})


@require_safe
def export_page(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    """One export: what is being made, how far it is, and then the file."""
    row = _hers(request, uuid)
    (found,) = shown([row])
    held_back = found.is_made and not sees_all_of(_person(request), row.held)
    context = {"row": found, "held_back": held_back, "again": _again(found)}
    return render(request, "ledger/export/page.html", context)


@require_safe
def export_file(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse | FileResponse:
    row = _hers(request, uuid)
    try:
        path = fetching.fetch(row, _person(request))
    except Refused as refused:
        for reason in refused.reasons:
            messages.warning(request, reason)
        return redirect(row.get_absolute_url())
    response = FileResponse(path.open("rb"), content_type=XLSX)
    response["Content-Disposition"] = attachment(row.name)
    return response


@require_POST
def export_remove(request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
    row = _hers(request, uuid)
    removing.remove(row, _person(request))
    if row.state == ExportState.WAITING:
        messages.info(request, _("已停止制作，没有留下文件。"))
    else:
        messages.info(request, _("已删除这份导出。"))
    return redirect("ledger:exports")


def _again(found: Shown) -> str:
    return f"{reverse('ledger:export', args=[found.export.kind])}?{urlencode(found.export.question)}"


def _person(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _hers(request: HttpRequest, uuid: uuid.UUID) -> Export:
    return get_object_or_404(asking.hers(request.user), uuid=uuid)
