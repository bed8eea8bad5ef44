"""A dry run: what each row would do, and every cell that cannot be taken, named. Nothing is changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Any, Literal

from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.ledger.importing import cells, places
from duban.ledger.importing.columns import FIELDS
from duban.ledger.importing.days import BadValue, day
from duban.ledger.importing.differing import PEOPLE, UNITS, merged
from duban.ledger.importing.known import Known, number_of, words
from duban.ledger.importing.places import regions_in
from duban.ledger.importing.printed import kept_beside, without_unchanged
from duban.ledger.importing.refusals import why_not
from duban.ledger.importing.remembering import no_units
from duban.ledger.importing.sheets import SheetRow, without_nothing
from duban.ledger.importing.steps import Steps, Tell
from duban.ledger.importing.template import EXAMPLE
from duban.ledger.inputs import PlanItemInput
from duban.ledger.lifecycle import PUBLIC_VALUE, Public, Stage
from duban.ledger.models import Finding
from duban.ledger.moves import arrival
from duban.ledger.sites import Regions, SiteSaid

Kind = Literal["new", "same", "changed", "bad"]
_DAYS = ("registered_on", "finished_on", "accepted_on", "closed_on")
_LONGEST = 20_000
#: Columns that say where a row belongs and where it stood before, not what the problem is.
_WHERE_FROM = frozenset({"number", "inspection", "old_number", "stage", "closing_no", *_DAYS})


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be taken: the row, the cell's name on the sheet (empty over the API), field, text, sentence."""

    row: int
    place: str
    field: str
    text: str
    sentence: str

    @property
    def column(self) -> str:
        return str(FIELDS[self.field].name) if self.field in FIELDS else self.field


@dataclass(slots=True)
class Opening:
    """Facts of a problem that was handled elsewhere until now."""

    stage: str = ""
    old_number: str = ""
    closing_no: str = ""
    registered_on: datetime.date | None = None
    finished_on: datetime.date | None = None
    accepted_on: datetime.date | None = None
    closed_on: datetime.date | None = None

    def __bool__(self) -> bool:
        return any((self.stage, self.old_number, self.closing_no, *(getattr(self, name) for name in _DAYS)))


@dataclass(slots=True)
class RowPlan:
    """What one row would do. ``changes`` names the fields of an existing finding that would change."""

    row: int
    kind: Kind
    inspection: str
    item: PlanItemInput
    opening: Opening
    finding: Finding | None = None
    changes: tuple[str, ...] = ()
    sites: tuple[SiteSaid, ...] = ()

    @property
    def stage_name(self) -> str:
        """Where a new problem would stand."""
        return str(Stage(self.opening.stage or arrival("take_over")).label)

    @property
    def changed_names(self) -> list[str]:
        return [str(FIELDS[name].name) if name in FIELDS else name for name in self.changes]


@dataclass(slots=True)
class Trial:
    rows: list[RowPlan] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    new_inspections: tuple[str, ...] = ()
    #: Names that somebody said are no units (待定): by name, the rows that would have charged them.
    no_units: dict[str, list[int]] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.kind for row in self.rows)

    @property
    def needs_attestation(self) -> bool:
        return any(row.kind == "new" and row.opening for row in self.rows)

    def of(self, kind: Kind) -> list[RowPlan]:
        return [row for row in self.rows if row.kind == kind]


def try_out(
    rows: Sequence[SheetRow],
    actor: Person,
    inspection: str,
    today: datetime.date,
    tell: Tell = lambda done, total: None,
) -> Trial:
    """``inspection`` is the name of the one that rows without a column for it belong to; ``tell`` hears how far it is."""
    rows = [_numbered(without_nothing(row)) for row in rows]
    steps = Steps(3 * len(rows), tell)
    seats = [row.cells.get("inspection") or inspection for row in rows]
    known = Known(
        actor, seats, *([row.cells.get(name, "") for row in rows] for name in ("number", "old_number"))
    )
    reading = _met(rows, seats, known, today, steps)
    regions = regions_in(each.row.cells.get("sites", "") for each in reading)
    for each in reading:
        each.locate(regions)
    changing = {each.key for each in reading if each.key is not None and each.says_something}
    known.load(sorted(changing))
    _repeated(reading)
    no_units = _leave_out_no_units(reading)
    trial = Trial(
        [each.plan(known) for each in steps.each(reading)], [cell for each in reading for cell in each.bad]
    )
    trial.no_units = no_units
    trial.bad.sort(key=_place)
    fresh = (row.inspection for row in trial.rows if row.kind == "new")
    trial.new_inspections = tuple(dict.fromkeys(name for name in fresh if name not in known.inspections))
    return trial


