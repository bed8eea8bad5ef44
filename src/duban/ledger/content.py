"""An item as frozen JSON, its fingerprint, and the words by which a search finds it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from duban.ledger.inputs import (
    ChargeInput,
    DeadlineInput,
    IndicatorInput,
    MilestoneInput,
    PlanItemInput,
    RuleInput,
)
from duban.ledger.protected import is_protected

#: Of the caller, not of the plan: where values came from is kept in rows of its own.
_NOT_CONTENT = ("origins", "ref")


def frozen(item: PlanItemInput) -> dict[str, Any]:
    """What the plan says of this item, as plain JSON."""
    facts = {name: getattr(item, name) for name in PlanItemInput.__slots__ if name not in _NOT_CONTENT}
    facts["extra"] = dict(item.extra)
    plain: dict[str, Any] = json.loads(json.dumps(facts, ensure_ascii=False, default=_plain))
    return plain


def thawed(content: dict[str, Any]) -> PlanItemInput:
    """What was frozen, as the item it was."""
    facts = {name: value for name, value in content.items() if name in PlanItemInput.__slots__}
    deadline = facts["deadline"]
    rule = deadline["rule"]
    facts["deadline"] = DeadlineInput(
        deadline["raw"], deadline["kind"], _day(deadline["date"]), RuleInput(**rule) if rule else None
    )
    facts["milestones"] = tuple(
        MilestoneInput(**{**each, "date": _day(each["date"])}) for each in facts["milestones"]
    )
    facts["charges"] = tuple(ChargeInput(**each) for each in facts["charges"])
    facts["indicators"] = tuple(
        IndicatorInput(**{**each, "by": _day(each["by"])}) for each in facts["indicators"]
    )
    for name in ("category", "measures", "context"):
        facts[name] = tuple(facts[name])
    return PlanItemInput(**facts)


def _day(said: str | None) -> Any:
    return datetime.date.fromisoformat(said) if said else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    raise TypeError(f"not plain: {value!r}")


def fingerprint(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def search_text(number: str, item: PlanItemInput) -> str:
    parts: Iterable[str] = (
        number,
        item.printed_no,
        *item.category,
        item.problem,
        item.goal,
        *item.measures,
        *(f"{charge.name}{charge.office} {charge.post}" for charge in item.charges),
        *(text for label, text in item.extra.items() if not is_protected(label)),
        item.status_text,
    )
    return "\n".join(part for part in parts if part)
