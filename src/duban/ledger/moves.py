"""The life cycle of a finding as one table a client can read: from where a verb leads where, who may take it, what must be there.

Verbs look their move up here; nothing else in the house knows which step follows which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from duban.ledger.lifecycle import APPROVED, OPEN, PLANNING, Stage, Standing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Relation(TextChoices):
    """How a person stands to a finding: by a charge on a unit she acts for, by a post, or by what she did herself."""

    ANY = "any", _("任一问题")
    LEAD = "lead", _("牵头单位")
    MAIN = "main", _("主体责任单位")
    SUPPORTING = "supporting", _("配合单位")
    SUPERVISING = "supervising", _("监管责任单位")
    ACCEPTING = "accepting", _("验收责任单位")
    LEADER = "leader", _("督办领导")


@dataclass(frozen=True, slots=True)
class Who:
    """A role that may take a move, and how its holder must stand to the finding."""

    role: str
    relation: Relation = Relation.ANY


class Station(TextChoices):
    """Which room of the house takes a move."""

    LEDGER = "ledger", _("台账")
    CLOSURE = "closure", _("验收销号")


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table.

    ``start`` is empty where the verb brings the finding into being; ``end`` is None where the finding stays at its
    stage. ``needs`` names the gates of :mod:`duban.ledger.gates`; all of them are asked, and everything that is missing
    comes back in one answer. ``is_return`` marks edges that lead back. ``reason``: the record wants to know why.
    ``standings``: what left the count takes part in nothing that is not said here."""

    verb: str
    name: StrOrPromise
    start: frozenset[Stage]
    end: Stage | None
    who: tuple[Who, ...]
    needs: tuple[str, ...] = ()
    reason: bool = False
    is_return: bool = False
    station: Station = Station.LEDGER
    standings: frozenset[Standing] = frozenset({Standing.ACTIVE})

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(who.role for who in self.who)


def _at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_OFFICE = (Who("office_head"), Who("office_clerk"))
_HEAD = (Who("office_head"),)
_LEAD = (Who("liaison", Relation.LEAD), Who("liaison", Relation.MAIN))
_SUPERVISING = (Who("supervising", Relation.SUPERVISING), Who("liaison", Relation.SUPERVISING))
_ACCEPTING = (Who("accepting", Relation.ACCEPTING),)

#: Stages in which people hold what was filed: a post changes hands at any time, up to the closing and while it is watched.
HELD = _at(*(OPEN - PLANNING - {Stage.PLAN_REVIEW}), Stage.MONITORING)
#: What rests is still talked about, and posts change hands meanwhile.
_RESTING = frozenset({Standing.ACTIVE, Standing.SUSPENDED})
_WHEREVER = frozenset(Standing)

