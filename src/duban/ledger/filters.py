"""What the ledger can be asked, read from the address and nowhere else, so that a page can be sent to a colleague.

Questions about columns of the finding itself are answered by an index in the order of the list; questions about charges and
words are the hard ones. Both together are the list, its totals and its exports.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.accounts.permissions import Someone
from duban.ledger.hard import Hard
from duban.ledger.lifecycle import STATIONS, Stage
from duban.ledger.models import Category, Inspection
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import FindingQuerySet, Way, led_by
from duban.ledger.waiting import HEAPS, MINE, waiting_for
from duban.organizations.models import Body, Region

Question = Callable[[FindingQuerySet, datetime.date], FindingQuerySet]
_NEAR = datetime.timedelta(days=NEAR_DAYS)

#: How a finding stands against its deadline on a given day.
PROGRESS: Mapping[str, Question] = {
    "late": lambda rows, today: rows.late(today),
    "near": lambda rows, today: rows.due_within(today, NEAR_DAYS),
    "good": lambda rows, today: rows.due_after(today + _NEAR),
    "undated": lambda rows, today: rows.undated(),
    "again": lambda rows, today: rows.active().filter(stage=Stage.REOPENED),
    "done": lambda rows, today: rows.done(),
}
PROGRESS_NAMES = {
    "late": _("已逾期"),
    "near": _("30天内到期"),
    "good": _("30天以后到期"),
    "undated": _("没有固定日期"),
    "again": _("重新整改"),
    "done": _("已完成整改"),
}
#: Windows of the deadline. The first ones are also ways of progress, and stand in addresses that people have kept.
WINDOWS: Mapping[str, Question] = {
    **{name: PROGRESS[name] for name in ("late", "near", "undated")},
    "finished": PROGRESS["done"],
    "week": lambda rows, today: rows.due_within(today, 7),
    "month": lambda rows, today: rows.due_between(*_month(today)),
    "quarter": lambda rows, today: rows.due_within(today, 90),
    "year": lambda rows, today: rows.due_between(*_year(today.year)),
    "next_year": lambda rows, today: rows.due_between(*_year(today.year + 1)),
}
WINDOW_NAMES = {
    "week": _("7天内到期"),
    "near": _("30天内到期"),
    "month": _("本月到期"),
    "quarter": _("90天内到期"),
    "year": _("今年到期"),
    "next_year": _("明年到期"),
    "late": _("已逾期"),
    "undated": _("没有固定日期"),
    "finished": _("已完成整改"),
}
#: Late by how much: from so many days to so many.
LATENESS: Mapping[str, tuple[int, int | None]] = {"30": (1, 30), "90": (31, 90), "over": (91, None)}
LATENESS_NAMES = {"30": _("逾期1至30天"), "90": _("逾期31至90天"), "over": _("逾期90天以上")}
#: Asked for instead of a leader's name: what whoever asks answers for as a leader, under whatever name she bore or took
#: over. Its name is what the field of the form shows, and sends.
UNDER_ME, UNDER_ME_NAME = "me", _("我名下的")


def _month(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    first = day.replace(day=1)
    return first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)


def _year(year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


@dataclass(frozen=True)
class Filters:
    """One question to the ledger. Every field is a text of the address, empty where not asked. Inspections, categories,
    units and regions are asked for by their number or by their name; a category, whose name is not its own, by both."""

    q: str = ""
    #: ``me``: what waits for whoever asks; or one of :data:`duban.ledger.waiting.HEAPS`.
    waiting: str = ""
    progress: str = ""
    window: str = ""
    lateness: str = ""
    due_from: str = ""
    due_to: str = ""
    #: The place of a station in the line of the life cycle, from 1.
    station: str = ""
    stage: str = ""
    inspection: str = ""
    category: str = ""
    priority: str = ""
    region: str = ""
    body: str = ""
    role: str = ""
    leader: str = ""
    deadline: str = ""
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

    def with_all(self) -> Filters:
        """Also what has left the list."""
        return replace(self, standing="all")

    def apply(
        self, rows: FindingQuerySet, today: datetime.date, person: Someone, way: Way = Way.DRIVING
    ) -> FindingQuerySet:
        """Everything that is asked: what lists are counted and exported by."""
        return self.hard(person, today).ask(self.plain(rows, today), way)

    def plain(self, rows: FindingQuerySet, today: datetime.date) -> FindingQuerySet:
        """What is asked of the finding's own columns."""
        rows = self._columns(self._standing(rows))
        if self.inspection:
            rows = rows.filter(inspection=_number(self.inspection) or self._inspection)
        if self.category:
            rows = rows.filter(category__in=self._branch)
        for asked, questions in ((self.progress, PROGRESS), (self.window, WINDOWS)):
            if asked in questions:
                rows = questions[asked](rows, today)
        if self.lateness in LATENESS:
            rows = rows.late_by(today, *LATENESS[self.lateness])
        return self._between(rows)

    def hard(self, person: Someone, today: datetime.date) -> Hard:
        """What is asked of charges and words."""
        found = Hard(self.q, role="" if self.body else self.role)
        if self.leader:
            by_name = (Q(role="leader", person_name=self.leader),)
            found.charges.append(led_by(person) if self.is_under_me else by_name)
        if self.body:
            charged = Q(body__in=self._bodies)
            found.charges.append((charged & Q(role=self.role) if self.role else charged,))
        if self.region:
            found.charges.append((Q(body__in=self._bodies_of_region),))
        if self._waits:
            found.others.append(lambda rows, way: waiting_for(rows, person, today, way, self.waiting))
        return found

    def _standing(self, rows: FindingQuerySet) -> FindingQuerySet:
        """Without being asked, the ledger shows and counts what is on the list; what waits says itself where it stands."""
        if self.standing == "all" or (self._waits and not self.standing):
            return rows
        return rows.being("standing", self.standing) if self.standing else rows.listed()

    def _columns(self, rows: FindingQuerySet) -> FindingQuerySet:
        for name, column in _COLUMNS.items():
            value = getattr(self, name)
            if value:
                rows = rows.being(column, value)
        place = _number(self.station)
        if place is not None and 1 <= place <= len(STATIONS):
            rows = rows.filter(stage__in=STATIONS[place - 1][1])
        if self.before_plan in {"yes", "no"}:
            rows = rows.filter(completed_before_plan=self.before_plan == "yes")
        return rows

    def _between(self, rows: FindingQuerySet) -> FindingQuerySet:
        first, last = _day(self.due_from), _day(self.due_to)
        if first or last:
            rows = rows.due_between(first or datetime.date.min, last or datetime.date.max)
        return rows

    @property
    def is_under_me(self) -> bool:
        return self.leader in {UNDER_ME, str(UNDER_ME_NAME)}

    @property
    def _waits(self) -> bool:
        return self.waiting == MINE or self.waiting in HEAPS

    @cached_property
    def _inspection(self) -> int:
        found = Inspection.objects.filter(name=self.inspection).values_list("pk", flat=True).first()
        return found or 0

    @cached_property
    def _branch(self) -> set[int]:
        """A category with everything below it; of one name, in whatever inspection."""
        number = _number(self.category.partition(" ")[0])
        first = Category.objects.filter(pk=number) if number else Category.objects.filter(name=self.category)
        branch = fresh = set(first.values_list("pk", flat=True))
        while fresh:
            fresh = set(Category.objects.filter(parent__in=fresh).values_list("pk", flat=True)) - branch
            branch = branch | fresh
        return branch

    @cached_property
    def _bodies(self) -> list[int]:
        """The unit, by number or by any of its names, with those that were merged into it."""
        number = _number(self.body)
        named = Q(name=self.body) | Q(short_name=self.body) | Q(former_names__name=self.body)
        wanted = Q(pk=number) | Q(successor=number) if number else named | Q(successor__name=self.body)
        return sorted(set(Body.objects.filter(wanted).values_list("pk", flat=True)))

    @cached_property
    def _bodies_of_region(self) -> list[int]:
        """Units of a region and of what lies in it."""
        number = _number(self.region)
        here = Q(pk=number) if number else Q(name=self.region) | Q(code=self.region)
        regions = Region.objects.filter(here)
        below = Q(region__in=regions) | Q(region__parent__in=regions) | Q(region__parent__parent__in=regions)
        return sorted(set(Body.objects.filter(below).values_list("pk", flat=True)))


_COLUMNS = {"deadline": "deadline_kind", "stage": "stage", "priority": "priority", "source": "source"}


def _clean(text: str) -> str:
    """No database takes a NUL character, and nobody asks a question of more than 200 letters."""
    return text.replace("\x00", "").strip()[:200]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
