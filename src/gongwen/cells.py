"""Single cells of somebody's table, read with the same rules as whole documents: a deadline, units, people, a head."""

from __future__ import annotations

from datetime import date

from gongwen.rectification.fields.deadlines import read_deadline
from gongwen.rectification.fields.status import read_status
from gongwen.rectification.fields.units import read_parties, read_people
from gongwen.rectification.fields.years import Years
from gongwen.rectification.tables.columns import column_of
from gongwen.results import Deadline, Party, Status

__all__ = ["deadline_cell", "head_field", "parties_cell", "people_cell", "status_cell"]


def deadline_cell(text: str, own: date | None = None) -> Deadline:
    """What the cell says as a deadline; ``own`` is the day of the table, for words without a year."""
    return read_deadline(text, (0, len(text)), Years(text, own))[0]


def parties_cell(text: str) -> list[Party]:
    """The units that the cell names."""
    return read_parties(text, (0, len(text)))[0]


def people_cell(text: str) -> list[Party]:
    """The people that the cell names."""
    return read_people(text, (0, len(text)))[0]


def status_cell(text: str) -> Status | None:
    """Whether the cell says that the work is finished or under way; None where it says neither."""
    return read_status(text, (0, len(text)))[0]


def head_field(head: str) -> str | None:
    """The field of :mod:`gongwen.results` that a column with this head holds; None for a head that nobody knows."""
    column = column_of(head)
    return column.field if column else None
