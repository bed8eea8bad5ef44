"""What happened to a finding after it was registered: steps, requests, filings, and what was put beside it."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from duban.api.shapes.common import Coded, Paged, coded
from duban.files.models import Document
from duban.ledger.models import (
    AgendaItem,
    CoordinationNote,
    Erratum,
    Filing,
    Mention,
    Request,
    StandingChange,
    Step,
    Waiver,
)
from duban.ledger.moves import move


class Signed(Schema):
    id: int
    by: str
    at: datetime.datetime


class StepRow(Signed):
    ordinal: int
    verb: Coded
    start: Coded
    end: Coded
    reason: str
    withdraws: int | None = Field(description="撤回的是第几步")


class Steps(Paged[StepRow]):
    """办理步骤，新的在前。"""


class Paper(Schema):
    uuid: UUID
    name: str


class RequestRow(Schema):
    id: int
    number: str
    kind: Coded
    state: Coded
    reason: str
    assessment: str
    proposal: dict[str, Any]
    original: dict[str, Any]
    asked_by: str
    asked_at: datetime.datetime
    decided_by: str | None
    decided_at: datetime.datetime | None
    decision: str
    letter_no: str
    document: Paper | None = Field(description="申请所附的文件")
    decision_document: Paper | None = Field(description="审批所附的文件")


class Requests(Paged[RequestRow]):
    """申请，新的在前。"""


class FilingRow(Signed):
    number: int
    receipt_no: str
    filed_on: datetime.date
    due_on: datetime.date | None
    frozen: dict[str, Any] = Field(description="备案时的方案")
    fingerprint: str
    is_void: bool


class Filings(Paged[FilingRow]):
    """方案备案，新的在前。"""


class NoteRow(Signed):
    body: str | None
    happened_on: datetime.date
    text: str
    outcome: str


class Notes(Paged[NoteRow]):
    """协调记录，新的在前。"""


class ErratumRow(Signed):
    field: str
    before: str
    after: str
    reason: str


class Errata(Paged[ErratumRow]):
    """笔误更正，新的在前。"""


class WaiverRow(Signed):
    what: Coded
    reason: str
    ended_at: datetime.datetime | None


class Waivers(Paged[WaiverRow]):
    """写明“无”的事项，新的在前。"""


class StandingRow(Signed):
    before: Coded
    after: Coded
    reason: str
    into: str | None
    to_body: str | None
    until: datetime.date | None


class Standings(Paged[StandingRow]):
    """撤销、合并、移交、中止和恢复，新的在前。"""


class DecisionRow(Schema):
    id: int
    meeting: str
    held_on: datetime.date
    title: str
    decision: str
    minutes_no: str


class Decisions(Paged[DecisionRow]):
    """会议议定，新的在前。"""


class MentionRow(Signed):
    kind: Coded
    title: str
    published: datetime.date | None
    quote: str
    status: Coded | None
    status_text: str
    document: UUID
    start: int
    end: int


class Mentions(Paged[MentionRow]):
    """后来的公示和报告，新的在前。"""


def _signed(row: Any) -> dict[str, Any]:
    return {"id": row.pk, "by": row.by.display_name, "at": row.at}


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def step(row: Step) -> dict[str, Any]:
    withdrawn = row.withdraws.ordinal if row.withdraws else None
    stages = {"start": coded(row, "start"), "end": coded(row, "end")}
    verb = {"code": row.verb, "name": str(move(row.verb).name)}
    return {
        **_signed(row),
        **_plain(row, "ordinal", "reason"),
        "verb": verb,
        **stages,
        "withdraws": withdrawn,
    }


def request(row: Request) -> dict[str, Any]:
    plain = (
        "reason",
        "assessment",
        "proposal",
        "original",
        "asked_at",
        "decided_at",
        "decision",
        "letter_no",
    )
    return {
        "id": row.pk,
        "number": row.finding.number,
        "kind": coded(row, "kind"),
        "state": coded(row, "state"),
        **_plain(row, *plain),
        "asked_by": row.asked_by.display_name,
        "decided_by": row.decided_by.display_name if row.decided_by else None,
        "document": _paper(row.document),
        "decision_document": _paper(row.decision_document),
    }


def _paper(row: Document | None) -> dict[str, Any] | None:
    return {"uuid": row.uuid, "name": row.name} if row else None


def filing(row: Filing) -> dict[str, Any]:
    plain = ("number", "receipt_no", "filed_on", "due_on", "frozen", "fingerprint")
    return {**_signed(row), **_plain(row, *plain), "is_void": row.voided_by_id is not None}


def note(row: CoordinationNote) -> dict[str, Any]:
    facts = _plain(row, "happened_on", "text", "outcome")
    return {**_signed(row), **facts, "body": row.body.name if row.body else None}


def erratum(row: Erratum) -> dict[str, Any]:
    return {**_signed(row), **_plain(row, "field", "before", "after", "reason")}


def waiver(row: Waiver) -> dict[str, Any]:
    return {**_signed(row), **_plain(row, "reason", "ended_at"), "what": coded(row, "what")}


def standing(row: StandingChange) -> dict[str, Any]:
    return {
        **_signed(row),
        **_plain(row, "reason", "until"),
        "before": coded(row, "before"),
        "after": coded(row, "after"),
        "into": row.into.number if row.into else None,
        "to_body": row.to_body.name if row.to_body else None,
    }


def decision(row: AgendaItem) -> dict[str, Any]:
    meeting = row.meeting
    facts = {"meeting": meeting.name, "held_on": meeting.held_on, "minutes_no": meeting.minutes_no}
    return {"id": row.pk, **_plain(row, "title", "decision"), **facts}


def mention(row: Mention) -> dict[str, Any]:
    return {
        **_signed(row),
        **_plain(row, "title", "published", "quote", "status_text", "start", "end"),
        "kind": coded(row, "kind"),
        "status": coded(row, "status"),
        "document": row.document.uuid,
    }
