"""Taking back the last step. It leads back to where the finding stood; rows that the step wrote are ended or voided,
never removed, and everything else in the record stays as it is.

A room above that builds on a step says so with :func:`builds`, so that nothing loses the ground it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Role
from duban.accounts.permissions import roles_of
from duban.ledger import changing, events, leaving, terms
from duban.ledger.deciding import CHANGES
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import (
    AgendaItem,
    Charge,
    DeadlinePurpose,
    Filing,
    Finding,
    Request,
    RequestState,
    Step,
)
from duban.ledger.moves import Station, move
from duban.ledger.stepping import Act
from duban.ledger.words import words_of

Built = Callable[[Finding, Step], Iterable[str]]
_BUILT: list[Built] = []
#: Steps on which nothing rests and which rest on no stage.
_BY_A_PLAN = frozenset({"revised", "withdrawn_by_plan"})
BESIDE = frozenset({"coordinate", "correct", "change_people"})


def builds(function: Built) -> Built:
    """Register who can tell, in sentences, what was built on a step."""
    _BUILT.append(function)
    return function


def last_step(act: Act, wanted: int | None) -> Step:
    """The last step that still stands; where an earlier one is meant, what came after it stands in the way."""
    rows: list[Step] = list(standing_steps(act.finding))
    if not rows:
        raise Refused(_("登记后还没有办理过步骤，或者都已撤回。没有可以撤回的步骤。"))
    # What merely happened beside the line does not stand in the way of the step before it.
    on_the_line = [row for row in rows if row.verb not in BESIDE]
    last = on_the_line[-1] if on_the_line and wanted in {None, on_the_line[-1].ordinal} else rows[-1]
    if wanted is not None and last.ordinal != wanted:
        raise Refused(_not_last(rows, wanted))
    return last


def standing_steps(finding: Finding) -> Any:
    """Steps that were not withdrawn, without the withdrawals themselves, in order."""
    rows = finding.steps.filter(withdraws__isnull=True, withdrawn_by__isnull=True)
    return rows.select_related("by").order_by("ordinal")


def _not_last(rows: list[Step], wanted: int) -> str:
    later = [row for row in rows if row.ordinal > wanted]
    if not any(row.ordinal == wanted for row in rows):
        return _("这一步已经撤回，或者不存在。没有任何改动，请刷新后查看。")
    names = _("、").join(in_words(row) for row in later)
    return _("其后已办理%s，只能从最后一步撤起。没有任何改动。") % names


def in_words(step: Step) -> str:
    when = timezone.localtime(step.at).strftime("%Y-%m-%d")
    return _("“%(name)s”（%(who)s，%(when)s）") % {
        "name": move(step.verb).name,
        "who": step.by.display_name,
        "when": when,
    }


def may_withdraw(act: Act, step: Step) -> None:
    """Who took it, or the head of the office; a plan that is on file, by the head alone."""
    if step.verb == "file_plan" and Role.OFFICE_HEAD not in roles_of(act.actor):
        raise NotAllowed(_("方案已经备案，%s只能由整改办负责人撤回。没有任何改动。") % in_words(step))
    if step.by_id != act.actor.pk and Role.OFFICE_HEAD not in roles_of(act.actor):
        raise NotAllowed(_("%s由办理人本人或整改办负责人撤回。没有任何改动。") % in_words(step))
    if move(step.verb).station != Station.LEDGER:
        raise Refused(_("%s属于验收销号，须按验收销号的程序退回。没有任何改动。") % in_words(step))
    if not goes_back(step):
        raise Refused(_why_not(step))


def goes_back(step: Step) -> bool:
    """Is it of a kind that can be taken back at all?"""
    moves_on = step.start != step.end or step.verb in _UNDO
    return moves_on and move(step.verb).station == Station.LEDGER


def _why_not(step: Step) -> str:
    how = {
        "charge": _("请重新明确责任。"),
        "change_people": _("请重新更换责任人员。"),
        "draft_plan": _("请重新编制方案。"),
        "correct": _("请再次更正。"),
        "coordinate": _("请另记一条协调记录说明。"),
        "waive": _("请在“说明‘无’”中撤销这项说明。"),
        "set_sites": _("请重新明确点位。"),
        "revised": _(
            "修订方案登记后只能由下一次修订改正：请登记一份改正后的修订方案，逐项比对并接受改动；此前各版内容都保留。"
        ),
        "withdrawn_by_plan": _(
            "该问题由修订方案撤销：确需保留的请申请恢复，方案内容由下一次修订改正；此前各版内容都保留。"
        ),
    }
    told = _("%s没有改变办理阶段，不能撤回。")
    if step.verb in _BY_A_PLAN:
        told = _("%s是按修订方案办理的，不能撤回。")
    return told % in_words(step) + how.get(step.verb, "")


def nothing_built(act: Act, step: Step) -> None:
    built = [sentence for ask in _BUILT for sentence in ask(act.finding, step)]
    if built:
        raise Refused(_("%s之后已有以下办理，不能撤回：") % in_words(step), *built)


@builds
def _decided_since(finding: Finding, step: Step) -> Iterator[str]:
    """A meeting decided on the plan that was submitted: the plan it decided on does not go back by itself."""
    if step.verb != "submit_plan":
        return
    rows = AgendaItem.objects.filter(findings=finding, meeting__at__gt=step.at).exclude(decision="")
    for row in rows.select_related("meeting"):
        facts = {"day": row.meeting.held_on, "meeting": row.meeting.name, "title": row.title}
        yield _("%(day)s %(meeting)s已审议“%(title)s”，请改用“退回方案”。") % facts


@builds
def _asked_since(finding: Finding, step: Step) -> Iterator[str]:
    """Somebody waits for an answer to a request that rests on the plan as it was filed."""
    if step.start == step.end:
        return
    for row in finding.requests.filter(state=RequestState.OPEN).select_related("asked_by"):
        facts = {"who": row.asked_by.display_name, "kind": row.get_kind_display()}
        yield _("%(who)s提出的“%(kind)s”申请尚未审批，请先审批或撤回。") % facts


def take_back(act: Act, step: Step) -> None:
    undo = _UNDO.get(step.verb)
    if undo is not None:
        undo(act, step)


def _request_of(step: Step) -> Request:
    return Request.objects.select_for_update(of=("self",)).get(pk=step.facts["request"])


def _ask_again(act: Act, request: Request) -> None:
    """The request waits again, as if nobody had decided."""
    waiting = act.finding.requests.filter(state=RequestState.OPEN, kind=request.kind).exists()
    if waiting:
        raise Refused(_("已有同类申请待审批，不能恢复原来的申请。没有任何改动。"))
    request.state, request.decision, request.one_person = RequestState.OPEN, "", False
    request.decided_by = request.decided_at = request.approver = None
    request.letter_no, request.decision_document = "", None
    request.facts = {"rules": request.facts.get("rules", [])}
    request.save()


def _undo_approval(act: Act, step: Step) -> None:
    request = _request_of(step)
    put_back = changing.put_back if request.kind in CHANGES else leaving.put_back
    put_back(act, request)
    _ask_again(act, request)


def _undo_refusal(act: Act, step: Step) -> None:
    _ask_again(act, _request_of(step))


def _undo_asking(act: Act, step: Step) -> None:
    request = _request_of(step)
    request.state, request.decided_by, request.decided_at = RequestState.TAKEN_BACK, act.actor, act.now
    request.save()


def _part_groups(act: Act, step: Step) -> None:
    """Members of groups were charged by the filing; the next one resolves the groups as they are then."""
    members = [row for row in act.charges if row.via_id]
    for row in members:
        row.until = act.today
    Charge.objects.bulk_update(members, ["until"])
    act.charges = [row for row in act.charges if not row.via_id]
    act.finding.search_text = words_of(act.finding)


def _undo_filing(act: Act, step: Step) -> None:
    _part_groups(act, step)
    _forget_days(act, step)


def _forget_days(act: Act, step: Step) -> None:
    """A day that this step gave to a class or a term is given anew when it is taken again: what it went by may be
    another then."""
    for each in step.facts.get("dates", ()):
        purpose = each.get("purpose", DeadlinePurpose.COMPLETE)
        rows = act.finding.deadlines.filter(purpose=purpose)
        given = rows.filter(created_at=step.at, date=each["date"]).last()
        if given is not None and each["why"] != "phase":
            terms.say_again(act, rows.filter(pk__lt=given.pk).last(), purpose)


def _part_member(act: Act, step: Step) -> None:
    """Who was added to the group by mistake is charged no more from today on."""
    group, member = step.facts["group"], step.facts["member"]
    rows = act.finding.charges.filter(printed=member, via__printed=group, until__isnull=True)
    rows.update(until=act.today)
    act.finding.search_text = words_of(act.finding)


def _say_former_deadline(act: Act, step: Step) -> None:
    """What was said of acceptance or closing before is said once more."""
    purpose = step.facts["purpose"]
    former = act.finding.deadlines.filter(purpose=purpose, pk__lt=step.facts["deadline"]).last()
    terms.say_again(act, former, purpose)


def _undo_event(act: Act, step: Step) -> None:
    if "of_plan" in step.facts:
        told = _("这一起算事项登记在方案《%s》上，请在该方案中更正或撤回。没有任何改动。")
        raise Refused(told % step.facts["of_plan"])
    events.put_back(act, step.facts["event"])


_UNDO: dict[str, Callable[[Act, Step], None]] = {
    "ask_change": _undo_asking,
    "ask_standing": _undo_asking,
    "approve_change": _undo_approval,
    "approve_standing": _undo_approval,
    "refuse_change": _undo_refusal,
    "refuse_standing": _undo_refusal,
    "take_back": _undo_refusal,
    "file_plan": _undo_filing,
    "start_work": _forget_days,
    "join_group": _part_member,
    "set_deadline": _say_former_deadline,
    "record_event": _undo_event,
}


def void_filing(step: Step, by: Step) -> None:
    """What that step froze stays on record and is no yardstick any more."""
    frozen = Filing.objects.filter(finding=step.finding, receipt_no=step.facts.get("receipt"))
    frozen.update(voided_by=by)
