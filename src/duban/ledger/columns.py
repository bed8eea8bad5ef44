"""The columns a list can show, and what stands in a cell."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.ledger.models import DeadlineKind, DeadlineSource, Finding
from duban.ledger.progress import progress
from duban.ledger.queries import charged_names
from duban.templating import icon, in_table, in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell is made from: the finding, the day, and the address of the list it stands in, up to what is open."""

    finding: Finding
    today: datetime.date
    here: str


@dataclass(frozen=True, slots=True)
class ShownColumn:
    code: str
    name: StrOrPromise
    value: Callable[[Cell], str]
    #: Texts of any length are cut after two lines, whole on paper.
    is_long: bool = False

    def html(self, cell: Cell) -> str:
        said = self.value(cell)
        if self.is_long:
            return format_html('<span class="clamp">{}</span>', said)
        return conditional_escape(said)


def _number(cell: Cell) -> str:
    number = cell.finding.number
    return format_html('<a href="{}">{}</a>', reverse("ledger:finding", args=[number]), number)


def _progress(cell: Cell) -> str:
    told = progress(cell.finding, cell.today)
    return format_html(
        '<span class="state state-{}" title="{}">{}{}</span>',
        told.state,
        in_words(cell.finding.due_on),
        icon(told.icon),
        told.words,
    )


def _problem(cell: Cell) -> str:
    """The problem opens beside the list; what it is filed under stands below in small."""
    row = cell.finding
    tag = format_html('<span class="tag">{}</span>', row.get_priority_display()) if row.priority else ""
    where = Truncator(row.category.name if row.category else row.inspection.name).chars(24)
    printed = f" · {row.printed_no}" if row.printed_no else ""
    return format_html(
        '<a class="problem-link" href="{}open={}" data-open="{}"><span class="clamp">{}</span></a>'
        '<span class="row-note">{}{}{}</span>',
        cell.here, row.number, row.number, row.problem, tag, where, printed,
    )  # fmt: skip


def _due(cell: Cell) -> str:
    due = cell.finding.due_on
    if due is None:
        return format_html('<span class="faint">{}</span>', cell.finding.get_deadline_kind_display() or "—")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>{}',
        due.isoformat(),
        in_words(due),
        in_table(due),
        _first(cell),
    )


def _first(cell: Cell) -> str:
    """A deadline that was changed never stands without the one that was promised."""
    row: Any = cell.finding
    changed = getattr(row, "holding", None) in (DeadlineSource.EXTENSION, DeadlineSource.ORDER)
    if not changed or row.first_due == row.due_on:
        return ""
    kind = str(DeadlineKind(row.first_kind).label) if row.first_kind else ""
    said = in_table(row.first_due) or kind
    return format_html('<span class="row-note">{}</span>', _("原定%s") % said) if said else ""


def _charged(*roles: str) -> Callable[[Cell], str]:
    def value(cell: Cell) -> str:
        return _("、").join(charged_names(cell.finding, *roles))

    return value


COLUMNS: dict[str, ShownColumn] = {
    column.code: column
    for column in (
        ShownColumn("number", gettext_lazy("编号"), _number),
        ShownColumn("progress", gettext_lazy("进度"), _progress),
        ShownColumn("problem", gettext_lazy("问题"), _problem),
        ShownColumn("units", gettext_lazy("责任单位"), _charged("main", "lead"), is_long=True),
        ShownColumn("leader", pgettext_lazy("column", "督办领导"), _charged("leader")),
        ShownColumn("due", gettext_lazy("整改时限"), _due),
        ShownColumn("stage", gettext_lazy("阶段"), lambda cell: str(cell.finding.get_stage_display())),
        ShownColumn("supporting", gettext_lazy("配合单位"), _charged("supporting"), is_long=True),
        ShownColumn("supervising", gettext_lazy("监管责任单位"), _charged("supervising"), is_long=True),
        ShownColumn("accepting", gettext_lazy("验收责任单位"), _charged("accepting"), is_long=True),
        ShownColumn("goal", gettext_lazy("整改目标"), lambda cell: cell.finding.goal, is_long=True),
        ShownColumn(
            "inspection", gettext_lazy("督察"), lambda cell: cell.finding.inspection.name, is_long=True
        ),
        ShownColumn(
            "category",
            gettext_lazy("类别"),
            lambda cell: cell.finding.category.name if cell.finding.category else "",
            is_long=True,
        ),
        ShownColumn("source", gettext_lazy("来源"), lambda cell: str(cell.finding.get_source_display())),
        ShownColumn(
            "deadline", gettext_lazy("时限类别"), lambda cell: str(cell.finding.get_deadline_kind_display())
        ),
    )
}
USUAL = ("number", "progress", "problem", "units", "leader", "due", "stage")


def chosen(codes: Sequence[str]) -> list[ShownColumn]:
    """The columns of these names in this order; without any that is known, the usual ones. The problem is never left out."""
    known = list(dict.fromkeys(code for code in codes if code in COLUMNS)) or list(USUAL)
    if "problem" not in known:
        known.insert(0, "problem")
    return [COLUMNS[code] for code in known]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, ready for the page: of each cell the column's code, its name and what stands in it."""

    finding: Finding
    cells: list[tuple[str, str, str]]


def lines(
    findings: Iterable[Finding], columns: Sequence[ShownColumn], today: datetime.date, here: str
) -> list[Line]:
    named = [(column, str(column.name)) for column in columns]
    found = []
    for finding in findings:
        cell = Cell(finding, today, here)
        found.append(Line(finding, [(column.code, name, column.html(cell)) for column, name in named]))
    return found
