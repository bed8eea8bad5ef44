"""The sites of imported problems: of new ones all at once, of those that are there by the verb a person would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.journal.actions import Line, record_all
from duban.ledger import sites
from duban.ledger.importing.trial import RowPlan
from duban.ledger.importing.writing import write_words
from duban.ledger.models import Finding, Site
from duban.ledger.verbs.locating import SitesSaid, set_sites


def locate(rows: Sequence[RowPlan], accepted: Mapping[int, Finding], actor: Person) -> None:
    placed = [row for row in rows if row.sites]
    if not placed:
        return
    made = [site for row in placed for site in sites.rows(accepted[row.row], row.sites)]
    Site.objects.bulk_create(made, batch_size=2000)
    for row in placed:
        finding = accepted[row.row]
        finding.search_text = "\n".join([finding.search_text, *map(_words, row.sites)])
    write_words([accepted[row.row] for row in placed])
    record_all([_told(row, accepted[row.row]) for row in placed], actor)


def _words(said: sites.SiteSaid) -> str:
    return sites.line(said).replace("｜", " ")


def _told(row: RowPlan, finding: Finding) -> Line:
    after = [sites.line(each) for each in row.sites]
    return Line(("finding", str(finding.pk)), "finding.set_sites", {"before": [], "after": after})


def relocate(rows: Sequence[RowPlan], table: str, actor: Person) -> None:
    for row in rows:
        if "sites" in row.changes and row.finding is not None:
            lines = tuple(sites.line(each) for each in row.sites)
            reason = _("《%(table)s》第%(row)s行") % {"table": table, "row": row.row}
            set_sites(row.finding.number, SitesSaid(sites=lines, reason=reason), actor)
