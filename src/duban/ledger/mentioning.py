"""The verbs that tie a later document to findings: attach it, and take back what was attached by mistake."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.files.models import Document
from duban.journal.actions import Line, record_all
from duban.journal.wording import kept
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import Finding, Mention, MentionKind, MentionStatus


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that speaks of findings: what kind it is and what it is called."""

    kind: str
    title: str
    published: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class MentionInput:
    """One place of the paper and the finding it is about."""

    finding: int
    document: UUID
    start: int
    end: int
    quote: str = ""
    printed_no: str = ""
    status: str = ""
    status_text: str = ""


@transaction.atomic
def attach(paper: Paper, places: Sequence[MentionInput], actor: Person) -> list[Mention]:
    """Every finding gets the document at its place; gives the mention of each place, also where it stood already.

    Stages stay where they are: closing is a step of its own."""
    _may_attach(actor)
    if not places:
        raise Refused(_("没有选定任何问题，文件没有附上；请至少为一项选定台账问题。"))
    findings = _held(actor, {place.finding for place in places})
    papers = Document.objects.select_related("stored_file").defer("text", "blocks")
    documents = papers.in_bulk({place.document for place in places}, field_name="uuid")
    wanted = [_mention(paper, place, findings, documents[place.document], actor) for place in places]
    standing = _standing(wanted)
    fresh = [each for each in wanted if standing.setdefault(_place(each), each) is each]
    Mention.objects.bulk_create(fresh)
    record_all([_line(each) for each in fresh], actor)
    return [standing[_place(each)] for each in wanted]


@transaction.atomic
def take_back(mention: Mention, reason: str, actor: Person) -> Mention:
    """It was the wrong finding: the document is listed there no more, the record keeps both."""
    _may_attach(actor)
    reason = reason.replace("\x00", "").strip()[:300]
    if not reason:
        raise Refused(_("请写明取消的理由。"))
    held = Mention.objects.select_for_update(of=("self",), no_key=True).get(pk=mention.pk)
    if held.taken_back_at is None:
        held.taken_back_at, held.taken_back_by, held.taken_back_reason = timezone.now(), actor, reason
        held.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
        facts = {"mention": held.pk, "title": held.title, "reason": reason}
        record_all([Line(("finding", str(held.finding_id)), "finding.mention_taken_back", facts)], actor)
    return held


def _may_attach(actor: Person) -> None:
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以把文件附到台账问题，请联系整改办经办人。"))


def _held(actor: Person, wanted: set[int]) -> dict[int, Finding]:
    """The findings, locked in one order; one that she may not see is not there."""
    rows = Finding.objects.visible_to(actor).filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    if len(found) < len(wanted):
        raise Refused(_("有的问题已经不在台账中，文件没有附上；请刷新页面后重选。"))
    return found


def _mention(
    paper: Paper, place: MentionInput, findings: dict[int, Finding], document: Document, actor: Person
) -> Mention:
    return Mention(
        finding=findings[place.finding],
        document=document,
        kind=MentionKind(paper.kind),
        title=paper.title[:300],
        published=paper.published,
        printed_no=place.printed_no,
        start=place.start,
        end=place.end,
        quote=place.quote,
        status=place.status if place.status in MentionStatus.values else "",
        status_text=place.status_text,
        at=timezone.now(),
        by=actor,
    )


Place = tuple[int, int, int]


def _place(mention: Mention) -> Place:
    return mention.finding_id, mention.document_id, mention.start


def _standing(wanted: Sequence[Mention]) -> dict[Place, Mention]:
    """What is attached already: the same place of the same document is attached once."""
    rows = Mention.objects.filter(finding__in=[each.finding for each in wanted], taken_back_at__isnull=True)
    return {_place(row): row for row in rows}


def _line(mention: Mention) -> Line:
    facts = {
        "mention": mention.pk,
        "kind": kept(mention.get_kind_display),
        "title": mention.title,
        "published": mention.published.isoformat() if mention.published else "",
        "printed_no": mention.printed_no,
        "status": kept(mention.get_status_display) if mention.status else "",
        "document_sha256": mention.document.stored_file.sha256,
    }
    return Line(("finding", str(mention.finding_id)), "finding.mentioned", facts)
