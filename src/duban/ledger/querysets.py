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
        mine = self._answered_by(person)
        bodies = permissions.bodies_of(person, permissions.SEES_OWN_UNIT)
        if bodies:
            mine |= Q(self._charge(body__in=bodies))
        return self.filter(mine) if mine else self.none()

    def charged_to(self, bodies: Any, role: str = "") -> FindingQuerySet:
        """Findings on which one of these bodies holds a charge today (of one role, if given)."""
        return self._charged(body__in=bodies, **({"role": role} if role else {}))

    def charged_as(self, role: str) -> FindingQuerySet:
        """Findings on which anybody is charged in this role."""
        return self._charged(role=role)

    def led_by(self, name: str) -> FindingQuerySet:
        """Findings under the name of a leader in charge."""
        return self._charged(role="leader", person_name=name)

    def answered_by(self, person: permissions.Someone) -> FindingQuerySet:
        """Findings for which she answers as a leader in charge."""
        mine = self._answered_by(person)
        return self.filter(mine) if mine else self.none()

    def _answered_by(self, person: permissions.Someone) -> Q:
        mine = Q()
        for each in permissions.leader_names(person):
            until = {"since__lt": each.before} if each.before else {}
            mine |= Q(self._charge(role="leader", person_name=each.name, **until))
        return mine

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
        return self.filter(search_text__mentions=words)

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
