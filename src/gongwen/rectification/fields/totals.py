"""The headline figures a document states about itself, and whether they agree with what was found."""

from __future__ import annotations

from collections.abc import Sequence

from gongwen.rectification.fields.dates import Years
from gongwen.results import Doubt, Item, Span, Total


def read_totals(text: str, spans: Sequence[Span], years: Years) -> list[Total]:
    """Totals inside ``spans``: the parts of the document outside its items (preface, category summaries)."""
    return []


def reconcile(totals: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    """``count-mismatch`` for every stated count that the items found do not bear out."""
    return []
