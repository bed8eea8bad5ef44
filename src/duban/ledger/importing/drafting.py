"""A table from its upload to the ledger, step by step. A draft that nobody carries out is forgotten after a while."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing.carrying import Mode, Outcome, Table, carry_out
from duban.ledger.importing.columns import EXTRA, FIELDS, LEFT_OUT, bare, match_heads
from duban.ledger.importing.freshness import mark_of
from duban.ledger.importing.questions import questions_of
from duban.ledger.importing.sheets import Sheet, SheetRow, read_sheet, rows_of
from duban.ledger.importing.standing_words import with_stages
from duban.ledger.importing.steps import Tell
from duban.ledger.importing.summary import seen_as
from duban.ledger.importing.trial import Trial, try_out
from duban.ledger.models import ColumnMatch, ImportDraft, ImportRun, ImportTrial

_KEPT = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Reading:
    """A draft with its table and the fields of its heads as they are matched so far."""

    draft: ImportDraft
    sheet: Sheet
    fields: list[str]

    @cached_property
    def rows(self) -> list[SheetRow]:
        """The rows, with stages where somebody said what the words about the progress mean."""
        return with_stages(rows_of(self.sheet, self.fields), self.draft.stages)

    @property
    def heads(self) -> dict[str, str]:
        """The office's own head of each field, for telling her where something is wrong."""
        return {field: head for field, head in zip(self.fields, self.sheet.heads, strict=True) if field}

    @property
    def is_matched(self) -> bool:
        return self.draft.fields is not None

    def table(self) -> Table:
        return Table(self.draft.name, self.draft.sha256)


def _office(actor: Person) -> None:
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以把表格导入台账，没有导入任何内容。"))


@transaction.atomic
def receive(name: str, data: bytes, actor: Person) -> ImportDraft:
    """Keep a table that can be read; one that cannot is refused and not kept."""
    _office(actor)
    sheet = read_sheet(data)
    now = timezone.now()
    ImportDraft.objects.filter(done_at__isnull=True, at__lt=now - _KEPT).delete()
    digest = hashlib.sha256(data).hexdigest()
    facts = {"sha256": digest, "data": data, "size": len(sheet.rows)}
    return ImportDraft.objects.create(name=name[:255], by=actor, at=now, **facts)


def reading(draft: ImportDraft, wanted: str = "") -> Reading:
    """``wanted``: another sheet of the file than the one that is matched."""
    sheet = read_sheet(bytes(draft.data), wanted or draft.sheet)
    matched = draft.fields if draft.sheet in ("", sheet.name) else None
    return Reading(draft, sheet, matched or match_heads(sheet.heads))


def is_plain(draft: ImportDraft, actor: Person) -> bool:
    """A table under our own heads that says of each row where it belongs needs no matching: it is matched as it stands."""
    read = reading(draft)
    fields = [field for field, head in zip(read.fields, read.sheet.heads, strict=True) if head]
    if "" in fields or not {"inspection", "problem"} <= set(fields) or read.sheet.others:
        return False
    match(draft, read.fields, "", actor)
    return True


@transaction.atomic
def match(
    draft: ImportDraft, fields: Sequence[str], inspection: str, actor: Person, sheet_name: str = ""
) -> None:
    """Say which column is which. The answer is remembered for every later table with the same heads."""
    _office(actor)
    sheet = read_sheet(bytes(draft.data), sheet_name)
    _consistent(sheet, fields, inspection)
    known, now = match_heads(sheet.heads), timezone.now()
    for head, field, before in zip(sheet.heads, fields, known, strict=True):
        if head and field != before:
            told = {"field": field or EXTRA, "by": actor, "at": now}
            ColumnMatch.objects.update_or_create(head=bare(head)[:120], defaults=told)
    draft.fields, draft.inspection, draft.sheet = list(fields), inspection.strip(), sheet.name[:120]
    draft.size = len(sheet.rows)
    draft.save(update_fields=["fields", "inspection", "sheet", "size"])


