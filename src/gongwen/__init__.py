"""公文: official documents in, official documents out.

``read(data, name)`` takes the bytes of a document and returns a :class:`Reading`; ``ReadError`` and its
children say in one Chinese sentence why a document cannot be read. No Django, no database, no clock.
"""

from __future__ import annotations

from gongwen.errors import (
    BrokenDocument,
    DocumentTooLarge,
    EmptyDocument,
    MissingExtra,
    ProtectedDocument,
    ReadError,
    SecretDocument,
    UnknownFormat,
)
from gongwen.results import (
    Deadline,
    DeadlineRule,
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
    Units,
)
from gongwen.source import SourceText

__all__ = [
    "BrokenDocument",
    "Deadline",
    "DeadlineRule",
    "DocumentTooLarge",
    "Doubt",
    "EmptyDocument",
    "Indicator",
    "Inspection",
    "Item",
    "Milestone",
    "MissingExtra",
    "Party",
    "ProtectedDocument",
    "Quote",
    "ReadError",
    "Reading",
    "SecretDocument",
    "SourceInfo",
    "SourceText",
    "Span",
    "Total",
    "Units",
    "UnknownFormat",
    "read",
    "read_text",
]


def read(data: bytes, name: str) -> Reading:
    """Read a document of any known format; ``name`` is its file name. Raises :class:`ReadError` and nothing else."""
    from gongwen.formats import read_source
    from gongwen.rectification.reading import read_source_text

    return read_source_text(read_source(data, name))


def read_text(text: str, name: str = "pasted.txt") -> Reading:
    """Read a text that was pasted or typed."""
    return read(text.encode("utf-8"), name)
