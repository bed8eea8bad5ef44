"""What a step will do, told before it is taken: where it leads, who will see it, which rules apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger import gates, undoing
from duban.ledger.gates import Place
from duban.ledger.lifecycle import Stage
from duban.ledger.models import Finding, Step
from duban.ledger.moves import move
from duban.ledger.requesting import last_day
from duban.ledger.verbs import Verb
from duban.rulebook.catalogue import find
from duban.rulebook.queries import rules
from duban.templating import in_words

#: Rules that a verb asks besides those of its gates.
_RULES: Mapping[str, tuple[str, ...]] = {
    "ask_change": ("change_assessment_required", "extension_apply_before_days"),
    "approve_change": ("requester_may_approve",),
    "approve_standing": ("requester_may_approve", "suspension_rests_deadline"),
}
#: And those of its gates.
_OF_GATES: Mapping[str, tuple[str, ...]] = {
    "charged": ("plan_required_roles",),
    "accepting": ("filing_required_roles",),
    "decided": ("plan_meeting_required",),
    "approved": ("plan_approval_required",),
    "published": ("publish_before_start",),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    end: str
    notes: tuple[str, ...]
    units: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


def outlook(verb: Verb, finding: Any, place: Place) -> Outlook:
    for need in verb.move.needs:
        if gates.known(need):
            gates.ask(need, place)
    for key in _RULES.get(verb.name, ()):
        place.rule(key)
    units = [row.printed for row in finding.current_charges if row.body_id or row.person_name]
    return Outlook(
        end=_end(verb, finding),
        notes=tuple(_notes(verb, finding, place)),
        units=tuple(dict.fromkeys(units)),
        rules=tuple(_told(each) for each in place.rulings),
    )


def rules_of(verb: Verb) -> list[tuple[str, str]]:
    """The house's own rules for a verb that is taken on many findings at once."""
    keys = [key for need in verb.move.needs for key in _OF_GATES.get(need, ())]
    found = rules([*keys, *_RULES.get(verb.name, ())], on=timezone.localdate())
    return [(str(each.rule.name), each.shown) for each in found.values()]


def _told(ruling: Mapping[str, Any]) -> tuple[str, str]:
    rule = find(ruling["rule"])
    return str(rule.name), rule.shown(ruling["value"])


def _end(verb: Verb, finding: Finding) -> str:
    end = verb.move.end
    if verb.name == "withdraw_step" and (last := last_standing(finding)) is not None:
        end = Stage(last.start)
    return str(Stage(end).label) if end and end != finding.stage else ""


def last_standing(finding: Any) -> Step | None:
    """Of a finding with its steps: the last one that was not withdrawn."""
    standing = _standing(finding)
    on_the_line = [row for row in standing if row.verb not in undoing.BESIDE]
    return next(reversed(on_the_line or standing), None)


def last_move(finding: Any) -> Step | None:
    """The step that brought it to where it stands."""
    return next((row for row in reversed(_standing(finding)) if row.start != row.end), None)


def _standing(finding: Any) -> list[Step]:
    gone = {row.withdraws_id for row in finding.all_steps if row.withdraws_id}
    return [row for row in finding.all_steps if row.withdraws_id is None and row.pk not in gone]


def _notes(verb: Verb, finding: Any, place: Place) -> list[str]:
    if verb.name == "withdraw_step":
        last: Any = last_standing(finding)
        if last is None:
            return [_("没有可以撤回的步骤。")]
        facts = {"who": last.by_name, "day": f"{timezone.localdate(last.at)}", "step": move(last.verb).name}
        return [_("将撤回%(who)s于 %(day)s 办理的“%(step)s”。已有的记录都保留。") % facts]
    if verb.name == "ask_change" and finding.due_on:
        days = int(place.rule("extension_apply_before_days").value)
        last_one = last_day(finding.due_on, days, str(place.rule("holiday_shift").value))
        facts = {"due": in_words(finding.due_on), "last": in_words(last_one)}
        return [_("现行时限为%(due)s，调整时限最迟在%(last)s提出。原定内容始终保留。") % facts]
    return []
