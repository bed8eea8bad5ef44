"""A draft as what the ledger takes: a problem with its parts, and for every value where it came from."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from duban.files.models import Document
from duban.intake import quoting
from duban.intake.content import Json, text_of, walk
from duban.intake.models import DraftItem
from duban.intake.presenting import is_finished
from duban.ledger.inputs import (
    CHARGE_OF_ROLE,
    ChargeInput,
    DeadlineInput,
    IndicatorInput,
    MilestoneInput,
    Origin,
    PlanItemInput,
    RuleInput,
)
from gongwen.results import ROLES


class _Parts:
    """The parts of an item that say something, under the names that the ledger gives them."""

    def __init__(self, content: Json) -> None:
        self._content = content
        self.measures = _filled(content["measures"])
        self.milestones = _dated(content["milestones"])
        self.charges = list(_charges(content))
        self.indicators = _measured(content["indicators"])
        self.context = _filled(content["context"])
        self.extra = _labelled(content["extra"])

    def named(self) -> Iterator[tuple[str, Json | None]]:
        content = self._content
        yield "printed_no", content["no"]
        yield "category", content["path"][-1] if content["path"] else None
        yield "problem", content["problem"]
        yield "goal", content["goal"]
        yield "status", content["status"]["text"]
        yield "deadline", _deadline_value(content)
        for name in ("measures", "milestones", "indicators", "context"):
            yield from ((f"{name}.{at}", part) for at, part in enumerate(getattr(self, name)))
        yield from ((f"charges.{at}", part) for at, (_role, part) in enumerate(self.charges))
        yield from ((f"extra.{label}", part) for label, part in self.extra.items())


class Filer:
    """Knows the documents of a set, so that origins can quote them."""

    def __init__(self, items: Iterable[DraftItem], roles: Mapping[int, str]) -> None:
        items = list(items)
        wanted = {item.document_id for item in items}
        self._roles = roles
        self._own = {d.pk: d for d in Document.objects.filter(pk__in=wanted)}
        self._documents = {str(d.uuid): d for d in self._own.values()}
        others = {v["doc"] for item in items for v in _all_values(item.content) if v.get("doc")}
        for document in Document.objects.filter(uuid__in=others - set(self._documents)):
            self._documents[str(document.uuid)] = document

    def plan_item(self, item: DraftItem, source: str = "inspection") -> PlanItemInput:
        content, parts = item.content, _Parts(item.content)
        return PlanItemInput(
            problem=text_of(content["problem"]).strip(),
            printed_no=text_of(content["no"]),
            category=tuple(text_of(part) for part in content["path"] if text_of(part)),
            goal=text_of(content["goal"]),
            measures=tuple(part["text"] for part in parts.measures),
            deadline=_deadline(content["deadline"]),
            milestones=tuple(_milestone(part, parts.measures) for part in parts.milestones),
            charges=tuple(_charge(role, part) for role, part in parts.charges),
            indicators=tuple(_indicator(part) for part in parts.indicators),
            context=tuple(part["text"] for part in parts.context),
            extra={label: part["text"] for label, part in parts.extra.items()},
            status=self._status(item),
            status_text=text_of(content["status"]["text"]),
            source=source,
            origins=tuple(self._origins(item, parts.named())),
            ref=str(item.pk),
        )

    def _status(self, item: DraftItem) -> Literal["", "completed", "in_progress"]:
        if is_finished(item, self._roles.get(item.document_id, "")):
            return "completed"
        return "in_progress" if item.content["status"]["value"] == "in_progress" else ""

    def _origins(self, item: DraftItem, named: Iterable[tuple[str, Json | None]]) -> Iterator[Origin]:
        for field, value in named:
            if value:
                yield self._origin(item, field, value)

    def _origin(self, item: DraftItem, field: str, value: Json) -> Origin:
        document = self._documents.get(value.get("doc") or "")
        start, end = value["span"] if document and value.get("span") else (0, 0)
        own = self._own[item.document_id]
        return Origin(
            field=field,
            document=document.uuid if document else own.uuid,
            start=start,
            end=end,
            quote=quoting.quote(document.text, start, end) if document else "",
            how="typed" if value.get("corrected") else value.get("how") or "typed",
            reader=value.get("reader") or "",
            confirmed_by=item.confirmed_by_id,
            confirmed_at=item.confirmed_at,
        )


def documents_of(files: Iterable[Any]) -> tuple[uuid.UUID, ...]:
    return tuple(file.reading.document.uuid for file in files if file.reading is not None)


def _all_values(content: Json) -> Iterator[Json]:
    yield from (value for _key, value in walk(content))


def _filled(parts: list[Json]) -> list[Json]:
    """Parts that say something; an empty line that somebody added and left is nothing."""
    return [part for part in parts if part["text"].strip()]


def _dated(parts: list[Json]) -> list[Json]:
    return [part for part in _filled(parts) if part.get("date")]


def _measured(parts: list[Json]) -> list[Json]:
    return [part for part in _filled(parts) if part.get("value") is not None]


def _labelled(parts: list[Json]) -> dict[str, Json]:
    """Further fields by label; a label that comes twice keeps both, numbered."""
    labelled: dict[str, Json] = {}
    for part in _filled(parts):
        label = part.get("label") or "其他"
        name, count = label, 2
        while name in labelled:
            name, count = f"{label}({count})", count + 1
        labelled[name] = part
    return labelled


def _charges(content: Json) -> Iterator[tuple[str, Json]]:
    for role in ROLES:
        for part in _filled(content["units"][role]):
            yield role, part


def _charge(role: str, part: Json) -> ChargeInput:
    return ChargeInput(CHARGE_OF_ROLE[role], part["text"], part.get("office") or "")


def _deadline_value(content: Json) -> Json | None:
    deadline = content["deadline"]
    if deadline["raw"]:
        return {**deadline["raw"], "corrected": bool(deadline.get("by"))}
    return {"how": "typed", "span": None, "doc": None} if deadline["kind"] else None


def _deadline(deadline: Json) -> DeadlineInput:
    rule = deadline.get("rule")
    return DeadlineInput(
        raw=text_of(deadline["raw"]),
        kind=deadline["kind"],
        date=_day(deadline["date"]),
        rule=RuleInput(rule["anchor"], int(rule["amount"]), rule["unit"]) if rule else None,
    )


def _milestone(part: Json, measures: list[Json]) -> MilestoneInput:
    day = _day(part["date"])
    assert day is not None
    return MilestoneInput(day, part["text"], _measure_around(part, measures))


def _measure_around(part: Json, measures: list[Json]) -> int | None:
    """The measure in whose text a dated step stands."""
    if not part.get("span"):
        return None
    start, end = part["span"]
    for at, measure in enumerate(measures):
        span = measure.get("span")
        if span and measure.get("doc") == part.get("doc") and span[0] <= start and end <= span[1]:
            return at
    return None


def _indicator(part: Json) -> IndicatorInput:
    return IndicatorInput(
        part["text"],
        part.get("op") or "=",
        float(part["value"]),
        part.get("unit") or "",
        _day(part.get("by_date")),
    )


def _day(raw: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(raw) if raw else None
