"""Who looks at a set right now, and what changed under whose hands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from duban.accounts.models import Person
from duban.intake.models import Change, DraftItem, IntakeSet, Presence

#: The page tells every few seconds that it is still there; silence longer than this means it is gone.
GONE_AFTER = datetime.timedelta(seconds=20)


def tell(person: Person, intake_set: IntakeSet, item: DraftItem | None) -> None:
    Presence.objects.update_or_create(
        intake_set=intake_set, person=person, defaults={"item": item, "seen_at": timezone.now()}
    )


def others(person: Person, intake_set: IntakeSet) -> list[Presence]:
    since = timezone.now() - GONE_AFTER
    rows = Presence.objects.filter(intake_set=intake_set, seen_at__gte=since).exclude(person=person)
    return list(rows.select_related("person", "item").order_by("person__display_name"))


def changed_since(person: Person, intake_set: IntakeSet, last: int) -> tuple[int, list[int]]:
    """The number of the newest change, and the items that others changed after the one given."""
    newest = last
    touched: list[int] = []
    rows = Change.objects.filter(intake_set=intake_set, pk__gt=last).order_by("pk")
    for change in rows.only("pk", "person_id", "steps"):
        newest = change.pk
        if change.person_id != person.pk:
            touched += [step["item"] for step in change.steps]
    return newest, list(dict.fromkeys(touched))


def places(items: Sequence[DraftItem]) -> dict[int, int]:
    """Which number in the list an item has."""
    return {item.pk: place for place, item in enumerate(items, start=1)}
