"""The one card on a finding's page: what comes next, what is missing for it and who can supply it, and what else this
person may do. Everything is read from the table of the life cycle."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.permissions import Someone, is_office
from duban.ledger import discretion, entries, gates
from duban.ledger.deciding import CHANGES
from duban.ledger.errors import Gap
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.lifecycle_words import NEEDS
from duban.ledger.models import (
    Deadline,
    Finding,
    Indicator,
    Measure,
    Milestone,
    PlanApproval,
    PlanVersion,
    RequestKind,
)
from duban.ledger.moves import Move, leading_from, move
from duban.ledger.outlook import last_move, last_standing
from duban.ledger.relations import in_words, stands
from duban.ledger.requesting import hers
from duban.ledger.sentences_of_requests import wanted
from duban.ledger.undoing import goes_back
from duban.ledger.verbs import VERBS
from duban.rulebook.queries import Ruling, rules

#: What supplies a thing that is missing, by the beginning of its word.
_SUPPLIED_BY: Mapping[str, str] = {
    "charge": "charge",
    "apart": "charge",
    "person": "charge",
    "goal": "draft_plan",
    "indicator": "draft_plan",
    "measures": "draft_plan",
    "deadline": "draft_plan",
}
#: What is said of the plan as a whole, on the page of its inspection.
_OF_THE_PLAN = frozenset({"decision", "approval", "publication"})
#: Never offered as a link of their own: requests are decided where they are shown.
_ELSEWHERE = frozenset(
    {"approve_change", "refuse_change", "approve_standing", "refuse_standing", "take_back"}
)
_ASKING = frozenset({"ask_change", "ask_standing", "take_back"})
_RULES = (
    "plan_required_roles",
    "filing_required_roles",
    "plan_meeting_required",
    "plan_approval_required",
    "publish_before_start",
    "requester_may_approve",
    "change_assessment_required",
    "extension_apply_before_days",
    "suspension_rests_deadline",
    "suspension_longest_months",
    "leaving_by_letter",
    "holiday_shift",
)


class PagePlace(gates.Place):
    """The place as the page knows it already: nothing is asked for twice, and the rules all at once."""

    @cached_property
    def _rules(self) -> Mapping[str, Ruling]:
        return rules(_RULES, self.finding.inspection.region, on=self.today)

    def rule(self, key: str, **inputs: Any) -> Ruling:
        if key in _RULES and key not in self._asked:
            self._asked[key] = self._rules[key]
            self.rulings.append(self._asked[key].as_facts(**inputs))
        return super().rule(key, **inputs)

    @cached_property
    def waived(self) -> frozenset[str]:
        return frozenset(row.what for row in self._page.standing_waivers)

    @cached_property
    def measures(self) -> list[Measure]:
        return list(self._page.current_measures)

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self._page.current_milestones)

    @cached_property
    def deadline(self) -> Deadline | None:
        rows = [row for row in self._page.all_deadlines if row.purpose == "complete"]
        return rows[-1] if rows else None

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """As :func:`duban.ledger.versions.governing` has it, from the rows that are here."""
        item = self.finding.plan_item
        if item is None:
            return super().versions
        rows = sorted(self._page.all_item_versions, key=lambda row: row.version_number, reverse=True)
        plan = item.plan_id
        same = itertools.takewhile(lambda row: row.content == rows[0].content, rows)
        return [
            PlanVersion(pk=row.version_id, plan_id=plan, number=row.version_number, title=row.version_title)
            for row in same
        ]

    @cached_property
    def approvals(self) -> list[PlanApproval]:
        known = {row.pk for row in self.versions}
        return [row for row in self._page.all_approvals if row.version_id in known]

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(self._page.current_indicators)

    @cached_property
    def decided(self) -> bool:
        known = {row.pk for row in self.versions}
        own = self._page.all_agenda
        return any(row.approves_id in known for row in self._page.decisions) if known else bool(own)

    @cached_property
    def approved_content(self) -> dict[str, Any] | None:
        let_pass = {row.version_id for row in self.approvals}
        rows = [row for row in self._page.all_item_versions if row.version_id in let_pass]
        return dict(max(rows, key=lambda row: row.version_number).content) if rows else None

    @cached_property
    def published(self) -> bool:
        known = {row.pk for row in self.versions}
        return any(row.version_id in known for row in self._page.all_publications)

    @property
    def _page(self) -> Any:
        return self.finding


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb this person may take, and where."""

    verb: str
    title: str
    address: str
    #: Its form opens on the finding's page; else it is a page elsewhere.
    in_place: bool = True


