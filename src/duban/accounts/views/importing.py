"""The page for accounts in bulk. The table travels with the page between trial and taking over; nothing is kept."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duban.accounts import importing
from duban.accounts.errors import Refused
from duban.accounts.views.common import demand, printed_page
from duban.organizations.sheets import MAX_BYTES, NoTable

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """Choose a table; then see what it would do."""
    demand(request, "request_account")
    chosen = request.FILES.get("table") if request.method == "POST" else None
    if chosen is None:
        return render(request, "accounts/import.html")
    data = chosen.read(MAX_BYTES + 1)
    try:
        trial = importing.try_out(data)
    except NoTable as error:
        return render(request, "accounts/import.html", {"no_table": str(error)})
    context = {"trial": trial, "name": chosen.name, "table": base64.b64encode(data).decode()}
    return render(request, "accounts/import.html", context)


@never_cache
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    actor = demand(request, "request_account")
    try:
        data = base64.b64decode(request.POST.get("table", ""), validate=True)
        printed = importing.take_over(data, actor)
    except (NoTable, binascii.Error):
        messages.error(request, _("表格没有完整传到，没有申请任何账号，请重新上传。"))
    except Refused as refused:
        messages.error(request, refused.reasons[0])
    else:
        return printed_page(request, printed, new=True)
    return redirect("accounts:import")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    demand(request, "request_account")
    headers = {"Content-Disposition": "attachment; filename=accounts.xlsx"}
    return HttpResponse(importing.template(), content_type=_XLSX, headers=headers)
