"""How the steps of the life cycle read in the record. A step with facts worth telling has a sentence of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from duban.journal import names
from duban.journal.sentences import Facts, known, sentence
from duban.ledger.lifecycle import Stage
from duban.ledger.models import ChargeRole, DeadlineKind, DeadlinePurpose, Waiver
from duban.ledger.moves import MOVES, Move


def _and(*parts: str) -> str:
    return _("；").join(part for part in parts if part) + _("。")


def _listed(names_: Any) -> str:
    return _("、").join(map(str, names_))


def _reason(facts: Facts) -> str:
    return _("理由：%s") % facts["reason"].rstrip("。") if facts.get("reason") else ""


@sentence("finding.assign")
def _assign(facts: Facts) -> str:
    units = _listed(facts["units"])
    return _("交办给%s编制方案。") % units if units else _("交办，进入方案编制。")


@sentence("finding.charge")
def _charge(facts: Facts) -> str:
    role = str(ChargeRole(facts["role"]).label)
    if facts.get("measure"):
        role = _("第%(at)s项措施的%(role)s") % {"at": facts["measure"], "role": role}
    told = (
        _("%(role)s明确为%(names)s") % {"role": role, "names": _listed(facts["holders"])}
        if facts["holders"]
        else _("不再列有%(role)s%(names)s") % {"role": role, "names": _listed(facts["ended"])}
    )
    ended = _("不再是：%s") % _listed(facts["ended"]) if facts["ended"] and facts["holders"] else ""
    posts = facts.get("posts", [])
    return _and(told, *posts, ended, _reason(facts), *(each.rstrip("。") for each in facts["warnings"]))


sentence("finding.change_people")(_charge)


@sentence("finding.person_tied")
def _tied(facts: Facts) -> str:
    if facts["person"]:
        return _("%(post)s%(name)s确认为账号“%(person)s”。") % facts
    return _("%(post)s%(name)s不再对应任何账号。") % facts


@sentence("finding.waive")
def _waive(facts: Facts) -> str:
    what = dict(Waiver._meta.get_field("what").flatchoices).get(facts["what"], facts["what"])
    told = _("撤销“无%s”的说明") if facts["ended"] else _("说明：无%s")
    return _and(told % what, _reason(facts))


@sentence("finding.set_sites")
def _located(facts: Facts) -> str:
    before, after = facts["before"], facts["after"]
    new = _listed(each.partition("｜")[0] for each in after if each not in before)
    gone = _listed(each.partition("｜")[0] for each in before if each not in after)
    return _and(
        _("明确点位，现有%s处") % len(after),
        _("新列入%s") % new if new else "",
        _("不再列入%s") % gone if gone else "",
        _reason(facts),
    )


@sentence("finding.draft_plan")
def _draft(facts: Facts) -> str:
    warnings = (each.rstrip("。") for each in facts["warnings"])
    return _and(_("编制方案：") + _("，").join(map(_changed, facts["changes"])), *warnings, _reason(facts))


def _changed(change: Mapping[str, Any]) -> str:
    name = {
        "goal": _("整改目标"),
        "measures": _("整改措施"),
        "milestones": _("节点"),
        "indicators": _("指标"),
        "deadline": _("整改时限"),
        "person": _("责任人"),
    }[change["field"]]
    before, after = _short(change["before"]), _short(change["after"])
    if isinstance(after, list):
        return _("%(name)s由%(before)s项改为%(after)s项") % {
            "name": name,
            "before": len(before),
            "after": len(after),
        } + ("" if len(before) != len(after) else _("（内容有调整）"))
    if not before:
        return _("%(name)s写为“%(after)s”") % {"name": name, "after": after}
    if not after:
        return _("删去%(name)s“%(before)s”") % {"name": name, "before": before}
    return _("%(name)s由“%(before)s”改为“%(after)s”") % {"name": name, "before": before, "after": after}


def _short(said: Any) -> Any:
    """The facts keep the whole of a long text; the sentence its beginning."""
    return said if not isinstance(said, str) or len(said) <= 120 else said[:119] + "…"


@sentence("finding.set_deadline")
def _date_set(facts: Facts) -> str:
    purpose = str(DeadlinePurpose(facts["purpose"]).label)
    told = _("规定%(purpose)s的期限：%(after)s") % {"purpose": purpose, "after": facts["after"]}
    return _and(
        told,
        _("原为%s") % facts["before"] if facts["before"] else "",
        _("依据%s") % facts["basis"] if facts["basis"] else "",
        _reason(facts),
    )


@sentence("finding.record_event")
def _event(facts: Facts) -> str:
    told = _("登记起算事项“%(name)s”，日期%(day)s") % facts
    if facts["before"]:
        told = _("更正起算事项“%(name)s”的日期，由%(before)s改为%(day)s") % facts
    if any(each["why"] == "forgotten" for each in facts["dates"]):
        told = _("撤回方案的起算事项“%(name)s”（%(day)s）") % facts
    dates = list(map(_dated, facts["dates"])) or [_("没有据此推算的时限")]
    return _and(told, _("依据%s") % facts["basis"] if facts["basis"] else "", *dates, _reason(facts))


@sentence("finding.file_plan")
def _file(facts: Facts) -> str:
    members = _("群体落实为%s") % _listed(facts["members"]) if facts["members"] else ""
    left_out = facts.get("left_out")
    return _and(
        _("方案备案，备案号%s，方案内容已固定") % facts["receipt"],
        _filed_late(facts),
        members,
        _("%s负责监管或验收，不列为责任成员") % _listed(left_out) if left_out else "",
        *map(_dated, facts["dates"]),
        _reason(facts),
    )


def _filed_late(facts: Facts) -> str:
    if not facts["due_on"]:
        return ""
    told = _("超过应备案日期%s") if facts["late"] else _("应备案日期%s，未超期")
    if facts.get("unconfirmed"):
        told += _("（所经年份的放假安排尚未公布）")
    return str(told % facts["due_on"])


def _dated(each: Mapping[str, Any]) -> str:
    """What the filing made of a deadline without a date."""
    purpose = each.get("purpose", DeadlinePurpose.COMPLETE)
    if each["why"] == "forgotten":
        return _("自%(anchor)s起算的时限恢复为未定日期") % each
    if each["why"] == "class":
        told_of = {
            DeadlinePurpose.COMPLETE: _("按“%(kind)s”的统一时限，于%(date)s前完成"),
            DeadlinePurpose.ACCEPT: _("按“%(kind)s”的统一时限，于%(date)s前完成验收"),
            DeadlinePurpose.CLOSE: _("按“%(kind)s”的统一时限，于%(date)s前完成销号"),
        }[DeadlinePurpose(purpose)]
        return str(told_of % {"kind": DeadlineKind(each["kind"]).label, "date": each["date"]})
    if purpose != DeadlinePurpose.COMPLETE:
        return _("%(purpose)s的期限自%(anchor)s起算，至%(date)s") % {
            **each,
            "purpose": DeadlinePurpose(purpose).label,
        }
    told: str = {
        "phase": _("按统一要求列阶段性目标，日期%(date)s"),
        "anchor": _("时限自%(anchor)s起算，至%(date)s"),
        "rule": _("按立行立改的默认期限，至%(date)s"),
    }[each["why"]]
    return str(told % each)


@sentence("finding.join_group")
def _joined(facts: Facts) -> str:
    return _and(_("%(member)s补列为“%(group)s”的责任成员") % facts, _reason(facts))


@sentence("finding.coordinate")
def _coordinated(facts: Facts) -> str:
    unit = _("（%s）") % facts["unit"] if facts["unit"] else ""
    told = _("%(day)s协调%(unit)s：%(text)s") % {**facts, "unit": unit}
    return _and(
        told.rstrip("。"), (_("议定：%s") % facts["outcome"]).rstrip("。") if facts["outcome"] else ""
    )


def _plain(step: Move) -> None:
    """Steps without a sentence of their own say their name, where they led and why."""

    @sentence(f"finding.{step.verb}")
    def tell(facts: Facts) -> str:
        told = str(step.name)
        if facts.get("start") != facts.get("end"):
            told += _("，由“%(start)s”转为“%(end)s”") % {
                "start": Stage(facts["start"]).label,
                "end": Stage(facts["end"]).label,
            }
        told += "".join(_("；") + _dated(each) for each in facts.get("dates", ()))
        return told + (_("。理由：%s") % facts["reason"] if facts.get("reason") else _("。"))


for _step in MOVES:
    names.VERBS.setdefault(f"finding.{_step.verb}", _step.name)
    if not known(f"finding.{_step.verb}"):
        _plain(_step)
