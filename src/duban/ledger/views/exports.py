from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.ledger import queries
from duban.ledger.choices import Choices
from duban.ledger.excel import Heading, workbook
from duban.ledger.filters import Filters
from duban.ledger.lists import LISTS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the four lists, or all of them, with the filters of the page it was called from.

    The page shows the most urgent first; a list that is handed up follows the plan unless an order was asked for.
    """
    if kind != "all" and kind not in LISTS:
        raise Http404
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    filters = replace(filters, sort=filters.sort or "order")
    chips = Choices(filters, request.user).chips()
    findings = list(queries.with_everything(queries.listed(request.user, filters, today)))
    inspection = next((chip.value for chip in chips if chip.name == "inspection"), "")
    asked = _("；").join(f"{chip.label}：{chip.value}" for chip in chips if chip.name != "inspection")
    heading = Heading(inspection or _("生态环境保护督察"), asked, today)
    kinds = list(LISTS.values()) if kind == "all" else [LISTS[kind]]
    name = _("四个清单") if kind == "all" else str(LISTS[kind].name)
    response = HttpResponse(workbook(kinds, findings, heading), content_type=_XLSX)
    filename = quote(f"{heading.subject}{name}-{today:%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{filename}"
    return response
