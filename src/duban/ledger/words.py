"""The words by which a search finds a finding, from the rows as they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duban.ledger.models import Category, Charge, Finding, OpeningFacts, Site
from duban.ledger.protected import is_protected


def words_of(finding: Finding) -> str:
    parts: Iterable[str] = (
        finding.number,
        finding.printed_no,
        *_path(finding.category),
        finding.problem,
        finding.goal,
        *finding.measures.filter(superseded_by__isnull=True).values_list("text", flat=True),
        *map(_site, finding.sites.filter(ended_at__isnull=True).select_related("region")),
        *map(_charged, finding.charges.filter(until__isnull=True)),
        *_remarked(finding),
        finding.status_text,
        *OpeningFacts.objects.filter(finding=finding).values_list("old_number", flat=True),
    )
    return "\n".join(part for part in parts if part)


def _remarked(finding: Finding) -> Iterator[str]:
    """Without who complained: a search that finds it is an answer to whoever guesses a name."""
    rows = finding.remarks.filter(superseded_by__isnull=True).exclude(label="")
    for label, text in rows.values_list("label", "text"):
        if not is_protected(label):
            yield text


def _path(category: Category | None) -> Iterator[str]:
    if category is not None:
        yield from _path(category.parent)
        yield category.name


def _site(row: Site) -> str:
    return f"{row.name} {row.region.name if row.region else ''} {row.place}".strip()


def _charged(row: Charge) -> str:
    return f"{row.printed}{row.office} {row.post}"
