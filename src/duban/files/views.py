"""A document's own page, and its original file."""

from __future__ import annotations

import re
import uuid
from pathlib import PurePath
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.files.models import Document
from duban.files.render import Mark, render_document

#: What a quoted name may not hold, or what programs read in it as something else.
_UNSAFE = '"\\%;/'
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
    return download(get_object_or_404(Document.objects.visible_to(request.user), uuid=document))


def download(found: Document) -> FileResponse:
    """To whoever may see it: that was asked by the caller."""
    response = FileResponse(found.stored_file.path.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = attachment(found.name)
    # Should a browser open it all the same, it has no scripts, no forms and no origin.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def attachment(name: str) -> str:
    """The header of a download (RFC 6266): a plain name for old programs, and the true one for all others."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in _UNSAFE else "_" for c in name)
    if plain == name:
        return f'attachment; filename="{name}"'
    if not any(c.isalnum() for c in PurePath(plain).stem):
        plain = f"document{PurePath(plain).suffix}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _place(raw: str, length: int) -> tuple[int, int] | None:
    matched = PLACE.fullmatch(raw)
    if not matched:
        return None
    start, end = int(matched[1]), min(int(matched[2]), length)
    return (start, end) if start < end else None
