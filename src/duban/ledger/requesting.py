"""What a request for a change must say, and who has to approve it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Role
from duban.accounts.permissions import OFFICE, Someone, bodies_of
from duban.ledger import due_words, sites
from duban.ledger.errors import Gap, GateShut, NotAllowed, Refused
from duban.ledger.gates import Place, gate
from duban.ledger.models import Request, RequestKind
from duban.ledger.stepping import Act, demand_short
from duban.rulebook.calendar import Calendar
from duban.templating import in_words

Facts = dict[str, Any]

#: As many as a plan prints in the column of deadlines.
_MOST_WORDS = 120


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
    present = {**_present(place), "deadline": row.pk if row else None}
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
    words = said.deadline_words.strip() or due_words.printed(said.deadline)
    gaps += _agreeing(words, said.deadline)
    if due_words.meant(words) is None:
        # Words that hold no day take theirs along, to wherever they are printed alone.
        words = due_words.dated(words, said.deadline)
    return {"date": said.deadline.isoformat(), "words": words}, present, gaps


def _present(place: Place) -> Facts:
    """By what it says, not by which row says it: an approval that was taken back says the former deadline anew."""
    due, row = place.finding.due_on, place.deadline
    return {"date": due.isoformat() if due else None, "words": row.raw if row else ""}


def _agreeing(words: str, date: datetime.date) -> Iterator[Gap]:
    """Who approves reads both: words that hold another day would hide the one that governs."""
    if len(words) > _MOST_WORDS:
        yield Gap("deadline_words", _("时限的表述不超过%s字。") % _MOST_WORDS, _asker())
        return
    other = due_words.differs(words, date)
    if other is not None:
        facts = {"words": words, "other": in_words(other), "date": in_words(date)}
        told = _(
            "时限的表述“%(words)s”说的是%(other)s，调整后的时限填的是%(date)s，两处不一致，请改为同一日期。"
        )
        yield Gap("deadline_words", told % facts, _asker())


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
    last = last_day(due, place)
    if act.today > last:
        raise Refused(too_late(due, last, place), _("没有任何改动。"))


def too_late(due: datetime.date, last: datetime.date, place: Place) -> str:
    """Why no later day can be asked for any more, and what can truly be done. Said before anything is typed, to
    everybody: nobody can supply what is lacking."""
    facts = {"due": in_words(due), "last": in_words(last)}
    told = _("整改时限为%(due)s，延期最迟在%(last)s（含当日）提出，现已超过，不能再申请延期。") % facts
    if place.letters:
        way = _(
            "时限确需重新确定的，由整改办报原批准机关（%s）批准修订后的方案，再登记修订方案并接受其改动。"
        )
        way = way % place.letters[-1].body.name
    else:
        way = _("时限确需重新确定的，由整改办修订方案并按原程序审定，再登记修订方案并接受其改动。")
    return told + _("该问题按逾期继续整改和督办，逾期天数照实计算；措施、目标和点位仍可申请调整。") + way


def last_day(due: datetime.date, place: Place) -> datetime.date:
    """The last day for asking: so many days before the deadline, on a day off moved as the rule says, and never past
    the deadline itself, from which lateness is counted."""
    days = int(place.rule("extension_apply_before_days", due_on=due.isoformat()).value)
    if not days:
        return due
    shift = str(place.rule("holiday_shift").value)
    return min(due, Calendar().add_days(due, -days, shift).date)


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
    demand_short(_("整改目标"), wanted)
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


#: In whose name one asks.
_ASKING = {"office": OFFICE, "unit": frozenset({Role.LIAISON})}
#: What a plan promised; where a problem lies is a fact.
_PROMISED = frozenset({RequestKind.DEADLINE, RequestKind.MEASURES, RequestKind.GOAL})


@gate("same_approver")
def _same_approver(place: Place) -> Iterator[Gap]:
    """A change is let pass by whoever let the plan pass: the higher body by its letter, else the office's head. So is
    what takes a problem out of that plan, as the rule says."""
    if not place.letters:
        return
    waiting = [row for row in place.finding.requests.filter(state="open") if place.request in {None, row.pk}]
    if any(
        needs_letter(row.kind, place) and not (row.approver_id and row.letter_no.strip()) for row in waiting
    ):
        body = place.letters[-1].body.name
        sentence = _("方案由%s批复，须经同一机关批准：请填写其批准文号。") % body
        yield Gap("letter_no", sentence, _("整改办"))


def needs_letter(kind: str, place: Place) -> bool:
    """Whether a request of this kind is approved by whoever let the plan pass."""
    if not place.letters or kind == RequestKind.SITES:
        return False
    return kind in _PROMISED or kind in place.rule("leaving_by_letter").value


def name_approver(request: Request, letter_no: str, place: Place) -> None:
    """Written down before the gate is asked; where the gate is shut, nothing of it stays."""
    demand_short(_("批准文号"), letter_no.strip(), 120)
    if needs_letter(request.kind, place):
        request.approver, request.letter_no = place.letters[-1].body, letter_no.strip()
        request.save(update_fields=["approver", "letter_no"])


def demand_as_asked(request: Request, place: Place) -> None:
    """What held when it was asked must hold still: else the approval would undo what came between."""
    now: dict[str, Facts] = {
        RequestKind.DEADLINE: _present(place),
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
    """Who asked takes it back, and whoever acts for the same unit; the office refuses, with a reason."""
    if not hers(request, act.actor):
        told = _(
            "申请由%s提出，由其本人或所在单位的人员撤回。整改办不同意的，请不予批准并写明理由。没有任何改动。"
        )
        raise NotAllowed(told % request.asked_by.display_name)


def hers(request: Request, person: Someone) -> bool:
    """Asked by herself, or by somebody of a unit for which she acts in the same office."""
    if request.asked_by_id == person.pk:
        return True
    asked = roles_held(request.asked_by, timezone.localdate(request.asked_at))
    return bool(asked & roles_held(person))


def roles_held(person: Someone, on: datetime.date | None = None) -> frozenset[tuple[str, int]]:
    """For which units she asks: as the office, or as the one who answers for a unit."""
    found = set()
    for name, roles in _ASKING.items():
        found |= {(name, body) for body in bodies_of(person, roles, on)}
    return frozenset(found)
