"""A :class:`Reading` as the plain dict that ``duban read`` prints; keys as in docs/reading-accuracy.md."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongwen.results import (
    ROLES,
    Deadline,
    Doubt,
    Indicator,
    Inspection,
    Item,
    Milestone,
    Party,
    Quote,
    Reading,
    SourceInfo,
    Span,
    Total,
)

Json = dict[str, Any]


def as_dict(reading: Reading) -> Json:
    """The whole reading; ``json.dumps(as_dict(r), ensure_ascii=False)`` is the contract's object."""
    return {
        "source": _source(reading.source),
        "text": reading.text,
        "kind": reading.kind,
        "layout": reading.layout,
        "title": _quote(reading.title),
        "issuer": _quote(reading.issuer),
        "jurisdiction": _quote(reading.jurisdiction),
        "published": _day(reading.published),
        "inspection": _inspection(reading.inspection),
        "totals": [_total(total) for total in reading.totals],
        "items": [_item(item) for item in reading.items],
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
    }


def _item(item: Item) -> Json:
    return {
        "no": item.no,
        "no_span": _span(item.no_span),
        "span": _span(item.span),
        "path": [_quote(heading) for heading in item.path],
        "problem": _quote(item.problem),
        "goal": _quote(item.goal),
        "measures": [_quote(measure) for measure in item.measures],
        "deadline": _deadline(item.deadline),
        "milestones": [_milestone(milestone) for milestone in item.milestones],
        "units": {role: [_party(party) for party in getattr(item.units, role)] for role in ROLES},
        "status": item.status,
        "status_text": _quote(item.status_text),
        "context": [_quote(text) for text in item.context],
        "indicators": [_indicator(indicator) for indicator in item.indicators],
        "extra": {label: _quote(text) for label, text in item.extra.items()},
        "doubts": [_doubt(doubt) for doubt in item.doubts],
    }


def _deadline(deadline: Deadline) -> Json:
    printed: Json = {
        "raw": _quote(deadline.raw),
        "kind": deadline.kind,
        "date": _day(deadline.date),
    }
    if deadline.rule is not None:
        rule = deadline.rule
        printed["rule"] = {"anchor": rule.anchor, "amount": rule.amount, "unit": rule.unit}
    return printed


def _milestone(milestone: Milestone) -> Json:
    return {"date": milestone.date.isoformat(), "what": _quote(milestone.what)}


def _party(party: Party) -> Json:
    printed: Json = {"text": party.text, "span": list(party.span)}
    if party.office:
        printed["office"] = party.office
    return printed


def _indicator(indicator: Indicator) -> Json:
    return {
        "name": indicator.name,
        "op": indicator.op,
        "value": indicator.value,
        "unit": indicator.unit,
        "by": _day(indicator.by),
        "span": _span(indicator.span),
    }


def _total(total: Total) -> Json:
    return {"what": total.what, "value": total.value, "raw": _quote(total.raw)}


def _inspection(inspection: Inspection) -> Json:
    return {
        "type": inspection.type,
        "level": inspection.level,
        "body": _quote(inspection.body),
        "letter_no": _quote(inspection.letter_no),
        "onsite_start": _day(inspection.onsite_start),
        "onsite_end": _day(inspection.onsite_end),
        "feedback_date": _day(inspection.feedback_date),
    }


def _doubt(doubt: Doubt) -> Json:
    return {"code": doubt.code, "message": doubt.message, "span": _span(doubt.span), "field": doubt.field}


def _source(source: SourceInfo) -> Json:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "reader": source.reader,
        "pages": source.pages,
    }


def _quote(quote: Quote | None) -> Json | None:
    return None if quote is None else {"text": quote.text, "span": list(quote.span)}


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
