"""What was approved is changed by a request with its reasons, decided by another person (T7)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from duban.accounts.models import Person
from duban.ledger import changing, deciding, requesting, sites
from duban.ledger.models import Finding, RequestKind, RequestState, Step
from duban.ledger.stepping import begin
from duban.ledger.verbs import locating
from duban.ledger.verbs.registry import Said, verb

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What is said of a file that is put to a request.
ASKED = _("如请示、论证报告。看得到这项申请的人都能下载；带密级标志的不得上传。")


def paper(label: StrOrPromise, told: StrOrPromise) -> Any:
    """A file: on pages it is chosen, on the interface named by the number that handing it in gave."""
    return field(default="", metadata={"label": label, "help": told, "file": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskChange(Said):
    kind: str = field(
        default=RequestKind.DEADLINE,
        metadata={
            "label": _("调整什么"),
            "choices": [(kind.value, kind.label) for kind in RequestKind if kind in deciding.CHANGES],
        },
    )
    deadline: datetime.date | None = field(
        default=None, metadata={"label": _("调整后的时限"), "only": ("kind", RequestKind.DEADLINE)}
    )
    deadline_words: str = field(
        default="",
        metadata={
            "label": _("时限的表述"),
            "help": _("如“2026年9月底前”，须与上面的日期一致；不填则按日期表述。"),
            "only": ("kind", RequestKind.DEADLINE),
        },
    )
    measures: tuple[str, ...] = field(
        default=(),
        metadata={
            "label": _("调整后的全部措施"),
            "help": _("一行一项；没有改动的照原文保留，删去的行不再列入。"),
            "only": ("kind", RequestKind.MEASURES),
        },
    )
    goal: str = field(
        default="",
        metadata={"label": _("调整后的整改目标"), "long": True, "only": ("kind", RequestKind.GOAL)},
    )
    sites: tuple[str, ...] = field(
        default=(),
        metadata={
            "label": _("调整后的全部点位"),
            "long": True,
            "help": locating.HELP,
            "only": ("kind", RequestKind.SITES),
        },
    )
    assessment: str = field(
        default="",
        metadata={
            "label": _("科学论证"),
            "long": True,
            "help": _("为什么原定目标、措施或时限不再合适，调整后为什么能够做到。"),
        },
    )
    document: str = paper(_("附件"), ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant(Said):
    """A request that is there already."""

    request: int | None = field(default=None, metadata={"label": _("申请"), "hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Meant):
    document: str = paper(
        _("审批文件"), _("如批复、会议纪要。看得到这项申请的人都能下载；带密级标志的不得上传。")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveChange(Decide):
    letter_no: str = field(
        default="",
        metadata={"label": _("批准文号"), "help": _("方案经上级批复的，填写原批复机关同意调整的文号。")},
    )
    decision: str = field(default="", metadata={"label": _("审批意见"), "long": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Meant):
    pass


def _opening(finding: Finding) -> Mapping[str, Any]:
    """The form opens with what holds now, so that a person changes it instead of typing it again."""
    return {
        "deadline": finding.due_on,
        "measures": tuple(finding.measures.filter(superseded_by__isnull=True).values_list("text", flat=True)),
        "goal": finding.goal,
        "sites": tuple(sites.lines_of(finding)),
    }


@verb("ask_change", AskChange, opening=_opening)
def ask_change(number: str, said: AskChange, actor: Person) -> Step:
    """申请调整: the finding stays where it is, and what was approved stays in force until somebody decides."""
    act = begin(number, "ask_change", actor, seen=said.seen, reason=said.reason)
    place = deciding.place_of(act)
    proposal, original = requesting.proposal(act, said, place)
    deciding.not_asked_yet(act, {said.kind})
    deciding.demand_one_day(act, said.kind)
    deciding.keep_rules(act, place)
    row = deciding.asked(act, said.kind, said, proposal, original)
    return act.done(deciding.told(row), said.reason)


@verb("approve_change", ApproveChange)
def approve_change(number: str, said: ApproveChange, actor: Person) -> Step:
    """批准调整: the change comes into force beside the original, and the plan is frozen anew."""
    act = begin(number, "approve_change", actor, seen=said.seen, reason=said.reason)
    row = deciding.pick(act, said.request, deciding.CHANGES)
    place = deciding.place_of(act)
    deciding.two_people(act, row, place)
    requesting.name_approver(row, said.letter_no, place)
    act.place.request = row.pk
    act.demand()
    requesting.demand_as_asked(row, place)
    deciding.keep_rules(act, place)
    row.facts = {**row.facts, **changing.carry_out(act, row)}
    deciding.decide(act, row, RequestState.APPROVED, said.decision, said.document)
    kept = {name: row.facts[name] for name in ("before_approval", "receipt") if name in row.facts}
    return act.done({**deciding.told(row), **deciding.letter(row), **kept}, said.reason)


@verb("refuse_change", Decide)
def refuse_change(number: str, said: Decide, actor: Person) -> Step:
    """不予调整: with the reason; what was approved goes on."""
    return refused("refuse_change", deciding.CHANGES, number, said, actor)


def refused(name: str, kinds: Collection[str], number: str, said: Decide, actor: Person) -> Step:
    act = begin(number, name, actor, seen=said.seen, reason=said.reason)
    row = deciding.pick(act, said.request, kinds)
    place = deciding.place_of(act)
    deciding.two_people(act, row, place)
    deciding.keep_rules(act, place)
    deciding.decide(act, row, RequestState.REFUSED, said.reason, said.document)
    return act.done(deciding.told(row), said.reason)


@verb("take_back", TakeBack)
def take_back(number: str, said: TakeBack, actor: Person) -> Step:
    """撤回申请: by who asked, or another of her unit, as long as nobody has decided."""
    act = begin(number, "take_back", actor, seen=said.seen, reason=said.reason)
    row = deciding.pick(act, said.request, RequestKind.values)
    requesting.may_take_back(act, row)
    deciding.decide(act, row, RequestState.TAKEN_BACK, said.reason)
    own = {"own": True} if row.asked_by_id == act.actor.pk else {}
    return act.done({**deciding.told(row), **own}, said.reason)
