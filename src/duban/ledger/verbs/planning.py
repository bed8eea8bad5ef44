"""From the registered problem to work under a plan that is on file (T2 to T5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.ledger import freezing
from duban.ledger.anchors import fix_deadlines, resolve_term
from duban.ledger.errors import Refused
from duban.ledger.models import Charge, CoordinationNote, Step
from duban.ledger.naming import units_called
from duban.ledger.stepping import Act, begin, demand_short
from duban.ledger.verbs.registry import Said, verb
from duban.ledger.words import words_of
from duban.organizations.models import Body
from duban.organizations.queries import match, resolve

_EARLIEST = datetime.date(1990, 1, 1)


@verb("assign", in_bulk=True)
def assign(number: str, said: Said, actor: Person) -> Step:
    """交办: hand the problem to those who are charged with it, to write the plan."""
    act = begin(number, "assign", actor, seen=said.seen, reason=said.reason)
    act.demand()
    units = [row.printed for row in act.charges if row.role in {"lead", "main"}]
    return act.done({"units": units}, said.reason)


@verb("submit_plan", in_bulk=True)
def submit_plan(number: str, said: Said, actor: Person) -> Step:
    """报送方案: the plan is whole, let the office look at it."""
    act = begin(number, "submit_plan", actor, seen=said.seen, reason=said.reason)
    act.demand()
    return act.done({"measures": act.finding.measures.filter(superseded_by=None).count()}, said.reason)


@verb("return_plan", in_bulk=True)
def return_plan(number: str, said: Said, actor: Person) -> Step:
    """退回方案: something is not right yet, and here is what."""
    act = begin(number, "return_plan", actor, seen=said.seen, reason=said.reason)
    return act.done(reason=said.reason)


@verb("file_plan", in_bulk=True)
def file_plan(number: str, said: Said, actor: Person) -> Step:
    """方案备案: the plan is frozen under a receipt number; groups become their members, terms become days."""
    act = begin(number, "file_plan", actor, seen=said.seen, reason=said.reason)
    act.demand()
    dates = fix_deadlines(act)
    joined = freezing.join_members(act)
    act.finding.search_text = words_of(act.finding)
    filed = freezing.file(act)
    facts: dict[str, Any] = {
        **filed.told(),
        "members": joined.members,
        "left_out": joined.left_out,
        "dates": dates,
    }
    return act.done(facts, said.reason)


@verb("start_work", in_bulk=True)
def start_work(number: str, said: Said, actor: Person) -> Step:
    """启动整改: the plan is public, the work begins; a term that runs from the publication becomes a day."""
    act = begin(number, "start_work", actor, seen=said.seen, reason=said.reason)
    act.demand()
    dates = resolve_term(act)
    return act.done({"dates": dates} if dates else {}, said.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSaid(Said):
    group: str = field(
        default="",
        metadata={
            "label": gettext_lazy("群体"),
            "help": gettext_lazy("如“各县市区”；该问题只列有一个群体的可不填。"),
        },
    )
    member: str = field(metadata={"label": gettext_lazy("成员单位")})


@verb("join_group", JoinSaid, in_bulk=True)
def join_group(number: str, said: JoinSaid, actor: Person) -> Step:
    """补列责任成员: a body that came to the group after filing is charged as its member from today."""
    act = begin(number, "join_group", actor, seen=said.seen, reason=said.reason)
    rows = _groups_named(act, said.group.strip())
    body = _member(rows[0], said.member.strip(), act.today)
    _not_there_yet(act, rows, body)
    for row in rows:
        freezing.join(act, row, body.pk, body.name)
    act.finding.search_text = words_of(act.finding)
    return act.done({"group": rows[0].printed, "member": body.name}, said.reason)


def _groups_named(act: Act, name: str) -> list[Charge]:
    """The charges of the one group that is meant, in whatever roles it holds."""
    rows = freezing.groups(act)
    named = [row for row in rows if row.printed == name] if name else rows
    if len({row.body_id for row in named}) != 1:
        known = _("、").join(dict.fromkeys(row.printed for row in rows)) or _("没有")
        raise Refused(_("请指明补列到哪个群体。该问题列有的群体：%s。没有任何改动。") % known)
    return named


def _member(group: Charge, name: str, today: datetime.date) -> Body:
    body = match(name)
    assert group.body is not None
    if body is None or body.pk not in {each.body for each in resolve(group.body, today)}:
        raise Refused(
            _("“%(name)s”不是“%(group)s”现在的成员，没有任何改动。请先在组织中把它列入。")
            % {"name": name, "group": group.printed}
        )
    return body


def _not_there_yet(act: Act, groups: list[Charge], body: Body) -> None:
    wanted = {(row.role, row.measure_id) for row in groups}
    there = {(row.role, row.measure_id) for row in act.charges if row.body_id == body.pk}
    if wanted <= there:
        raise Refused(_("“%s”已经在该问题的责任单位之列，没有任何改动。") % body.name)
    groups[:] = [row for row in groups if (row.role, row.measure_id) not in there]
    if any(freezing.apart(act, row, body.pk) for row in groups):
        raise Refused(_("“%s”负责该问题的监管或验收，不能同时列为责任成员。没有任何改动。") % body.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinationSaid(Said):
    text: str = field(metadata={"label": gettext_lazy("协调事项"), "long": True})
    outcome: str = field(default="", metadata={"label": gettext_lazy("议定结果"), "long": True})
    happened_on: datetime.date | None = field(
        default=None, metadata={"label": gettext_lazy("日期"), "help": gettext_lazy("不填为今天。")}
    )
    unit: str = field(
        default="",
        metadata={
            "label": gettext_lazy("协调的单位"),
            "help": gettext_lazy("组织中的单位名称。"),
            "suggest": "bodies",
        },
    )


def _unit(said: CoordinationSaid) -> tuple[str, ...]:
    return (said.unit.strip(),) if said.unit.strip() else ()


@verb("coordinate", CoordinationSaid, in_bulk=True, units=_unit)
def coordinate(number: str, said: CoordinationSaid, actor: Person) -> Step:
    """记录协调: what the units that share a problem settled between them."""
    act = begin(number, "coordinate", actor, seen=said.seen, reason=said.reason)
    text, outcome = said.text.strip(), said.outcome.strip()
    if not text:
        raise Refused(_("请写明协调事项，没有任何改动。"))
    demand_short(_("协调事项"), text)
    demand_short(_("议定结果"), outcome)
    day = _talked_on(act, said.happened_on)
    units = units_called(_unit(said), actor)
    CoordinationNote.objects.create(
        finding=act.finding,
        body=next(iter(units.values()), None),
        happened_on=day,
        text=text,
        outcome=outcome,
        by=act.actor,
        at=act.now,
    )
    return act.done(
        {"day": day.isoformat(), "text": text, "outcome": outcome, "unit": said.unit.strip()}, said.reason
    )


def _talked_on(act: Act, said: datetime.date | None) -> datetime.date:
    """Between the day on which the inspection began and today: whatever lies outside is a slip of the pen."""
    day = said or act.today
    if day > act.today:
        raise Refused(_("协调日期在今天之后，请核对。没有任何改动。"))
    inspection = act.finding.inspection
    known = [each for each in (inspection.onsite_start, inspection.feedback_date) if each is not None]
    begun = min(known, default=_EARLIEST)
    if day < begun:
        facts = {"day": day, "begun": begun}
        told = _("协调日期%(day)s早于本次督察开始的日期%(begun)s，请核对年份。没有任何改动。")
        raise Refused(
            (told if known else _("协调日期%(day)s不在合理范围内，请核对年份。没有任何改动。")) % facts
        )
    return day
