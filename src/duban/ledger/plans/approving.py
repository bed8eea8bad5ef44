"""A plan comes into force and into the open: the letter of the higher body, and where the public can read it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.journal.actions import record
from duban.ledger.errors import Refused
from duban.ledger.models import AgendaItem, PlanApproval, PlanPublication, PlanVersion
from duban.ledger.plans.common import (
    OF_UNITS,
    ORDER_NOTE,
    body_named,
    caused_by,
    document_of,
    filled,
    held,
    in_order,
    past,
    short,
)
from duban.ledger.plans.registry import Subject, plan_verb
from duban.rulebook.deadlines import due


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSaid:
    body: str = field(metadata={"label": gettext_lazy("批复机关"), **OF_UNITS})
    letter_no: str = field(default="", metadata={"label": gettext_lazy("批复文号")})
    approved_on: datetime.date = field(metadata={"label": gettext_lazy("批复日期")})
    document: str = field(default="", metadata={"label": gettext_lazy("批复文件"), "of": "document"})
    note: str = field(default="", metadata=ORDER_NOTE)


@plan_verb("approve_plan", gettext_lazy("登记批复"), Subject.VERSION, ApprovalSaid)
def approve_plan(pk: int, said: ApprovalSaid, actor: Person) -> PlanApproval:
    """登记批复: a higher body let this version pass; later changes need the same body."""
    version = held(PlanVersion, pk)
    day = caused_by(version.plan.inspection, past(said.approved_on, _("批复日期")), _("批复日期"))
    letter = short(said.letter_no, _("批复文号"), 120)
    body = body_named(filled(said.body, _("批复机关"), 120))
    assert body is not None
    note = _after_the_meeting(version, day, said.note)
    if PlanApproval.objects.filter(version=version, body=body, letter_no=letter).exists():
        raise Refused(_("这份批复已经登记过，没有再改动。"))
    row = PlanApproval.objects.create(
        version=version,
        body=body,
        letter_no=letter,
        approved_on=day,
        document=document_of(said.document, actor),
        by=actor,
        at=timezone.now(),
    )
    facts = {
        "title": version.title,
        "version": version.number,
        "body": body.name,
        "letter_no": letter,
        "day": day.isoformat(),
        "note": note,
    }
    record(("plan", str(version.plan_id)), "plan.approved", actor, facts)
    return row


def _after_the_meeting(version: PlanVersion, day: datetime.date, note: str) -> str:
    decided = AgendaItem.objects.filter(approves=version).exclude(decision="").select_related("meeting")
    item = decided.order_by("meeting__held_on").first()
    if item is None:
        return in_order(day, None, "", note)
    facts = {"day": day, "meeting": item.meeting.name, "held": item.meeting.held_on}
    told = _("批复日期%(day)s早于审定这份方案的%(meeting)s（%(held)s）") % facts
    return in_order(day, item.meeting.held_on, told, note)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSaid:
    channel: str = field(
        metadata={
            "label": gettext_lazy("公开渠道"),
            "help": gettext_lazy("如：市政府网站、市生态环境局网站。"),
        }
    )
    address: str = field(default="", metadata={"label": gettext_lazy("网址或版次")})
    published_on: datetime.date = field(metadata={"label": gettext_lazy("公开日期")})
    note: str = field(default="", metadata=ORDER_NOTE)


@plan_verb("publish_plan", gettext_lazy("登记公开"), Subject.VERSION, PublicationSaid)
def publish_plan(pk: int, said: PublicationSaid, actor: Person) -> PlanPublication:
    """登记公开: where and since when the public can read this version; late or not by the rule of the place."""
    version = held(PlanVersion, pk)
    day = caused_by(version.plan.inspection, past(said.published_on, _("公开日期")), _("公开日期"))
    channel, address = filled(said.channel, _("公开渠道"), 120), short(said.address, _("网址或版次"), 500)
    _published_once(version, channel, address)
    note = _after_the_letter(version, day, said.note)
    row = PlanPublication.objects.create(
        version=version,
        channel=channel,
        address=address,
        published_on=day,
        by=actor,
        at=timezone.now(),
    )
    facts = {
        "title": version.title,
        "version": version.number,
        "channel": row.channel,
        "address": row.address,
        "day": row.published_on.isoformat(),
        "note": note,
        **_in_time(version, row.published_on),
    }
    record(("plan", str(version.plan_id)), "plan.published", actor, facts)
    return row


def _published_once(version: PlanVersion, channel: str, address: str) -> None:
    known = PlanPublication.objects.filter(version=version, channel=channel, address=address).first()
    if known is not None:
        facts = {"channel": channel, "day": known.published_on}
        raise Refused(
            _("已登记过在%(channel)s公开（%(day)s），没有再改动。日期有误的请先撤回那次登记。") % facts
        )


def _after_the_letter(version: PlanVersion, day: datetime.date, note: str) -> str:
    letter = PlanApproval.objects.filter(version=version).order_by("approved_on").first()
    if letter is None:
        return in_order(day, None, "", note)
    told = _("公开日期%(day)s早于批复日期%(approved)s") % {"day": day, "approved": letter.approved_on}
    return in_order(day, letter.approved_on, told, note)


def _in_time(version: PlanVersion, day: datetime.date) -> dict[str, object]:
    """The term for publication runs from the approval; without one nothing is said."""
    approval = PlanApproval.objects.filter(version=version).order_by("approved_on").first()
    if approval is None:
        return {"late": False, "due_on": None}
    last = due("publish_plan_wd", _("批复"), approval.approved_on, version.plan.inspection.region)
    return {"late": day > last.date, "due_on": last.date.isoformat(), "rules": [last.facts]}
