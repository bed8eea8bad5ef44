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
from duban.ledger.lists import LISTS, WHOLE, ListKind

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the four lists, or all of them, with the filters of the page it was called from.

    The page shows the most urgent first; a list that is handed up follows the plan unless an order was asked for.
    """
    if kind not in {"all", WHOLE.code, *LISTS}:
        raise Http404
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    filters = replace(filters, sort=filters.sort or "order")
    chips = Choices(filters).chips()
    rows = queries.with_everything(queries.listed(request.user, filters, today))
    findings = list(rows.select_related("inspection", "category__parent__parent"))
    inspection = next((chip.value for chip in chips if chip.name == "inspection"), "")
    asked = _("；").join(f"{chip.label}：{chip.value}" for chip in chips if chip.name != "inspection")
    heading = Heading(inspection or _("生态环境保护督察"), asked, today)
    name, kinds = _kinds(kind)
    response = HttpResponse(workbook(kinds, findings, heading), content_type=_XLSX)
    filename = quote(f"{heading.subject}{name}-{today:%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{filename}"
    return response


def _kinds(code: str) -> tuple[str, list[ListKind]]:
    """What the file is called and which lists are in it."""
    if code == "all":
        return _("四个清单"), list(LISTS.values())
    kind = WHOLE if code == WHOLE.code else LISTS[code]
    return str(kind.name), [kind]
