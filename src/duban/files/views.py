"""A document's own page, and its original file."""

from __future__ import annotations

import re
import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.files.models import Document
from duban.files.render import Mark, render_document

PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


@require_safe
def document_page(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Document.objects.visible_to(request.user), uuid=document)
    place = _place(request.GET.get("at", ""), len(found.text))
    marks = [Mark(*place, kind="place", label=_("所引位置"), strong=True)] if place else []
    body = render_document(found.text, found.layout, marks, found.page_starts)
    return render(request, "files/document.html", {"document": found, "body": body, "place": place})


@require_safe
def original(request: HttpRequest, document: uuid.UUID) -> FileResponse:
    """The file as it was received. Always a download: an uploaded page must not run here."""
    found = get_object_or_404(Document.objects.visible_to(request.user), uuid=document)
    response = FileResponse(
        found.stored_file.path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    # Should a browser open it all the same, it has no scripts, no forms and no origin.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _place(raw: str, length: int) -> tuple[int, int] | None:
    matched = PLACE.fullmatch(raw)
    if not matched:
        return None
    start, end = int(matched[1]), min(int(matched[2]), length)
    return (start, end) if start < end else None
