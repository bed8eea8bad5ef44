"""Which words on a finding's page are corrected ones, so that a mark beside them leads to what stood there before.

Words that were changed once more since, by a request or a revised plan, are no longer those of the correction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duban.ledger.drafting import flat
from duban.ledger.models import DeadlineSource


def corrected(finding: Any) -> dict[str, Any]:
    """By the name of the value (:mod:`duban.ledger.correcting`), the last erratum whose words still stand; of a finding
    with everything on it (:mod:`duban.ledger.dossier`)."""
    if not finding.all_errata:
        return {}
    last = {row.field: row for row in finding.all_errata}
    present = dict(_present(finding))
    return {name: row for name, row in last.items() if _stands(row, present.get(name))}


def _stands(row: Any, present: str | None) -> bool:
    """A dated step is written as one likes and kept as a day and words: nothing else changes its row."""
    if present is None:
        return False
    return row.field.startswith("milestone.") or flat(row.after) == flat(present)


def _present(finding: Any) -> Iterator[tuple[str, str]]:
    """What stands now, under the names that errata know."""
    for name in ("problem", "goal", "printed_no", "status_text"):
        yield name, getattr(finding, name)
    for row in finding.current_measures:
        yield f"measure.{row.pk}", row.text
    for row in finding.current_milestones:
        yield f"milestone.{row.pk}", f"{row.date} {row.what}"
    for row in finding.current_remarks:
        yield f"remark.{row.pk}", row.text
    for row in finding.current_sites:
        yield from ((f"site.{row.pk}", row.name), (f"site_place.{row.pk}", row.place))
    for row in finding.current_charges:
        yield from ((f"post.{row.pk}", row.post), (f"office.{row.pk}", row.office))
    deadlines = [row for row in finding.all_deadlines if row.purpose == "complete"]
    if deadlines and deadlines[-1].source == DeadlineSource.ERRATUM:
        yield "deadline", deadlines[-1].raw
