"""Quantified targets and results."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.rectification.fields.dates import Years
from gongwen.results import Doubt, Indicator, Span


def read_indicators(
    text: str, spans: Sequence[Span], years: Years, *, targets: Sequence[Span] = ()
) -> tuple[list[Indicator], list[Doubt]]:
    """Indicators inside ``spans`` (goal and measures).

    ``targets``: those of ``spans`` that state aims (the goal; in a plan the measures too): there 达到81% means
    at least, elsewhere, as a result, exactly.
    """
    return [], []
