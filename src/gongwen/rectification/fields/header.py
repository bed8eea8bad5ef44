"""Who issued the document, when, about which inspection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongwen.rectification.fields.dates import Years
from gongwen.results import Doubt, Inspection, Kind, Quote, Span
from gongwen.source import SourceText


@dataclass(frozen=True, slots=True)
class Header:
    title: Quote | None = None
    issuer: Quote | None = None
    jurisdiction: Quote | None = None
    published: date | None = None
    inspection: Inspection = field(default_factory=Inspection)
    doubts: tuple[Doubt, ...] = ()


def read_header(source: SourceText, body: Span | None, years: Years) -> Header:
    """``body``: where the main text stands, without the page's furniture, where the caller knows it."""
    return Header()


def guess_kind(title: str | None, text: str) -> Kind:
    """The kind of document, from its title first and its words second."""
    return "unknown"
