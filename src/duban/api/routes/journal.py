"""The record: newest first with the questions of its page, its daily heads, and whether it holds."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from duban.api.fields import Day
from duban.api.lookups import demand_power
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import Done, changes, reads
from duban.api.shapes.common import Paged
from duban.api.shapes.journal import Entries, entry
from duban.jobs.actions import enqueue
from duban.journal import export, names
from duban.journal.checking import breaks_of
from duban.journal.filters import Filters, matching
from duban.journal.models import DailyHead, Verification
from duban.journal.sentences import EVERYTHING, verbs
from duban.journal.telling import told as broken

router = Router()
_VIEW, _VERIFY = "journal.view", "journal.verify"


class EntryQuestions(Schema):
    person: str = Field("", max_length=64, description="办理人姓名，“系统”为自动办理")
    kind: str = Field("", max_length=64, description="对象的类别")
    key: str = Field("", max_length=64, description="对象的编号")
    verb: str = Field("", max_length=64)
    day: Day | None = None
    until: Day | None = None


class VerbName(Schema):
    verb: str
    name: str


class HeadRow(Schema):
    day: datetime.date
    streams: int
    entries: int
    previous_digest: str
    digest: str
    made_at: datetime.datetime


class Heads(Paged[HeadRow]):
    """日封的一页。"""


class VerificationRow(Schema):
    id: int
    at: datetime.datetime
    streams: int
    entries: int
    heads: int
    seconds: float
    holds: bool
    breaks: list[str]


class Verifications(Paged[VerificationRow]):
    """历次核验。"""


@reads(router, "/journal", Entries, "全部记录")
def list_entries(request: HttpRequest, filters: Query[EntryQuestions], asking: Query[Asking]) -> Any:
    demand_power(request, _VIEW)
    asked = Filters(**{name: value for name, value in filters.model_dump().items() if value})
    rows = matching(asked).select_related("stream")
    found = page(request, rows, (by("id", descending=True),), asking)
    return told(found, lambda row: entry(row, EVERYTHING))


@reads(router, "/journal/verbs", list[VerbName], "记录中的事项名称")
def list_verbs(request: HttpRequest) -> Any:
    demand_power(request, _VIEW)
    return [{"verb": verb, "name": names.verb_name(verb)} for verb in verbs()]


@reads(router, "/journal/heads", Heads, "日封")
def list_heads(request: HttpRequest, asking: Query[Asking]) -> Any:
    """每天一个总校验值，前后相连；另存一份即可证明此前的记录没有改动。"""
    demand_power(request, _VIEW)
    found = page(request, DailyHead.objects.all(), (by("day", descending=True),), asking)
    return told(found, _head)


@reads(router, "/journal/heads/{day}", None, "一个日封的文件")
def read_head(request: HttpRequest, day: Path[Day]) -> HttpResponse:
    demand_power(request, _VIEW)
    head = DailyHead.objects.filter(day=day).first()
    if head is None:
        raise Http404
    return HttpResponse(export.written(export.of(head)), content_type="application/json; charset=utf-8")


@reads(router, "/journal/verifications", Verifications, "历次核验")
def list_verifications(request: HttpRequest, asking: Query[Asking]) -> Any:
    demand_power(request, _VIEW)
    found = page(request, Verification.objects.all(), (by("id", descending=True),), asking)
    return told(found, _verification)


@changes(router, "/journal/verify", Done, "核验全部记录")
def verify_journal(request: HttpRequest) -> Any:
    """在后台进行，结果见历次核验；一分钟内只做一次。"""
    demand_power(request, _VERIFY)
    with transaction.atomic():
        enqueue("journal.verify", {}, key=f"journal.verify:{timezone.now():%Y%m%d%H%M}")
    return {"sentence": _("已开始核验全部记录。")}


def _head(row: DailyHead) -> dict[str, Any]:
    plain = ("day", "streams", "entries", "previous_digest", "digest", "made_at")
    return {name: getattr(row, name) for name in plain}


def _verification(row: Verification) -> dict[str, Any]:
    plain = ("at", "streams", "entries", "heads", "seconds", "holds")
    facts = {name: getattr(row, name) for name in plain}
    return {"id": row.pk, **facts, "breaks": [broken(each) for each in breaks_of(row)]}
