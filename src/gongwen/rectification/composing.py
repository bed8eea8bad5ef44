"""From a draft to an item: what each place says, read by :mod:`gongwen.rectification.fields`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from gongwen.cleaning import Sheet
from gongwen.outline import Mark
from gongwen.rectification import fields
from gongwen.rectification.asides import Aside
from gongwen.rectification.drafts import Draft, Part, trimmed, without
from gongwen.rectification.enumeration import enumerate_parts
from gongwen.rectification.fields import Years
from gongwen.rectification.phrases import bare_status, pattern, still_to_come
from gongwen.results import ROLES, Deadline, Doubt, Item, Kind, Milestone, Party, Quote, Span, Status, Units

_EDGES = " \t\n。;,、:|"


class Composer(NamedTuple):
    """Reads the values of one document. ``source``: its text; spans on the sheet are carried back to it."""

    sheet: Sheet
    source: str
    years: Years
    kind: Kind
    asides: tuple[Aside, ...] = ()

    def item(self, draft: Draft) -> Item:
        """The item that a draft describes."""
        measures, leads = self._measures(draft)
        doubts = [Doubt(code, message, None, field) for code, message, field in draft.doubts]
        goal = self._first(draft, "goal")
        prose = [quote.span for quote in ([goal] if goal else []) + measures]
        told = [self.sheet.place(part.span) for part in draft.of("status") if not part.name]
        deadline, more = self._deadline(draft, prose + self._told(draft) + self._as_task(draft, prose))
        doubts += more
        milestones, more = fields.read_milestones(self.source, prose + told, self.years)
        doubts += more
        milestones += self._due_steps(draft, measures)
        targets = [goal.span] if goal else []
        if self.kind == "plan":
            targets += [quote.span for quote in measures]
        indicators, more = fields.read_indicators(self.source, prose, self.years, targets=targets)
        doubts += more
        units, more = self._units(draft)
        doubts += more
        status, status_text, more = self._status(draft, prose)
        doubts += more
        return Item(
            no=self._no(draft),
            no_span=self.sheet.place(draft.no) if draft.no else None,
            problem=self._quote(draft.problem),
            span=self.sheet.place(trimmed(self.sheet.text, draft.span, " \t\n") or draft.span),
            path=tuple(quote for quote in map(self._quote, draft.path) if quote),
            goal=goal,
            measures=tuple(measures),
            deadline=deadline,
            milestones=tuple(milestones),
            units=units,
            status=status,
            status_text=status_text,
            context=tuple(self._context(draft, leads)),
            indicators=tuple(indicators),
            extra=self._extra(draft),
            doubts=tuple(doubts),
        )

    def _told(self, draft: Draft) -> list[Span]:
        """What is said of the state and may say until when: 正在推进,计划2025年11月底前完成."""
        text = self.sheet.text
        said = [part for part in draft.of("status") if not part.name or _foreseen().search(text, *part.span)]
        return [self.sheet.place(part.span) for part in said]

    def _as_task(self, draft: Draft, prose: Sequence[Span]) -> list[Span]:
        """In a plan, a task that is all the item says: 淘汰锅炉42台,10月底前完成。 Its words hold its deadline too."""
        if prose or self.kind != "plan" or draft.problem is None:
            return []
        if pattern("problem", "specific").search(self.sheet.text, *draft.problem):
            return []
        begins = pattern("task", "verbs").match(self.sheet.text, *draft.problem)
        return [self.sheet.place(draft.problem)] if begins else []

    def _due_steps(self, draft: Draft, measures: Sequence[Quote]) -> list[Milestone]:
        """Measures each with its own deadline in parentheses behind it: 1.…。(完成时限:…) 2.…。(完成时限:…)"""
        due = [self.sheet.place(part.span) for part in draft.of("deadline") if not part.inherited]
        if len(set(due)) < 2:
            return []
        steps: list[Milestone] = []
        for span in due:
            before = [measure for measure in measures if measure.span[1] <= span[0]]
            found, _ = fields.read_milestones(self.source, [span], self.years)
            steps += [step._replace(what=before[-1]) for step in found if before]
        return steps

    # -- places

    def _quote(self, span: Span | None) -> Quote | None:
        if span is None or span[1] <= span[0]:
            return None
        return fields.quote(self.source, self.sheet.place(span))

    def _no(self, draft: Draft) -> str | None:
        quote = self._quote(draft.no)
        return quote.text if quote else None

    def _first(self, draft: Draft, field: str) -> Quote | None:
        for part in draft.of(field):
            if self._says_something(part.span):
                return self._quote(part.span)
        return None

    def _says_something(self, span: Span) -> bool:
        bare = self.sheet.text[span[0] : span[1]].strip(_EDGES)
        return bare not in ("", "无", "/", "-", "—", "无需整改", "不涉及", "暂无")

    # -- fields

    def _measures(self, draft: Draft) -> tuple[list[Quote], list[Span]]:
        """The measures, and the lead-ins that belong to none of them."""
        found: list[Quote] = []
        leads: list[Span] = []
        last: Mark | None = None
        for part in draft.of("measures") or draft.of("progress"):
            if not self._says_something(part.span):
                continue
            listed = enumerate_parts(self.sheet.text, part.span, last)
            last = listed.marks[-1] if listed.marks else last
            found += [quote for quote in map(self._quote, map(self._without_aside, listed.parts)) if quote]
            if listed.lead:
                leads.append(listed.lead)
        return found, leads

    def _without_aside(self, span: Span) -> Span:
        """A measure without the parenthesis of fields at its end."""
        index = bisect_right(self.asides, span[1], key=lambda aside: aside.start) - 1
        if index < 0 or self.asides[index].start <= span[0]:
            return span
        aside = self.asides[index]
        behind = self.sheet.text[min(aside.end, span[1]) : span[1]].strip(_EDGES)
        return (span[0], aside.start) if not behind else span

    def _deadline(self, draft: Draft, prose: Sequence[Span]) -> tuple[Deadline, list[Doubt]]:
        """The field, the last of several; else what the text says; else what a heading says for all below it."""
        named = [part for part in draft.of("deadline") if self._says_something(part.span)]
        own = [part for part in named if not part.inherited or part.label is None]
        if own:
            return self._last(
                [fields.read_deadline(self.source, self.sheet.place(part.span), self.years) for part in own]
            )
        told = fields.deadline_in_prose(self.source, prose, self.years, report=self.kind == "report")
        if named and told[0].date is None:
            return fields.read_deadline(self.source, self.sheet.place(named[0].span), self.years)
        return told

    @staticmethod
    def _last(read: Sequence[tuple[Deadline, list[Doubt]]]) -> tuple[Deadline, list[Doubt]]:
        dated = [entry for entry in read if entry[0].date is not None]
        return max(dated, key=lambda entry: entry[0].date or date.min) if dated else read[0]

    def _units(self, draft: Draft) -> tuple[Units, list[Doubt]]:
        found: dict[str, list[Party]] = {role: [] for role in ROLES}
        doubts: list[Doubt] = []
        for part in draft.of(*ROLES):
            if not self._says_something(part.span):
                continue
            parties, more = self._parties(part)
            known = {party.text for party in found[part.field]}
            found[part.field] += [party for party in parties if party.text not in known]
            doubts += [doubt._replace(field=f"units.{part.field}") for doubt in more]
        return Units(**{role: tuple(parties) for role, parties in found.items()}), doubts

    def _parties(self, part: Part) -> tuple[list[Party], list[Doubt]]:
        """Read on the sheet, where a name broken at a line's end is whole, and quoted from the source."""
        read = fields.read_people if part.field == "leader" else fields.read_parties
        found, doubts = read(self.sheet.text, part.span)
        placed = [self.sheet.place(party.span) for party in found]
        parties = [
            party._replace(text=fields.quote(self.source, span).text, span=span)
            for party, span in zip(found, placed, strict=True)
        ]
        return parties, [
            doubt._replace(span=self.sheet.place(doubt.span) if doubt.span else None) for doubt in doubts
        ]

    def _status(self, draft: Draft, prose: Sequence[Span]) -> tuple[Status | None, Quote | None, list[Doubt]]:
        sources = (
            ["status", "progress", "deadline"]
            if self._aims(draft)
            else ["status", "progress", "deadline", "measures"]
        )
        ranked = [part for field in sources for part in draft.of(field)]
        stated = [(self._claim(part), part.field in ("deadline", "measures")) for part in ranked]
        stated += [(part.span, True) for part in draft.of("extra") if "备注" in part.name]
        for span, strict in [*stated, *((span, True) for span in draft.context)]:
            place = self.sheet.place(self._ticked(span))
            status, said, doubts = fields.read_status(self.source, place, strict=strict)
            if status is not None and not (
                status == "completed"
                and said
                and still_to_come().search(said.text)
                and not self._is_past(said)
            ):
                return status, said, doubts
        if any(part.name in ("受理编号", "是否属实") for part in draft.parts):
            return fields.infer_status(self.source, prose, self.years)
        return None, None, []

    def _is_past(self, said: Quote) -> bool:
        """Whether what sounds like a demand (2025年5月通过验收) lies behind the day on which the document was written."""
        own = self.years.own
        dates = [mention.date for mention in fields.find_dates(self.source, said.span, self.years)]
        return own is not None and bool(dates) and all(found is not None and found < own for found in dates)

    def _claim(self, part: Part) -> Span:
        """The span that tells the state; of 已完成整改,持续推进 the first clause."""
        bare = (
            part.field == "status" and not part.name and bare_status().fullmatch(self.sheet.text, *part.span)
        )
        clause = self.sheet.text.find(",", *part.span) if bare else -1
        return (part.span[0], clause) if clause > part.span[0] + 3 else part.span

    def _aims(self, draft: Draft) -> bool:
        """Whether the measures say what is to be done and not what was done."""
        return self.kind == "plan" or (
            draft.has("goal") and draft.has("deadline") and not draft.has("progress")
        )

    def _ticked(self, span: Span) -> Span:
        """☑已完成 □未完成: the entry that is ticked."""
        found = _tick().search(self.sheet.text, *span)
        return found.span("said") if found else span

    def _extra(self, draft: Draft) -> MappingProxyType[str, Quote]:
        found = {part.name: self._quote(part.span) for part in draft.of("extra")}
        return MappingProxyType({name: quote for name, quote in found.items() if quote})

    def _context(self, draft: Draft, leads: Sequence[Span]) -> list[Quote]:
        """Everything inside the item that no field has taken."""
        taken: list[Span] = [
            part.span for part in draft.parts if part.field not in ("progress",) or not draft.has("measures")
        ]
        taken += [part.label for part in draft.parts if part.label]
        taken += [span for span in (draft.no, draft.problem) if span]
        rest = without(draft.span, taken) + list(leads)
        kept = [
            span for span in (trimmed(self.sheet.text, span, _EDGES + "()") for span in sorted(rest)) if span
        ]
        return [quote for quote in map(self._quote, kept) if quote and len(quote.text) > 1]


@cache
def _foreseen() -> re.Pattern[str]:
    """正在推进,计划2025年11月底前完成: a state that names the day it will end on."""
    return re.compile(r"(?:预计|预期|计划|拟于)(?=[^,。;]{0,4}\d)")


@cache
def _tick() -> re.Pattern[str]:
    return re.compile(r"[☑√✓✔■☒]\s*(?P<said>[^□☐○☑√✓✔■\s]+)")
