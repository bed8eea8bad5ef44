"""The review page's view of a set: fields of an item, rows of the list, the counting line. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.files.models import Document
from duban.intake.content import Json, open_doubts, parts_of, text_of
from duban.intake.marks import ROLE_NAMES, label_of
from duban.intake.models import DraftItem, FileState, IntakeSet, ItemState, Role, SetFile
from duban.intake.reconcile import Counts, Line, reconcile, scope_of

DEADLINE_KINDS: dict[str, Promise] = {
    "fixed": gettext_lazy("限期整改"),
    "immediate": gettext_lazy("立行立改"),
    "ongoing": gettext_lazy("长期坚持"),
    "immediate_ongoing": gettext_lazy("立行立改并长期坚持"),
    "conditional": gettext_lazy("按条件确定"),
}
RULE_UNITS: dict[str, Promise] = {
    "day": gettext_lazy("天"),
    "working_day": gettext_lazy("个工作日"),
    "month": gettext_lazy("个月"),
    "year": gettext_lazy("年"),
}
OPERATORS: dict[str, Promise] = {
    "<=": gettext_lazy("不高于"),
    ">=": gettext_lazy("不低于"),
    "<": gettext_lazy("低于"),
    ">": gettext_lazy("高于"),
    "=": gettext_lazy("等于"),
    "down_by": gettext_lazy("下降"),
    "up_by": gettext_lazy("上升"),
}
STATUSES: dict[str, Promise] = {
    "completed": gettext_lazy("已完成整改"),
    "in_progress": gettext_lazy("正在整改"),
}
HOW: dict[str, Promise] = {
    "read": gettext_lazy("自动识读"),
    "selected": gettext_lazy("选取原文"),
    "typed": gettext_lazy("人工录入"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One editable value with its name, its way here and the doubts about it."""

    key: str
    label: str
    value: Json | None
    doubts: list[Json] = field(default_factory=list)

    @property
    def text(self) -> str:
        return text_of(self.value)

    @property
    def id(self) -> str:
        return "f-" + self.key.replace(".", "-")

    @property
    def how(self) -> str:
        """How the value came here, where a person had a hand in it; read values are the rule and stay silent."""
        how = (self.value or {}).get("how")
        if not how or how == "read":
            return ""
        said = str(HOW[how])
        by = (self.value or {}).get("by_name")
        return f"{said} · {by}" if by else said

    @property
    def placed(self) -> bool:
        return bool((self.value or {}).get("span"))


@dataclass(frozen=True, slots=True)
class UnitGroup:
    role: str
    label: str
    fields: list[Field]
    doubts: list[Json]


class ItemView:
    """What the template of one item needs."""

    def __init__(self, item: DraftItem, file_role: str = "", standing: bool = True) -> None:
        self.item = item
        self.standing = standing
        self.content = item.content
        self.doubts = open_doubts(item.content)
        self.file_role = file_role

    def _field(self, key: str, value: Json | None) -> Field:
        return Field(key, label_of(key), value, [d for d in self.doubts if d["key"] == key])

    def _list(self, name: str) -> list[Field]:
        return [self._field(f"{name}.{part['id']}", part) for part in parts_of(self.content, name)]

    def __getattr__(self, name: str) -> Any:
        if name in ("no", "problem", "goal"):
            return self._field(name, self.content[name])
        if name in ("path", "measures", "milestones", "indicators", "extra", "context"):
            return self._list(name)
        raise AttributeError(name)

    @property
    def deadline(self) -> Field:
        return self._field("deadline", self.content["deadline"]["raw"])

    @property
    def status(self) -> Field:
        return self._field("status", self.content["status"]["text"])

    @property
    def units(self) -> list[UnitGroup]:
        return [
            UnitGroup(
                role, str(label), self._list(f"units.{role}"),
                [d for d in self.doubts if d["key"] in (f"units.{role}", "units")],
            )
            for role, label in ROLE_NAMES.items()
        ]  # fmt: skip

    @property
    def finished(self) -> bool:
        return is_finished(self.item, self.file_role)

    @property
    def editable(self) -> bool:
        return self.standing and self.item.state == ItemState.ACTIVE and self.item.finding_id is None


