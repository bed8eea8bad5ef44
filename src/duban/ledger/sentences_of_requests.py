"""How requests, their decisions, withdrawals and corrections read in the record."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence
from duban.ledger.models import RequestKind
from duban.ledger.moves import move
from duban.templating import in_words


def wanted(facts: Facts, seen: Collection[str] = ()) -> str:
    """What a request asks for, from its proposal and what held when it was asked. ``seen``: numbers of other findings that
    whoever reads it may see; the record, which is told to everybody on a finding, names none."""
    said, before = facts["proposal"], facts["original"]
    match facts["kind"]:
        case RequestKind.DEADLINE:
            return _("时限由“%(before)s”调整为“%(after)s”") % {
                "before": before.get("words") or _day(before.get("date")) or _("未定"),
                "after": said["words"] or _day(said["date"]),
            }
        case RequestKind.MEASURES:
            return counted(_("整改措施"), before["measures"], said["measures"])
        case RequestKind.GOAL:
            return str(_("整改目标调整为“%s”") % said["goal"])
        case RequestKind.SITES:
            return counted(_("点位"), before["sites"], said["sites"])
        case RequestKind.MERGE:
            return str(_("并入问题 %s") % said["into"]) if said["into"] in seen else _("并入另一个问题")
        case RequestKind.TRANSFER:
            told = _("移交%s，移出本台账") if said["leaves"] else _("移交%s办理")
            return str(told % said["to_name"])
        case RequestKind.SUSPEND:
            return _("中止整改至%s") % _day(said["until"])
        case RequestKind.RESUME:
            return _("恢复整改")
    return _("撤销问题")


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
    return _("申请%s") % wanted(facts) + _paper(facts, "document") + _because(facts)


@sentence("finding.approve_change")
def _approved(facts: Facts) -> str:
    by = ""
    if facts.get("approver"):
        by = _("，%(approver)s批准，文号%(letter_no)s") % facts
    told = _("批准%(who)s的申请：%(what)s%(by)s") % _parts(facts, by=by)
    told += _paper(facts, "decision_document")
    if facts.get("before_approval"):
        told += _("；新的时限在批准前已经到期")
    return told + _("。原定内容保留在案。")


@sentence("finding.approve_standing")
def _standing_approved(facts: Facts) -> str:
    told = _("批准%(who)s的申请：%(what)s%(by)s") % _parts(facts, by="")
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
    return _("撤回%(who)s的申请（%(what)s）") % _parts(facts) + _because(facts)


def _parts(facts: Facts, **more: Any) -> dict[str, Any]:
    return {"who": facts["asked_by"], "what": wanted(facts), **more}


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
