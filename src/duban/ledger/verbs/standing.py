"""Leaving the count and coming back to it: withdrawn, merged, transferred, suspended, resumed; asked for and approved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from duban.accounts.models import Person
from duban.ledger import deciding, leaving, requesting
from duban.ledger.lifecycle import Standing
from duban.ledger.models import RequestKind, RequestState, Step
from duban.ledger.stepping import begin
from duban.ledger.verbs.registry import Said, verb
from duban.ledger.verbs.requests import ASKED, Decide, paper, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStanding(Said):
    kind: str = field(
        default="",
        metadata={
            "label": _("申请事项"),
            "choices": [(kind.value, kind.label) for kind in RequestKind if kind in deciding.STANDINGS],
        },
    )
    into: str = field(
        default="",
        metadata={
            "label": _("并入哪个问题"),
            "help": _("填写台账编号，如 2026-0012。"),
            "only": ("kind", RequestKind.MERGE),
        },
    )
    across: str = field(
        default="",
        metadata={
            "label": _("跨督察并入的依据"),
            "help": _("两个问题不属于同一次督察时填写，如批准文件的名称和文号。"),
            "rare": True,
            "only": ("kind", RequestKind.MERGE),
        },
    )
    charges_known: bool = field(
        default=False,
        metadata={
            "label": _("目标问题没有列的责任单位不再承担责任，已核对"),
            "help": _("目标问题的责任单位不全时才需要勾选；是哪些单位，提交时逐一列出。"),
            "rare": True,
            "only": ("kind", RequestKind.MERGE),
        },
    )
    to_body: str = field(
        default="",
        metadata={
            "label": _("移交给哪个单位"),
            "help": _("组织中的单位名称。"),
            "suggest": "bodies",
            "only": ("kind", RequestKind.TRANSFER),
        },
    )
    leaves: bool = field(
        default=False,
        metadata={
            "label": _("移出本台账，由台账以外的单位办理"),
            "help": _("不勾选则继续在本台账办理，主体责任改由接收单位承担。"),
            "only": ("kind", RequestKind.TRANSFER),
        },
    )
    until: datetime.date | None = field(
        default=None,
        metadata={
            "label": _("中止至"),
            "help": _("中止期间仍列在台账上；条件具备后申请恢复，期满仍不具备的申请延长。"),
            "only": ("kind", RequestKind.SUSPEND),
        },
    )
    document: str = paper(_("附件"), ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveStanding(Decide):
    letter_no: str = field(
        default="",
        metadata={"label": _("批准文号"), "help": _("方案经上级批复的，填写原批复机关同意的文号。")},
    )
    decision: str = field(default="", metadata={"label": _("审批意见"), "long": True})


_AS_DONE = ("into", "lacking", "of")


def _units(said: AskStanding) -> tuple[str, ...]:
    return (said.to_body,) if said.kind == RequestKind.TRANSFER else ()


@verb("ask_standing", AskStanding, units=_units)
def ask_standing(number: str, said: AskStanding, actor: Person) -> Step:
    """申请撤销、合并、移交、中止或恢复: nothing changes until somebody else has decided."""
    act = begin(number, "ask_standing", actor, seen=said.seen, reason=said.reason)
    place = deciding.place_of(act)
    proposal = leaving.proposal(act, said, place)
    deciding.not_asked_yet(act, deciding.STANDINGS)
    deciding.demand_one_day(act, said.kind)
    deciding.keep_rules(act, place)
    row = deciding.asked(act, said.kind, said, proposal, {"standing": act.finding.standing})
    return act.done(deciding.told(row), said.reason)


@verb("approve_standing", ApproveStanding)
def approve_standing(number: str, said: ApproveStanding, actor: Person) -> Step:
    """批准: the finding leaves the count or comes back; every row that hangs on it stays."""
    leaving.hold_both(number, actor)
    act = begin(number, "approve_standing", actor, seen=said.seen, reason=said.reason)
    row = deciding.pick(act, said.request, deciding.STANDINGS)
    place = deciding.place_of(act)
    deciding.two_people(act, row, place)
    deciding.demand_deadline_first(act, row)
    requesting.name_approver(row, said.letter_no, place)
    act.place.request = row.pk
    act.demand()
    changed = leaving.carry_out(act, row, place)
    deciding.keep_rules(act, place)
    row.facts = {**row.facts, **changed}
    deciding.decide(act, row, RequestState.APPROVED, said.decision, said.document)
    facts = {"standing": act.finding.standing, "back": act.finding.standing == Standing.ACTIVE}
    told = deciding.told(row)
    # Where it went in the end, and what the merger loses as things stand today.
    told["proposal"] = {**row.proposal, **{name: changed[name] for name in _AS_DONE if name in changed}}
    return act.done({**told, **deciding.letter(row), **facts, **changed}, said.reason)


@verb("refuse_standing", Decide)
def refuse_standing(number: str, said: Decide, actor: Person) -> Step:
    return refused("refuse_standing", deciding.STANDINGS, number, said, actor)
