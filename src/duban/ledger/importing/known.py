"""What the ledger holds already of the rows to import: found by number, by old number, or by inspection and words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from duban.accounts.models import Person
from duban.ledger.importing.live import Path, complete, item_of
from duban.ledger.importing.printed import Texts, handed_out
from duban.ledger.importing.sheets import SheetRow
from duban.ledger.inputs import PlanItemInput
from duban.ledger.models import Category, Finding, Inspection, OpeningFacts

_BATCH = 500


def words(text: str) -> str:
    """Words alone, so that a blank, a full-width comma or figure does not make another problem of it."""
    return re.sub(r"\W+", "", text if text.isascii() else unicodedata.normalize("NFKC", text))


def number_of(text: str) -> str:
    """A number of the ledger however it was typed: ２０２６—０００１."""
    return re.sub(r"[‐-―−]", "-", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))


class Known:
    """Asked in a few statements for all rows; only what this person may see is known."""

    def __init__(
        self, actor: Person, inspections: Iterable[str], numbers: Iterable[str], old: Iterable[str]
    ) -> None:
        rows = Inspection.objects.filter(name__in=set(inspections))
        self.inspections = {row.name: row for row in rows}
        visible = Finding.objects.visible_to(actor)
        seats = [row.pk for row in self.inspections.values()]
        here = visible.filter(inspection__in=seats).values_list("inspection", "problem", "pk")
        self._by_words = {(seat, words(problem)): pk for seat, problem, pk in here.iterator(chunk_size=2000)}
        self._by_number = _batched(visible, "number", set(numbers))
        self._by_old = _by_old_number(actor, set(old))
        self._findings: dict[int, Finding] = {}
        self._items: dict[int, tuple[Finding, PlanItemInput]] = {}

    def meant(self, row: SheetRow, inspection: str) -> int | None:
        """The key of the finding that a row means; None where it is new. A number that is not there is an error of the
        row, told by :meth:`has_number`."""
        said = row.cells.get
        if number := said("number", ""):
            return self._by_number.get(number)
        seat, its_own = self.inspections.get(inspection), words(said("problem", ""))
        for pk, its_seat, its_words in self._by_old.get(said("old_number", ""), ()):
            # Offices begin to count anew with every inspection.
            if its_words == its_own or (seat and its_seat == seat.pk):
                return pk
        return self._by_words.get((seat.pk, its_own)) if seat else None

    def another(self, key: int, inspection: str, problem: str) -> int | None:
        """The finding whose words these are, where the row names a different one."""
        seat = self.inspections.get(inspection)
        found = self._by_words.get((seat.pk, words(problem))) if seat and problem else None
        return None if found == key else found

    def has_number(self, number: str) -> bool:
        return number in self._by_number

    def handed_out(self, keys: Sequence[int], loaded: Callable[[int], None]) -> dict[int, Texts]:
        """What the table of the whole ledger says of the findings that rows mean."""
        for begin in range(0, len(keys), _BATCH):
            self._findings |= Finding.objects.in_bulk(keys[begin : begin + _BATCH])
        return handed_out(keys, loaded)

    def load(self, keys: Sequence[int]) -> None:
        """Fetch findings whole, for which a row says something else."""
        for begin in range(0, len(keys), _BATCH):
            found = list(complete(Finding.objects.filter(pk__in=keys[begin : begin + _BATCH])))
            paths = _paths({finding.inspection_id for finding in found})
            self._items |= {finding.pk: (finding, item_of(finding, paths)) for finding in found}

    def finding(self, key: int) -> Finding:
        return self._findings[key]

    def item(self, key: int) -> tuple[Finding, PlanItemInput]:
        return self._items[key]


def _batched(rows: object, field: str, values: set[str]) -> dict[str, int]:
    asked = sorted(values - {""})
    found: dict[str, int] = {}
    for begin in range(0, len(asked), _BATCH):
        part = rows.filter(**{f"{field}__in": asked[begin : begin + _BATCH]})  # type: ignore[attr-defined]
        found.update(part.values_list(field, "pk"))
    return found


def _by_old_number(actor: Person, numbers: set[str]) -> dict[str, list[tuple[int, int, str]]]:
    """Findings that had these numbers elsewhere: key, inspection and words of each."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    asked = sorted(numbers - {""})
    rows = OpeningFacts.objects.filter(finding__in=Finding.objects.visible_to(actor)).order_by("finding")
    for begin in range(0, len(asked), _BATCH):
        part = rows.filter(old_number__in=asked[begin : begin + _BATCH])
        held = part.values_list("old_number", "finding", "finding__inspection", "finding__problem")
        for number, pk, seat, problem in held:
            found.setdefault(number, []).append((pk, seat, words(problem)))
    return found


def _paths(inspections: set[int]) -> Mapping[int, Path]:
    rows = {row.pk: row for row in Category.objects.filter(inspection__in=inspections)}
    return {key: _path(row, rows) for key, row in rows.items()}


def _path(row: Category, rows: Mapping[int, Category]) -> Path:
    parent = rows.get(row.parent_id) if row.parent_id else None
    return (*_path(parent, rows), row.name) if parent else (row.name,)
