"""Receiving a set of files: all of it or nothing. What was received waits in the spool until it is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import may_review
from duban.files import storage
from duban.files.storage import Spooled
from duban.intake import roles
from duban.intake.actions.changing import NotPossible
from duban.intake.models import FileState, IntakeSet, Role, SetFile
from duban.jobs.actions import enqueue
from duban.jobs.models import Lane
from duban.ledger.models import Inspection
from gongwen.formats import MAX_BYTES

MAX_FILES = 20
MAX_TOTAL = 300 * 1024 * 1024
MEGABYTE = 1024 * 1024
#: What is not larger is read in a second or so, whatever its format.
QUICK_BYTES = MEGABYTE
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp"})
#: Names of files that have no name of their own. They say nothing about the content: it may have to be forgotten.
PASTED = "粘贴的文字.txt"


@dataclass(frozen=True, slots=True)
class Incoming:
    name: str
    size: int
    chunks: Iterable[bytes]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A file that is here already, and where."""

    name: str
    where: IntakeSet


@dataclass(frozen=True, slots=True)
class Received:
    """The new set, None where every file was known already."""

    intake_set: IntakeSet | None
    known: tuple[Known, ...] = ()


def receive(person: Person, files: Sequence[Incoming], inspection: Inspection | None = None) -> Received:
    check_limits(person, [file.size for file in files])
    spooled: list[Spooled] = []
    try:
        for file in files:
            spooled.append(_spool(file))
        return _register(person, list(zip(files, spooled, strict=True)), inspection)
    except BaseException:
        for waiting in spooled:
            storage.discard(waiting.token)
        raise


def check_limits(person: Person, sizes: Sequence[int]) -> None:
    """Everything that can be refused before a byte is read."""
    if not may_review(person):
        raise NotPossible(_("只有整改办人员可以上传文件。"))
    if not sizes:
        raise NotPossible(_("没有收到文件；请选择文件，或粘贴文字。"))
    if len(sizes) > MAX_FILES:
        raise NotPossible(_("一次最多上传%s个文件，这次没有保存任何文件；请分几次上传。") % MAX_FILES)
    if max(sizes) > MAX_BYTES:
        raise NotPossible(
            _("单个文件不能超过%sMB，这次没有保存任何文件；请拆分后再上传。") % (MAX_BYTES // MEGABYTE)
        )
    if sum(sizes) > MAX_TOTAL:
        raise NotPossible(
            _("一次上传合计不能超过%sMB，这次没有保存任何文件；请分几次上传。") % (MAX_TOTAL // MEGABYTE)
        )


def _spool(file: Incoming) -> Spooled:
    try:
        return storage.spool(file.chunks, MAX_BYTES)
    except storage.TooLarge:
        raise NotPossible(
            _("单个文件不能超过%sMB，这次没有保存任何文件；请拆分后再上传。") % (MAX_BYTES // MEGABYTE)
        ) from None


@transaction.atomic
def _register(
    person: Person, arrived: list[tuple[Incoming, Spooled]], inspection: Inspection | None
) -> Received:
    known: list[Known] = []
    fresh: list[tuple[Incoming, Spooled]] = []
    seen: set[str] = set()
    for file, waiting in arrived:
        where = _where_known(waiting.sha256, inspection)
        if where is not None or waiting.sha256 in seen:
            storage.discard(waiting.token)
            known += [Known(clean_name(file.name), where)] if where else []
            continue
        seen.add(waiting.sha256)
        fresh.append((file, waiting))
    if not fresh:
        return Received(None, tuple(known))
    return Received(_make_set(person, fresh, inspection), tuple(known))


def _where_known(sha256: str, inspection: Inspection | None) -> IntakeSet | None:
    """A set that holds the same bytes, unless both belong to different inspections."""
    files = SetFile.objects.filter(sha256=sha256, intake_set__withdrawn_at__isnull=True)
    files = files.exclude(state__in=[FileState.FAILED, FileState.REFUSED])
    for file in files.select_related("intake_set").order_by("pk"):
        other = file.intake_set.inspection_id
        if inspection is None or other is None or other == inspection.pk:
            return file.intake_set
    return None


def _make_set(
    person: Person, fresh: list[tuple[Incoming, Spooled]], inspection: Inspection | None
) -> IntakeSet:
    names = [clean_name(file.name) for file, _waiting in fresh]
    chosen = [file.role if file.role in Role.values else "" for file, _waiting in fresh]
    guesses = [Role(c) if c else roles.guess(n) for c, n in zip(chosen, names, strict=True)]
    guessed = roles.arrange(guesses, [bool(c) for c in chosen])
    main = names[guessed.index(Role.MAIN)] if Role.MAIN in guessed else names[0]
    made = IntakeSet.objects.create(title=PurePath(main).stem[:200], created_by=person, inspection=inspection)
    for position, ((_file, waiting), name) in enumerate(zip(fresh, names, strict=True)):
        row = SetFile.objects.create(
            intake_set=made,
            position=position,
            name=name,
            role=guessed[position],
            role_chosen=bool(chosen[position]),
            sha256=waiting.sha256,
            size=waiting.size,
            token=waiting.token,
        )
        lane = _lane(name, waiting.size)
        enqueue("intake.read", {"file": row.pk}, key=f"intake.read:{row.pk}", lane=lane)
    return made


def _lane(name: str, size: int) -> Lane:
    """Small files do not wait behind a scan of a hundred pages. A photograph is small too, but never quick."""
    quick = size <= QUICK_BYTES and PurePath(name).suffix.lower() not in PICTURES
    return Lane.QUICK if quick else Lane.MAIN


def clean_name(name: str) -> str:
    """The bare name: no folders, no control characters, its ending kept when it is too long."""
    # Browsers write a quotation mark in a name as %22, and nothing else so.
    bare = PurePath(PureWindowsPath(name.replace("%22", '"')).name).name
    bare = "".join(c for c in bare if c.isprintable()).strip() or "未命名"
    if len(bare) > 200:
        ending = PurePath(bare).suffix[:20]
        bare = bare[: 200 - len(ending)] + ending
    return bare


@transaction.atomic
def withdraw(person: Person, intake_set: IntakeSet, reason: str) -> IntakeSet:
    """Take a set that was uploaded by mistake off the list. One that is in the ledger stays where it is."""
    if not may_review(person):
        raise NotPossible(_("只有整改办人员可以撤下文件。"))
    reason = reason.replace("\x00", "")
    if not reason.strip():
        raise NotPossible(_("请写明撤下这组文件的理由。"))
    held = IntakeSet.objects.select_for_update(no_key=True).get(pk=intake_set.pk)
    if held.plan_id is not None or held.items.filter(finding__isnull=False).exists():
        raise NotPossible(_("这组文件已有内容登记入台账，不能撤下；需要更正的请在台账中办理。"))
    if held.withdrawn_at is None:
        held.withdrawn_at, held.withdrawn_by = timezone.now(), person
        held.withdrawn_reason = reason.strip()[:300]
        held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return held
