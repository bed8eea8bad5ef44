"""Which findings a person sees, and the questions a list may ask. ``today`` always comes from outside."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from duban.accounts import permissions
from duban.ledger.lifecycle import OWING, Standing

if TYPE_CHECKING:
    from duban.ledger.models import Finding  # noqa: F401


class FindingQuerySet(QuerySet["Finding"]):
    def visible_to(self, person: permissions.Someone) -> FindingQuerySet:
        """Office and readers see all; unit people what their unit is charged with, leaders what stands under their
        name; nobody else anything."""
        if permissions.sees_all(person):
            return self
        mine = Q()
        bodies = permissions.bodies_of(person, permissions.SEES_OWN_UNIT)
        if bodies:
            mine |= Q(self._charge(body__in=bodies))
        names = permissions.leader_names(person)
        if names:
            mine |= Q(self._charge(role="leader", person_name__in=names))
        return self.filter(mine) if mine else self.none()

    def charged_to(self, bodies: Any, role: str = "") -> FindingQuerySet:
        """Findings on which one of these bodies holds a charge today (of one role, if given)."""
        return self._charged(body__in=bodies, **({"role": role} if role else {}))

    def charged_as(self, role: str) -> FindingQuerySet:
        """Findings on which anybody is charged in this role."""
        return self._charged(role=role)

    def led_by(self, *names: str) -> FindingQuerySet:
        """Findings under the name of one of these leaders in charge."""
        return self._charged(role="leader", person_name__in=names)

    def _charged(self, **wanted: Any) -> FindingQuerySet:
        return self.filter(self._charge(**wanted))

    @staticmethod
    def _charge(**wanted: Any) -> Exists:
        """There is a charge in force like this."""
        from duban.ledger.models import Charge

        return Exists(Charge.objects.filter(finding=OuterRef("pk"), until__isnull=True, **wanted))

    def active(self) -> FindingQuerySet:
        return self.filter(standing=Standing.ACTIVE)

    def owing(self) -> FindingQuerySet:
        """Those whose work is still owed."""
        return self.active().filter(stage__in=OWING)

    def late(self, today: datetime.date) -> FindingQuerySet:
        return self.owing().filter(due_on__lt=today)

    def due_within(self, today: datetime.date, days: int) -> FindingQuerySet:
        """Not late yet, due in so many days."""
        return self.owing().filter(due_on__gte=today, due_on__lte=today + datetime.timedelta(days=days))

    def mentioning(self, words: str) -> FindingQuerySet:
        """Every word occurs somewhere in problem, goal, measures, units or number."""
        wanted = Q()
        for word in words.split():
            wanted &= Q(search_text__icontains=word)
        return self.filter(wanted)

    def tallied(self, today: datetime.date, near_days: int) -> dict[str, int]:
        """The totals that stand under a list, in one statement."""
        owing = Q(standing=Standing.ACTIVE, stage__in=OWING)
        edge = today + datetime.timedelta(days=near_days)
        return self.aggregate(
            total=Count("pk", distinct=True),
            late=Count("pk", filter=owing & Q(due_on__lt=today), distinct=True),
            near=Count("pk", filter=owing & Q(due_on__gte=today, due_on__lte=edge), distinct=True),
            undated=Count("pk", filter=owing & Q(due_on__isnull=True), distinct=True),
            finished=Count("pk", filter=Q(standing=Standing.ACTIVE) & ~Q(stage__in=OWING), distinct=True),
        )
