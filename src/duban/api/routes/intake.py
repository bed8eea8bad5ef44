"""Sets of documents: uploaded, read, and their drafts. Only the office sees them."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Query, Router, Schema, UploadedFile
from pydantic import Field

from duban.accounts.permissions import may_review
from duban.api.fields import Asked, Id, Reason
from duban.api.lookups import chosen
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import Done, changes, person_of, reads
from duban.api.shapes import intake as shapes
from duban.intake import present, telling
from duban.intake.actions import arranging, receiving
from duban.intake.actions.arranging import Joined
from duban.intake.actions.receiving import Incoming
from duban.intake.models import Change, DraftItem, IntakeSet, ItemState, Role
from duban.intake.presenting import SetView
from duban.intake.views.common import set_of
from duban.intake.views.sets import JOINED
from duban.ledger.models import Inspection

router = Router()


def demand_reviewer(request: HttpRequest) -> None:
    if not may_review(request.user):
        raise PermissionDenied(_("文件由整改办人员上传和校核，没有任何改动。"))


class SetQuestions(Schema):
    all: bool = Field(False, description="包括已撤下的")


@reads(router, "/intake/sets", shapes.Sets, "上传的文件组")
def list_sets(request: HttpRequest, filters: Query[SetQuestions], asking: Query[Asking]) -> Any:
    demand_reviewer(request)
    rows = IntakeSet.objects.visible_to(request.user)
    rows = rows if filters.all else rows.standing()
    rows = rows.select_related("created_by", "inspection", "plan")
    return told(page(request, rows, (by("id", descending=True),), asking), shapes.set_row)


class KnownFile(Schema):
    name: str
    set: UUID
    title: str


class Uploaded(Schema):
    """收到的文件在后台识读，进度见文件组。"""

    set: shapes.SetRow | None = Field(description="新的文件组；全部是已有的文件时为空")
    known: list[KnownFile] = Field(description="已经上传过的文件，没有重复保存")


class UploadSaid(Schema):
    roles: list[str] = Field(default_factory=list, max_length=20, description="与 files 逐个对应的用途")
    text: str = Field("", max_length=2_000_000, description="粘贴的文字，可与文件一起")
    inspection: Id | None = None


@changes(router, "/intake/sets", Uploaded, "上传文件")
def upload(request: HttpRequest, said: Form[UploadSaid], files: File[list[UploadedFile]] = []) -> Any:  # noqa: B006
    """正文和附件一起上传，成为一组。带密级标志的文件不接收、不保存。"""
    demand_reviewer(request)
    inspection = chosen(Inspection.objects.all(), said.inspection, "inspection") if said.inspection else None
    received = receiving.receive(person_of(request), _incoming(files, said), inspection)
    known = [{"name": k.name, "set": k.where.uuid, "title": k.where.title} for k in received.known]
    made = received.intake_set
    return {"set": made and shapes.set_row(made), "known": known}


def _incoming(files: list[UploadedFile], said: UploadSaid) -> list[Incoming]:
    roles = [*said.roles, *[""] * len(files)]
    found = [
        Incoming(file.name or "", file.size or 0, file.chunks(), role)
        for file, role in zip(files, roles, strict=False)
    ]
    pasted = said.text.strip()
    if pasted:
        data = pasted.replace("\r\n", "\n").encode("utf-8", "replace")
        found.append(Incoming(receiving.PASTED, len(data), [data], "" if found else Role.MAIN))
    return found


@reads(router, "/intake/sets/{uuid}", shapes.SetWhole, "一组文件及其识读")
def read_set(request: HttpRequest, uuid: Path[UUID]) -> Any:
    return shapes.whole(set_of(request, uuid))


class Withdrawn(Asked):
    reason: Reason


@changes(router, "/intake/sets/{uuid}/withdraw", Done, "撤下误传的文件组")
def withdraw_set(request: HttpRequest, uuid: Path[UUID], said: Withdrawn) -> Any:
    receiving.withdraw(person_of(request), set_of(request, uuid), said.reason)
    return {"sentence": _("这组文件已撤下，记录保留。")}


class FileRole(Asked):
    role: Role


@changes(router, "/intake/sets/{uuid}/files/{int:file}/role", Done, "更改文件的用途")
def choose_file_role(request: HttpRequest, uuid: Path[UUID], file: Path[Id], said: FileRole) -> Any:
    found = get_object_or_404(set_of(request, uuid).files, pk=file)
    joined = arranging.choose_role(person_of(request), found, said.role.value)
    return {"sentence": str(JOINED[joined])}


@changes(router, "/intake/sets/{uuid}/rejoin", Done, "按文件用途重新归并各项")
def rejoin_set(request: HttpRequest, uuid: Path[UUID]) -> Any:
    """校核过的各项留在记录里，可以撤销。"""
    arranging.rejoin(person_of(request), set_of(request, uuid))
    return {"sentence": str(JOINED[Joined.ANEW])}


class ReadingShape(Schema):
    """识读的原始结果，此后的校核不改动它。"""

    document: UUID
    reader: str
    created_at: datetime.datetime
    result: dict[str, Any] = Field(description="与 duban read 打印的相同，不含全文")


@reads(router, "/intake/sets/{uuid}/files/{int:file}/reading", ReadingShape, "一个文件的识读结果")
def read_reading(request: HttpRequest, uuid: Path[UUID], file: Path[Id]) -> Any:
    found = get_object_or_404(set_of(request, uuid).files.select_related("reading__document"), pk=file)
    if found.reading is None:
        raise Http404
    row = found.reading
    facts = {"reader": row.reader, "created_at": row.created_at, "result": row.result}
    return {"document": row.document.uuid, **facts}


@reads(router, "/intake/sets/{uuid}/items", list[shapes.ItemRow], "一组文件的各项")
def list_items(request: HttpRequest, uuid: Path[UUID]) -> Any:
    view = SetView(set_of(request, uuid))
    places = present.places(view.items)
    rows = view.intake_set.items.shown().select_related("finding")
    return [shapes.item_row(row, places.get(row.pk, 0)) for row in rows]


@reads(router, "/intake/sets/{uuid}/items/{int:item}", shapes.ItemWhole, "一项的全部字段")
def read_item(request: HttpRequest, uuid: Path[UUID], item: Path[Id]) -> Any:
    found = item_of(request, uuid, item)
    return shapes.item_whole(found, place_of(found))


def item_of(request: HttpRequest, uuid: UUID, item: int) -> DraftItem:
    rows = DraftItem.objects.visible_to(request.user).exclude(state=ItemState.GONE)
    rows = rows.select_related("document", "finding", "intake_set").defer(
        "document__text", "document__blocks"
    )
    return get_object_or_404(rows, intake_set=set_of(request, uuid), pk=item)


def place_of(item: DraftItem) -> int:
    rows = list(DraftItem.objects.filter(intake_set=item.intake_set_id).shown().only("pk"))
    return present.places(rows).get(item.pk, 0)


@reads(router, "/intake/sets/{uuid}/changes", shapes.Changes, "一组文件的校核改动")
def list_changes(request: HttpRequest, uuid: Path[UUID], asking: Query[Asking]) -> Any:
    rows = Change.objects.filter(intake_set=set_of(request, uuid)).select_related("person", "item")
    return told(page(request, rows, (by("id", descending=True),), asking), _change)


def _change(row: Change) -> dict[str, Any]:
    words = telling.tell(row, None)
    plain = ("at", "by", "item", "sentence", "before", "after", "undone")
    return {"id": row.pk, **{name: getattr(words, name) for name in plain}}
