from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def finding_list(request: HttpRequest) -> HttpResponse:
    return render(request, "ledger/list.html")
