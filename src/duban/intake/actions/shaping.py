"""Verbs on whole items: confirm, split, merge, add, drop, restore."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.files.models import Document
from duban.intake import fields, structure
from duban.intake.actions.changing import (
    WHOLE,
    NotPossible,
    Step,
    check_fresh,
    check_open,
    hand_of,
    hold_set,
    lock,
    record,
    snapshot,
    unconfirm,
    write,
)
from duban.intake.content import Json, empty, text_of
from duban.intake.fields import BadEdit, Selection
from duban.intake.models import DraftItem, IntakeSet, ItemState


def _hold(person: Person, item: DraftItem, version: int) -> DraftItem:
    hold_set(item.intake_set_id)
    current = lock(item.pk)
    check_open(current, person)
    check_fresh(current, version, WHOLE, person)
    if current.state == ItemState.GONE:
        raise NotPossible(_("这一项已并入前一项。"))
    return current


@transaction.atomic
def confirm(person: Person, item: DraftItem, version: int) -> DraftItem:
    """She has looked at this item as it stands; its open doubts are settled with it."""
    current = _hold(person, item, version)
    if current.state != ItemState.ACTIVE:
        raise NotPossible(_("这一项已被移除；可以先恢复再确认。"))
    if not text_of(current.content["problem"]).strip():
        raise NotPossible(_("这一项还没有问题表述；请先填写或在原文中选取，再确认。"))
    before = snapshot(current)
    current.content = fields.settle_all(current.content, hand_of(person))
    current.confirmed_by, current.confirmed_at = person, timezone.now()
    write(current, person, WHOLE)
    record(person, "confirm", WHOLE, [Step(current, before)])
    return current


@transaction.atomic
def split(person: Person, item: DraftItem, version: int, selection: Selection) -> tuple[DraftItem, DraftItem]:
    """Cut an item where the selection begins; gives both halves."""
    current = _hold(person, item, version)
    before = snapshot(current)
    try:
        first, second = structure.split(current.content, selection, hand_of(person))
    except BadEdit as error:
        raise NotPossible(str(error)) from error
    current.content = first
    unconfirm(current)
    write(current, person, WHOLE)
    made = _insert(current.intake_set_id, current.document_id, second, current.position)
    record(person, "split", WHOLE, [Step(current, before), Step(made, None)])
    return current, made


def following(item: DraftItem) -> DraftItem | None:
    """The item after this one, among those that are still to be reviewed."""
    behind = DraftItem.objects.filter(
        intake_set_id=item.intake_set_id, position__gt=item.position, state=ItemState.ACTIVE
    )
    return behind.open().order_by("position").first()


@transaction.atomic
def merge_with_next(
    person: Person, item: DraftItem, version: int, next_version: int | None = None
) -> DraftItem:
    current = _hold(person, item, version)
    behind = following(current)
    if behind is None:
        raise NotPossible(_("后面没有可以合并的项。"))
    absorbed = lock(behind.pk)
    if next_version is not None:
        check_fresh(absorbed, next_version, WHOLE, person)
    before, before_absorbed = snapshot(current), snapshot(absorbed)
    current.content = structure.merge(current.content, absorbed.content)
    unconfirm(current)
    unconfirm(absorbed)
    absorbed.state = ItemState.GONE
    write(current, person, WHOLE)
    write(absorbed, person, WHOLE)
    record(person, "merge", WHOLE, [Step(current, before), Step(absorbed, before_absorbed)])
    return current


@transaction.atomic
def add_item(
    person: Person,
    intake_set: IntakeSet,
    document: Document,
    new: Selection | None,
    after: DraftItem | None = None,
) -> DraftItem:
    """A new item from selected text (or an empty one), behind another one."""
    if not may_review(person):
        raise NotPossible(_("只有整改办人员可以校核文件。"))
    if hold_set(intake_set.pk).withdrawn_at is not None:
        raise NotPossible(_("这组文件已经撤下，校核稿不再改动。"))
    content = structure.from_selection(new, hand_of(person)) if new else empty()
    position = after.position if after else _last_position(intake_set.pk)
    made = _insert(intake_set.pk, document.pk, content, position)
    record(person, "add", WHOLE, [Step(made, None)])
    return made


def _last_position(set_pk: int) -> int:
    last = DraftItem.objects.filter(intake_set_id=set_pk).aggregate(last=Max("position"))["last"]
    return last if last is not None else 0


def _insert(set_pk: int, document_pk: int, content: Json, position: int) -> DraftItem:
    behind = DraftItem.objects.filter(intake_set_id=set_pk, position__gt=position)
    behind.update(position=F("position") + 1)
    return DraftItem.objects.create(
        intake_set_id=set_pk, document_id=document_pk, content=content, position=position + 1
    )


@transaction.atomic
def drop(person: Person, item: DraftItem, version: int, reason: str) -> DraftItem:
    """Take an item out of what will be accepted. It stays in the list, with the reason, and can be restored."""
    current = _hold(person, item, version)
    if not reason.strip():
        raise NotPossible(_("请写明移除这一项的理由。"))
    before = snapshot(current)
    current.state, current.drop_reason = ItemState.DROPPED, reason.strip()[:300]
    unconfirm(current)
    write(current, person, WHOLE)
    record(person, "drop", WHOLE, [Step(current, before)])
    return current


@transaction.atomic
def bring_back(person: Person, item: DraftItem, version: int) -> DraftItem:
    current = _hold(person, item, version)
    before = snapshot(current)
    current.state, current.drop_reason = ItemState.ACTIVE, ""
    write(current, person, WHOLE)
    record(person, "restore", WHOLE, [Step(current, before)])
    return current