def is_finished(item: DraftItem, file_role: str) -> bool:
    """Does it enter the ledger as finished before the plan?"""
    return item.content["status"]["value"] == "completed" or file_role == Role.FINISHED


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the narrow list."""

    item: DraftItem
    place: int
    doubts: int

    @property
    def number(self) -> str:
        return text_of(self.item.content["no"])

    @property
    def statement(self) -> str:
        return text_of(self.item.content["problem"]) or _("（没有问题表述）")

    @property
    def mood(self) -> str:
        if self.item.finding_id is not None:
            return "accepted"
        if self.item.state == ItemState.DROPPED:
            return "dropped"
        if self.item.confirmed_at:
            return "confirmed"
        return "doubtful" if self.doubts else "open"


class SetView:
    """A set under review, loaded once for a request."""

    def __init__(self, intake_set: IntakeSet) -> None:
        self.intake_set = intake_set

    @cached_property
    def files(self) -> list[SetFile]:
        heavy = ("reading__result", "reading__document__text", "reading__document__blocks")
        return list(self.intake_set.files.select_related("reading__document").defer(*heavy))

    @cached_property
    def read_files(self) -> list[SetFile]:
        return [file for file in self.files if file.state == FileState.READ]

    @property
    def tabs(self) -> list[SetFile]:
        """The documents to look at, main text first."""
        return sorted(self.read_files, key=lambda file: (file.role != Role.MAIN, file.position))

    @cached_property
    def items(self) -> list[DraftItem]:
        return list(self.intake_set.items.shown())

    @cached_property
    def roles(self) -> dict[int, str]:
        """The role of the file that a document came as."""
        return {file.reading.document_id: file.role for file in self.read_files if file.reading}

    def rows(self, order: str = "doubts") -> list[Row]:
        rows = [
            Row(item, place, len(open_doubts(item.content)) if item.state == ItemState.ACTIVE else 0)
            for place, item in enumerate(self.items, start=1)
        ]
        return rows if order == "text" else sorted(rows, key=_urgency)

    def item_view(self, item: DraftItem) -> ItemView:
        standing = self.intake_set.withdrawn_at is None
        return ItemView(item, self.roles.get(item.document_id, ""), standing)

    @cached_property
    def counts(self) -> Counts:
        active = [item for item in self.items if item.state == ItemState.ACTIVE]
        doubts = [len(open_doubts(item.content)) for item in active]
        return Counts(
            active=len(active),
            confirmed=sum(1 for item in active if item.confirmed_at),
            accepted=sum(1 for item in active if item.finding_id is not None),
            attached=sum(1 for item in active if item.mention_id is not None),
            dropped=len(self.items) - len(active),
            doubts=sum(doubts),
            doubtful_items=sum(1 for count in doubts if count),
            finished=sum(1 for item in active if is_finished(item, self.roles.get(item.document_id, ""))),
        )

    @cached_property
    def stated(self) -> list[Line]:
        lines: list[Line] = []
        for file in self.tabs:
            if file.reading is not None and file.role == Role.MAIN:
                document = file.reading.document
                own = [item for item in self.items if item.document_id == document.pk]
                scopes = [scope_of(found, self._is_finished) for found in (own, self.items)]
                lines += reconcile(file.reading.summary.get("totals") or [], scopes, str(document.uuid))
        return lines

    def _is_finished(self, item: DraftItem) -> bool:
        return is_finished(item, self.roles.get(item.document_id, ""))

    @cached_property
    def document_doubts(self) -> list[tuple[SetFile, Json]]:
        """What the readings as a whole ask to look at."""
        return [
            (file, doubt)
            for file in self.tabs
            if file.reading is not None
            for doubt in file.reading.summary.get("doubts") or []
        ]


def _urgency(row: Row) -> tuple[int, int]:
    moods = {"doubtful": 0, "open": 1, "confirmed": 1, "accepted": 2, "dropped": 3}
    return moods[row.mood], row.place


def document_of(view: SetView, wanted: str) -> Document | None:
    """The document with this uuid, if it is one of the set; else the first."""
    documents = [file.reading.document for file in view.tabs if file.reading is not None]
    chosen = next((document for document in documents if str(document.uuid) == wanted), None)
    return chosen or (documents[0] if documents else None)


def choices() -> dict[str, Any]:
    """The fixed choices of the form, for its template."""
    return {
        "deadline_kinds": DEADLINE_KINDS.items(),
        "rule_units": RULE_UNITS.items(),
        "operators": OPERATORS.items(),
        "statuses": STATUSES.items(),
    }


def doubts_elsewhere(view: ItemView, shown: Sequence[str] = ()) -> list[Json]:
    return [doubt for doubt in view.doubts if doubt["key"] not in shown]
