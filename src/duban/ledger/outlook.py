"""What a step will do, told before it is taken: where it leads, who will see it, which rules apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.ledger import gates, resting, undoing
from duban.ledger.deciding import CHANGES
from duban.ledger.gates import Place
from duban.ledger.lifecycle import Stage
from duban.ledger.models import ChargeRole, Finding, RequestKind, Step
from duban.ledger.moves import move
from duban.ledger.requesting import last_day
from duban.ledger.verbs import Verb
from duban.rulebook.catalogue import find
from duban.rulebook.queries import rules
from duban.templating import in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Rules that a verb asks besides those of its gates.
_RULES: Mapping[str, tuple[str, ...]] = {
    "ask_change": ("change_assessment_required", "extension_apply_before_days"),
    "approve_change": ("requester_may_approve",),
    "approve_standing": ("requester_may_approve",),
}
#: Rules whose bare value says little to who reads it.
_SENTENCES: Mapping[tuple[str, Any], StrOrPromise] = {
    ("extension_apply_before_days", 0): gettext_lazy("延期最迟在到期当日提出"),
    ("requester_may_approve", False): gettext_lazy("申请人不能审批自己的申请"),
    ("requester_may_approve", True): gettext_lazy("申请人可以审批自己的申请，记录中注明"),
    ("change_assessment_required", True): gettext_lazy("调整目标、措施或时限须有科学论证"),
    ("change_assessment_required", False): gettext_lazy("调整目标、措施或时限可以不附科学论证"),
    ("suspension_rests_deadline", False): gettext_lazy("中止期间整改时限照常计算，不顺延"),
    ("suspension_rests_deadline", True): gettext_lazy(
        "恢复时，整改时限按中止的天数顺延，超过批准期限的天数不计"
    ),
}
#: And those of its gates.
_OF_GATES: Mapping[str, tuple[str, ...]] = {
    "charged": ("plan_required_roles",),
    "accepting": ("filing_required_roles",),
    "decided": ("plan_meeting_required",),
    "approved": ("plan_approval_required",),
    "published": ("publish_before_start",),
}

_EXECUTING = frozenset({ChargeRole.MAIN, ChargeRole.LEAD})


@dataclass(frozen=True, slots=True)
class Outlook:
    end: str
    notes: tuple[str, ...]
    units: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]


def outlook(verb: Verb, finding: Any, place: Place, kind: str = "", meant: Any = None) -> Outlook:
    """``kind``: what is asked for; ``meant``: the request that is being decided."""
    notes = _notes(verb, finding, place, meant.kind if meant else kind)
    for need in verb.move.needs:
        if gates.known(need):
            gates.ask(need, place)
    for key in _RULES.get(verb.name, ()):
        place.rule(key)
    units = [row.printed for row in finding.current_charges if row.body_id or row.person_name]
    return Outlook(
        end=_end(verb, finding),
        notes=tuple(notes),
        units=tuple(dict.fromkeys(units)),
        rules=tuple(_told(each) for each in place.rulings),
    )


def rules_of(verb: Verb) -> list[tuple[str, str]]:
    """The house's own rules for a verb that is taken on many findings at once."""
    keys = [key for need in verb.move.needs for key in _OF_GATES.get(need, ())]
    found = rules([*keys, *_RULES.get(verb.name, ())], on=timezone.localdate())
    return [_told({"rule": each.rule.key, "value": each.value}) for each in found.values()]


def _told(ruling: Mapping[str, Any]) -> tuple[str, str]:
    rule = find(ruling["rule"])
    said = (
        _SENTENCES.get((ruling["rule"], ruling["value"])) if not isinstance(ruling["value"], list) else None
    )
    return (str(said), "") if said else (str(rule.name), rule.shown(ruling["value"]))


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


def _notes(verb: Verb, finding: Any, place: Place, kind: str) -> list[str]:
    if verb.name == "withdraw_step":
        last: Any = last_standing(finding)
        if last is None:
            return [_("没有可以撤回的步骤。")]
        facts = {"who": last.by_name, "day": f"{timezone.localdate(last.at)}", "step": move(last.verb).name}
        return [_("将撤回%(who)s于 %(day)s 办理的“%(step)s”。已有的记录都保留。") % facts]
    if verb.name in {"ask_change", "approve_change"}:
        return [*_of_the_deadline(verb, finding, place), *_for_everybody(finding)]
    if verb.name in {"ask_standing", "approve_standing"}:
        notes = _of_a_rest(verb, place) if kind == RequestKind.SUSPEND else _of_leaving(kind)
        return [*notes, *_left_waiting(finding, kind)]
    return []


def _of_the_deadline(verb: Verb, finding: Any, place: Place) -> list[str]:
    if verb.name != "ask_change" or not finding.due_on:
        return []
    last = last_day(finding.due_on, place)
    if place.today > last:
        return []
    facts = {"due": in_words(finding.due_on), "last": in_words(last)}
    return [_("现行时限为%(due)s，调整时限最迟在%(last)s提出。原定内容始终保留。") % facts]


def _for_everybody(finding: Any) -> list[str]:
    """One plan, one deadline: whoever of several asks, it changes for all of them."""
    doing = [row for row in finding.current_charges if row.role in _EXECUTING and not row.measure_id]
    members = {row.via_id for row in doing if row.via_id}
    names = list(dict.fromkeys(row.printed for row in doing if row.pk not in members))
    if len(names) < 2:
        return []
    facts = {"n": len(names), "units": _("、").join(names)}
    return [_("该问题由%(n)s个单位承担（%(units)s），调整对这些单位全部生效。") % facts]


def _of_leaving(kind: str) -> list[str]:
    told = {
        RequestKind.WITHDRAW: _("批准后不再办理和统计，内容和记录全部保留，可以申请恢复在册。"),
        RequestKind.MERGE: _(
            "批准后不再单独办理和统计，在目标问题中继续整改；目标须在册、尚未完成整改。内容和记录全部保留。"
        ),
        RequestKind.TRANSFER: _("批准后原主体责任单位的责任即日终止，由接收单位承担；时限和措施不变。"),
    }
    return [told[RequestKind(kind)]] if kind in told else []


def _left_waiting(finding: Any, kind: str) -> list[str]:
    """What is asked for besides cannot be approved while the problem does not take part."""
    names = [
        row.get_kind_display() for row in finding.all_requests if row.state == "open" and row.kind in CHANGES
    ]
    if not names or kind in {RequestKind.TRANSFER, RequestKind.RESUME}:
        return []
    told = _("另有“%s”的申请待审批：该问题不在册期间不能批准，恢复以后才能批准，或者不予批准。")
    return [told % _("、").join(names)]


def _of_a_rest(verb: Verb, place: Place) -> list[str]:
    place.rule("suspension_rests_deadline")
    if verb.name != "ask_standing":
        return []
    months = place.rule("suspension_longest_months").value
    facts = {"n": months, "last": in_words(resting.longest(place.today, place))}
    return [_("中止最长%(n)s个月，最迟至%(last)s。中止期间仍列在台账上，逾期照实显示。") % facts]
