"""Which findings a person sees, and the questions a list may ask. ``today`` always comes from outside."""

from __future__ import annotations

import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Count, Exists, Func, OuterRef, Q, QuerySet

from duban.accounts import permissions
from duban.accounts.sight import Mine, Sight, sight
from duban.ledger.lifecycle import LISTED, Standing
from duban.ledger.urgency import NOT_OWED, UNDATED

if TYPE_CHECKING:
    from duban.ledger.models import Finding  # noqa: F401


class Way(Enum):
    """How a question about charges or words is put; the answer is the same."""

    #: Each finding is looked at, which costs as much as is shown.
    LOOKING = auto()
    #: From charges and index to their findings, which costs as much as there is to find; in an order, cut off anywhere.
    DRIVING = auto()
    #: The same, only to be counted.
    COUNTING = auto()


#: What nearly all findings are. The others stand in indexes of their own.
USUAL = {"standing": str(Standing.ACTIVE), "source": "inspection"}


class _Seldom(Func):
    """Said with the value itself, as the index says it: a planner takes no index for what it is told only later."""

    output_field = BooleanField()

    def __init__(self, name: str) -> None:
        super().__init__(name, template=f"NOT (%(expressions)s = '{USUAL[name]}')")


_WORDS = {Way.LOOKING: "reads", Way.DRIVING: "mentions", Way.COUNTING: "counts"}


class FindingQuerySet(QuerySet["Finding"]):
    def visible_to(self, person: permissions.Someone, way: Way = Way.LOOKING) -> FindingQuerySet:
        """Office and readers see all; unit people what their unit is charged with, inspectors also what lies in their
        areas, leaders what stands under their name, everybody what she answers for; nobody else anything."""
        seen = sight(person)
        if seen.everything:
            return self
        return self.filter(held(*charges_of(seen), way=way))

    def answered_by(self, person: permissions.Someone) -> FindingQuerySet:
        """Findings for which she answers as a leader in charge."""
        return self.filter(held(*led_by(person), way=Way.DRIVING)) if sight(person).leads else self.none()

    def being(self, name: str, value: str) -> FindingQuerySet:
        """Those with this value in a column."""
        rows = self.filter(**{name: value})
        return rows.filter(_Seldom(name)) if value != USUAL.get(name, value) else rows

    def active(self) -> FindingQuerySet:
        return self.filter(standing=Standing.ACTIVE)

    def listed(self) -> FindingQuerySet:
        """In force, or resting for a while."""
        return self.filter(standing__in=sorted(LISTED))

    def owing(self) -> FindingQuerySet:
        """Those whose work is still owed."""
        return self.filter(urgency__lt=NOT_OWED)

    def done(self) -> FindingQuerySet:
        """Those in force whose work is no longer owed."""
        return self.active().filter(urgency__gte=NOT_OWED)

    def undated(self) -> FindingQuerySet:
        """Owed, without a fixed day."""
        return self.filter(urgency=UNDATED)

    def late(self, today: datetime.date) -> FindingQuerySet:
        return self.filter(urgency__lt=today.toordinal())

    def late_by(self, today: datetime.date, least: int, most: int | None = None) -> FindingQuerySet:
        """Overdue by so many days."""
        rows = self.filter(urgency__lte=today.toordinal() - least)
        return rows if most is None else rows.filter(urgency__gte=today.toordinal() - most)

    def due_within(self, today: datetime.date, days: int) -> FindingQuerySet:
        """Not late yet, due in so many days."""
        return self.due_between(today, today + datetime.timedelta(days=days))

    def due_between(self, first: datetime.date, last: datetime.date) -> FindingQuerySet:
        """Owed, and due from the first to the last of these days."""
        return self.filter(urgency__gte=first.toordinal(), urgency__lte=last.toordinal())

    def due_after(self, day: datetime.date) -> FindingQuerySet:
        """Owed, and due later than this day."""
        return self.filter(urgency__gt=day.toordinal(), urgency__lt=UNDATED)

    def mentioning(self, words: str, way: Way = Way.DRIVING) -> FindingQuerySet:
        """Every word occurs somewhere in problem, goal, measures, units or number."""
        return self.filter(**{f"search_text__{_WORDS[way]}": words})

    def tallied(self, today: datetime.date, near_days: int) -> dict[str, int]:
        """The totals that stand under a list, in one statement."""
        day = today.toordinal()
        return self.aggregate(
            total=Count("pk"),
            late=Count("pk", filter=Q(urgency__lt=day)),
            near=Count("pk", filter=Q(urgency__gte=day, urgency__lte=day + near_days)),
            undated=Count("pk", filter=Q(urgency=UNDATED)),
            finished=Count("pk", filter=Q(standing=Standing.ACTIVE, urgency__gte=NOT_OWED)),
            suspended=Count("pk", filter=Q(standing=Standing.SUSPENDED)),
        )


def held(*wanted: Q, way: Way) -> Q:
    """There is a charge in force that is one of these."""
    from duban.ledger.models import Charge

    now = Charge.objects.filter(until__isnull=True).order_by()
    if way is Way.LOOKING:
        # One after the other, each by an index of its own.
        found = Q()
        for each in wanted:
            found |= Q(Exists(now.filter(each, finding=OuterRef("pk"))))
        return found
    first, *others = (now.filter(each).values("finding") for each in wanted)
    return Q(pk__in=first.union(*others, all=True) if others else first)


def charges_of(seen: Sight) -> tuple[Q, ...]:
    """Charges by which a person sees a finding, one condition for each way an index can be entered; one that nothing
    fulfils where there are none."""
    found = [Q(body__in=sorted(seen.bodies))] if seen.bodies else []
    if seen.teams:
        found.append(Q(body__in=seen.watched().values("pk")))
    found += [_led(each) for each in _in_order(seen.leads)]
    found += [_mine(each) for each in _in_order(seen.answers) if each.person]
    return tuple(found) or (Q(pk__in=()),)


def led_by(person: permissions.Someone) -> tuple[Q, ...]:
    """Charges by which she answers as a leader in charge, under whatever name; one that nothing fulfils where none are."""
    return tuple(_led(each) for each in _in_order(sight(person).leads)) or (Q(pk__in=()),)


def _led(each: Mine) -> Q:
    """Charges as a leader that are hers: tied to her, and under her name where nobody is tied."""
    mine = Q(pk__in=())
    if each.person:
        mine |= Q(role="leader", person=each.person)
    if each.name:
        mine |= Q(role="leader", person_name=each.name, person__isnull=True)
    return mine & _when(each)


def _mine(each: Mine) -> Q:
    return Q(person=each.person) & _when(each)


def _when(each: Mine) -> Q:
    when = Q(since__gte=each.since) if each.since else Q()
    return when & Q(since__lt=each.before) if each.before else when


def _in_order(mine: frozenset[Mine]) -> list[Mine]:
    """The same person asks the same question every time."""
    return sorted(mine, key=repr)
