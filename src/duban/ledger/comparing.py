"""Two frozen versions of a finding's plan, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.ledger.models import ChargeRole, DeadlineKind

Frozen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a part: ``how`` is same, new or gone."""

    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    lines: tuple[Line, ...]

    @property
    def changed(self) -> bool:
        return any(line.how != "same" for line in self.lines)


def compare(old: Frozen | None, new: Frozen) -> list[Section]:
    """What stays, what came, what went; without an older one everything simply stands."""
    found = []
    for name, texts in _SECTIONS:
        after = texts(new)
        before = texts(old) if old is not None else after
        gone = [Line(text, "gone") for text in before if text not in after]
        lines = [Line(text, "same" if text in before else "new") for text in after]
        if gone or lines:
            found.append(Section(str(name), (*gone, *lines)))
    return found


def _one(key: str) -> Any:
    return lambda said: [said[key]] if said.get(key) else []


def _many(key: str) -> Any:
    return lambda said: list(said.get(key, ()))


def _deadline(said: Frozen) -> list[str]:
    row = said.get("deadline") or {}
    kind = str(DeadlineKind(row["kind"]).label) if row.get("kind") else ""
    parts = [row.get("raw") or kind, row.get("date") or ""]
    words = " ".join(part for part in parts if part)
    return [words + (_("（批复前已到期）") if row.get("before_approval") else "")] if words else []


def _charges(said: Frozen) -> list[str]:
    return [_charge(row) for row in said.get("charges", ())]


def _charge(row: Frozen) -> str:
    told = f"{ChargeRole(row['role']).label}：{row['name']}{row['office']}"
    told += f" {row['post']}" if row["post"] else ""
    told += _("（措施%s）") % row["measure"] if row.get("measure") else ""
    return told + (_("（%s成员）") % row["via"] if row.get("via") else "")


def _plan(said: Frozen) -> list[str]:
    plan = said.get("plan")
    return [_("《%(title)s》第%(version)s版") % plan] if plan else []


_SECTIONS: tuple[tuple[Any, Any], ...] = (
    (gettext_lazy("整改目标"), _one("goal")),
    (gettext_lazy("整改措施"), _many("measures")),
    (gettext_lazy("整改时限"), _deadline),
    (gettext_lazy("时间节点"), _many("milestones")),
    (gettext_lazy("量化指标"), _many("indicators")),
    (gettext_lazy("点位"), _many("sites")),
    (gettext_lazy("责任"), _charges),
    (gettext_lazy("列入方案"), _plan),
    (gettext_lazy("专项方案"), _many("special_plans")),
)
