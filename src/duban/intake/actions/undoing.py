"""Taking back a reviewer's last act, without touching what others did meanwhile."""

from __future__ import annotations

import copy

from django.db import transaction
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.intake.actions.changing import (
    WHOLE,
    NotPossible,
    Step,
    check_open,
    hold_set,
    lock,
    record,
    restore,
    snapshot,
    write,
)
from duban.intake.content import Json
from duban.intake.models import Change, DraftItem, IntakeSet, ItemState


def last_act(person: Person, intake_set: IntakeSet) -> Change | None:
    acts = Change.objects.filter(intake_set=intake_set, person=person, undone=False)
    return acts.exclude(verb="undo").order_by("-pk").first()


@transaction.atomic
def undo(person: Person, intake_set: IntakeSet) -> tuple[Change, list[DraftItem]]:
    """Revert this person's last act in this set; gives the act and the items it touched."""
    hold_set(intake_set.pk)
    act = last_act(person, intake_set)
    if act is None:
        raise NotPossible(_("没有可以撤销的改动。"))
    steps = [_revert(person, row) for row in act.steps]
    if act.verb == "rejoin":
        # The items are joined again as they were, and no longer by what the files are now.
        IntakeSet.objects.filter(pk=intake_set.pk).update(files_stale=True)
    act.undone = True
    act.save(update_fields=["undone"])
    record(person, "undo", act.key, steps)
    return act, [step.item for step in steps]


def _revert(person: Person, row: Json) -> Step:
    item = lock(row["item"])
    check_open(item, person)
    now = snapshot(item)
    before = row["before"] or {**row["after"], "state": ItemState.GONE.value}
    restore(item, reverted(now, before, row["after"]))
    write(item, person, WHOLE)
    return Step(item, now)


def reverted(now: Json, before: Json, after: Json) -> Json:
    """``now`` with the difference from before to after taken back. Fails where somebody has changed it since."""
    result = copy.deepcopy(now)
    for key in ("state", "drop_reason", "confirmed_by", "confirmed_at"):
        if before[key] != after[key]:
            result[key] = _taken_back(now, before, after, key)
    for key in before["content"]:
        if before["content"][key] != after["content"][key] and key != "seq":
            result["content"][key] = _taken_back(now["content"], before["content"], after["content"], key)
    return result


def _taken_back(now: Json, before: Json, after: Json, key: str) -> object:
    if now[key] != after[key]:
        raise NotPossible(_("这一处之后又被改过，不能直接撤销；请在字段里改回去。"))
    return before[key]
