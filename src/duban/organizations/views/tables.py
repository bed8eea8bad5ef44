"""The directory as Excel: out, and in again after a trial. The table travels with the page; nothing is kept."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duban.organizations import tables
from duban.organizations.actions.importing import take_over as take_over_table
from duban.organizations.errors import Refused
from duban.organizations.importing import try_out
from duban.organizations.sheets import MAX_BYTES, NoTable
from duban.organizations.views.common import demand_keeper, demand_reader

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    demand_reader(request)
    headers = {"Content-Disposition": "attachment; filename=organizations.xlsx"}
    return HttpResponse(tables.workbook(), content_type=_XLSX, headers=headers)


def page(request: HttpRequest) -> HttpResponse:
    """Choose a table; then see what it would do."""
    demand_keeper(request)
    chosen = request.FILES.get("table") if request.method == "POST" else None
    if chosen is None:
        return render(request, "organizations/import.html")
    data = chosen.read(MAX_BYTES + 1)
    try:
        trial = try_out(data)
    except NoTable as error:
        return render(request, "organizations/import.html", {"no_table": str(error)})
    context = {"trial": trial, "name": chosen.name, "table": base64.b64encode(data).decode()}
    return render(request, "organizations/import.html", context)


@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    actor = demand_keeper(request)
    try:
        trial = take_over_table(base64.b64decode(request.POST.get("table", ""), validate=True), actor)
    except (NoTable, binascii.Error):
        messages.error(request, _("表格没有完整传到，名录没有改动，请重新上传。"))
    except Refused as refused:
        messages.error(request, refused.reasons[0])
    else:
        facts = {
            "new": len(trial.regions) + len(trial.bodies),
            "changed": len(trial.changed),
            "parts": trial.parts,
        }
        said = _("已导入：新增%(new)d个，更改%(changed)d个，成员和片区%(parts)d条。") % facts
        messages.success(request, said if trial.does_something else _("表格与名录一致，没有改动。"))
        return redirect("organizations:tree")
    return redirect("organizations:import")
