"""What part of the ledger a person sees, as plain facts that the rooms above turn into one query.

Everything, or: the rows of her units, what lies in the areas of her team, what stands under her name as a leader, and what
she is charged with herself. Nobody sees more by holding more than one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from duban.accounts.models import ADMINISTRATORS, Person, Role
from duban.accounts.permissions import SEES_ALL, SEES_OWN_UNIT, Held, Someone, bodies_of, held
from duban.organizations.models import Body, Region, TeamArea
from duban.organizations.queries import in_force


@dataclass(frozen=True, slots=True)
class Mine:
    """Charges that are hers: those tied to ``person``, and, where nobody is tied, those under ``name`` (empty: none).
    ``since``: only charges that began on that day or later; ``before``: only those that began earlier."""

    person: int | None
    name: str = ""
    since: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    everything: bool = False
    #: Units whose charges, in whatever role, she sees.
    bodies: frozenset[int] = frozenset()
    #: Area teams for which she inspects.
    teams: frozenset[int] = frozenset()
    #: Charges as a leader that are hers, in person or by name.
    leads: frozenset[Mine] = frozenset()
    #: Charges in whatever role that are hers in person, whether she holds a role or not; never by name.
    answers: frozenset[Mine] = frozenset()
    on: date = date.max

    @property
    def nothing(self) -> bool:
        return not (self.everything or self.bodies or self.leads or self.answers)

    def watched(self) -> QuerySet[Body]:
        """Bodies in the areas that her teams watch over on that day: a subquery, not a list."""
        areas = TeamArea.objects.filter(team__in=self.teams).filter(in_force(self.on)).values("region")
        below = (
            Q(pk__in=areas) | Q(parent__in=areas) | Q(parent__parent__in=areas) | Q(predecessors__in=areas)
        )
        return Body.objects.filter(region__in=Region.objects.filter(below).values("pk"))


def sight(person: Someone, on: date | None = None) -> Sight:
    """One statement at most for a request, and none where her roles were asked for before."""
    if not isinstance(person, Person) or not person.is_active:
        return Sight()
    day, rows = on or timezone.localdate(), held(person, on)
    roles = {row.role for row in rows}
    if roles & ADMINISTRATORS:
        return Sight()
    leads, answers = _leads(rows, day), _answers(person, rows, day)
    if roles & SEES_ALL:
        return Sight(everything=True, leads=leads, answers=answers, on=day)
    return Sight(
        bodies=bodies_of(person, SEES_OWN_UNIT, on),
        teams=bodies_of(person, frozenset({Role.INSPECTOR}), on),
        leads=leads,
        answers=answers,
        on=day,
    )


def _leads(rows: list[Held], on: date) -> frozenset[Mine]:
    led = [row for row in rows if row.role == Role.LEADER]
    own = {
        Mine(row.holder, "" if row.is_shared else row.name, since=_given_up(row.charged_from, on))
        for row in led
    }
    return frozenset(own | {each for row in led for each in _taken_over(row)})


def _answers(person: Person, rows: list[Held], on: date) -> frozenset[Mine]:
    """Herself, for whom she is a deputy, and those whose posts she took over."""
    own = {Mine(person.pk, since=_given_up(person.charged_from, on))}
    others = {
        Mine(row.holder, since=_given_up(row.charged_from, on)) for row in rows if row.holder != person.pk
    }
    taken = {
        Mine(each.person, before=each.before) for row in rows for each in _taken_over(row) if each.person
    }
    return frozenset(own | others | taken)


def _given_up(charged_from: date | None, on: date) -> date | None:
    """A handover that is still to come takes nothing away yet."""
    return charged_from if charged_from is not None and charged_from <= on else None


def _taken_over(row: Held) -> list[Mine]:
    return [
        Mine(whose[0] if whose else None, name, before=date.fromisoformat(day))
        for name, day, *whose in row.inherited or ()
    ]
