"""What the ledger can be asked, read from the address and nowhere else, so that a page can be sent to a colleague."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

from django.db.models import Case, F, IntegerField, OrderBy, Q, Value, When
from django.utils.translation import gettext_lazy as _

from duban.ledger.lifecycle import OWING, Standing
from duban.ledger.models import Category
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import FindingQuerySet

#: Windows of the deadline: name, and what it asks for on a given day.
WINDOWS: Mapping[str, Callable[[FindingQuerySet, datetime.date], FindingQuerySet]] = {
    "late": lambda rows, today: rows.late(today),
    "near": lambda rows, today: rows.due_within(today, NEAR_DAYS),
    "quarter": lambda rows, today: rows.due_within(today, 90),
    "year": lambda rows, today: rows.owing().filter(due_on__year=today.year),
    "undated": lambda rows, today: rows.owing().filter(due_on__isnull=True),
    "finished": lambda rows, today: rows.active().exclude(stage__in=OWING),
}
WINDOW_NAMES = {
    "late": _("已逾期"),
    "near": _("30天内到期"),
    "quarter": _("90天内到期"),
    "year": _("今年到期"),
    "undated": _("没有固定日期"),
    "finished": _("已完成整改"),
}
SORTS = {"": _("最急的在前"), "order": _("文件顺序"), "number": _("台账编号")}


@dataclass(frozen=True, slots=True)
class Filters:
    """One question to the ledger. Every field is a text of the address, empty where not asked."""

    q: str = ""
    inspection: str = ""
    category: str = ""
    body: str = ""
    role: str = ""
    leader: str = ""
    deadline: str = ""
    window: str = ""
    stage: str = ""
    priority: str = ""
    source: str = ""
    before_plan: str = ""
    standing: str = ""
    sort: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        return cls(**{field.name: _clean(query.get(field.name, "")) for field in fields(cls)})

    def asked(self) -> list[str]:
        """Names of the fields that narrow the list."""
        return [field.name for field in fields(self) if field.name != "sort" and getattr(self, field.name)]

    def without(self, name: str) -> Filters:
        return replace(self, **{name: ""})

    def apply(self, rows: FindingQuerySet, today: datetime.date) -> FindingQuerySet:
        rows = self._standing(rows)
        rows = self._plain(rows)
        if self.q:
            rows = rows.mentioning(self.q)
        if _number(self.category):
            rows = rows.filter(category__in=_branch(int(self.category)))
        if _number(self.body):
            rows = rows.charged_to([int(self.body)], self.role)
        elif self.role:
            rows = rows.charged_as(self.role)
        if self.leader:
            rows = rows.led_by(self.leader)
        if self.window in WINDOWS:
            rows = WINDOWS[self.window](rows, today)
        return rows

    def _standing(self, rows: FindingQuerySet) -> FindingQuerySet:
        """Without being asked, the ledger shows and counts what is in force."""
        if self.standing == "all":
            return rows
        return rows.filter(standing=self.standing or Standing.ACTIVE)

    def _plain(self, rows: FindingQuerySet) -> FindingQuerySet:
        if _number(self.inspection):
            rows = rows.filter(inspection=int(self.inspection))
        for name, column in _COLUMNS.items():
            value = getattr(self, name)
            if value:
                rows = rows.filter(**{column: value})
        if self.before_plan in {"yes", "no"}:
            rows = rows.filter(completed_before_plan=self.before_plan == "yes")
        return rows

    def ordered(self, rows: FindingQuerySet) -> FindingQuerySet:
        orders: Mapping[str, tuple[str | OrderBy | Case, ...]] = {
            "order": ("inspection", "ordinal", "id"),
            "number": ("number",),
        }
        return rows.order_by(*orders.get(self.sort, _by_urgency()))


_COLUMNS = {"deadline": "deadline_kind", "stage": "stage", "priority": "priority", "source": "source"}


def _clean(text: str) -> str:
    """No database takes a NUL character, and nobody asks a question of more than 200 letters."""
    return text.replace("\x00", "").strip()[:200]


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _by_urgency() -> tuple[str | OrderBy | Case, ...]:
    """Owed ones first, the longest overdue on top, undated ones after the dated, finished ones last."""
    owed = Case(
        When(Q(stage__in=OWING) & Q(standing=Standing.ACTIVE), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (owed, F("due_on").asc(nulls_last=True), "ordinal", "id")


def _branch(category: int) -> set[int]:
    """A category with everything below it."""
    branch, fresh = {category}, {category}
    while fresh:
        fresh = set(Category.objects.filter(parent__in=fresh).values_list("pk", flat=True)) - branch
        branch |= fresh
    return branch
