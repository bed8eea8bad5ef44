"""Documents that come after the plan: which findings of the ledger a close-out notice or a report speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from duban.accounts.models import Person
from duban.intake.content import Json, text_of
from duban.intake.likeness import Likeness, Said, best, said
from duban.intake.models import DraftItem, ItemState
from duban.intake.presenting import SetView
from duban.ledger.models import Finding, Inspection, MentionKind

#: So many findings are compared at once; of more, a person says first which inspection it is.
AT_ONCE = 3000
INSPECTIONS = 30
PROPOSED = 4

#: A notice that orders something is no notice of a result.
_ORDER = re.compile(r"督办|交办|整改通知|通知书|督促|约谈")
_RESULT = re.compile(r"公示|销号")


def kind_of(view: SetView) -> MentionKind | None:
    """What a document after the plan is; None for a plan, a batch of petitions, or what the reader could not tell."""
    summary = _summary(view)
    kind, title = summary.get("kind"), text_of(summary.get("title"))
    if kind == "notice":
        return None if _ORDER.search(title) else MentionKind.CLOSE_OUT
    if kind == "report":
        return MentionKind.CLOSE_OUT if _RESULT.search(title) else MentionKind.PROGRESS
    return None


def _summary(view: SetView) -> Json:
    """What the main text says of itself."""
    return next((file.reading.summary for file in view.tabs if file.reading is not None), {})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that a row may speak of."""

    finding: Finding
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the document, and the findings it may be about, best first."""

    item: DraftItem
    place: int
    candidates: list[Candidate] = field(default_factory=list)
    #: The finding it surely is; nobody else's in this document.
    chosen: int | None = None

    @property
    def number(self) -> str:
        return text_of(self.item.content["no"])

    @property
    def statement(self) -> str:
        return text_of(self.item.content["problem"])

    @property
    def status(self) -> str:
        return self.item.content["status"]["value"] or ""


class Meeting:
    """The items of a set that are not in the ledger yet, beside the findings that they may speak of."""

    def __init__(self, view: SetView, person: Person, inspection: Inspection | None = None) -> None:
        self._view = view
        self._person = person
        self.inspection = inspection or view.intake_set.inspection

    @cached_property
    def rows(self) -> list[Row]:
        places = {item.pk: place for place, item in enumerate(self._view.items, start=1)}
        findings = self._findings
        others = [said(finding.problem, finding.printed_no) for finding in findings]
        rows = [
            Row(item, places[item.pk], _candidates(item, findings, others))
            for item in self._view.items
            if item.state == ItemState.ACTIVE and item.finding_id is None
        ]
        return _settled(rows)

    @cached_property
    def _findings(self) -> list[Finding]:
        rows = Finding.objects.visible_to(self._person).active().select_related("inspection")
        if self.inspection is not None:
            rows = rows.filter(inspection=self.inspection)
        else:
            rows = rows.filter(inspection__in=likely_inspections(self._view))
        return list(rows.order_by("-inspection", "ordinal", "pk").only(*_SHOWN)[:AT_ONCE])

    @property
    def sure(self) -> bool:
        return any(row.chosen is not None for row in self.rows)

    @property
    def met(self) -> Inspection | None:
        """The inspection that the document speaks of, by most of its items."""
        if self.inspection is not None:
            return self.inspection
        found = [row.candidates[0].finding.inspection for row in self.rows if row.chosen is not None]
        return Counter(found).most_common(1)[0][0] if found else None


_SHOWN = ("number", "printed_no", "problem", "stage", "standing", "inspection__name")


def _candidates(item: DraftItem, findings: Sequence[Finding], others: Sequence[Said]) -> list[Candidate]:
    content = item.content
    ours = said(text_of(content["problem"]), text_of(content["no"]))
    return [Candidate(findings[at], found) for at, found in best(ours, others, PROPOSED)]


def _settled(rows: list[Row]) -> list[Row]:
    """The best of each row is chosen where it is sure; a finding that two rows claim goes to the one more alike."""
    taken: dict[int, Row] = {}
    for row in rows:
        first = row.candidates[0] if row.candidates else None
        if first is None or not first.likeness.sure:
            continue
        rival = taken.get(first.finding.pk)
        if rival is None or rival.candidates[0].likeness.score < first.likeness.score:
            taken[first.finding.pk] = row
    chosen = {row.item.pk: pk for pk, row in taken.items()}
    return [Row(row.item, row.place, row.candidates, chosen.get(row.item.pk)) for row in rows]


def likely_inspections(view: SetView) -> QuerySet[Inspection]:
    """Inspections that the header of the document does not speak against, newest first."""
    summary = _summary(view)
    header: dict[str, Any] = summary.get("inspection") or {}
    letter = text_of(header.get("letter_no"))
    named = Inspection.objects.filter(letter_no=letter) if letter else Inspection.objects.none()
    if letter and named.exists():
        return named
    wanted = Q()
    for name in ("type", "level"):
        if header.get(name):
            wanted &= Q(**{name: header[name]}) | Q(**{name: ""})
    newest = Inspection.objects.filter(wanted).order_by("-pk").values("pk")[:INSPECTIONS]
    return Inspection.objects.filter(pk__in=[row["pk"] for row in newest])
