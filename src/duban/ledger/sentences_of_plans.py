"""How the record of plans, inspections and meetings reads."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.journal import names
from duban.journal.sentences import Facts, sentence
from duban.ledger.models import DeadlineKind, DeadlinePurpose, MeetingKind, PlanKind

names.SUBJECTS.setdefault("meeting", gettext_lazy("会议"))
for _verb, _name in {
    "plan.approved": gettext_lazy("登记批复"),
    "plan.published": gettext_lazy("登记公开"),
    "plan.begun": gettext_lazy("制定专项方案或行动"),
    "plan.covers": gettext_lazy("专项方案增列问题"),
    "plan.uncovers": gettext_lazy("专项方案不再列入问题"),
    "plan.decided": gettext_lazy("会议审定方案"),
    "plan.event": gettext_lazy("登记方案的起算事项"),
    "plan.event_taken_back": gettext_lazy("撤回方案的起算事项"),
    "inspection.class_deadline": gettext_lazy("规定类别时限"),
    "meeting.held": gettext_lazy("登记会议"),
    "meeting.agenda": gettext_lazy("列入议题"),
    "meeting.decided": gettext_lazy("登记议定事项"),
    "meeting.minutes": gettext_lazy("登记纪要"),
    "finding.covered": gettext_lazy("列入专项方案"),
    "finding.uncovered": gettext_lazy("不再列入专项方案"),
    "finding.decided": gettext_lazy("会议议定"),
    "plan.taken_back": gettext_lazy("撤回登记"),
    "inspection.taken_back": gettext_lazy("撤回登记"),
    "meeting.taken_back": gettext_lazy("撤回登记"),
    "finding.taken_back": gettext_lazy("撤回登记"),
    "finding.person_tied": gettext_lazy("确认人员账号"),
}.items():
    names.VERBS.setdefault(_verb, _name)


def _letter(facts: Facts) -> str:
    return f"（{facts['letter_no']}）" if facts["letter_no"] else ""


@sentence("plan.approved")
def _approved(facts: Facts) -> str:
    told = _("%(body)s于%(day)s批复《%(title)s》（第%(version)s版）") % facts
    return told + _letter(facts) + _noted(facts) + _("。")


def _noted(facts: Facts) -> str:
    """Why a day lies before another that it usually follows."""
    note = facts.get("note", "")
    return str(_("；日期先后说明：%s") % note.rstrip("。")) if note else ""


@sentence("plan.published")
def _published(facts: Facts) -> str:
    told = _("《%(title)s》（第%(version)s版）于%(day)s在%(channel)s公开") % facts
    if facts["late"]:
        told += _("，超过应公开日期%s") % facts["due_on"]
    return told + _noted(facts) + _("。")


@sentence("plan.begun")
def _begun(facts: Facts) -> str:
    who = facts["leader"] or facts["lead"]
    led = _("，由%s负责") % who if who else ""
    kind = str(PlanKind(facts["kind"]).label)
    told = _("制定%(kind)s《%(title)s》，涉及%(findings)s个问题") % {**facts, "kind": kind}
    return told + led + _("。")


@sentence("plan.covers")
def _covers(facts: Facts) -> str:
    return _("《%s》增列%s。") % (facts["title"], _("、").join(facts["numbers"]))


@sentence("plan.uncovers")
def _uncovers(facts: Facts) -> str:
    told = {**facts, "numbers": _("、").join(facts["numbers"])}
    return _("《%(title)s》自%(day)s起不再列入%(numbers)s：%(reason)s。") % told


@sentence("finding.covered")
def _covered(facts: Facts) -> str:
    told = {**facts, "kind": PlanKind(facts["kind"]).label}
    return _("自%(day)s起列入%(kind)s《%(title)s》。") % told


@sentence("finding.uncovered")
def _uncovered(facts: Facts) -> str:
    return _("自%(day)s起不再列入《%(title)s》：%(reason)s。") % facts


@sentence("inspection.class_deadline")
def _class_deadline(facts: Facts) -> str:
    purpose = DeadlinePurpose(facts.get("purpose", DeadlinePurpose.COMPLETE))
    told = {**facts, "kind": DeadlineKind(facts["kind"]).label, "purpose": purpose.label}
    words = f"（{facts['words']}）" if facts["words"] else ""
    said = _("规定“%(kind)s”类问题的统一时限为%(date)s")
    if purpose != DeadlinePurpose.COMPLETE:
        said = _("规定“%(kind)s”类问题%(purpose)s的统一期限为%(date)s")
    return str(said % told) + words + _("。")


@sentence("plan.event")
def _event(facts: Facts) -> str:
    told = _("登记起算事项“%(name)s”，日期%(day)s") % facts
    if facts["before"]:
        told = _("更正起算事项“%(name)s”的日期，由%(before)s改为%(day)s") % facts
    told += _("，依据%s") % facts["basis"] if facts["basis"] else ""
    told += _("，据此推算%s的时限") % _("、").join(facts["numbers"]) if facts["numbers"] else ""
    reason = _("；理由：%s") % facts["reason"].rstrip("。") if facts["reason"] else ""
    return str(told) + reason + _("。")


@sentence("plan.event_taken_back")
def _event_taken_back(facts: Facts) -> str:
    told = {**facts, "reason": facts["reason"].rstrip("。")}
    return _("撤回起算事项“%(name)s”（%(day)s）；理由：%(reason)s。") % told


@sentence("meeting.held")
def _held(facts: Facts) -> str:
    told = {**facts, "kind": MeetingKind(facts["kind"]).label}
    if facts.get("to_come"):
        return str(_("登记%(kind)s“%(name)s”，定于%(day)s召开。") % told)
    return str(_("登记%(kind)s“%(name)s”，日期%(day)s。") % told)


@sentence("meeting.agenda")
def _agenda(facts: Facts) -> str:
    touched = _("，涉及%s") % _("、").join(facts["numbers"]) if facts["numbers"] else ""
    return str(_("列入议题“%s”") % facts["title"]) + touched + _("。")


@sentence("meeting.minutes")
def _minutes(facts: Facts) -> str:
    told = _("登记纪要%(minutes_no)s") % facts
    told += _("，原登记为%(before)s") % facts if facts["before"] not in ("", facts["minutes_no"]) else ""
    told += _("，文件《%(document)s》") % facts if facts["document"] else ""
    return str(told) + _("。")


def _decided(facts: Facts) -> str:
    told = _("%(meeting)s（%(day)s）议定“%(title)s”：%(decision)s") % facts
    told = told.rstrip("。")
    if facts.get("before"):
        told += _("；更正前为“%(before)s”，更正说明：%(reason)s") % facts
    return told + _("。")


for _verb in ("meeting.decided", "plan.decided", "finding.decided"):
    sentence(_verb)(_decided)


def _taken_back(facts: Facts) -> str:
    told = {
        "approval": _("撤回批复登记：《%(title)s》%(told)s（%(day)s）"),
        "publication": _("撤回公开登记：《%(title)s》在%(told)s公开（%(day)s）"),
        "class_deadline": _("撤回“%(told)s”类问题的统一时限%(day)s"),
        "agenda": _("撤回%(title)s（%(day)s）的议题“%(told)s”"),
    }[facts["what"]]
    return str(told % facts) + str(_("；理由：%s。") % facts["reason"].rstrip("。"))


for _verb in ("plan.taken_back", "inspection.taken_back", "meeting.taken_back", "finding.taken_back"):
    sentence(_verb)(_taken_back)
