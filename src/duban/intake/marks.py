"""Where the values of the items stand in a document, as marks for the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.files.render import Mark
from duban.intake.content import Json, walk
from duban.intake.models import DraftItem, ItemState

#: The first part of a key → how its mark looks, and its name in words.
KINDS: dict[str, tuple[str, Promise | str]] = {
    "no": ("no", _("编号")),
    "path": ("path", _("类别")),
    "problem": ("problem", _("问题")),
    "goal": ("goal", _("整改目标")),
    "measures": ("measure", _("整改措施")),
    "deadline": ("deadline", _("整改时限")),
    "milestones": ("milestone", _("时间节点")),
    "units": ("unit", _("单位")),
    "indicators": ("indicator", _("指标")),
    "status": ("status", _("整改状态")),
    "extra": ("extra", _("其他栏目")),
    "context": ("context", _("其他文字")),
}
ROLE_NAMES: dict[str, Promise | str] = {
    "responsible": _("主体责任单位"),
    "lead": _("牵头单位"),
    "support": _("配合单位"),
    "regulator": _("监管责任单位"),
    "leader": _("督办领导"),
}


def label_of(key: str) -> str:
    """The name of a field in words: ``units.lead.4`` → 牵头单位."""
    name, _dot, rest = key.partition(".")
    if name == "units":
        return str(ROLE_NAMES.get(rest.split(".")[0], _("单位")))
    return str(KINDS[name][1]) if name in KINDS else key


def marks_of(item: DraftItem, document: str) -> list[Mark]:
    if item.state != ItemState.ACTIVE:
        return []
    return [
        Mark(value["span"][0], value["span"][1], _kind(key), f"{item.pk}:{key}", label_of(key))
        for key, value in walk(item.content)
        if value.get("doc") == document and value.get("span")
    ]


def _kind(key: str) -> str:
    if key.startswith("units.leader"):
        return "leader"
    return KINDS[key.split(".")[0]][0]


def marks_in(items: Iterable[DraftItem], document: str) -> list[Mark]:
    """All marks in a document. A heading above several items is marked once."""
    marks: list[Mark] = []
    headings: set[tuple[int, int]] = set()
    for item in items:
        for mark in marks_of(item, document):
            if mark.kind == "path":
                if (mark.start, mark.end) in headings:
                    continue
                headings.add((mark.start, mark.end))
            marks.append(mark)
    return marks


def places_in(saved: Json | None, document: str) -> set[tuple[str, tuple[int, int]]]:
    """The marked places of a saved state of an item, each with its field; an item that is not there marks none."""
    if saved is None or saved["state"] != ItemState.ACTIVE:
        return set()
    return {
        (key, (value["span"][0], value["span"][1]))
        for key, value in walk(saved["content"])
        if value.get("doc") == document and value.get("span")
    }
