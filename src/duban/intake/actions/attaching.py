"""A notice or a report meets the ledger: its document is attached to the findings that it speaks of."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.files.models import Document
from duban.intake import quoting
from duban.intake.actions.accepting import hold
from duban.intake.actions.changing import NotPossible
from duban.intake.content import text_of
from duban.intake.forms import first_facts
from duban.intake.meeting import kind_of
from duban.intake.models import AcceptedPart, DraftItem, IntakeSet, ItemState
from duban.intake.presenting import SetView
from duban.ledger import mentioning
from duban.ledger.errors import Refused
from duban.ledger.mentioning import MentionInput, Paper
from duban.ledger.models import Finding, Mention, MentionKind


@transaction.atomic
def attach(
    person: Person, intake_set: IntakeSet, token: uuid.UUID, chosen: Mapping[int, int]
) -> AcceptedPart:
    """``chosen`` says for items (by key) which finding they speak of. What is not named stays open."""
    held, done = hold(person, intake_set, token)
    if done is not None:
        return done
    view = SetView(held)
    items = _open_items(held, chosen)
    places = [_place(item, chosen[item.pk]) for item in items]
    try:
        mentions = mentioning.attach(_paper(held, view), places, person)
    except Refused as refusal:
        raise NotPossible(" ".join(refusal.reasons)) from refusal
    for item, mention in zip(items, mentions, strict=True):
        item.finding_id, item.mention = mention.finding_id, mention
        item.save(update_fields=["finding", "mention"])
    return _note(person, held, token, mentions)


@transaction.atomic
def take_back(person: Person, intake_set: IntakeSet, item: DraftItem, reason: str) -> DraftItem:
    """It was the wrong finding: the item is open again and can be attached to another one."""
    held, _done = hold(person, intake_set, None)
    current = held.items.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    mention = current.mention
    if mention is None:
        raise NotPossible(_("这一项没有附到台账问题，不用取消。"))
    try:
        mentioning.take_back(mention, reason, person)
    except Refused as refusal:
        raise NotPossible(" ".join(refusal.reasons)) from refusal
    current.finding, current.mention = None, None
    current.save(update_fields=["finding", "mention"])
    return current


def _open_items(held: IntakeSet, chosen: Mapping[int, int]) -> list[DraftItem]:
    rows = held.items.select_for_update(no_key=True).filter(pk__in=chosen, state=ItemState.ACTIVE)
    items = list(rows.order_by("position", "pk"))
    if len(items) < len(chosen) or any(item.finding_id is not None for item in items):
        raise NotPossible(_("打开这一页之后校核稿有了改动，没有附上任何文件；请核对下面的内容，再办一次。"))
    return items


def _paper(held: IntakeSet, view: SetView) -> Paper:
    facts = first_facts(held, view)
    published = facts["published"]
    return Paper(
        kind=kind_of(view) or MentionKind.PROGRESS,
        title=facts["title"],
        published=datetime.date.fromisoformat(published) if published else None,
    )


def _place(item: DraftItem, finding: int) -> MentionInput:
    """Where the document states the problem; a statement that was typed has no place of its own."""
    problem, status = item.content["problem"] or {}, item.content["status"]
    document = Document.objects.filter(uuid=problem["doc"]).first() if problem.get("doc") else None
    start, end = problem["span"] if document and problem.get("span") else (0, 0)
    own = document or item.document
    return MentionInput(
        finding=finding,
        document=own.uuid,
        start=start,
        end=end,
        quote=quoting.quote(own.text, start, end),
        printed_no=text_of(item.content["no"]).strip(" ：:、.．"),
        status=status["value"] or "",
        status_text=text_of(status["text"]),
    )


def _note(person: Person, held: IntakeSet, token: uuid.UUID, mentions: list[Mention]) -> AcceptedPart:
    findings = Finding.objects.in_bulk([mention.finding_id for mention in mentions])
    inspections = {finding.inspection_id for finding in findings.values()}
    if held.inspection_id is None and len(inspections) == 1:
        held.inspection_id = inspections.pop()
        held.save(update_fields=["inspection"])
    numbers = [findings[mention.finding_id].number for mention in mentions]
    result = {"inspection": held.inspection_id, "attached": numbers, "findings": []}
    return AcceptedPart.objects.create(
        intake_set=held, token=token, person=person, at=timezone.now(), result=result
    )
