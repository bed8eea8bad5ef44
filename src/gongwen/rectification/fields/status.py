"""What the document says of an item: finished, or under way."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.rectification.fields.dates import Years
from gongwen.results import Doubt, Quote, Span, Status


def read_status(text: str, span: Span) -> tuple[Status | None, Quote | None, list[Doubt]]:
    """The status in a field's value (整改完成情况, 是否办结, 备注) or in prose; None where nothing is said."""
    return None, None, []


def infer_status(text: str, spans: Sequence[Span], years: Years) -> tuple[Status | None, Quote | None, list[Doubt]]:
    """For a complaint row without a status word: ``in_progress`` where its handling names a date still to come."""
    return None, None, []
