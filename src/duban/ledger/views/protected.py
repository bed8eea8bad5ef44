"""Reading a protected field: first why, then the field, never kept by a cache."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from duban.accounts.models import Person
from duban.ledger import protected
from duban.ledger.errors import Refused, Unseen
from duban.ledger.models import Finding


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def protected_field(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    finding = Finding.objects.visible_to(request.user).filter(number=number).first()
    row = finding.remarks.filter(pk=pk).first() if finding else None
    if row is None or not protected.is_protected(row.label) or not protected.may_read(request.user):
        raise Http404
    context: dict[str, Any] = {
        "finding": finding,
        "row": row,
        "reason": request.POST.get("reason", ""),
    }
    if request.method == "POST":
        try:
            context["shown"] = protected.read(number, pk, context["reason"], cast(Person, request.user))
        except Unseen as unseen:
            raise Http404 from unseen
        except Refused as refused:
            context["refused"] = refused.reasons
    return render(request, "ledger/protected.html", context)
