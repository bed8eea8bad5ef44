"""One verb taken on one finding, from the lock to the line in the record.

A verb asks :func:`begin` for the finding, changes what is its own, and ends with :meth:`Act.done`. In between nothing
can come between: the row of the finding is locked, and the whole is one transaction (the caller's).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.journal.actions import record
from duban.ledger import gates, ways
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models import Charge, Finding, Step
from duban.ledger.moves import Move, move
from duban.ledger.relations import charges_in_force, in_words, may_take

#: Of which act on many findings a step is one.
_together: ContextVar[Mapping[str, Any]] = ContextVar("duban_together", default={})  # noqa: B039  never written to
#: As many characters as two pages hold.
LONGEST_REASON = 1000


@contextmanager
def together(count: int, run: str = "") -> Iterator[None]:
    """Every step taken inside says in the record that it was one of so many taken at once; ``run``: of which run."""
    before = _together.set({"together": count, **({"bulk": run} if run else {})})
    try:
        yield
    finally:
        _together.reset(before)


@dataclass(slots=True)
class Act:
    """A verb in hand: the locked finding, the charges in force, who acts and when."""

    move: Move
    finding: Finding
    charges: list[Charge]
    actor: Person
    now: datetime.datetime
    today: datetime.date
    facts: dict[str, Any] = field(default_factory=dict)
    #: The finding as the gates see it, before anything is changed.
    place: gates.Place = field(init=False)

    def __post_init__(self) -> None:
        self.place = gates.Place(self.finding, self.charges, self.today)

    def demand(self, *needs: str) -> None:
        """Ask the gates of the move (and any further ones); everything that is missing comes in one answer."""
        gaps = gates.missing((*self.move.needs, *needs), self.place)
        self.facts |= {"rules": self.place.rulings} if self.place.rulings else {}
        if gaps:
            raise GateShut(gaps)

    def done(
        self, facts: Mapping[str, Any] | None = None, reason: str = "", *, back: Step | None = None
    ) -> Step:
        """Move the finding on and write the step and its line. ``back`` is a step that this one withdraws: it leads
        to where that one began."""
        told = {**(facts or {}), **self.facts}
        step = self._step(told, reason, back)
        self.finding.stage, self.finding.step_count = step.end, step.ordinal
        self.finding.save()
        line = {"start": step.start, "end": step.end, **({"reason": reason} if reason else {}), **told}
        line |= _together.get()
        record(("finding", str(self.finding.pk)), f"finding.{self.move.verb}", self.actor, line)
        return step

    def _step(self, facts: dict[str, Any], reason: str, back: Step | None) -> Step:
        return Step.objects.create(
            finding=self.finding,
            ordinal=self.finding.step_count + 1,
            verb=self.move.verb,
            start=self.finding.stage,
            end=back.start if back else self.move.end or self.finding.stage,
            withdraws=back,
            reason=reason,
            facts=facts,
            by=self.actor,
            at=self.now,
        )


def begin(number: str, verb: str, actor: Person, *, seen: int | None = None, reason: str = "") -> Act:
    """Lock the finding and see that this person may take this verb from where it stands.

    ``seen`` is the number of steps the person had before her eyes; where another one came since, she is told which."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a verb is one transaction")
    line = move(verb)
    finding = _held(number, actor)
    charges = charges_in_force(finding)
    if not may_take(actor, line, charges):
        raise NotAllowed(
            _("“%(step)s”由%(who)s办理，没有任何改动。") % {"step": line.name, "who": in_words(line)}
        )
    _in_step(finding, line, seen)
    if line.reason and not reason.strip():
        raise Refused(_("请写明%(step)s的理由，理由将记入该问题的记录。") % {"step": line.name})
    demand_short(_("理由"), reason)
    now = timezone.now()
    return Act(line, finding, charges, actor, now, timezone.localdate(now))


def demand_short(what: str, text: str, most: int = LONGEST_REASON) -> None:
    """What is read on every page of a file and stays for ever is no place for a whole report."""
    if len(text) > most:
        told = _("%(what)s不超过%(most)s字，现有%(n)s字。没有任何改动：请写明要点，详细材料作为附件。")
        raise Refused(told % {"what": what, "most": most, "n": len(text)})


def _held(number: str, actor: Person) -> Finding:
    """The locked row, if she may see it at all. Sight is asked first, so that a lock tells nobody anything."""
    visible = Finding.objects.visible_to(actor).filter(number=number).values_list("pk", flat=True).first()
    if visible is None:
        raise Unseen(_("没有编号为 %s 的问题，或者它不在您的工作范围内。") % number)
    rows = Finding.objects.select_for_update(of=("self",)).select_related("inspection__region")
    return rows.get(pk=visible)


def _in_step(finding: Finding, line: Move, seen: int | None) -> None:
    if seen is not None and seen != finding.step_count:
        raise OutOfStep(
            _("您打开页面之后，%s。您的办理没有生效，请核对现在的内容后再办理。") % _last(finding)
        )
    if finding.stage not in line.start:
        raise OutOfStep(_out_of_step(finding, line))
    if finding.standing not in line.standings:
        raise OutOfStep(
            _("该问题已%(standing)s，不能%(step)s。没有任何改动。")
            % {"standing": Standing(finding.standing).label, "step": line.name}
        )


def _out_of_step(finding: Finding, line: Move) -> str:
    """Named is the step that brought it there, not whatever was noted last."""
    told = _("该问题现处于“%(stage)s”（%(how)s），不能%(step)s。没有任何改动。") % {
        "stage": Stage(finding.stage).label,
        "step": line.name,
        "how": _how(finding),
    }
    return told + ways.instead(line.verb, finding)


def _how(finding: Finding) -> str:
    step = moved_by(finding)
    if step is None and finding.stage != Stage.REGISTERED:
        return _("登记时即在这一阶段")
    return _told(step)


def moved_by(finding: Finding) -> Step | None:
    """The step that brought it to the stage where it stands; a withdrawal is one, where it led back."""
    moved = finding.steps.exclude(start=F("end")).select_related("by")
    return moved.order_by("-ordinal").first()


def _last(finding: Finding) -> str:
    """The last thing that was done, as half a sentence."""
    return _told(finding.steps.select_related("by").order_by("-ordinal").first())


def _told(step: Step | None) -> str:
    if step is None:
        return _("登记后尚未办理任何步骤")
    when = timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M")
    name = move(step.verb).name
    return _("%(who)s已于%(when)s办理“%(step)s”") % {"who": step.by.display_name, "when": when, "step": name}
