"""The sites (点位) in one cell of a table: one a line or with commas between them, a region in brackets behind the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from duban.ledger import sites
from duban.ledger.errors import Refused
from duban.ledger.importing.days import BadValue
from duban.ledger.models import Finding

_APART = re.compile(r"[、，,；;](?![^（(]*[)）])")
_LISTS = re.compile(r"[；;]")
_MARK = re.compile(r"^(?:\d{1,3}\s*[、.．)）]|[（(]\d{1,3}[)）]|[①-⑳])\s*")
_IN_BRACKETS = re.compile(r"^(?P<name>[^（）()｜|]+)[（(](?P<inside>[^（）()｜|]+)[)）]$")


def parts_of(cell: str) -> list[str]:
    """What the cell names, each by itself. Commas belong to a place where it is written out."""
    lines = [_MARK.sub("", line.strip()) for line in cell.splitlines()]
    parts = [part for line in lines for part in _apart(line)]
    return [bare for part in parts if (bare := _MARK.sub("", part.strip(" 。")))]


def _apart(line: str) -> list[str]:
    return (_LISTS if sites.BETWEEN.search(line) else _APART).split(line)


def regions_in(cells: Iterable[str]) -> sites.Regions:
    """The regions that these cells may name, asked once for a whole table."""
    lines = [part for cell in cells for part in parts_of(cell)]
    inside = [f"-｜{found['inside']}" for line in lines if (found := _IN_BRACKETS.match(line))]
    return sites.regions_named([*lines, *inside]) if lines else {}


def read(cell: str, known: sites.Regions) -> tuple[sites.SiteSaid, ...]:
    try:
        return tuple(sites.parse([_said(part, known) for part in parts_of(cell)], known))
    except Refused as refusal:
        raise BadValue("".join(refusal.reasons[:-1])) from refusal


def _said(part: str, known: sites.Regions) -> str:
    """北门排口（鹿鸣县） names a region where there is one of that name; otherwise the brackets belong to the name."""
    found = _IN_BRACKETS.match(part)
    return f"{found['name']}｜{found['inside']}" if found and found["inside"] in known else part


def differ(said: Sequence[sites.SiteSaid], finding: Finding) -> bool:
    """Whether a row names other sites than the ledger. A row that says nothing of them leaves them."""
    held = {sites.line(row) for row in finding.current_sites}  # type: ignore[attr-defined]
    return bool(said) and {sites.line(each) for each in said} != held
