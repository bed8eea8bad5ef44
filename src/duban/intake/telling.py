"""The record of a review as sentences."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.intake.content import Json, text_of, walk
from duban.intake.marks import label_of
from duban.intake.models import Change

SENTENCES = {
    "type": gettext_lazy("修改了%s"),
    "select": gettext_lazy("用原文填写了%s"),
    "facts": gettext_lazy("修改了%s的属性"),
    "add-part": gettext_lazy("增加了%s"),
    "remove-part": gettext_lazy("删除了%s"),
    "move-part": gettext_lazy("调整了%s的顺序"),
    "split-part": gettext_lazy("把%s拆成两条"),
    "join-part": gettext_lazy("合并了两条%s"),
}
WHOLE = {
    "settle": gettext_lazy("核对了一处疑点"),
    "confirm": gettext_lazy("确认了这一项"),
    "split": gettext_lazy("把这一项拆分为两项"),
    "merge": gettext_lazy("把后一项并入这一项"),
    "add": gettext_lazy("新增了这一项"),
    "drop": gettext_lazy("移除了这一项"),
    "restore": gettext_lazy("恢复了这一项"),
    "undo": gettext_lazy("撤销了自己的上一步"),
    "rejoin": gettext_lazy("按文件用途重新归并了各项"),
}


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime.datetime
    by: str
    item: int
    place: int | None
    sentence: str
    before: str
    after: str
    undone: bool


def tell(change: Change, place: int | None) -> Told:
    step = change.steps[0] if change.steps else {"before": None, "after": None}
    return Told(
        at=change.at,
        by=change.person.display_name,
        item=change.item_id,
        place=place,
        sentence=sentence_of(change),
        before=_text(step["before"], change),
        after=_text(step["after"], change),
        undone=change.undone,
    )


def sentence_of(change: Change) -> str:
    """What an act did, without who and when."""
    if change.verb in SENTENCES:
        return SENTENCES[change.verb] % label_of(change.key)
    return str(WHOLE.get(change.verb, _("改动了这一项")))


def _text(saved: Json | None, change: Change) -> str:
    """What stood in the field that the act was about; the reason, where an item was dropped."""
    if saved is None or change.verb in ("confirm", "settle", "undo"):
        return ""
    if change.verb == "drop":
        return str(saved["drop_reason"])
    return next((text_of(value) for key, value in walk(saved["content"]) if key == change.key), "")