def _numbered(row: SheetRow) -> SheetRow:
    number = row.cells.get("number", "")
    return (
        replace(row, cells={**row.cells, "number": plain}) if (plain := number_of(number)) != number else row
    )


def _met(
    rows: Sequence[SheetRow], seats: Sequence[str], known: Known, today: datetime.date, steps: Steps
) -> list[_Row]:
    """The rows, each with the finding it means, and without what is as it was handed out."""
    keys = [known.meant(row, seat) for row, seat in zip(rows, seats, strict=True)]
    met = list({key for key in keys if key is not None})
    steps.skip(len(rows) - len(met))
    texts = known.handed_out(met, steps.skip)
    beside = kept_beside(met) if any(row.extra for row in rows) else {}

    def said(row: SheetRow, key: int | None) -> SheetRow:
        return without_unchanged(row, texts[key], beside.get(key, {})) if key in texts else row

    return [
        _Row(said(row, key), seat, today, known, key)
        for row, seat, key in steps.each(zip(rows, seats, keys, strict=True))
    ]


def _place(cell: BadCell) -> tuple[int, int, str]:
    """As a reader of the table goes through it: B5, C5, AA5, B6."""
    return cell.row, len(cell.place), cell.place


class _Row:
    """One row while it is read: its item as far as it can be read, and its bad cells."""

    def __init__(self, row: SheetRow, seat: str, today: datetime.date, known: Known, key: int | None) -> None:
        self.row, self.seat, self.today, self.key = row, seat, today, key
        self.bad: list[BadCell] = []
        self.sites: tuple[SiteSaid, ...] = ()
        for name, sentence in row.wrong.items():
            self.complain(name, sentence)
        self.item = self._item()
        self.opening = self._opening()
        self._consistent()
        self._meet(known)

    @property
    def says_something(self) -> bool:
        """Of a problem that is there: something else than was handed out."""
        return bool(self.row.extra) or not _WHERE_FROM.issuperset(self.row.cells)

    def _item(self) -> PlanItemInput:
        text = self.row.cells.get
        charges = [self._read(role, partial(cells.units, role=role), ()) for role in UNITS]
        charges += [self._read(role, partial(cells.people, role=role), ()) for role in PEOPLE]
        problem = self._read("problem", str, "")
        return PlanItemInput(
            problem=problem,
            printed_no=text("printed_no", ""),
            category=cells.category(text("category", "")),
            goal=self._read("goal", str, ""),
            measures=self._read("measures", cells.measures, ()),
            deadline=self._read("deadline", cells.deadline, cells.deadline("")),
            milestones=self._read("milestones", cells.milestones, ()),
            charges=tuple(charge for group in charges for charge in group),
            extra=dict(self.row.extra),
            status_text=text("status_text", ""),
            priority=self._read("priority", cells.priority, ""),
            source=self._read("source", cells.source, "") or "inspection",
            ref=str(self.row.number),
        )

    def _opening(self) -> Opening:
        days = {name: self._read(name, self._past_day, None) for name in _DAYS}
        stage = self._read("stage", cells.stage, "")
        return Opening(
            stage,
            self.row.cells.get("old_number", "")[:120],
            self.row.cells.get("closing_no", "")[:120],
            **days,
        )

    def _past_day(self, text: str) -> datetime.date | None:
        found = day(text)
        if found and found > self.today:
            raise BadValue(_("“%s”还没有到，这里只填已经发生的日期。") % text)
        return found

    def _read(self, name: str, read: Callable[[str], Any], empty: Any) -> Any:
        text = self.row.cells.get(name, "")
        if name in self.row.wrong:
            return empty
        try:
            if len(text) > _LONGEST:
                raise BadValue(_("这一格超过%s字，请缩短或移到附件里。") % _LONGEST)
            return read(text) if text else empty
        except BadValue as bad:
            self.complain(name, str(bad))
            return empty

    def _consistent(self) -> None:
        """What the cells of one row say of each other."""
        is_new = self.key is None and not self.row.cells.get("number")
        if is_new and not self.item.problem and "problem" not in self.row.wrong:
            self.complain("problem", _("“具体问题”不能空着。"))
        if self.item.problem.startswith(EXAMPLE):
            self.complain("problem", _("这是空白表格里的示例，请删去这一行。"))
        if len(self.seat) > 200:
            self.complain("inspection", _("督察名称不超过200字。"))
        if sum(charge.role == "person" for charge in self.item.charges) > 1:
            self.complain("person", _("一个问题只有一名责任人，这里写了几名。"))
        days = [(name, getattr(self.opening, name)) for name in _DAYS]
        given = [(name, when) for name, when in days if when]
        for (before, first), (after, second) in pairwise(given):
            if second < first:
                facts = {"after": FIELDS[after].name, "before": FIELDS[before].name}
                self.complain(after, _("%(after)s早于%(before)s。") % facts)
        if self.opening.closed_on and not self.row.cells.get("stage"):
            self.opening.stage = Stage.CLOSED
        is_closed = self.opening.stage and PUBLIC_VALUE[self.opening.stage] == Public.CLOSED
        if self.opening.closed_on and not is_closed:
            self.complain("stage", _("填了销号日期，所处阶段却不是已销号；请改其中一格。"))

    def _meet(self, known: Known) -> None:
        number = self.row.cells.get("number", "")
        if number and not known.has_number(number):
            self.complain(
                "number",
                _(
                    "台账里没有编号“%s”。新问题请把这一格空着，由系统编号；"
                    "如果是你们原来的编号，请在“对照各列”里把这一列改为“原编号”。"
                )
                % number[:30],
            )
        elif self.key and known.another(self.key, self.seat, self.item.problem):
            told = _("这一行写的是本次督察的另一个问题，不是编号“%s”的那个。请核对编号和内容是不是错了行。")
            self.complain("number", told % number[:30])
        elif self.key is None and not self.seat:
            self.complain("inspection", _("没有说明属于哪次督察：请填“督察”一列，或在上一步选择督察。"))

    def locate(self, regions: Regions) -> None:
        self.sites = self._read("sites", partial(places.read, known=regions), ())

    def plan(self, known: Known) -> RowPlan:
        if self.key is None:
            kind: Kind = "bad" if self.bad else "new"
            return RowPlan(self.row.number, kind, self.seat, self.item, self.opening, sites=self.sites)
        if not self.says_something:
            kind = "bad" if self.bad else "same"
            finding = known.finding(self.key)
            return RowPlan(self.row.number, kind, self.seat, self.item, self.opening, finding)
        finding, held = known.item(self.key)
        wanted, changes = merged(held, self.item, self.row)
        changes += ("sites",) if places.differ(self.sites, finding) else ()
        for name in changes:
            if reason := why_not(finding, name):
                self.complain(name, reason)
        kind = "bad" if self.bad else "changed" if changes else "same"
        return RowPlan(self.row.number, kind, self.seat, wanted, self.opening, finding, changes, self.sites)

    def complain(self, name: str, sentence: str) -> None:
        place = self.row.places.get(name, "")
        self.bad.append(BadCell(self.row.number, place, name, self.row.cells.get(name, "")[:80], sentence))


def _leave_out_no_units(reading: Sequence[_Row]) -> dict[str, list[int]]:
    known = no_units()
    left_out: dict[str, list[int]] = {}
    for each in reading if known else ():
        charges = each.item.charges
        gone = {charge.name for charge in charges if charge.role in UNITS and charge.name in known}
        if gone:
            kept = tuple(charge for charge in charges if charge.role not in UNITS or charge.name not in gone)
            each.item = replace(each.item, charges=kept)
        for name in gone:
            left_out.setdefault(name, []).append(each.row.number)
    return left_out


def _repeated(reading: Sequence[_Row]) -> None:
    """The same problem, or the same old number, twice in one table: the first row counts, the second is named."""
    first: dict[object, int] = {}
    for each in reading:
        mark = each.key or (each.seat, words(each.item.problem) or each.row.number)
        old = each.opening.old_number
        if mark in first:
            each.complain("problem", _("与第%s行是同一个问题。请在表里只留一行。") % first[mark])
        elif old and ("old", old) in first:
            told = _("与第%s行的原编号相同，分不清是哪一个问题。请核对编号，或把这一格空着。")
            each.complain("old_number", told % first["old", old])
        first.setdefault(mark, each.row.number)
        first.setdefault(("old", old), each.row.number)
