"""Everybody: each role in each relation to the problems, and those whose roles depend on the day or on somebody else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from duban.accounts.models import Deputy, Leave, Membership, Person
from duban.organizations.models import Body
from tests.duban.rights.table import ADMINISTRATORS, RELATIONS, ROLES, may, may_on_others, sees

#: The unit by which somebody stands in a relation; whoever is there herself belongs to a unit that is not charged.
UNITS = {
    "lead": "市水务局",
    "main": "鹿鸣县",
    "supporting": "市财政局",
    "supervising": "市生态环境局",
    "accepting": "市督察整改验收组",
    "member": "霁川县",
    "area": "第一包片督导组",
    "leader": "市机关事务局",
    "watcher": "市机关事务局",
    "none": "市机关事务局",
}
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person and what she counts as today: pairs of role and relation."""

    name: str
    person: Person
    counts_as: tuple[tuple[str, str], ...]

    def _as(self, filed: bool) -> tuple[tuple[str, str], ...]:
        """Before filing a group party has no members yet: nobody in particular is charged."""
        return tuple((role, "none" if way == "member" and not filed else way) for role, way in self.counts_as)

    def sees(self, filed: bool = True) -> bool:
        return any(sees(*pair) for pair in self._as(filed))

    def may(self, verb: str, filed: bool = True) -> bool:
        return self.sees(filed) and any(may(verb, *pair) for pair in self._as(filed))

    def may_on_others(self, verb: str) -> bool:
        return any(may_on_others(verb, *pair) for pair in self.counts_as)

    def fresh(self) -> Person:
        """As the next request sees her."""
        return Person.objects.get(pk=self.person.pk)


def everybody(today: datetime.date) -> list[Someone]:
    return [*_by_role(today), *_by_day(today), *_by_another(today)]


def _new(name: str, role: str = "", relation: str = "none", **days: datetime.date | None) -> Person:
    person = Person.objects.create(username=name, display_name=name)
    if role:
        body = Body.objects.get_or_create(name=UNITS[relation])[0]
        Membership.objects.create(person=person, body=body, role=role, **days)
    return person


def _by_role(today: datetime.date) -> Iterator[Someone]:
    since = today - 30 * DAY
    for role in ROLES:
        for relation in RELATIONS:
            name = f"{role}-{relation}"
            yield Someone(name, _new(name, role, relation, since=since), ((role, relation),))


def _by_day(today: datetime.date) -> Iterator[Someone]:
    """Without a role; switched off; a role that ended yesterday, begins tomorrow, begins or ends today."""
    yield Someone("no-role", _new("no-role"), ())
    off = _new("switched-off", "office_head", since=today)
    off.is_active = False
    off.save()
    yield Someone("switched-off", off, ())
    days = {
        "ended-yesterday": (today - 9 * DAY, today - DAY, False),
        "begins-tomorrow": (today + DAY, None, False),
        "begins-today": (today, None, True),
        "ends-today": (today - 9 * DAY, today, True),
    }
    for role, relation in (("office_head", "none"), ("liaison", "main")):
        for said, (since, until, holds) in days.items():
            name = f"{role}-{said}"
            person = _new(name, role, relation, since=since, until=until)
            yield Someone(name, person, ((role, relation),) if holds else ())


def _by_another(today: datetime.date) -> Iterator[Someone]:
    """Deputies of a holder: in force, over, to come, only on leave (and she is here, or away); of one switched off."""
    long_ago = today - 30 * DAY
    rows = {
        "deputy": (long_ago, None, False, False, True),
        "deputy-over": (long_ago, today - DAY, False, False, False),
        "deputy-to-come": (today + DAY, None, False, False, False),
        "deputy-she-is-here": (long_ago, None, True, False, False),
        "deputy-she-is-away": (long_ago, None, True, True, True),
    }
    for role, relation in (("office_head", "none"), ("liaison", "lead"), ("supervising", "supervising")):
        for said, (since, until, only_on_leave, away, holds) in rows.items():
            name = f"{role}-{said}"
            holder = _new(f"{name}-of", role, relation, since=long_ago)
            person = _new(name)
            Deputy.objects.create(
                person=holder, deputy=person, since=since, until=until, only_on_leave=only_on_leave
            )
            if away:
                Leave.objects.create(person=holder, since=today, until=today)
            yield Someone(name, person, ((role, relation),) if holds else ())
    yield from _of_two_minds(today)


def _of_two_minds(today: datetime.date) -> Iterator[Someone]:
    """An administrator gets no business by being a deputy; two roles add up; a holder who is switched off lends none."""
    long_ago = today - 30 * DAY
    for role in ADMINISTRATORS:
        name = f"{role}-deputy-of-head"
        person, holder = _new(name, role, since=long_ago), _new(f"{name}-of", "office_head", since=long_ago)
        Deputy.objects.create(person=holder, deputy=person, since=long_ago)
        yield Someone(name, person, ((role, "none"),))
    both = _new("liaison-of-two", "liaison", "supporting", since=long_ago)
    Membership.objects.create(
        person=both, body=Body.objects.get(name=UNITS["lead"]), role="reader", since=long_ago
    )
    #: A keeper of the supporting unit who reads for the leading one does not lead.
    yield Someone("liaison-of-two", both, (("liaison", "supporting"), ("reader", "lead")))
    gone = _new("gone", "office_head", since=long_ago)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    person = _new("deputy-of-gone")
    Deputy.objects.create(person=gone, deputy=person, since=long_ago)
    yield Someone("deputy-of-gone", person, ())
