"""When it is to be accepted and closed, and on which day something happened from which a term runs: said by the office."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.ledger import anchors, events, terms
from duban.ledger.errors import Refused
from duban.ledger.models import (
    AnchorEvent,
    Deadline,
    DeadlinePurpose,
    DeadlineSource,
    Finding,
    Step,
)
from duban.ledger.models.deadlines import RuleUnit
from duban.ledger.stepping import Act, begin, demand_short
from duban.ledger.verbs.registry import Said, verb

_PURPOSES = [pair for pair in DeadlinePurpose.choices if pair[0] != DeadlinePurpose.COMPLETE]
_SOURCES = [
    (DeadlineSource.ORDER.value, gettext_lazy("上级或本级要求")),
    (DeadlineSource.PLAN.value, gettext_lazy("方案规定")),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSaid(Said):
    purpose: str = field(metadata={"label": gettext_lazy("期限事项"), "choices": _PURPOSES})
    date: datetime.date | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("最迟日期"),
            "help": gettext_lazy("自某事起算的不填日期，填下面三项。"),
        },
    )
    anchor: str = field(
        default="",
        metadata={
            "label": gettext_lazy("自何事起算"),
            "help": gettext_lazy("如：方案批复、约谈、停产；台账不知道其日期的，另行登记起算事项。"),
        },
    )
    amount: int | None = field(default=None, metadata={"label": gettext_lazy("期限长短")})
    unit: str = field(default="", metadata={"label": gettext_lazy("期限单位"), "choices": RuleUnit.choices})
    words: str = field(
        default="",
        metadata={"label": gettext_lazy("原文"), "help": gettext_lazy("如“2026年1月底前完成验收销号”。")},
    )
    source: str = field(
        default=DeadlineSource.ORDER.value,
        metadata={"label": gettext_lazy("来源"), "choices": _SOURCES},
    )
    basis: str = field(
        default="",
        metadata={"label": gettext_lazy("依据"), "help": gettext_lazy("文号、会议或条款。")},
    )


@verb("set_deadline", DeadlineSaid, in_bulk=True)
def set_deadline(number: str, said: DeadlineSaid, actor: Person) -> Step:
    """规定验收、销号期限: a further row beside the deadline of the work; lateness of the work is not counted by it."""
    act = begin(number, "set_deadline", actor, seen=said.seen, reason=said.reason)
    term = _term(act, said)
    former = terms.standing(act.finding, said.purpose)
    counted = anchors.reckon(act, term) if term.amount else None
    dated = replace(term, date=counted.found.date) if counted else term
    _in_order(act, said.purpose, dated.date)
    if former is not None and (terms.term_of(former), former.basis) == (dated, said.basis.strip()):
        raise Refused(_("所填与现行期限相同，没有改动。"))
    row = terms.append(
        act,
        dated,
        DeadlineSource(said.source),
        said.purpose,
        basis=said.basis.strip(),
        approver=act.actor,
        event=counted.event if counted else None,
    )
    facts = {
        "purpose": said.purpose,
        "before": terms.in_words(terms.term_of(former)),
        "after": terms.in_words(dated),
        "basis": row.basis,
        "source": row.source,
        "deadline": row.pk,
        **({"rule": counted.found.facts} if counted else {}),
    }
    return act.done(facts, said.reason)


def _term(act: Act, said: DeadlineSaid) -> terms.Term:
    if said.purpose not in dict(_PURPOSES):
        raise Refused(
            _("请选择规定的是完成验收还是完成销号的期限；整改时限用“编制方案”或“申请调整”。没有任何改动。")
        )
    if said.source not in dict(_SOURCES):
        raise Refused(_("请选择期限的来源，没有任何改动。"))
    if (said.date is None) == (said.amount is None):
        raise Refused(_("请填写最迟日期，或者写明自何事起算、多长和单位；两者只填其一。没有任何改动。"))
    if len(said.basis.strip()) > 300 or len(said.words) > 300:
        raise Refused(_("原文和依据各不超过300字，没有任何改动。"))
    anchor, unit = (said.anchor.strip(), said.unit) if said.amount else ("", "")
    term = terms.Term("", said.date, said.words.strip(), anchor, said.amount, unit)
    terms.well_formed(term)
    return term


def _in_order(act: Act, purpose: str, date: datetime.date | None) -> None:
    """Nothing is closed before it was accepted."""
    is_accept = purpose == DeadlinePurpose.ACCEPT
    other = terms.standing(act.finding, DeadlinePurpose.CLOSE if is_accept else DeadlinePurpose.ACCEPT)
    if date is None or other is None or other.date is None:
        return
    first, last = (date, other.date) if is_accept else (other.date, date)
    if first > last:
        told = {"accept": first, "close": last}
        raise Refused(_("验收期限%(accept)s晚于销号期限%(close)s，请核对。没有任何改动。") % told)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSaid(Said):
    name: str = field(
        metadata={
            "label": gettext_lazy("起算事项"),
            "help": gettext_lazy("照时限的写法，如：约谈、停产、通知送达。"),
        }
    )
    happened_on: datetime.date = field(metadata={"label": gettext_lazy("发生日期")})
    basis: str = field(
        default="", metadata={"label": gettext_lazy("依据"), "help": gettext_lazy("如约谈通知书的文号。")}
    )
    reason: str = field(
        default="",
        metadata={
            "label": gettext_lazy("更正理由"),
            "help": gettext_lazy("更正已经登记的日期时填写，原登记保留。"),
        },
    )


def _opening(finding: Finding) -> Mapping[str, Any]:
    """What the deadline waits for."""
    waiting: Deadline | None = terms.standing(finding)
    return {"name": events.bare(waiting.rule_anchor) if waiting and waiting.rule_anchor else ""}


@verb("record_event", EventSaid, in_bulk=True, opening=_opening)
def record_event(number: str, said: EventSaid, actor: Person) -> Step:
    """登记起算事项: on this day it happened; terms that run from it become days, by rule."""
    act = begin(number, "record_event", actor, seen=said.seen, reason=said.reason)
    name = events.checked_name(said.name)
    if anchors.known_event(name):
        raise Refused(known_already(name))
    day = events.checked_day(said.happened_on, act.today)
    known = AnchorEvent.objects.filter(finding=act.finding, name=name).first()
    demand_short(_("依据"), said.basis.strip(), 300)
    over = events.of_plan(name, act.finding)
    facts = {"finding": act.finding, "by": act.actor, "at": act.now}
    entered = events.enter(known, name, day, said.basis.strip(), said.reason, over=over, **facts)
    return act.done(told(entered, events.recount(act, entered)), said.reason)


def known_already(name: str) -> str:
    return (
        _(
            "“%s”的日期台账已有登记（督察反馈、批复、印发、交办、备案、公开），时限据此推算，不另行登记；"
            "日期有误的，请更正该项登记。没有任何改动。"
        )
        % name
    )


def told(entered: events.Entered, dates: list[dict[str, Any]]) -> dict[str, Any]:
    """What the record keeps of an entry and of what was counted from it."""
    row, before = entered.row, entered.before
    return {
        "event": row.pk,
        "name": row.name,
        "day": row.happened_on.isoformat(),
        "basis": row.basis,
        "before": before.happened_on.isoformat() if before else None,
        "dates": dates,
    }