MOVES: tuple[Move, ...] = (
    # T1
    Move("register", _("登记"), _at(), Stage.REGISTERED, _OFFICE, ("problem", "origin")),
    Move(
        "register_finished",
        _("登记方案前已完成的问题"),
        _at(),
        Stage.FINISHED_BEFORE,
        _OFFICE,
        ("problem", "origin", "status_text"),
    ),
    Move("take_over", _("接管登记"), _at(), Stage.REGISTERED, _OFFICE, ("problem", "attested")),
    # T2
    Move("charge", _("明确责任"), PLANNING, None, _OFFICE),
    # A reason not to publish may still be given when the plan is on its way or on file.
    Move(
        "waive",
        _("说明“无”"),
        PLANNING | _at(Stage.PLAN_REVIEW, Stage.PLAN_FILED),
        None,
        _OFFICE,
        reason=True,
    ),
    Move("assign", _("交办"), _at(Stage.REGISTERED), Stage.PLAN_DRAFT, _OFFICE, ("charged",)),
    # Where it lies: under an approved plan sites are changed by a request, a slip of the pen by an erratum.
    Move("set_sites", _("明确点位"), PLANNING | _at(Stage.FINISHED_BEFORE), None, (*_OFFICE, *_LEAD)),
    # T3
    Move("draft_plan", _("编制方案"), _at(Stage.PLAN_DRAFT), None, (*_OFFICE, *_LEAD)),
    Move(
        "submit_plan",
        _("报送方案"),
        _at(Stage.PLAN_DRAFT),
        Stage.PLAN_REVIEW,
        (*_OFFICE, *_LEAD),
        ("four_ones", "goal", "measurable", "measures", "deadline", "charged", "accepting"),
    ),
    Move(
        "return_plan",
        _("退回方案"),
        _at(Stage.PLAN_REVIEW),
        Stage.PLAN_DRAFT,
        _OFFICE,
        reason=True,
        is_return=True,
    ),
    # T4
    Move(
        "file_plan",
        _("方案备案"),
        _at(Stage.PLAN_REVIEW),
        Stage.PLAN_FILED,
        _OFFICE,
        (
            "four_ones",
            "goal",
            "measurable",
            "measures",
            "deadline",
            "charged",
            "accepting",
            "decided",
            "approved",
            "groups",
        ),
    ),
    # T5
    Move(
        "start_work",
        _("启动整改"),
        _at(Stage.PLAN_FILED),
        Stage.IN_PROGRESS,
        (*_OFFICE, *_LEAD),
        ("published",),
    ),
    # T7: a request and its decision; the finding stays where it is.
    Move("ask_change", _("申请调整"), APPROVED, None, (*_OFFICE, *_LEAD), reason=True),
    Move("approve_change", _("批准调整"), APPROVED, None, _HEAD, ("same_approver",)),
    # Somebody who waits for an answer gets one, also when the problem has left the count meanwhile.
    Move("refuse_change", _("不予调整"), APPROVED, None, _HEAD, reason=True, standings=_WHEREVER),
    # A revised version of its plan speaks of it, or of it no more; taken by whoever accepts the document.
    Move("revised", _("按修订方案调整"), frozenset(Stage), None, _OFFICE, standings=_WHEREVER),
    Move("withdrawn_by_plan", _("方案不再列入"), frozenset(Stage), None, _OFFICE, standings=_WHEREVER),
    # Beside the line.
    Move(
        "ask_standing",
        _("申请撤销、合并、移交、中止或恢复"),
        OPEN,
        None,
        (*_OFFICE, *_LEAD),
        reason=True,
        standings=_WHEREVER,
    ),
    Move(
        "approve_standing",
        _("批准撤销、合并、移交、中止或恢复"),
        OPEN,
        None,
        _HEAD,
        ("same_approver",),
        standings=_WHEREVER,
    ),
    Move(
        "refuse_standing",
        _("不予撤销、合并、移交、中止或恢复"),
        OPEN,
        None,
        _HEAD,
        reason=True,
        standings=_WHEREVER,
    ),
    Move("take_back", _("撤回申请"), OPEN, None, (*_OFFICE, *_LEAD), standings=_WHEREVER),
    Move("join_group", _("补列责任成员"), APPROVED, None, _OFFICE, reason=True),
    # When it is to be accepted and closed; and the day of what a term counts from.
    Move("set_deadline", _("规定验收、销号期限"), OPEN, None, _OFFICE, reason=True, standings=_RESTING),
    Move("record_event", _("登记起算事项"), OPEN, None, _OFFICE, standings=_RESTING),
    # Posts change hands while a plan is in force; units are changed by a revised plan only.
    Move("change_people", _("更换责任人员"), HELD, None, _OFFICE, reason=True, standings=_RESTING),
    Move("correct", _("更正笔误"), frozenset(Stage), None, _OFFICE, reason=True, standings=_WHEREVER),
    Move(
        "withdraw_step",
        _("撤回步骤"),
        frozenset(Stage),
        None,
        (*_OFFICE, *_LEAD),
        reason=True,
        standings=_WHEREVER,
    ),
    Move(
        "coordinate",
        _("记录协调"),
        frozenset(Stage),
        None,
        (*_OFFICE, *_LEAD, Who("liaison", Relation.SUPPORTING), *_SUPERVISING),
        standings=_RESTING,
    ),
    # T8 to T19: taken by the closing station, which asks its own gates and then this table.
    Move(
        "self_accept",
        _("自查自验"),
        _at(Stage.IN_PROGRESS),
        Stage.SELF_ACCEPTED,
        (Who("liaison", Relation.MAIN),),
        ("measures_done", "indicators_met", "similar_checked"),
        station=Station.CLOSURE,
    ),
    Move(
        "apply",
        _("申请验收"),
        _at(Stage.SELF_ACCEPTED, Stage.FINISHED_BEFORE),
        Stage.APPLIED,
        _LEAD,
        ("application", "collective_discussion"),
        station=Station.CLOSURE,
    ),
    Move(
        "review_documents",
        _("审核材料"),
        _at(Stage.APPLIED),
        Stage.DOC_REVIEW,
        _ACCEPTING,
        ("materials",),
        station=Station.CLOSURE,
    ),
    Move(
        "return_application",
        _("退回申请"),
        _at(Stage.APPLIED, Stage.DOC_REVIEW),
        Stage.SELF_ACCEPTED,
        _ACCEPTING,
        reason=True,
        is_return=True,
        station=Station.CLOSURE,
    ),
    Move(
        "check_onsite",
        _("现场核查"),
        _at(Stage.DOC_REVIEW),
        Stage.ONSITE_CHECK,
        _ACCEPTING,
        ("independent", "two_verifiers"),
        station=Station.CLOSURE,
    ),
    Move(
        "fail_check",
        _("验收不通过"),
        _at(Stage.ONSITE_CHECK),
        Stage.IN_PROGRESS,
        _ACCEPTING,
        reason=True,
        is_return=True,
        station=Station.CLOSURE,
    ),
    Move(
        "announce",
        _("公示结果"),
        _at(Stage.ONSITE_CHECK),
        Stage.PUBLIC_NOTICE,
        (Who("publisher"), *_ACCEPTING),
        ("verdicts",),
        station=Station.CLOSURE,
    ),
    Move(
        "object",
        _("受理异议"),
        _at(Stage.PUBLIC_NOTICE),
        Stage.OBJECTION,
        _OFFICE,
        reason=True,
        station=Station.CLOSURE,
    ),
    Move(
        "answer_objection",
        _("答复异议"),
        _at(Stage.OBJECTION),
        Stage.PUBLIC_NOTICE,
        _OFFICE,
        ("objection_answered",),
        station=Station.CLOSURE,
    ),
    Move(
        "uphold_objection",
        _("异议成立"),
        _at(Stage.OBJECTION),
        Stage.IN_PROGRESS,
        _OFFICE,
        reason=True,
        is_return=True,
        station=Station.CLOSURE,
    ),
    Move(
        "send_to_sign",
        _("送审签"),
        _at(Stage.PUBLIC_NOTICE),
        Stage.SIGN_OFF,
        (*_OFFICE, Who("publisher")),
        ("notice_over", "no_open_objection"),
        station=Station.CLOSURE,
    ),
    Move(
        "close",
        _("销号"),
        _at(Stage.SIGN_OFF),
        Stage.CLOSED,
        _HEAD,
        ("signed", "rechecked", "filing_no"),
        station=Station.CLOSURE,
    ),
    Move(
        "archive",
        _("归档"),
        _at(Stage.CLOSED),
        Stage.ARCHIVED,
        (*_OFFICE, *_LEAD),
        ("archive_index",),
        station=Station.CLOSURE,
    ),
    Move(
        "monitor",
        _("列入回头看"),
        _at(Stage.ARCHIVED),
        Stage.MONITORING,
        (*_OFFICE, Who("inspector")),
        station=Station.CLOSURE,
    ),
    Move(
        "reopen",
        _("重新整改"),
        _at(Stage.CLOSED, Stage.ARCHIVED, Stage.MONITORING),
        Stage.REOPENED,
        _HEAD,
        ("two_people", "evidence"),
        reason=True,
        is_return=True,
        station=Station.CLOSURE,
    ),
    Move(
        "resume_work",
        _("恢复整改"),
        _at(Stage.REOPENED),
        Stage.IN_PROGRESS,
        _OFFICE,
        ("new_deadline",),
        station=Station.CLOSURE,
    ),
)

_BY_VERB: Mapping[str, Move] = {move.verb: move for move in MOVES}


def move(verb: str) -> Move:
    return _BY_VERB[verb]


def arrival(verb: str) -> Stage:
    """Where a verb that brings a finding into being puts it."""
    end = _BY_VERB[verb].end
    if end is None:
        raise LookupError(f"{verb} leads nowhere")
    return end


def leading_from(stage: str) -> tuple[Move, ...]:
    """The moves that start at a stage, in the order of the table."""
    return tuple(move for move in MOVES if stage in move.start)
