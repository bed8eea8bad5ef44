"""Numbers of other findings that stand in what is said of one: shown only to whoever may see those findings as well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duban.accounts import permissions
from duban.ledger.models import Finding


def visible_numbers(person: permissions.Someone, numbers: Iterable[str | None]) -> frozenset[str]:
    """Which of these findings she may see; asks nothing where none is named."""
    named = frozenset(number for number in numbers if number)
    if not named or permissions.sees_all(person):
        return named
    return frozenset(
        Finding.objects.visible_to(person).filter(number__in=named).values_list("number", flat=True)
    )


def beside(finding: Any) -> list[str | None]:
    """Numbers of other findings that this one's requests and standing name, of a finding with all that hangs on it."""
    return [
        *(row.proposal.get("into") for row in finding.all_requests),
        *(row.into_number for row in finding.all_standings),
        *(row.from_number for row in finding.all_absorbed),
    ]


def seen_beside(finding: Any, person: permissions.Someone) -> frozenset[str]:
    return visible_numbers(person, beside(finding))
