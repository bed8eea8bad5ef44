"""A draft as what the ledger takes: a problem with its parts, and for every value where it came from."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

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
        content = item.content
        measures, milestones = _filled(content["measures"]), _dated(content["milestones"])
        charges, indicators = list(_charges(content)), _measured(content["indicators"])
        context, extra = _filled(content["context"]), _labelled(content["extra"])
        named: list[tuple[str, Json | None]] = [
            ("printed_no", content["no"]),
            ("category", content["path"][-1] if content["path"] else None),
            ("problem", content["problem"]),
            ("goal", content["goal"]),
            ("status", content["status"]["text"]),
            ("deadline", _deadline_value(content)),
            *((f"measures.{at}", part) for at, part in enumerate(measures)),
            *((f"milestones.{at}", part) for at, part in enumerate(milestones)),
            *((f"charges.{at}", part) for at, (_role, part) in enumerate(charges)),
            *((f"indicators.{at}", part) for at, part in enumerate(indicators)),
            *((f"extra.{label}", part) for label, part in extra.items()),
            *((f"context.{at}", part) for at, part in enumerate(context)),
        ]
        return PlanItemInput(
            problem=text_of(content["problem"]).strip(),
            printed_no=text_of(content["no"]),
            category=tuple(text_of(part) for part in content["path"] if text_of(part)),
            goal=text_of(content["goal"]),
            measures=tuple(part["text"] for part in measures),
            deadline=_deadline(content["deadline"]),
            milestones=tuple(_milestone(part, measures) for part in milestones),
            charges=tuple(
                ChargeInput(CHARGE_OF_ROLE[role], part["text"], part.get("office") or "")
                for role, part in charges
            ),
            indicators=tuple(_indicator(part) for part in indicators),
            context=tuple(part["text"] for part in context),
            extra={label: part["text"] for label, part in extra.items()},
            status="completed"
            if is_finished(item, self._roles.get(item.document_id, ""))
            else content["status"]["value"] or "",
            status_text=text_of(content["status"]["text"]),
            source=source,
            origins=tuple(self._origins(item, named)),
            ref=str(item.pk),
        )

    def _origins(self, item: DraftItem, named: Sequence[tuple[str, Json | None]]) -> Iterator[Origin]:
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
