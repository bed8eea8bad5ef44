"""How a draft changes: locked, checked against what the reviewer saw, counted, and written down before and after."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.intake.content import Json
from duban.intake.fields import BadEdit, Hand
from duban.intake.models import Change, DraftItem, IntakeSet, ItemState

#: Typing that goes on in one field within this time is one act, and one step back.
ONE_ACT = datetime.timedelta(minutes=2)
WHOLE = "*"


class NotPossible(Exception):
    """A verb that cannot be done now; its text is a full sentence for the reviewer."""


class PlanStands(NotPossible):
    """The inspection has a master plan already: this document is to be compared with it."""

    def __init__(self, plan: int, sentence: str) -> None:
        super().__init__(sentence)
        self.plan = plan


class Conflict(Exception):
    """Somebody else changed the same thing after the reviewer saw it. Carries the item as it is now."""

    def __init__(self, item: DraftItem, by: str) -> None:
        super().__init__(by)
        self.item = item
        self.by = by


@dataclass(frozen=True, slots=True)
class Step:
    """One item before and after an act."""

    item: DraftItem
    before: Json | None


def hand_of(person: Person) -> Hand:
    now = timezone.localtime().isoformat(timespec="seconds")
    return Hand(person.pk, person.display_name, now)


def lock(pk: int) -> DraftItem:
    """The item, held until the transaction ends."""
    return (
        DraftItem.objects.select_for_update(of=("self",), no_key=True).select_related("intake_set").get(pk=pk)
    )


def hold_set(pk: int) -> IntakeSet:
    """The set, held until the transaction ends: verbs on several items of a set come one after the other.

    Its key is left free, as everywhere here: who holds an item writes rows that point at the set, and would
    otherwise wait for whoever holds the set and wants the item."""
    return IntakeSet.objects.select_for_update(no_key=True).get(pk=pk)


def check_open(item: DraftItem, person: Person) -> None:
    if not may_review(person):
        raise NotPossible(_("只有整改办人员可以校核文件。"))
    if item.intake_set.withdrawn_at is not None:
        raise NotPossible(_("这组文件已经撤下，校核稿不再改动。"))
    if item.mention_id is not None:
        raise NotPossible(_("这一项已经附到台账问题，校核稿不再改动；需要改动时，先在文件页取消附上。"))
    if item.finding_id is not None:
        raise NotPossible(_("这一项已经登记入台账，校核稿不再改动；请到台账中办理。"))


def check_fresh(item: DraftItem, version: int, key: str, person: Person) -> None:
    """Nobody else changed this field, or the whole item, since the reviewer saw that version."""
    for touched, (at_version, by, name) in item.touched.items():
        if at_version > version and by != person.pk and _overlap(touched, key):
            raise Conflict(item, name)


def _overlap(one: str, other: str) -> bool:
    if WHOLE in (one, other):
        return True
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def snapshot(item: DraftItem) -> Json:
    return {
        "content": item.content,
        "state": item.state,
        "drop_reason": item.drop_reason,
        "confirmed_by": item.confirmed_by_id,
        "confirmed_at": item.confirmed_at.isoformat() if item.confirmed_at else None,
    }


def restore(item: DraftItem, saved: Json) -> None:
    item.content, item.state, item.drop_reason = saved["content"], saved["state"], saved["drop_reason"]
    item.confirmed_by_id = saved["confirmed_by"]
    raw = saved["confirmed_at"]
    item.confirmed_at = datetime.datetime.fromisoformat(raw) if raw else None


def write(item: DraftItem, person: Person, key: str) -> None:
    """Save a changed item under its next version."""
    item.version += 1
    item.touched = {**item.touched, key: [item.version, person.pk, person.display_name]}
    item.save(
        update_fields=[
            "content", "state", "drop_reason", "confirmed_by", "confirmed_at", "version", "touched", "position",
        ]
    )  # fmt: skip


def unconfirm(item: DraftItem) -> None:
    """What is changed after it was confirmed has to be looked at again."""
    item.confirmed_by, item.confirmed_at = None, None


def record(person: Person, verb: str, key: str, steps: list[Step]) -> Change:
    """Write down an act; typing that goes on in the same field continues the act before it."""
    rows = [{"item": s.item.pk, "before": s.before, "after": snapshot(s.item)} for s in steps]
    first = steps[0].item
    running = _running(person, verb, key, first)
    if running is not None:
        running.steps[0]["after"] = rows[0]["after"]
        running.at = timezone.now()
        running.save(update_fields=["steps", "at"])
        return running
    return Change.objects.create(
        intake_set_id=first.intake_set_id,
        item=first,
        person=person,
        at=timezone.now(),
        verb=verb,
        key=key,
        steps=rows,
    )


def _running(person: Person, verb: str, key: str, item: DraftItem) -> Change | None:
    if verb != "type":
        return None
    last = Change.objects.filter(item=item).order_by("-pk").first()
    same = last is not None and (last.person_id, last.verb, last.key) == (person.pk, verb, key)
    if last is None or not same or last.undone or timezone.now() - last.at > ONE_ACT:
        return None
    return last


@transaction.atomic
def change(
    person: Person,
    item: DraftItem,
    version: int,
    verb: str,
    key: str,
    edit: Callable[[Json, Hand], Json],
) -> DraftItem:
    """Apply a pure edit to one item's content."""
    current = lock(item.pk)
    check_open(current, person)
    if current.state != ItemState.ACTIVE:
        raise NotPossible(_("这一项已被移除或并入前一项；可以先恢复再改。"))
    check_fresh(current, version, key, person)
    before = snapshot(current)
    try:
        changed: Any = edit(current.content, hand_of(person))
    except BadEdit as error:
        raise NotPossible(str(error)) from error
    if changed == current.content:
        return current
    current.content = changed
    unconfirm(current)
    write(current, person, key)
    record(person, verb, key, [Step(current, before)])
    return current
