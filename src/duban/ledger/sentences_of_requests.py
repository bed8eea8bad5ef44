"""How requests, their decisions, withdrawals and corrections read in the record.

Of another finding its number is told only to who may see that one (:data:`duban.journal.sentences.SHOWN`)."""

from __future__ import annotations

import datetime
from collections.abc import Container
from typing import Any

from django.utils.translation import gettext as _

from duban.journal.sentences import SHOWN, Facts, sentence
from duban.ledger.due_words import dated
from duban.ledger.entries import coming_back
from duban.ledger.lifecycle import Standing
from duban.ledger.models import RequestKind
from duban.ledger.moves import move
from duban.templating import in_words


def wanted(facts: Facts, seen: Container[str] = ()) -> str:
    """What a request asks for, from its proposal and what held when it was asked. ``seen``: numbers of other findings that
    whoever reads it may see."""
    said, before = facts["proposal"], facts["original"]
    match facts["kind"]:
        case RequestKind.DEADLINE:
            return _("时限由“%(before)s”调整为“%(after)s”") % {
                "before": dated(before.get("words", ""), before.get("date")) or _("未定"),
                "after": dated(said["words"], said["date"]),
            }
        case RequestKind.MEASURES:
            return counted(_("整改措施"), before["measures"], said["measures"])
        case RequestKind.GOAL:
            return _goal(before.get("goal", ""), said["goal"])
        case RequestKind.SITES:
            return counted(_("点位"), before["sites"], said["sites"])
        case RequestKind.MERGE:
            return _merged(said) if said["into"] in seen else _("并入另一个问题")
        case RequestKind.TRANSFER:
            return _transferred(said)
        case RequestKind.SUSPEND:
            longer = before.get("standing") == Standing.SUSPENDED
            return (_("中止延长至%s") if longer else _("中止整改至%s")) % _day(said["until"])
        case RequestKind.RESUME:
            return coming_back(said.get("from", Standing.SUSPENDED))
    return _("撤销问题")


def _goal(before: str, after: str) -> str:
    if not before:
        return _("整改目标明确为“%s”") % after
    return _("整改目标由“%(before)s”调整为“%(after)s”") % {"before": before, "after": after}


def _merged(said: Facts) -> str:
    told = _("并入问题 %s") % said["into"]
    if said.get("of"):
        told += _("（属于另一次督察“%s”）") % said["of"]
    if said.get("lacking"):
        told += _("，%s不再承担责任") % _("、").join(said["lacking"])
    return str(told)


def _transferred(said: Facts) -> str:
    facts = {"to": said["to_name"], "from": _("、").join(said.get("from_names", ()))}
    told = _("由%(from)s移交%(to)s") % facts if facts["from"] else _("移交%(to)s") % facts
    return told + (_("，移出本台账") if said["leaves"] else _("办理"))


def counted(what: str, before: list[str], after: list[str]) -> str:
    """What came and what went of a list, in numbers."""
    added = len([text for text in after if text not in before])
    gone = len([text for text in before if text not in after])
    parts = [_("增加%s项") % added] if added else []
    parts += [_("删去%s项") % gone] if gone else []
    return what + (_("、").join(parts) or _("调整次序"))


def _day(said: str | None) -> str:
    return in_words(datetime.date.fromisoformat(said)) if said else ""


def _because(facts: Facts) -> str:
    reason = facts.get("reason", "")
    return (_("。理由：%s") % reason.rstrip("。") + _("。")) if reason else _("。")


def _paper(facts: Facts, name: str) -> str:
    return _("，附《%s》") % facts[name] if facts.get(name) else ""


@sentence("finding.ask_change")
@sentence("finding.ask_standing")
def _asked(facts: Facts) -> str:
    return _("申请%s") % wanted(facts, _shown(facts)) + _paper(facts, "document") + _because(facts)


@sentence("finding.approve_change")
def _approved(facts: Facts) -> str:
    told = _("批准%(who)s的申请：%(what)s%(by)s") % _parts(facts, by=_by(facts))
    told += _paper(facts, "decision_document")
    if facts.get("before_approval"):
        told += _("；新的时限在批准前已经到期")
    return told + _("。原定内容保留在案。")


@sentence("finding.approve_standing")
def _standing_approved(facts: Facts) -> str:
    told = _("批准%(who)s的申请：%(what)s%(by)s") % _parts(facts, by=_by(facts))
    told += _paper(facts, "decision_document")
    if "rested" in facts:
        told += _("，中止%s天，时限相应顺延") % facts["rested"]
    elif facts.get("rests"):
        told += _("，中止期间时限顺延")
    return told + _("。记录保留。")


@sentence("finding.refuse_change")
@sentence("finding.refuse_standing")
def _refused(facts: Facts) -> str:
    told = _("没有批准%(who)s的申请（%(what)s）") % _parts(facts)
    return told + _paper(facts, "decision_document") + _because(facts)


@sentence("finding.take_back")
def _taken_back(facts: Facts) -> str:
    told = _("撤回自己的申请（%(what)s）") if facts.get("own") else _("撤回%(who)s的申请（%(what)s）")
    return told % _parts(facts) + _because(facts)


def _parts(facts: Facts, **more: Any) -> dict[str, Any]:
    return {"who": facts["asked_by"], "what": wanted(facts, _shown(facts)), **more}


def _by(facts: Facts) -> str:
    return _("，%(approver)s批准，文号%(letter_no)s") % facts if facts.get("approver") else ""


def _shown(facts: Facts) -> Container[str]:
    """Numbers of other findings that may be named to whoever the sentence is told."""
    told: Container[str] = facts.get(SHOWN, ())
    return told


@sentence("finding.withdraw_step")
def _withdrawn(facts: Facts) -> str:
    return _("撤回%(by)s办理的“%(step)s”") % {"by": facts["by"], "step": move(facts["verb"]).name} + _because(
        facts
    )


@sentence("finding.correct")
def _corrected(facts: Facts) -> str:
    before, after = facts["before"] or _("（空）"), facts["after"] or _("（空）")
    told = _("更正%(label)s：“%(before)s”改为“%(after)s”")
    return told % {"label": facts["label"], "before": before, "after": after} + _because(facts)
