"""The trial of a table, made once and kept: a small table's on the spot, a large one's in the background. It is made anew when
anything it was made of has changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.jobs.actions import enqueue
from duban.jobs.models import Lane
from duban.jobs.queries import is_lost, job_of
from duban.ledger.errors import Refused
from duban.ledger.importing import drafting
from duban.ledger.importing.freshness import Place, has_moved, mark_of, place_of_record
from duban.ledger.importing.questions import questions_of
from duban.ledger.importing.steps import Tell, share
from duban.ledger.importing.summary import summary_of
from duban.ledger.models import ImportDraft, ImportTrial

#: Up to so many the quick worker does it, who never waits behind what takes minutes.
QUICK = 20_000
#: Of a hundred parts of the work, so many are reading the file.
READ = 20


def current(draft: ImportDraft, actor: Person, waited_for: int = 0) -> ImportTrial:
    """The trial as things stand, or as it is being made. ``waited_for`` is the turn that somebody has just waited for: she
    sees it even if the ledger has moved while it was made; before anything is imported, all is looked at again."""
    language = get_language() or ""
    row = ImportTrial.objects.filter(draft=draft.pk, language=language).first()
    if row is not None and _holds(row, draft, waited_for):
        return row
    return _anew(draft, language, actor)


def _holds(row: ImportTrial, draft: ImportDraft, waited_for: int = 0) -> bool:
    if row.mark != mark_of(draft, timezone.localdate()):
        return False
    if row.is_waiting:
        return _is_being_made(row)
    return bool(row.sentence) or row.turn == waited_for or not has_moved(Place(row.since, row.lines))


def _is_being_made(row: ImportTrial) -> bool:
    """True as well where it was given up: then it says so, and is not begun again by a page that asks by itself."""
    if is_lost(job_of(row.job_key)):
        row.sentence = _("试读中断了，台账没有任何改动。请重新试读；多次不成请联系系统管理员。")
        row.save(update_fields=["sentence"])
    return True


def prepare(pk: int, actor: Person) -> None:
    """Have it there when its page is asked for."""
    draft = ImportDraft.objects.defer("data").filter(pk=pk, done_at=None).first()
    if draft is not None and draft.fields is not None:
        current(draft, actor)


def again(draft: ImportDraft, actor: Person) -> None:
    """Somebody wants it made anew."""
    _anew(draft, get_language() or "", actor)


def _anew(draft: ImportDraft, language: str, actor: Person) -> ImportTrial:
    row = _asked(draft, language, actor)
    if draft.is_small:
        make(row.pk, row.turn)
        row.refresh_from_db()
    return row


@transaction.atomic
def _asked(draft: ImportDraft, language: str, actor: Person) -> ImportTrial:
    ImportDraft.objects.select_for_update(of=("self",)).only("pk").get(pk=draft.pk)
    row, _made = ImportTrial.objects.get_or_create(draft=draft, language=language, defaults={"by": actor})
    row.turn, row.by, row.result, row.sentence = row.turn + 1, actor, None, ""
    row.mark = mark_of(draft, timezone.localdate())
    row.save()
    if not draft.is_small:
        lane = Lane.QUICK if draft.size <= QUICK else Lane.MAIN
        enqueue("ledger.trial", {"trial": row.pk, "turn": row.turn}, key=row.job_key, lane=lane)
    return row


def make(pk: int, turn: int, tell: Tell = lambda done, total: None) -> bool:
    """Make it, once; work that was overtaken leaves nothing."""
    row = ImportTrial.objects.select_related("by").filter(pk=pk, turn=turn).first()
    if row is None or not row.is_waiting:
        return False
    with override(row.language or None):
        try:
            made: dict[str, Any] = _made(ImportDraft.objects.get(pk=row.draft_id), row.by, tell)
        except Refused as refused:
            made = {"sentence": "".join(refused.reasons)}
    return bool(ImportTrial.objects.filter(pk=pk, turn=turn).update(**made))


def _made(draft: ImportDraft, actor: Person, tell: Tell) -> dict[str, Any]:
    place, mark = place_of_record(), mark_of(draft, timezone.localdate())
    read = drafting.reading(draft)
    tell(READ // 2, 100)
    rows = read.rows
    trial = drafting.trial(read, actor, share(tell, READ, 99))
    asked = questions_of(rows, trial, draft.stages)
    result = summary_of(read.sheet, read.heads, trial, asked, mark)
    return {"mark": mark, "since": place.since, "lines": place.lines, "result": result}