@dataclass(frozen=True, slots=True)
class Missing:
    gap: Gap
    supply: Offer | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for a decision, with what this person may do about it."""

    request: Any
    words: str
    approve: Offer | None
    refuse: Offer | None
    take_back: Offer | None
    who: str


@dataclass(slots=True)
class Card:
    title: str = ""
    who: str = ""
    #: The one filled button of the page.
    button: Offer | None = None
    missing: list[Missing] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    others: list[Offer] = field(default_factory=list)
    note: str = ""
    #: Who sent it back, and why: what is to be mended before it goes on again.
    returned: str = ""
    is_ready: bool = False
    #: A step for which there is no room yet: what will be asked of it then. Nothing of it can be taken or supplied now.
    expected: tuple[str, ...] = ()
    is_to_come: bool = False


def card(finding: Finding, person: Someone, today: datetime.date, seen: Container[str] | None = None) -> Card:
    """``seen``: numbers of other findings she may see, where that was asked already."""
    return _Maker(finding, person, today, seen).card()


class _Maker:
    def __init__(
        self, finding: Finding, person: Someone, today: datetime.date, seen: Container[str] | None
    ) -> None:
        self.finding, self.person = finding, person
        self.seen: Container[str] = discretion.seen_beside(finding, person) if seen is None else seen
        self.charges = list(finding.current_charges)  # type: ignore[attr-defined]
        self.place = PagePlace(finding, self.charges, today)
        self.held = stands(person, self.charges)
        self.is_active = finding.standing == Standing.ACTIVE
        self.today = today

    def card(self) -> Card:
        made = Card(note=self._note(), returned=self._returned())
        made.waiting = [self._waiting(row) for row in self._open_requests()]
        step = self._next()
        if step is not None and self.is_active:
            self._fill(made, step)
        elif self.finding.standing == Standing.SUSPENDED:
            self._resume(made)
        if made.waiting and (first := next((each.approve for each in made.waiting if each.approve), None)):
            made.button = first
        made.others = self._others(made, step)
        return made

    def _fill(self, made: Card, step: Move) -> None:
        made.title, made.who = str(step.name), in_words(step)
        if step.verb not in VERBS:
            made.is_to_come = True
            made.expected = tuple(str(NEEDS[need].name) for need in step.needs)
            return
        found = gates.missing([need for need in step.needs if gates.known(need)], self.place)
        made.missing = [Missing(gap, self._supply(gap)) for gap in found]
        made.is_ready = not made.missing
        made.button = self.offer(step)

    def _resume(self, made: Card) -> None:
        """What rests comes back by a request."""
        ask = VERBS["ask_standing"].move
        made.title, made.who = entries.asking(RequestKind.RESUME, self.finding.standing), in_words(ask)
        made.button = next(iter(self._leaving(ask)), None)

    def _leaving(self, step: Move) -> list[Offer]:
        """Each of the five acts is an entry of its own; none while one of them waits for its answer."""
        if any(row.kind not in CHANGES for row in self._open_requests()):
            return []
        standing = self.finding.standing
        found = [(kind, self.offer(step, kind=kind.value)) for kind in entries.kinds(standing)]
        return [
            replace(offer, title=entries.asking(kind, standing)) for kind, offer in found if offer is not None
        ]

    def _next(self) -> Move | None:
        """The first move that leads on from here."""
        forward = (step for step in leading_from(self.finding.stage) if step.end and not step.is_return)
        return next(forward, None)

    def may(self, step: Move) -> bool:
        return any((who.role, str(who.relation)) in self.held for who in step.who)

    def offer(self, step: Move, **query: object) -> Offer | None:
        if step.verb not in VERBS or not self.may(step) or self.finding.standing not in step.standings:
            return None
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        address = reverse("ledger:step", args=[self.finding.number, step.verb])
        return Offer(step.verb, str(step.name), f"{address}?{asked}" if asked else address)

    def _supply(self, gap: Gap) -> Offer | None:
        head, _dot, rest = gap.what.partition(".")
        if head in _OF_THE_PLAN and is_office(self.person):
            address = reverse("ledger:plans", args=[self.finding.inspection_id])
            return Offer("plans", _("登记"), address, in_place=False)
        verb = VERBS.get(_SUPPLIED_BY.get(head, ""))
        if verb is None or self.finding.stage not in verb.move.start:
            return None
        role = {"charge": rest, "person": "person", "apart": rest}.get(head)
        return self.offer(verb.move, **({"role": role} if role else {}))

    def _open_requests(self) -> list[Any]:
        return [row for row in self.finding.all_requests if row.state == "open"]  # type: ignore[attr-defined]

    def _waiting(self, row: Any) -> Waiting:
        kind = "change" if row.kind in CHANGES else "standing"
        approve, refuse = VERBS[f"approve_{kind}"].move, VERBS[f"refuse_{kind}"].move
        mine = row.asked_by_id == self.person.pk
        decides = not mine or bool(self.place.rule("requester_may_approve").value)
        back = self.offer(VERBS["take_back"].move, request=row.pk)
        if back is not None and not hers(row, self.person):
            back = None
        return Waiting(
            request=row,
            words=wanted({"kind": row.kind, "proposal": row.proposal, "original": row.original}, self.seen),
            approve=self._decides(approve, row) if decides else None,
            refuse=self._decides(refuse, row) if decides else None,
            take_back=back,
            who=in_words(approve),
        )

    def _decides(self, step: Move, row: Any) -> Offer | None:
        offer = self.offer(step, request=row.pk)
        return replace(offer, title=entries.deciding(step.verb, row, self.seen)) if offer else None

    def _others(self, made: Card, step: Move | None) -> list[Offer]:
        """Every other verb of the table that starts here and that she may take."""
        found = []
        for each in leading_from(self.finding.stage):
            if each.verb in _ELSEWHERE or not self._fits(each, step):
                continue
            if each.verb == "ask_standing":
                found += self._leaving(each)
            elif offer := self.offer(each):
                found.append(offer)
        return [offer for offer in found if made.button is None or offer.address != made.button.address]

    def _fits(self, each: Move, step: Move | None) -> bool:
        if each.verb == "withdraw_step":
            return self._may_withdraw()
        return self.finding.standing in each.standings and each is not step

    def _may_withdraw(self) -> bool:
        """The last step that stands: hers, or she heads the office."""
        last = last_standing(self.finding)
        # What was asked for is taken back as a request, and asked for again; not by undoing the asking.
        if last is None or last.verb in _ASKING or not goes_back(last):
            return False
        is_head = ("office_head", "any") in self.held
        return is_head or (last.by_id == self.person.pk and last.verb != "file_plan")

    def _returned(self) -> str:
        last: Any = last_move(self.finding) if self.is_active else None
        if last is None or not move(last.verb).is_return:
            return ""
        day = timezone.localdate(last.at)
        told = {"who": last.by_name, "day": day, "step": move(last.verb).name, "reason": last.reason}
        return _("%(who)s于 %(day)s %(step)s：%(reason)s") % told

    def _note_of_stage(self) -> str:
        if self.finding.stage == Stage.IN_PROGRESS:
            return _("按备案的方案整改，完成全部措施后自查自验。")
        if self._next() is None:
            return _("目前没有下一步。发现反弹或虚假整改的，由整改办负责人重新启动整改。")
        return ""

    def _note(self) -> str:
        """What stands beside the line, in a sentence."""
        if self.is_active:
            return self._note_of_stage()
        changes = self.finding.all_standings  # type: ignore[attr-defined]
        last = changes[-1] if changes else None
        if self.finding.standing == Standing.SUSPENDED and last and last.until and last.until < self.today:
            return str(_("中止期已满（至%s），请申请恢复整改，或申请延长中止。") % last.until)
        if self.finding.standing == Standing.SUSPENDED and last and last.until:
            return str(_("中止至%s，期满或条件具备后申请恢复。") % last.until)
        if last and self.finding.standing == Standing.MERGED and last.into_number in self.seen:
            return str(_("该问题已并入 %s，不再单独办理和统计。") % last.into_number)
        return _("该问题已%s，不再参与办理和统计。") % Standing(self.finding.standing).label
