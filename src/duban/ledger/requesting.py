"""What a request for a change must say, and who has to approve it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.permissions import is_office
from duban.ledger import sites
from duban.ledger.errors import Gap, GateShut, NotAllowed, Refused
from duban.ledger.gates import Place, gate
from duban.ledger.models import Request, RequestKind
from duban.ledger.stepping import Act
from duban.rulebook.calendar import Calendar
from duban.templating import in_words

Facts = dict[str, Any]


def proposal(act: Act, said: Any, place: Place) -> tuple[Facts, Facts]:
    """What shall hold after approval and what holds now; everything that is missing comes in one answer."""
    parts = {
        RequestKind.DEADLINE: _deadline,
        RequestKind.MEASURES: _measures,
        RequestKind.GOAL: _goal,
        RequestKind.SITES: _sites,
    }
    if said.kind not in parts:
        raise Refused(_("请选择要调整的是时限、措施、目标还是点位。"))
    wanted, present, gaps = parts[RequestKind(said.kind)](act, said, place)
    wants_assessment = said.kind != RequestKind.SITES
    if wants_assessment and place.rule("change_assessment_required").value and not said.assessment.strip():
        gaps.append(Gap("assessment", _("没有写明科学论证：调整方案须说明理由并经科学论证。"), _asker()))
    if gaps:
        raise GateShut(gaps)
    return wanted, present


def _asker() -> str:
    return _("申请单位")


def _deadline(act: Act, said: Any, place: Place) -> tuple[Facts, Facts, list[Gap]]:
    row = place.deadline
    present = {
        "date": act.finding.due_on.isoformat() if act.finding.due_on else None,
        "words": row.raw if row else "",
        "deadline": row.pk if row else None,
    }
    _in_time(act, place)
    gaps = []
    if said.deadline is None:
        gaps.append(Gap("deadline", _("没有写明调整后的时限。"), _asker()))
        return {}, present, gaps
    if said.deadline == act.finding.due_on:
        gaps.append(Gap("deadline", _("调整后的时限与现行时限相同。"), _asker()))
    elif said.deadline < _earliest(act):
        told = _("调整后的时限%s早于登记日期和现行时限，请核对年月日。") % in_words(said.deadline)
        gaps.append(Gap("deadline", told, _asker()))
    words = said.deadline_words.strip() or in_words(said.deadline)
    return {"date": said.deadline.isoformat(), "words": words}, present, gaps


def _earliest(act: Act) -> datetime.date:
    """Nothing can be asked for before it began. What is written down afterwards may have come due meanwhile."""
    registered = timezone.localdate(act.finding.registered_at)
    return min(registered, act.finding.due_on or registered)


def _in_time(act: Act, place: Place) -> None:
    """A change of a deadline is asked for while there is time: so many days before the last one. Nobody can supply what
    is lacking then, so that it is no gap."""
    due = act.finding.due_on
    if due is None:
        return
    ruling = place.rule("extension_apply_before_days", due_on=due.isoformat())
    last = last_day(due, int(ruling.value), str(place.rule("holiday_shift").value))
    if act.today > last:
        told = {"due": in_words(due), "last": in_words(last)}
        sentence = _(
            "整改时限为%(due)s，延期应在%(last)s前（含当日）提出，现已超过，不能再申请延期。没有任何改动。"
            "该问题按逾期继续整改和督办，逾期天数照实计算；措施和目标仍可申请调整；"
            "时限确需重新确定的，由原批准机关批准修订后的方案。"
        )
        raise Refused(sentence % told)


def last_day(due: datetime.date, days: int, shift: str) -> datetime.date:
    """The last day for asking. On a day off it moves as the deadline itself would."""
    return Calendar().add_days(due, -days, shift).date


def _measures(act: Act, said: Any, place: Place) -> tuple[Facts, Facts, list[Gap]]:
    wanted = [text.strip() for text in said.measures if text.strip()]
    present = [row.text for row in place.measures]
    gaps = []
    if not wanted:
        gaps.append(Gap("measures", _("没有写明调整后的措施。"), _asker()))
    elif wanted == present:
        gaps.append(Gap("measures", _("措施没有任何改动。"), _asker()))
    elif len(set(wanted)) < len(wanted):
        gaps.append(Gap("measures", _("同一项措施写了两次。"), _asker()))
    return {"measures": wanted}, {"measures": present}, gaps


def _goal(act: Act, said: Any, place: Place) -> tuple[Facts, Facts, list[Gap]]:
    wanted = said.goal.strip()
    gaps = []
    if not wanted:
        gaps.append(Gap("goal", _("没有写明调整后的整改目标。"), _asker()))
    elif wanted == act.finding.goal:
        gaps.append(Gap("goal", _("整改目标没有任何改动。"), _asker()))
    return {"goal": wanted}, {"goal": act.finding.goal}, gaps


def _sites(act: Act, said: Any, place: Place) -> tuple[Facts, Facts, list[Gap]]:
    """Which places a problem has is a fact; that one is no longer listed is somebody else's to agree to."""
    wanted = [sites.line(each) for each in sites.parse(said.sites)]
    present = sites.lines_of(act.finding)
    gaps = []
    if wanted == present:
        gaps.append(Gap("sites", _("点位没有任何改动。"), _asker()))
    return {"sites": wanted}, {"sites": present}, gaps


@gate("same_approver")
def _same_approver(place: Place) -> Iterator[Gap]:
    """A change is let pass by whoever let the plan pass: the higher body by its letter, else the office's head."""
    if not place.letters:
        return
    promised = [RequestKind.DEADLINE, RequestKind.MEASURES, RequestKind.GOAL]
    waiting = place.finding.requests.filter(state="open", kind__in=promised)
    meant = [row for row in waiting if place.request in {None, row.pk}]
    if any(row.approver_id is None or not row.letter_no.strip() for row in meant):
        body = place.letters[-1].body.name
        sentence = _("方案由%s批复，调整须经同一机关批准：请填写其批准文号。") % body
        yield Gap("letter_no", sentence, _("整改办"))


def name_approver(request: Request, letter_no: str, place: Place) -> None:
    """Written down before the gate is asked; where the gate is shut, nothing of it stays."""
    if place.letters and request.kind != RequestKind.SITES:
        request.approver, request.letter_no = place.letters[-1].body, letter_no.strip()[:120]
        request.save(update_fields=["approver", "letter_no"])


def demand_as_asked(request: Request, place: Place) -> None:
    """What held when it was asked must hold still: else the approval would undo what came between."""
    now: dict[str, Facts] = {
        RequestKind.DEADLINE: {"deadline": place.deadline.pk if place.deadline else None},
        RequestKind.MEASURES: {"measures": [row.text for row in place.measures]},
        RequestKind.GOAL: {"goal": place.finding.goal},
        RequestKind.SITES: {"sites": sites.lines_of(place.finding)},
    }
    if any(request.original.get(name) != value for name, value in now[request.kind].items()):
        told = _(
            "%(who)s提出申请后，现行内容已有变动，不能按原申请批准。请不予批准并说明，由申请人就现行方案重新申请。"
        )
        gap = Gap("as_asked", told % {"who": request.asked_by.display_name}, _asker())
        raise GateShut([gap])


def may_take_back(act: Act, request: Request) -> None:
    """Who asked takes it back; the office may too, for whoever has left."""
    if request.asked_by_id != act.actor.pk and not is_office(act.actor):
        raise NotAllowed(
            _("申请由%s提出，由其本人或整改办撤回。没有任何改动。") % request.asked_by.display_name
        )
