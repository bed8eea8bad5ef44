"""Names of documents that could be anybody's: asked once, answered by the office or by the next account that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.actions.common import demand_reason
from duban.accounts.errors import Refused
from duban.accounts.models import NamedPerson, Person
from duban.accounts.naming import Printed, key_of, people_for
from duban.accounts.permissions import demand
from duban.journal.actions import record

#: Rooms above that have names on their rows: called in the transaction of the answer, with name and post without
#: spaces, the person (None: nobody any more, or no account) and who said so.
WhenAnswered = Callable[[str, str, Person | None, Person | None], None]
when_answered: list[WhenAnswered] = []

#: Rooms above that have this name on rows of nobody's: with which posts. Asked when somebody of that name gets a role.
Untied = Callable[[str], Iterable[Printed]]
untied: list[Untied] = []


@transaction.atomic
def ask(printed: Iterable[Printed]) -> None:
    """Put names on the list of questions; those that stand there already stay as they are."""
    keys = sorted({key_of(*each) for each in printed if key_of(*each)[0]})
    rows = [NamedPerson(name=name, post=post) for name, post in keys]
    NamedPerson.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


@transaction.atomic
def answer(row: NamedPerson, person: Person | None, actor: Person | None) -> NamedPerson:
    """From now on this name with this post is she, on the rows there are and in documents to come."""
    demand(actor, "answer_name")
    row = NamedPerson.objects.select_for_update().get(pk=row.pk)
    if row.answered_at is not None:
        raise Refused(_("“%(name)s”已经核对过，没有再改动。") % {"name": row})
    row.person, row.answered_at = person, timezone.now()
    row.save(update_fields=["person", "answered_at"])
    facts = {"name": row.name, "post": row.post, "person": person.display_name if person else ""}
    facts["username"] = person.username if person else ""
    record(("named_person", str(row.pk)), "name.answered", actor, facts)
    for tie in when_answered:
        tie(row.name, row.post, person, actor)
    return row


@transaction.atomic
def withdraw_answer(row: NamedPerson, reason: str, actor: Person | None) -> NamedPerson:
    """It was somebody else: the name is nobody's again and stands among the questions."""
    demand(actor, "answer_name")
    reason = demand_reason(reason)
    row = NamedPerson.objects.select_for_update().get(pk=row.pk)
    if row.answered_at is None:
        raise Refused(_("“%(name)s”还没有核对过，没有可以撤回的答案。") % {"name": row})
    row.person, row.answered_at = None, None
    row.save(update_fields=["person", "answered_at"])
    facts = {"name": row.name, "post": row.post, "reason": reason}
    record(("named_person", str(row.pk)), "name.withdrawn", actor, facts)
    for tie in when_answered:
        tie(row.name, row.post, None, actor)
    return row


def settle(person: Person, on: date) -> None:
    """She holds a role now: what only she fits is hers by that; what fits another of her name as well is asked."""
    ask(printed for rows_of in untied for printed in rows_of(person.display_name))
    waiting = NamedPerson.objects.filter(name=key_of(person.display_name, "")[0], answered_at__isnull=True)
    rows = {(row.name, row.post): row for row in waiting}
    for key, match in people_for(rows, on).items():
        if match.certain and match.person is not None:
            answer(rows[key], match.person, None)
