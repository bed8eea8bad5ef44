"""Uploaded sets, their files and readings, and the drafts under review."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from duban.api.shapes.common import Coded, Paged, Ref, coded, ref
from duban.intake.content import open_doubts, text_of
from duban.intake.models import DraftItem, IntakeSet, SetFile
from duban.intake.presenting import SetView
from duban.jobs.models import Job


class SetRow(Schema):
    uuid: UUID
    title: str
    created_at: datetime.datetime
    created_by: str
    inspection: Ref | None
    plan: Ref | None
    is_revision: bool
    withdrawn_at: datetime.datetime | None
    withdrawn_reason: str


class Sets(Paged[SetRow]):
    """文件组的一页。"""


class JobRow(Schema):
    state: Coded
    percent: int
    message: str
    error: str


class FileRow(Schema):
    id: int
    name: str
    role: Coded
    size: int
    sha256: str
    state: Coded
    sentence: str = Field(description="未能识读的原因")
    document: UUID | None
    reader: str
    job: JobRow | None = Field(description="识读进行到哪里")


class CountsShape(Schema):
    active: int
    confirmed: int
    accepted: int
    dropped: int
    doubts: int
    doubtful_items: int
    finished: int


class StatedLine(Schema):
    """文件自己写的数与识读数的对照。"""

    what: str
    stated: int
    found: int
    raw: str
    agrees: bool


class SetWhole(SetRow):
    files: list[FileRow]
    counts: CountsShape
    stated: list[StatedLine]


class ItemRow(Schema):
    id: int
    place: int
    state: Coded
    version: int = Field(description="办理时带回；他人其间改过同一处则不覆盖")
    number: str
    problem: str
    doubts: int
    confirmed_at: datetime.datetime | None
    finding: str | None = Field(description="已登记为哪个台账编号")


class ItemWhole(ItemRow):
    document: UUID
    drop_reason: str
    content: dict[str, Any] = Field(description="各字段的值，每个值带出处；键用于办理")


class ChangeRow(Schema):
    id: int
    at: datetime.datetime
    by: str
    item: int
    sentence: str
    before: str
    after: str
    undone: bool


class Changes(Paged[ChangeRow]):
    """校核改动的一页。"""


def set_row(row: IntakeSet) -> dict[str, Any]:
    plain = ("uuid", "title", "created_at", "is_revision", "withdrawn_at", "withdrawn_reason")
    return {
        **{name: getattr(row, name) for name in plain},
        "created_by": row.created_by.display_name,
        "inspection": ref(row.inspection),
        "plan": None if row.plan is None else {"id": row.plan.pk, "name": row.plan.title},
    }


def whole(row: IntakeSet) -> dict[str, Any]:
    view = SetView(row)
    keys = [f"intake.read:{file.pk}" for file in view.files]
    jobs = {job.key: job for job in Job.objects.filter(key__in=keys)}
    counts = {name: getattr(view.counts, name) for name in CountsShape.model_fields}
    stated = [{name: getattr(line, name) for name in StatedLine.model_fields} for line in view.stated]
    files = [file_row(file, jobs.get(f"intake.read:{file.pk}")) for file in view.files]
    return {**set_row(row), "files": files, "counts": counts, "stated": stated}


def file_row(row: SetFile, job: Job | None) -> dict[str, Any]:
    plain = ("name", "size", "sha256", "sentence")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in plain},
        "role": coded(row, "role"),
        "state": coded(row, "state"),
        "document": row.reading.document.uuid if row.reading else None,
        "reader": row.reading.reader if row.reading else "",
        "job": job and _job(job),
    }


def _job(job: Job) -> dict[str, Any]:
    facts = {"percent": job.percent, "message": job.progress_message, "error": job.error}
    return {"state": coded(job, "state"), **facts}


def item_row(row: DraftItem, place: int) -> dict[str, Any]:
    return {
        "id": row.pk,
        "place": place,
        "state": coded(row, "state"),
        "version": row.version,
        "number": text_of(row.content["no"]),
        "problem": text_of(row.content["problem"]),
        "doubts": len(open_doubts(row.content)),
        "confirmed_at": row.confirmed_at,
        "finding": row.finding.number if row.finding else None,
    }


def item_whole(row: DraftItem, place: int) -> dict[str, Any]:
    facts = {"document": row.document.uuid, "drop_reason": row.drop_reason, "content": row.content}
    return {**item_row(row, place), **facts}
