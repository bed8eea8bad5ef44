"""Charges of people and the accounts they belong to: tied where it is certain, asked once where it is not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Q

from duban.accounts.actions.naming import ask
from duban.accounts.models import Person
from duban.accounts.naming import people_for
from duban.journal.actions import Line, record_all
from duban.ledger.models import OF_PEOPLE, Charge, ChargeRole


def tie_people(rows: Iterable[Charge], today: datetime.date) -> None:
    """The people of a plan that is being accepted, before their rows are written: a leader in charge is looked for
    among the leaders, whoever else answers in person among all."""
    named = [row for row in rows if row.role in OF_PEOPLE and row.person_name]
    _tie([row for row in named if row.role == ChargeRole.LEADER], today, leader=True)
    _tie([row for row in named if row.role != ChargeRole.LEADER], today, leader=False)


def _tie(rows: Sequence[Charge], today: datetime.date, *, leader: bool) -> None:
    if not rows:
        return
    found = people_for({(row.person_name, row.post) for row in rows}, today, leader=leader)
    for row in rows:
        row.person = found[row.person_name, row.post].person
    ask(key for key, match in found.items() if not match.certain and match.candidates)


def when_answered(name: str, post: str, person: Person | None, actor: Person | None) -> None:
    """Somebody said whose name it is: so it is on every charge in force that stands under it."""
    rows = [
        row
        for row in Charge.objects.filter(_spelled(name), role__in=OF_PEOPLE, until__isnull=True)
        if _plain(row.post)[:200] == post and row.person_id != (person and person.pk)
    ]
    for row in rows:
        row.person = person
    Charge.objects.bulk_update(rows, ["person"], batch_size=200)
    facts = {"name": name, "post": post, "person": person.display_name if person else ""}
    lines = [Line(("finding", str(row.finding_id)), "finding.person_tied", facts) for row in rows]
    record_all(lines, actor)


def untied(name: str) -> list[tuple[str, str]]:
    """With which posts this name stands on charges in force that are nobody's yet."""
    rows = Charge.objects.filter(_spelled(name), role__in=OF_PEOPLE, until__isnull=True, person__isnull=True)
    return list(rows.values_list("person_name", "post").distinct())


def _spelled(name: str) -> Q:
    """A name of two characters is often printed with a space between them."""
    spelled = {name} | ({f"{name[0]}{gap}{name[1]}" for gap in (" ", "　")} if len(name) == 2 else set())
    return Q(person_name__in=spelled)


def _plain(text: str) -> str:
    return "".join(text.split())
