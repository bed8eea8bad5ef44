from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.ledger import queries
from duban.ledger.choices import Choices
from duban.ledger.excel import Heading, write
from duban.ledger.filters import Filters
from duban.ledger.lists import LISTS, WHOLE, ListKind
from duban.ledger.models import Finding

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: So many findings are held in memory at a time.
_PIECE = 500
#: Bytes of an answer that is not worth sending in pieces.
_SHORT = 8_000_000


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse | FileResponse:
    """One of the four lists, or all of them, with the filters of the page it was called from.

    The page shows the most urgent first; a list that is handed up follows the plan unless an order was asked for.
    """
    if kind not in {"all", WHOLE.code, *LISTS}:
        raise Http404
    today = timezone.localdate()
    filters = Filters.from_query(request.GET.dict())
    filters = replace(filters, sort=filters.sort or "order")
    chips = Choices(filters).chips()
    numbers = list(queries.listed(request.user, filters, today).values_list("pk", flat=True))
    inspection = next((chip.value for chip in chips if chip.name == "inspection"), "")
    asked = _("；").join(f"{chip.label}：{chip.value}" for chip in chips if chip.name != "inspection")
    heading = Heading(inspection or _("生态环境保护督察"), asked, today)
    name, kinds = _kinds(kind)
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write(file, kinds, _in_pieces(numbers), len(numbers), heading)
    return _answer(file, f"{heading.subject}{name}-{today:%Y%m%d}.xlsx")


def _answer(file: IO[bytes], filename: str) -> HttpResponse | FileResponse:
    """What is short goes out at once, what is long piece by piece."""
    length = file.tell()
    file.seek(0)
    if length > _SHORT:
        return FileResponse(file, as_attachment=True, filename=filename, content_type=_XLSX)
    with file:
        response = HttpResponse(file.read(), content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


def _in_pieces(pks: list[int]) -> Iterator[Finding]:
    """Findings with everything that hangs on them, never many at a time."""
    for begin in range(0, len(pks), _PIECE):
        piece = pks[begin : begin + _PIECE]
        rows = queries.with_everything(Finding.objects.filter(pk__in=piece)).defer("search_text")
        found = {row.pk: row for row in rows.select_related("inspection", "category__parent__parent")}
        yield from (found[pk] for pk in piece if pk in found)


def _kinds(code: str) -> tuple[str, list[ListKind]]:
    """What the file is called and which lists are in it."""
    if code == "all":
        return _("四个清单"), list(LISTS.values())
    kind = WHOLE if code == WHOLE.code else LISTS[code]
    return str(kind.name), [kind]
