"""What becomes of a received file: a document with its reading, or one sentence and nothing kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.files import storage
from duban.files.models import Document, StoredFile
from duban.intake import joining, roles
from duban.intake.content import Importer
from duban.intake.models import DraftItem, FileState, IntakeSet, Reading, Role, SetFile
from duban.intake.reading import Outcome

SECRET = "secret"
OVER = (FileState.READ, FileState.FAILED, FileState.REFUSED)


@transaction.atomic
def begin(pk: int) -> SetFile | None:
    """The file to read, or None where its reading is over already."""
    held = SetFile.objects.select_for_update(of=("self",), no_key=True).select_related("intake_set")
    file = held.filter(pk=pk).first()
    if file is None or file.state in OVER:
        return None
    file.state = FileState.READING
    file.save(update_fields=["state"])
    return file


def settle(pk: int, outcome: Outcome) -> SetFile:
    """Keep what was read, or forget what was not. The last file of a set makes its items."""
    with transaction.atomic():
        held = IntakeSet.objects.select_for_update(of=("self",), no_key=True).get(files__pk=pk)
        file = SetFile.objects.select_related("intake_set__created_by").get(pk=pk)
        if file.state in OVER:
            return file
        token = file.token
        if outcome.answer is not None:
            _keep(file, outcome.answer)
        elif outcome.code == SECRET:
            _refuse(file)
        else:
            file.state, file.sentence, file.token = FileState.FAILED, outcome.sentence, ""
            file.save(update_fields=["state", "sentence", "token"])
        if not held.files.exclude(state__in=OVER).exists():
            assemble(held)
    storage.discard(token)
    return file


def _refuse(file: SetFile) -> None:
    """A document under a secrecy mark: neither its bytes nor its text, its name nor its hash stay here."""
    file.state, file.token, file.sha256, file.size = FileState.REFUSED, "", "", 0
    file.name = _("（第%s个文件，未保留文件名）") % (file.position + 1)
    file.sentence = _(
        "文件带有密级标志（秘密、机密或绝密），不能进入本系统：文件、文字和文件名都没有保存。"
        "请按保密规定在涉密设备上办理；如属误标，请先办理解密或改正后再上传。"
    )
    file.save()
    others = file.intake_set.files.exclude(pk=file.pk).exclude(state=FileState.REFUSED)
    left = others.order_by("position").first()
    file.intake_set.title = left.name if left else _("未接收的文件")
    file.intake_set.save(update_fields=["title"])


def _keep(file: SetFile, answer: dict[str, Any]) -> None:
    storage.keep(file.token, file.sha256)
    stored, _made = StoredFile.objects.get_or_create(sha256=file.sha256, defaults={"size": file.size})
    document = Document.objects.create(
        stored_file=stored,
        name=file.name,
        media_type=answer["media_type"],
        text=answer["text"],
        blocks=answer["blocks"],
        page_starts=answer["page_starts"],
        reader=answer["reader"],
        created_by=file.intake_set.created_by,
    )
    file.reading = Reading.objects.create(
        document=document,
        result=answer["result"],
        summary={key: value for key, value in answer["result"].items() if key != "items"},
        reader=answer["reader"],
    )
    file.state, file.token = FileState.READ, ""
    file.save(update_fields=["reading", "state", "token"])


def assemble(intake_set: IntakeSet) -> list[DraftItem]:
    """Make the drafts of a set from its readings: main text first, measures from an annex joined to their problems."""
    files = list(intake_set.files.filter(state=FileState.READ).select_related("reading__document"))
    _arrange(files)
    _name(intake_set, files)
    drafts: list[tuple[SetFile, dict[str, Any]]] = []
    for file in sorted(files, key=lambda f: (f.role != Role.MAIN, f.position)):
        if file.role != Role.MEMBERS:
            drafts += [(file, content) for content in _contents(file)]
    drafts = joining.join_annexes(drafts)
    return DraftItem.objects.bulk_create(
        DraftItem(intake_set=intake_set, document=_reading(file).document, content=content, position=position)
        for position, (file, content) in enumerate(drafts, start=1)
    )


def _arrange(files: list[SetFile]) -> None:
    """Guess the roles again, now that the titles are known; what a person chose stays."""
    guesses = [
        Role(file.role) if file.role_chosen else roles.guess(file.name, _title(file)) for file in files
    ]
    for file, role in zip(files, roles.arrange(guesses, [f.role_chosen for f in files]), strict=True):
        if file.role != role and not file.role_chosen:
            file.role = role
            file.save(update_fields=["role"])


def _name(intake_set: IntakeSet, files: list[SetFile]) -> None:
    main = next((file for file in files if file.role == Role.MAIN), None)
    title = _title(main) if main else ""
    if title:
        intake_set.title = title[:200]
        intake_set.save(update_fields=["title"])


def _reading(file: SetFile) -> Reading:
    assert file.reading is not None
    return file.reading


def _title(file: SetFile) -> str:
    title = _reading(file).summary.get("title")
    return title["text"] if title else ""


def _contents(file: SetFile) -> list[dict[str, Any]]:
    reading = _reading(file)
    importer = Importer(str(reading.document.uuid), reading.reader)
    return [importer.content(item) for item in reading.result["items"]]
