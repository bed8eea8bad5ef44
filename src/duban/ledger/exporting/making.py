"""Making the file of an export: by what its person sees when it is made, under a name that nobody knows until it is whole.

Stopped anywhere, it is made again from the beginning; what was begun has no row, and goes with the next cleaning."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.accounts.models import Person
from duban.files import storage
from duban.jobs.registry import JobFailed
from duban.journal.actions import acting_through
from duban.ledger.excel import write
from duban.ledger.exporting import telling
from duban.ledger.exporting.asking import Wanted
from duban.ledger.exporting.gathering import PIECE, gathered
from duban.ledger.exporting.holding import packed
from duban.ledger.models import Export, ExportState

FOLDER = "exports"
#: Findings that vanish while they are being written (a registration taken back) make the count of the head wrong.
_TRIES = 3

Tell = Callable[[int, int], None]


class Gone(Exception):
    """It was removed while it was being made."""


@dataclass(frozen=True, slots=True)
class Made:
    """A whole file in its place."""

    file: str
    name: str
    size: int
    sha256: str
    pks: Sequence[int]


def folder() -> Path:
    return storage.folder(FOLDER)


def path_of(file: str) -> Path:
    return folder() / Path(file).name


def make(pk: int, tell: Tell = lambda done, total: None) -> Export | None:
    """Make it, once. Done twice, it does nothing new."""
    export = Export.objects.select_related("by").filter(pk=pk, state=ExportState.WAITING).first()
    if export is None:
        return None
    with override(export.language or None):
        try:
            made = _made(export, tell)
        except Gone:
            return None
        except JobFailed as error:
            _close(export, str(error))
            raise
        return _settle(export, made)


def _made(export: Export, tell: Tell) -> Made:
    person = Person.objects.get(pk=export.by_id)
    if not person.is_active:
        raise JobFailed(_("您的账号已停用，没有导出；需要时请联系系统管理员。"))
    wanted = Wanted.of(export.kind, export.question)
    for _attempt in range(_TRIES):
        pks = list(wanted.rows(person).values_list("pk", flat=True))
        if not pks:
            raise JobFailed(_("您的工作范围内已没有符合条件的问题，没有导出；请回到台账查看。"))
        made = _written(export, wanted, pks, tell)
        if made is not None:
            return made
    raise JobFailed(_("导出期间台账一直在变动，没有导出；请稍后再导出一次。"))


def _written(export: Export, wanted: Wanted, pks: list[int], tell: Tell) -> Made | None:
    """The file under its own name, or nothing at all; None: not everything that was counted was there."""
    heading = wanted.heading(export.by)
    file = f"{uuid.uuid4().hex}.xlsx"
    part = path_of(f"{file}.part")
    total = len(pks)

    def told(done: int) -> None:
        if done % PIECE == 0 or done == total:
            _demand(export)
            tell(done, total)

    try:
        with part.open("xb") as target:
            count = write(target, wanted.kinds, gathered(pks), total, heading, told, folder())
            target.flush()
            os.fsync(target.fileno())
        if count != total:
            return None
        os.replace(part, path_of(file))
        _sync(folder())
    finally:
        part.unlink(missing_ok=True)
    name = f"{heading.subject}{wanted.name}-{heading.today:%Y%m%d}.xlsx"
    return Made(file, name, path_of(file).stat().st_size, _digest(path_of(file)), pks)


def _demand(export: Export) -> None:
    if not Export.objects.filter(pk=export.pk, state=ExportState.WAITING).exists():
        raise Gone


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle(export: Export, made: Made) -> Export | None:
    """The row says so, and the record. Whoever comes second (its lease had run out) throws its own file away."""
    with transaction.atomic(), acting_through(export.through):
        row = Export.objects.select_for_update().filter(pk=export.pk, state=ExportState.WAITING).first()
        if row is not None:
            row.state, row.over_at = ExportState.MADE, timezone.now()
            row.file, row.name, row.size, row.sha256 = made.file, made.name[:255], made.size, made.sha256
            row.count, row.held = len(made.pks), packed(made.pks)
            row.save()
            telling.made(row, export.by)
    if row is None:
        path_of(made.file).unlink(missing_ok=True)
    return row


def _close(export: Export, sentence: str) -> None:
    waiting = Export.objects.filter(pk=export.pk, state=ExportState.WAITING)
    waiting.update(state=ExportState.FAILED, over_at=timezone.now(), sentence=sentence)
