"""What the files of a set are to each other: a person may say otherwise, and the items are joined anew."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.intake.actions import settling
from duban.intake.actions.changing import (
    WHOLE,
    NotPossible,
    Step,
    hold_set,
    record,
    snapshot,
    unconfirm,
    write,
)
from duban.intake.models import DraftItem, IntakeSet, ItemState, Role, SetFile


class Joined(StrEnum):
    """What became of the items when a file was said to be something else."""

    SAME = "same"
    #: Files are still being read; their items are joined when the last one is.
    LATER = "later"
    ANEW = "anew"
    #: Somebody has worked on the items: she is asked before they begin anew.
    ASKED = "asked"
    #: Items are in the ledger; what stands there no longer follows the files.
    KEPT = "kept"


@transaction.atomic
def choose_role(person: Person, file: SetFile, role: str) -> Joined:
    """A person says what a file is; her word stands over the guess."""
    held = _held(person, file.intake_set)
    if role not in Role.values:
        raise NotPossible(_("没有这个选项。"))
    row = SetFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    changed = row.role != role
    row.role, row.role_chosen = role, True
    row.save(update_fields=["role", "role_chosen"])
    return _join(person, held) if changed else Joined.SAME


def _join(person: Person, held: IntakeSet) -> Joined:
    if _is_reading(held):
        return Joined.LATER
    if held.items.filter(finding__isnull=False).exists():
        return Joined.KEPT
    if _is_touched(held):
        _note_stale(held, True)
        return Joined.ASKED
    _begin_anew(person, held)
    return Joined.ANEW


@transaction.atomic
def rejoin(person: Person, intake_set: IntakeSet) -> IntakeSet:
    """Make the items again from the readings, by what the files are now. The old ones stay in the record, and the act
    can be undone like any other."""
    held = _held(person, intake_set)
    if _is_reading(held):
        raise NotPossible(_("还有文件正在识读，读完后会自动归并。"))
    if held.items.filter(finding__isnull=False).exists():
        raise NotPossible(_("已有内容登记入台账，各项不再重新归并；需要更正的请在台账中办理。"))
    if held.files_stale:
        _begin_anew(person, held)
    return held


def _held(person: Person, intake_set: IntakeSet) -> IntakeSet:
    if not may_review(person):
        raise NotPossible(_("只有整改办人员可以改动文件的用途。"))
    held = hold_set(intake_set.pk)
    if held.withdrawn_at is not None:
        raise NotPossible(_("这组文件已经撤下，用途不再改动。"))
    return held


def _is_reading(held: IntakeSet) -> bool:
    return held.files.exclude(state__in=settling.OVER).exists()


def _is_touched(held: IntakeSet) -> bool:
    """Whether a reviewer's work would be lost from sight."""
    return held.changes.filter(undone=False).exclude(verb__in=("undo", "rejoin")).exists()


def _begin_anew(person: Person, held: IntakeSet) -> None:
    old = list(held.items.select_for_update(no_key=True).exclude(state=ItemState.GONE).order_by("position"))
    steps = [_gone(person, item) for item in old]
    steps += [Step(item, None) for item in settling.assemble(held)]
    if steps:
        record(person, "rejoin", WHOLE, steps)
    _note_stale(held, False)


def _gone(person: Person, item: DraftItem) -> Step:
    before = snapshot(item)
    item.state = ItemState.GONE
    unconfirm(item)
    write(item, person, WHOLE)
    return Step(item, before)


def _note_stale(held: IntakeSet, stale: bool) -> None:
    held.files_stale = stale
    held.save(update_fields=["files_stale"])
