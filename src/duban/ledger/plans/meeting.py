"""Meetings: called, with an agenda, and what they decided on plans and findings."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.journal.actions import Line, record, record_all
from duban.ledger.errors import Refused
from duban.ledger.models import AgendaItem, Inspection, Meeting, MeetingKind, PlanVersion
from duban.ledger.plans.common import (
    OF_LEADERS,
    OF_UNITS,
    among,
    body_named,
    caused_by,
    document_of,
    filled,
    findings_numbered,
    held,
    short,
)
from duban.ledger.plans.registry import Subject, plan_verb

#: So many days ahead a meeting may be entered.
_AHEAD = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSaid:
    kind: str = field(metadata={"label": gettext_lazy("会议类别"), "choices": MeetingKind.choices})
    name: str = field(metadata={"label": gettext_lazy("会议名称")})
    held_on: datetime.date = field(metadata={"label": gettext_lazy("日期")})
    body: str = field(default="", metadata={"label": gettext_lazy("召开单位"), **OF_UNITS})
    chair: str = field(default="", metadata={"label": gettext_lazy("主持人"), **OF_LEADERS})
    minutes_no: str = field(default="", metadata={"label": gettext_lazy("纪要文号")})


@plan_verb("hold_meeting", gettext_lazy("登记会议"), Subject.HOUSE, MeetingSaid)
def hold_meeting(_pk: int, said: MeetingSaid, actor: Person) -> Meeting:
    """登记会议: one that was held, or is to be held on that day."""
    _within_reason(said.held_on)
    kind, name = among(said.kind, MeetingKind.choices, _("会议类别")), filled(said.name, _("会议名称"), 200)
    _not_yet_entered(kind, name, said.held_on)
    meeting = Meeting.objects.create(
        kind=kind,
        name=name,
        held_on=said.held_on,
        body=body_named(said.body),
        chair=short(said.chair, _("主持人"), 60),
        minutes_no=short(said.minutes_no, _("纪要文号"), 120),
        by=actor,
        at=timezone.now(),
    )
    facts = {"kind": meeting.kind, "name": meeting.name, "day": meeting.held_on.isoformat()}
    more = {"minutes_no": meeting.minutes_no, "to_come": meeting.held_on > timezone.localdate()}
    record(("meeting", str(meeting.pk)), "meeting.held", actor, {**facts, **more})
    return meeting


def _not_yet_entered(kind: str, name: str, day: datetime.date) -> None:
    """The form that is still in the window after going back makes no second meeting."""
    if Meeting.objects.filter(kind=kind, name=name, held_on=day).exists():
        told = _("“%(name)s”（%(day)s）已经登记过，没有重复登记。请在会议中打开它。")
        raise Refused(told % {"name": name, "day": day})


def _within_reason(day: datetime.date) -> None:
    """Meetings are called weeks ahead, not years; a year out of reason is a slip of the pen."""
    today = timezone.localdate()
    if not datetime.date(1990, 1, 1) <= day <= today + datetime.timedelta(days=_AHEAD):
        raise Refused(_("会议日期“%s”不在合理范围内（最晚为一年之内），请核对年份。没有任何改动。") % day)


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSaid:
    minutes_no: str = field(default="", metadata={"label": gettext_lazy("纪要文号")})
    document: str = field(default="", metadata={"label": gettext_lazy("纪要文件"), "of": "document"})


@plan_verb("keep_minutes", gettext_lazy("登记纪要"), Subject.MEETING, MinutesSaid)
def keep_minutes(pk: int, said: MinutesSaid, actor: Person) -> Meeting:
    """登记纪要: the minutes are out. Entered again, the former number stays in the record."""
    meeting = held(Meeting, pk)
    before = meeting.minutes_no
    number, document = short(said.minutes_no, _("纪要文号"), 120), document_of(said.document, actor)
    if not number and document is None:
        raise Refused(_("请填写纪要文号或选择纪要文件，没有任何改动。"))
    meeting.minutes_no, meeting.minutes = number or before, document or meeting.minutes
    meeting.save(update_fields=["minutes_no", "minutes"])
    facts = {
        "minutes_no": meeting.minutes_no,
        "before": before,
        "document": document.name if document else "",
    }
    record(("meeting", str(meeting.pk)), "meeting.minutes", actor, facts)
    return meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaSaid:
    title: str = field(metadata={"label": gettext_lazy("议题")})
    version: int | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("审定的方案"),
            "of": "version",
            "help": gettext_lazy("议题是审定整改方案的，选择方案版本。"),
        },
    )
    inspection: int | None = field(
        default=None, metadata={"label": gettext_lazy("所属督察"), "of": "inspection"}
    )
    findings: tuple[str, ...] = field(
        default=(),
        metadata={
            "label": gettext_lazy("涉及的问题"),
            "long": True,
            "help": gettext_lazy("台账编号，用逗号、顿号、空格或换行分开。"),
        },
    )
    decision: str = field(
        default="",
        metadata={
            "label": gettext_lazy("议定事项"),
            "long": True,
            "help": gettext_lazy("会议尚未召开的先不填。"),
        },
    )


@plan_verb("put_on_agenda", gettext_lazy("列入议题"), Subject.MEETING, AgendaSaid)
def put_on_agenda(pk: int, said: AgendaSaid, actor: Person) -> AgendaItem:
    """列入议题: a matter, the plan it is about, the findings it touches, and the decision where there is one already."""
    meeting = held(Meeting, pk)
    findings = findings_numbered(said.findings)
    version = _known(PlanVersion, said.version)
    if version is not None:
        caused_by(version.plan.inspection, meeting.held_on, _("会议日期"))
    item = AgendaItem.objects.create(
        meeting=meeting,
        ordinal=AgendaItem.everything.filter(meeting=meeting).count() + 1,
        title=filled(said.title, _("议题"), 300),
        inspection=_known(Inspection, said.inspection),
        approves=version,
    )
    item.findings.set(findings)
    facts = {"title": item.title, "numbers": [row.number for row in findings], **_version(item)}
    record(("meeting", str(meeting.pk)), "meeting.agenda", actor, facts)
    if said.decision.strip():
        _decide(item, said.decision, "", actor)
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSaid:
    decision: str = field(metadata={"label": gettext_lazy("议定事项"), "long": True})
    reason: str = field(
        default="",
        metadata={
            "label": gettext_lazy("更正说明"),
            "help": gettext_lazy("更正已经登记的议定事项时填写。"),
        },
    )


@plan_verb("decide", gettext_lazy("登记议定事项"), Subject.AGENDA, DecisionSaid)
def decide(pk: int, said: DecisionSaid, actor: Person) -> AgendaItem:
    """登记议定事项: what the meeting decided; a decision that was entered wrongly is put right with the reason."""
    item = held(AgendaItem, pk)
    if item.decision and not said.reason.strip():
        raise Refused(_("该议题已有议定事项；如需更正，请写明更正说明。没有任何改动。"))
    _decide(item, said.decision, said.reason, actor)
    return item


def _decide(item: AgendaItem, decision: str, reason: str, actor: Person) -> None:
    before, item.decision = item.decision, filled(decision, _("议定事项"), 5000)
    if item.meeting.held_on > timezone.localdate():
        raise Refused(_("会议定于%s召开，召开之后才能登记议定事项。没有任何改动。") % item.meeting.held_on)
    item.save(update_fields=["decision"])
    facts: dict[str, Any] = {
        "meeting": item.meeting.name,
        "day": item.meeting.held_on.isoformat(),
        "title": item.title,
        "decision": item.decision,
        **({"before": before, "reason": reason.strip()} if before else {}),
        **_version(item),
    }
    record_all(_lines(item, facts), actor)


def _lines(item: AgendaItem, facts: dict[str, Any]) -> list[Line]:
    """The decision stands in the record of the meeting, of the plan and of every finding it touches."""
    lines = [Line(("meeting", str(item.meeting_id)), "meeting.decided", facts)]
    if item.approves is not None:
        lines.append(Line(("plan", str(item.approves.plan_id)), "plan.decided", facts))
    return lines + [
        Line(("finding", str(pk)), "finding.decided", facts)
        for pk in item.findings.order_by("pk").values_list("pk", flat=True)
    ]


def _version(item: AgendaItem) -> dict[str, Any]:
    version = item.approves
    return {"plan": version.title, "version": version.number} if version else {}


def _known(model: type[Any], pk: int | None) -> Any:
    if pk is None:
        return None
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise Refused(_("所选的方案或督察不存在，没有任何改动。"))
    return row
