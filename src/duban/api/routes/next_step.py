"""What comes next for a finding: the card of its page for programs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Schema
from pydantic import Field

from duban.api.fields import Number
from duban.api.problems import Missing
from duban.api.routes.common import reads
from duban.api.routes.importing import router
from duban.api.shapes.common import Coded
from duban.ledger import dossier
from duban.ledger.models import Finding
from duban.ledger.next_step import Card, Offer, card


class Awaited(Schema):
    """等待审批的申请。"""

    id: int
    words: str
    who: str = Field(description="由谁审批")
    may: list[str] = Field(description="您可以办理的")


class NextStep(Schema):
    title: str = Field(description="下一步；没有时为空")
    who: str = Field(description="由谁办理")
    is_ready: bool = Field(description="条件是否已具备")
    note: str
    missing: list[Missing]
    may: list[Coded] = Field(description="您现在可以办理的步骤")
    waiting: list[Awaited]


@reads(router, "/findings/{number}/next", NextStep, "一个问题的下一步")
def read_next_step(request: HttpRequest, number: Path[Number]) -> Any:
    """还缺什么、谁能补上、您能办什么，与问题页上的相同。"""
    finding = dossier.whole(Finding.objects.visible_to(request.user).filter(number=number))
    if finding is None:
        raise Http404
    return _told(card(finding, request.user, timezone.localdate()))


def _told(found: Card) -> dict[str, Any]:
    gaps = [each.gap for each in found.missing]
    offers = [each for each in (found.button, *found.others) if each is not None]
    return {
        "title": found.title,
        "who": found.who,
        "is_ready": found.is_ready,
        "note": found.note,
        "missing": [{"what": gap.what, "sentence": gap.sentence, "who": gap.who} for gap in gaps],
        "may": [{"code": each.verb, "name": each.title} for each in offers],
        "waiting": [_awaited(each) for each in found.waiting],
    }


def _awaited(each: Any) -> dict[str, Any]:
    offers: tuple[Offer | None, ...] = (each.approve, each.refuse, each.take_back)
    may = [offer.verb for offer in offers if offer is not None]
    return {"id": each.request.pk, "words": each.words, "who": each.who, "may": may}
