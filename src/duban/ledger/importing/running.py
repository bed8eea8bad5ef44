"""Carrying a table out: a small one while its person waits, a large one in the background, which she may leave and find again.
Either way all of it or nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.jobs.actions import enqueue
from duban.jobs.models import Lane
from duban.jobs.queries import is_lost, job_of
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.importing import drafting
from duban.ledger.importing.carrying import Mode
from duban.ledger.importing.steps import Tell
from duban.ledger.models import ImportDraft, ImportRun

#: Up to so many rows the quick worker does it, who never waits behind what takes minutes.
QUICK = 5_000


def begin(draft: ImportDraft, mode: Mode, attestation: str, actor: Person, seen: str = "") -> None:
    """Carry it out, or have it carried out. Sent again, it is done once."""
    if draft.is_small:
        drafting.complete(draft.pk, mode, attestation, actor, seen)
    else:
        _ask(draft, mode, attestation, actor, seen)


@transaction.atomic
def _ask(draft: ImportDraft, mode: Mode, attestation: str, actor: Person, seen: str) -> None:
    if not may_review(actor):
        raise NotAllowed(_("只有整改办人员可以把表格导入台账，没有导入任何内容。"))
    held = ImportDraft.objects.select_for_update(of=("self",)).defer("data").get(pk=draft.pk)
    run = waiting(held)
    if held.done_at is not None or run is not None:
        return
    run, _made = ImportRun.objects.get_or_create(draft=held, defaults={"by": actor})
    run.turn, run.by, run.language, run.refused = run.turn + 1, actor, get_language() or "", []
    run.mode, run.attestation, run.seen = mode, attestation, seen
    run.save()
    lane = Lane.QUICK if held.size <= QUICK else Lane.MAIN
    enqueue("ledger.import", {"run": run.pk, "turn": run.turn}, key=run.job_key, lane=lane)


def run_of(draft: ImportDraft) -> ImportRun | None:
    return ImportRun.objects.select_related("by").filter(draft=draft.pk).first()


def waiting(draft: ImportDraft) -> ImportRun | None:
    """Somebody has asked for it, and it is not done yet."""
    run = run_of(draft)
    return run if run is not None and is_waiting(run) else None


def is_waiting(run: ImportRun) -> bool:
    """What was given up says so from now on."""
    if not run.refused and is_lost(job_of(run.job_key)):
        run.refused = [_("导入中断了，没有导入任何内容。请再导入一次；多次不成请联系系统管理员。")]
        run.save(update_fields=["refused"])
    return not run.refused


def carry(pk: int, turn: int, tell: Tell = lambda done, total: None) -> ImportDraft | None:
    """Do it. Done twice, it does nothing new."""
    run = ImportRun.objects.select_related("by").filter(pk=pk, turn=turn).first()
    if run is None or run.refused:
        return None
    with override(run.language or None):
        try:
            return drafting.complete(run.draft_id, Mode(run.mode), run.attestation, run.by, run.seen, tell)
        except Refused as refused:
            ImportRun.objects.filter(pk=pk, turn=turn).update(refused=list(refused.reasons))
    return None
