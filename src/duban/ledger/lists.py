"""The four lists (四个清单): which columns each has, and what stands in a cell."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from duban.ledger.exporting.gathering import Charged, Due, Printed
from duban.ledger.lifecycle import Stage
from duban.ledger.models import ChargeRole, DeadlineKind, Priority, Source
from duban.ledger.progress import progress

SIGNS = {
    "<=": "≤",
    ">=": "≥",
    "<": "＜",
    ">": "＞",
    "=": "＝",
    "down_by": gettext_lazy("下降"),
    "up_by": gettext_lazy("上升"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: its serial number, the finding, and the day the list is made."""

    serial: int
    finding: Printed
    today: datetime.date


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its width in characters, what stands in it, and whether short values are centred."""

    name: object
    width: float
    value: Callable[[Row], object]
    centred: bool = False


@dataclass(frozen=True, slots=True)
class ListKind:
    code: str
    name: object
    columns: tuple[Column, ...]
    landscape_a3: bool = False


def _charges(role: str) -> Callable[[Row], str]:
    def value(row: Row) -> str:
        return "\n".join(dict.fromkeys(_named(charge) for charge in row.finding.charges.get(role, ())))

    return value


def _as_said(role: str) -> Callable[[Row], str]:
    """Whom the plan names, without whoever stands there as a member of a group: as an import writes them."""

    def value(row: Row) -> str:
        charges = row.finding.charges.get(role, ())
        return "\n".join([_named(charge) for charge in charges if not charge.is_member])

    return value


def _named(charge: Charged) -> str:
    return f"{charge.printed}{charge.office}" + (f"（{charge.post}）" if charge.post else "")


def _numbered(texts: list[str]) -> str:
    return (
        texts[0] if len(texts) == 1 else "\n".join(f"{at}. {text}" for at, text in enumerate(texts, start=1))
    )


def _measures(row: Row) -> str:
    return _numbered(row.finding.measures)


def _milestones(row: Row) -> str:
    return "\n".join([f"{day.isoformat()} {what}" for day, what in row.finding.milestones])


def _due(line: Due) -> str:
    return line.raw or (line.date.isoformat() if line.date else _label(DeadlineKind, line.kind))


def _original(row: Row) -> str:
    said = row.finding.deadlines
    return _due(said[0]) if said else ""


def _current(row: Row) -> str:
    """What holds now, where it is not what was said first."""
    said = row.finding.deadlines
    return _due(said[-1]) if len(said) > 1 and _due(said[-1]) != _due(said[0]) else ""


def _holding(row: Row) -> str:
    return _current(row) or _original(row)


def _former(row: Row) -> str:
    return _original(row) if _current(row) else ""


def _beside(row: Row) -> str:
    """A changed deadline never stands without the one that was promised."""
    former = _former(row)
    return (
        _("%(now)s（原定%(former)s）") % {"now": _holding(row), "former": former} if former else _holding(row)
    )


class _Target(Protocol):
    """An indicator, as a row of the ledger or as lists print it."""

    @property
    def name(self) -> str: ...
    @property
    def op(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def by(self) -> datetime.date | None: ...


def indicator_in_words(target: _Target) -> str:
    by = f"（{target.by:%Y-%m-%d}）" if target.by else ""
    return f"{target.name} {SIGNS.get(target.op, target.op)}{target.value:g}{target.unit}{by}"


def _indicators(row: Row) -> str:
    return "\n".join([indicator_in_words(target) for target in row.finding.targets])


def _status(row: Row) -> str:
    finding = row.finding
    stands = (finding.standing, finding.stage, finding.due_on, finding.deadline_kind)
    words = _progress(*stands, row.today, get_language())
    said = finding.status_text
    return f"{words}\n{said}" if said and said not in words else words


@lru_cache(maxsize=10_000)
def _progress(
    standing: str,
    stage: str,
    due_on: datetime.date | None,
    kind: str,
    today: datetime.date,
    _language: str | None,
) -> str:
    """In a hundred thousand findings there are a few thousand different ones."""
    stands: Any = SimpleNamespace(standing=standing, stage=stage, due_on=due_on, deadline_kind=kind)
    return progress(stands, today).words


def _label(choices: Any, value: str) -> str:
    return _labels(choices, get_language()).get(value, value)


@lru_cache(maxsize=64)
def _labels(choices: Any, _language: str | None) -> dict[str, str]:
    return {str(choice.value): str(choice.label) for choice in choices}


def _remark(row: Row) -> str:
    return _("方案前已完成整改") if row.finding.completed_before_plan else ""


_SERIAL = Column(gettext_lazy("序号"), 5, lambda row: row.serial, centred=True)
_NUMBER = Column(gettext_lazy("台账编号"), 11, lambda row: row.finding.number, centred=True)
_PROBLEM = Column(gettext_lazy("具体问题"), 46, lambda row: row.finding.problem)
_CATEGORY = Column(
    gettext_lazy("问题类别"), 16, lambda row: row.finding.headings[-1] if row.finding.headings else ""
)
_GOAL = Column(gettext_lazy("整改目标"), 26, lambda row: row.finding.goal)

PROBLEMS = ListKind(
    "problems",
    gettext_lazy("问题清单"),
    (
        _SERIAL,
        _NUMBER,
        _CATEGORY,
        Column(gettext_lazy("文中序号"), 9, lambda row: row.finding.printed_no, centred=True),
        Column(_PROBLEM.name, 62, _PROBLEM.value),
        Column(gettext_lazy("来源"), 10, lambda row: _label(Source, row.finding.source), centred=True),
        Column(
            gettext_lazy("重点/共性"),
            10,
            lambda row: _label(Priority, row.finding.priority),
            centred=True,
        ),
        Column(gettext_lazy("备注"), 12, _remark),
    ),
)
MEASURES = ListKind(
    "measures",
    gettext_lazy("整改清单"),
    (
        _SERIAL,
        _NUMBER,
        _PROBLEM,
        _GOAL,
        Column(gettext_lazy("整改措施"), 58, _measures),
        Column(gettext_lazy("时间节点"), 26, _milestones),
        Column(gettext_lazy("原定时限"), 14, _original, centred=True),
        Column(gettext_lazy("调整后时限"), 14, _current, centred=True),
    ),
    landscape_a3=True,
)
RESPONSIBILITY = ListKind(
    "responsibility",
    gettext_lazy("责任清单"),
    (
        _SERIAL,
        _NUMBER,
        Column(_PROBLEM.name, 44, _PROBLEM.value),
        Column(gettext_lazy("主体责任单位"), 18, _charges(ChargeRole.MAIN)),
        Column(gettext_lazy("牵头单位"), 18, _charges(ChargeRole.LEAD)),
        Column(gettext_lazy("配合单位"), 18, _charges(ChargeRole.SUPPORTING)),
        Column(gettext_lazy("监管责任单位"), 18, _charges(ChargeRole.SUPERVISING)),
        Column(gettext_lazy("验收责任单位"), 16, _charges(ChargeRole.ACCEPTING)),
        Column(gettext_lazy("督办领导"), 14, _charges(ChargeRole.LEADER), centred=True),
        Column(gettext_lazy("整改时限"), 14, _beside, centred=True),
    ),
    landscape_a3=True,
)
EFFECTS = ListKind(
    "effects",
    gettext_lazy("效果清单"),
    (
        _SERIAL,
        _NUMBER,
        Column(_PROBLEM.name, 40, _PROBLEM.value),
        _GOAL,
        Column(gettext_lazy("目标指标"), 28, _indicators),
        Column(gettext_lazy("整改时限"), 14, _beside, centred=True),
        Column(gettext_lazy("所处阶段"), 11, lambda row: _label(Stage, row.finding.stage), centred=True),
        Column(gettext_lazy("完成情况"), 18, _status),
    ),
)


def _path(row: Row) -> str:
    """All headings the problem stands under, the way an import reads them."""
    return " / ".join(row.finding.headings)


#: The whole ledger in one table, under the heads an import knows, so that it can be worked on and read in again.
WHOLE = ListKind(
    "whole",
    gettext_lazy("总台账"),
    (
        _NUMBER,
        Column(gettext_lazy("督察"), 22, lambda row: row.finding.inspection),
        Column(gettext_lazy("问题类别"), 18, _path),
        Column(gettext_lazy("文中序号"), 9, lambda row: row.finding.printed_no, centred=True),
        _PROBLEM,
        _GOAL,
        Column(gettext_lazy("整改措施"), 46, _measures),
        Column(gettext_lazy("时间节点"), 22, _milestones),
        Column(gettext_lazy("整改时限"), 14, _holding, centred=True),
        Column(gettext_lazy("调整前时限"), 14, _former, centred=True),
        Column(gettext_lazy("点位"), 22, lambda row: "\n".join(row.finding.sites)),
        Column(gettext_lazy("主体责任单位"), 16, _as_said(ChargeRole.MAIN)),
        Column(gettext_lazy("牵头单位"), 16, _as_said(ChargeRole.LEAD)),
        Column(gettext_lazy("配合单位"), 16, _as_said(ChargeRole.SUPPORTING)),
        Column(gettext_lazy("监管责任单位"), 16, _as_said(ChargeRole.SUPERVISING)),
        Column(gettext_lazy("验收责任单位"), 14, _as_said(ChargeRole.ACCEPTING)),
        Column(gettext_lazy("督办领导"), 14, _as_said(ChargeRole.LEADER)),
        Column(gettext_lazy("责任人"), 12, _as_said(ChargeRole.PERSON)),
        Column(
            gettext_lazy("重点/共性"),
            10,
            lambda row: _label(Priority, row.finding.priority),
        ),
        Column(gettext_lazy("来源"), 10, lambda row: _label(Source, row.finding.source)),
        Column(gettext_lazy("完成情况"), 24, lambda row: row.finding.status_text),
    ),
    landscape_a3=True,
)

LISTS = {kind.code: kind for kind in (PROBLEMS, MEASURES, RESPONSIBILITY, EFFECTS)}
