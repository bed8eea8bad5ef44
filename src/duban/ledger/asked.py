"""What a unit asked for, as it stands: what waits for an answer, and what was answered with no."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from duban.accounts.models import Role
from duban.accounts.permissions import Someone, bodies_of
from duban.ledger.discretion import visible_numbers
from duban.ledger.models import Finding, Request, RequestState
from duban.ledger.sentences_of_requests import wanted

#: So long a refusal is shown where one looks every day; afterwards it stands in the file.
_REMEMBERED = datetime.timedelta(days=30)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A request with what became of it; ``words`` is the reason of a refusal."""

    number: str
    asked: str
    who: str
    day: datetime.date
    is_refused: bool
    decided_by: str = ""
    words: str = ""


def asked_by_us(person: Someone, now: datetime.datetime | None = None) -> list[Answer]:
    """Requests of hers and of her unit's other officers that wait, and those refused of late; what was refused first."""
    since = (now or timezone.now()) - _REMEMBERED
    lately = Q(state=RequestState.OPEN) | Q(state=RequestState.REFUSED, decided_at__gte=since)
    bodies = bodies_of(person, frozenset({Role.LIAISON}))
    ours = Q(asked_by=person.pk) | Q(
        asked_by__memberships__body__in=bodies, asked_by__memberships__role=Role.LIAISON
    )
    rows = Request.objects.filter(lately, ours, finding__in=Finding.objects.visible_to(person)).distinct()
    found = list(
        rows.select_related("finding", "asked_by", "decided_by").order_by(
            F("decided_at").desc(nulls_last=True), "asked_at", "pk"
        )[:_SHOWN]
    )
    found.sort(key=lambda row: row.state == RequestState.OPEN)
    seen = visible_numbers(person, (row.proposal.get("into") for row in found))
    return [_answer(row, seen) for row in found]


def _answer(row: Request, seen: frozenset[str]) -> Answer:
    refused = row.state == RequestState.REFUSED
    at = row.decided_at if refused and row.decided_at else row.asked_at
    return Answer(
        number=row.finding.number,
        asked=wanted({"kind": row.kind, "proposal": row.proposal, "original": row.original}, seen),
        who=row.asked_by.display_name,
        day=timezone.localdate(at),
        is_refused=refused,
        decided_by=row.decided_by.display_name if refused and row.decided_by else "",
        words=row.decision if refused else "",
    )
