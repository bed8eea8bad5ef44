"""Documents as text that remembers its place, and their originals."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Path, Query, Router, Schema, UploadedFile
from pydantic import Field

from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import changes, person_of, reads
from duban.api.shapes.common import Paged
from duban.files.models import Document
from duban.files.views import original
from duban.ledger import papers

router = Router()
BYTES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "原文件",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class DocumentRow(Schema):
    uuid: UUID
    name: str
    media_type: str
    sha256: str
    size: int
    reader: str
    created_at: datetime.datetime
    created_by: str


class Documents(Paged[DocumentRow]):
    """文件的一页。"""


class DocumentWhole(DocumentRow):
    text: str = Field(description="全文；各处 start 和 end 是它的字符位置")
    blocks: list[Any] = Field(description="段落和表格的位置")
    page_starts: list[int]


def _seen(request: HttpRequest) -> Any:
    return Document.objects.visible_to(request.user).select_related("stored_file", "created_by")


@reads(router, "/documents", Documents, "原始文件列表")
def list_documents(request: HttpRequest, asking: Query[Asking]) -> Any:
    rows = _seen(request).defer("text", "blocks", "page_starts")
    return told(page(request, rows, (by("id", descending=True),), asking), _row)


@reads(router, "/documents/{uuid}", DocumentWhole, "一份文件的文字")
def read_document(request: HttpRequest, uuid: Path[UUID]) -> Any:
    row = get_object_or_404(_seen(request), uuid=uuid)
    return {**_row(row), "text": row.text, "blocks": row.blocks, "page_starts": row.page_starts}


class HandedIn(Schema):
    """已存入：办理申请或审批时在 document 中填写 uuid。"""

    uuid: UUID
    name: str
    size: int


@changes(router, "/attachments", HandedIn, "提交申请或审批的附件")
def hand_in(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """随后办理的申请或审批以 uuid 指明它；带密级标志的文件不接收、不保存。"""
    kept = papers.hand_in(person_of(request), file.name or "", file.size or 0, file.chunks())
    return {"uuid": kept.uuid, "name": kept.name, "size": kept.stored_file.size}


@reads(router, "/documents/{uuid}/original", None, "一份文件的原件", openapi_extra=BYTES)
def read_original(request: HttpRequest, uuid: Path[UUID]) -> Any:
    return original(request, uuid)


def _row(row: Document) -> dict[str, Any]:
    plain = ("uuid", "name", "media_type", "reader", "created_at")
    return {
        **{name: getattr(row, name) for name in plain},
        "sha256": row.stored_file.sha256,
        "size": row.stored_file.size,
        "created_by": row.created_by.display_name,
    }