def _consistent(sheet: Sheet, fields: Sequence[str], inspection: str) -> None:
    reasons = []
    given = [field for field in fields if field not in ("", EXTRA, LEFT_OUT)]
    twice = sorted({str(FIELDS[field].name) for field in given if field in FIELDS and given.count(field) > 1})
    if len(fields) != len(sheet.heads) or any(field not in FIELDS for field in given):
        raise Refused(_("列的对应关系没有完整传到，没有保存，请刷新后重新选择。"))
    if twice:
        reasons.append(_("有几列都对应“%s”，请只留一列。") % _("、").join(twice))
    if "problem" not in given:
        reasons.append(_("请说明哪一列是“具体问题”。"))
    if not {"inspection", "number"} & set(given) and not inspection.strip():
        reasons.append(_("表里没有“督察”一列，请填写这些问题来自哪次督察。"))
    if len(inspection.strip()) > 200:
        reasons.append(_("督察名称不超过200字。"))
    if reasons:
        raise Refused(*reasons)


def trial(read: Reading, actor: Person, tell: Tell = lambda done, total: None) -> Trial:
    return try_out(read.rows, actor, read.draft.inspection, timezone.localdate(), tell)


def complete(
    pk: int,
    mode: Mode,
    attestation: str,
    actor: Person,
    seen: str = "",
    tell: Tell = lambda done, total: None,
) -> ImportDraft:
    """Carry a draft out, once: sent again, it answers what it did the first time. ``seen`` is the trial that its person had
    before her: where the table would do something else by now, nothing is done.

    The file is read before anybody has to wait for us."""
    _office(actor)
    draft = ImportDraft.objects.get(pk=pk)
    if draft.done_at is not None:
        return draft
    return _completed(reading(draft), Mode(mode), attestation, actor, seen, tell)


@transaction.atomic
def _completed(
    read: Reading, mode: Mode, attestation: str, actor: Person, seen: str, tell: Tell
) -> ImportDraft:
    draft = ImportDraft.objects.select_for_update(of=("self",)).defer("data").get(pk=read.draft.pk)
    if draft.done_at is not None:
        return draft
    mark = mark_of(draft, timezone.localdate())

    def demand(found: Trial) -> None:
        if mark != mark_of(read.draft, timezone.localdate()) or (seen and seen != seen_as(mark, found)):
            raise Refused(_moved())
        demand_answers(read, found)

    done = carry_out(
        read.rows,
        actor,
        table=read.table(),
        inspection=draft.inspection,
        mode=mode,
        attestation=attestation,
        demand=demand,
        tell=tell,
    )
    draft.data, draft.outcome = b"", _told(done)
    draft.done_at, draft.done_by = timezone.now(), actor
    draft.save()
    ImportTrial.objects.filter(draft=draft).delete()
    ImportRun.objects.filter(draft=draft).delete()
    return draft


def _moved() -> str:
    return _(
        "您看过试读结果以后，台账、名录或回答有了变动，这张表现在的结果与您看到的不同，没有导入任何内容。"
        "请再看一遍试读结果，然后决定。"
    )


def demand_answers(read: Reading, found: Trial) -> None:
    """Nothing of a table is imported while it leaves something open that is not an error."""
    asked = questions_of(read.rows, found, read.draft.stages)
    if asked:
        raise Refused(_("还有%s个问题没有回答，没有导入任何内容。请先在上面回答。") % len(asked))


def _told(done: Outcome) -> dict[str, Any]:
    numbers = list(done.numbers.values())
    return {
        "new": done.new,
        "changed": done.changed,
        "same": done.same,
        "left_out": done.left_out,
        "first": numbers[0] if numbers else "",
        "last": numbers[-1] if numbers else "",
        "left_out_rows": [row.row for row in done.trial.of("bad")][:200],
    }
