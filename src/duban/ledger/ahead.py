"""What stands in the way of a step, said when its form is opened and not after it was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.permissions import Someone
from duban.ledger import entries
from duban.ledger.deciding import CHANGES, in_the_way, one_day_at_a_time
from duban.ledger.gates import Place
from duban.ledger.models import Finding, RequestKind
from duban.ledger.requesting import hers, last_day, too_late
from duban.ledger.verbs import Verb

_DECIDE = frozenset({"approve_change", "refuse_change", "approve_standing", "refuse_standing"})


@dataclass(frozen=True, slots=True)
class Ahead:
    """``closed``: why there is nothing to be filled in at all. ``told``: what of it is not open, and why; ``kinds``:
    what can still be asked for (none: the verb asks for nothing of a kind)."""

    closed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def ahead(verb: Verb, finding: Any, person: Someone, place: Place, meant: Any) -> Ahead:
    if verb.name == "ask_change":
        return _changes(finding, place)
    if verb.name == "ask_standing":
        return _standings(finding)
    if verb.name in _DECIDE or verb.name == "take_back":
        return Ahead(closed=tuple(_of_a_request(verb, person, place, meant)))
    return Ahead()


def meant_by(verb: Verb, finding: Any, asked: object) -> Any:
    """The request a form is about: the one it names, or the only one that waits for this verb."""
    rows = [row for row in finding.all_requests if entries.is_of(verb.name, row.kind)]
    if asked not in {None, ""}:
        return next((row for row in rows if str(row.pk) == str(asked)), None)
    waiting = [row for row in rows if row.state == "open"]
    return waiting[0] if len(waiting) == 1 else None


def _of_a_request(verb: Verb, person: Someone, place: Place, meant: Any) -> list[str]:
    if meant is None:
        return [_("该问题没有等待办理的这项申请。")]
    if meant.state != "open":
        facts = {"kind": meant.get_kind_display(), "state": meant.get_state_display()}
        facts |= {"who": meant.decided_name or "", "day": _day(meant.decided_at)}
        return [_("这项申请（%(kind)s）%(state)s，%(who)s于%(day)s办理，不需要再办。") % facts]
    if verb.name == "take_back":
        told = _("申请由%s提出，由其本人或所在单位的人员撤回。整改办不同意的，请不予批准并写明理由。")
        return [] if hers(meant, person) else [told % meant.asked_name]
    if meant.asked_by_id == person.pk and not place.rule("requester_may_approve").value:
        return [_("申请由您本人提出，须由另一位整改办负责人审批。")]
    return []


def _changes(finding: Any, place: Place) -> Ahead:
    """One request of a kind at a time; a deadline is not changed after its day."""
    told, gone = [], set()
    for row in finding.all_requests:
        if row.state == "open" and row.kind in CHANGES:
            gone.add(row.kind)
            told.append(_waiting(row))
    if (row := in_the_way(RequestKind.DEADLINE, finding.all_requests)) is not None:
        gone.add(RequestKind.DEADLINE)
        told.append(_one_day(row))
    late = late_for_extension(finding, place)
    if late and finding.standing == "active":
        gone.add(RequestKind.DEADLINE)
        told.append(late)
    left = tuple(kind.value for kind in RequestKind if kind in CHANGES and kind not in gone)
    return Ahead(closed=() if left else tuple(told), told=tuple(told), kinds=left)


def late_for_extension(finding: Finding, place: Place) -> str:
    """Empty where there is still time to ask."""
    if finding.due_on is None:
        return ""
    last = last_day(finding.due_on, place)
    return too_late(finding.due_on, last, place) if place.today > last else ""


def _standings(finding: Any) -> Ahead:
    waiting = [row for row in finding.all_requests if row.state == "open" and row.kind not in CHANGES]
    kinds = tuple(kind.value for kind in entries.kinds(finding.standing))
    row = in_the_way(RequestKind.SUSPEND, finding.all_requests) if not waiting else None
    if row is None:
        return Ahead(closed=tuple(map(_waiting, waiting)), kinds=kinds)
    return Ahead(told=(_one_day(row),), kinds=tuple(kind for kind in kinds if kind != RequestKind.SUSPEND))


def _one_day(row: Any) -> str:
    return one_day_at_a_time(row.asked_name, _day(row.asked_at), row.get_kind_display())


def _waiting(row: Any) -> str:
    facts = {"who": row.asked_name, "day": _day(row.asked_at), "kind": row.get_kind_display()}
    return _("%(who)s已于%(day)s提出“%(kind)s”的申请，尚未审批；请等待审批，或先撤回该申请。") % facts


def _day(at: Any) -> str:
    return f"{timezone.localdate(at)}" if at else ""
