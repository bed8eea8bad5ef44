"""Downloads of what was put to a request, for whoever sees the request."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from duban.files.views import download
from duban.ledger import papers


@require_safe
def request_paper(request: HttpRequest, number: str, pk: int, which: str) -> FileResponse:
    found = papers.of_request(request.user, number, pk, decision=which == "decided")
    if found is None or which not in {"asked", "decided"}:
        raise Http404
    return download(found)
