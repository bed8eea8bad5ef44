"""What the whole ledger, handed out as a table, says of findings. A cell that comes back as it went out says nothing new, whatever
the reading of such a cell would make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from django.utils import timezone
from django.utils.translation import override

from duban.ledger.exporting.gathering import PIECE, gathered
from duban.ledger.exporting.sheets import as_held
from duban.ledger.importing.columns import FIELDS
from duban.ledger.importing.sheets import SheetRow
from duban.ledger.lists import WHOLE, Row
from duban.ledger.models import Remark

Texts = Mapping[str, str]
#: Where a row belongs, which is asked of every row.
_WHERE = frozenset({"number", "inspection"})


@cache
def _columns() -> Mapping[str, Callable[[Row], object]]:
    with override("zh-hans"):
        codes = {str(field.name): code for code, field in FIELDS.items() if code not in _WHERE}
        return {codes[name]: column.value for column in WHOLE.columns if (name := str(column.name)) in codes}


def handed_out(keys: Sequence[int], loaded: Callable[[int], None]) -> dict[int, Texts]:
    """By finding, the texts of its cells by field; ``loaded`` hears how many more there are."""
    today, texts = timezone.localdate(), dict[int, Texts]()
    for at, finding in enumerate(gathered(keys, PIECE), start=1):
        row = Row(at, finding, today)
        texts[finding.pk] = {code: _bare(as_held(str(value(row)))) for code, value in _columns().items()}
        if at % PIECE == 0:
            loaded(PIECE)
    return texts


def kept_beside(keys: Sequence[int]) -> dict[int, dict[str, str]]:
    """By finding, what is kept under heads of an office's own."""
    found: dict[int, dict[str, str]] = {}
    for begin in range(0, len(keys), PIECE):
        rows = Remark.objects.filter(finding__in=keys[begin : begin + PIECE], superseded_by=None)
        for key, label, text in rows.exclude(label="").values_list("finding", "label", "text"):
            found.setdefault(key, {})[label] = text
    return found


def without_unchanged(row: SheetRow, texts: Texts, beside: Texts) -> SheetRow:
    """The row without the cells that say what is there; empty ones say nothing."""
    cells = {code: text for code, text in row.cells.items() if _says(code, text, texts)}
    extra = {label: text for label, text in row.extra.items() if beside.get(label) != text}
    return replace(row, cells=cells, extra=extra)


def _says(code: str, text: str, texts: Texts) -> bool:
    return bool(text) and (code not in texts or _bare(text) != texts[code])


def _bare(text: str) -> str:
    """Lines count, for measures and sites stand one a line; blanks do not."""
    return "\n".join(line for each in _lines(text) if (line := "".join(each.split())))


def _lines(text: str) -> Iterable[str]:
    return text.replace("_x000D_", "").splitlines()
