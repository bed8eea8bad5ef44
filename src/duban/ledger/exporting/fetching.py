"""Fetching a file that was made: hers alone, and only as long as everything in it is still hers to see."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.ledger.errors import OutOfStep
from duban.ledger.exporting import telling
from duban.ledger.exporting.holding import sees_all_of
from duban.ledger.exporting.making import path_of
from duban.ledger.models import Export, ExportState


def fetch(export: Export, person: Person) -> Path:
    """Where the file is, for this once; the record says that it was fetched."""
    if export.by_id != person.pk:
        raise LookupError(export.pk)
    if export.state != ExportState.MADE:
        raise OutOfStep(export.sentence or _("文件还在制作，请稍后再来下载。"))
    if not sees_all_of(person, export.held):
        raise OutOfStep(
            _("文件做好以后，其中有的问题已不在您的工作范围内，文件不再提供下载；请按现在的范围重新导出。")
        )
    path = path_of(export.file)
    if not path.exists():
        raise OutOfStep(_("文件已按保留期清除，不能再下载；请重新导出。"))
    telling.fetched(export, person)
    return path
