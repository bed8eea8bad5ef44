"""Work that rests: suspended to a day, for longer if that is granted, and taken up again. Whether the deadline rests
meanwhile is the rule's to say; never for longer than was granted."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger.errors import Refused
from duban.ledger.gates import Place
from duban.ledger.lifecycle import Standing
from duban.ledger.models import Deadline, DeadlineSource, Finding, Request, StandingChange
from duban.ledger.standings import change, in_the_count
from duban.ledger.stepping import Act
from duban.rulebook.calendar import month_later
from duban.templating import in_words

Facts = dict[str, Any]


def ask(act: Act, said: Any, place: Place) -> Facts:
    """To rest until a day; what rests already, until a later one."""
    former = latest(act.finding)
    if former is None:
        in_the_count(act)
    _later(act, said.until, former)
    last = longest(act.today, place)
    if said.until > last:
        facts = {"last": in_words(last), "n": place.rule("suspension_longest_months").value}
        told = _("中止最长%(n)s个月，最迟至%(last)s；期满仍不具备条件的，届时重新申请。没有任何改动。")
        raise Refused(told % facts)
    return {"until": said.until.isoformat()}


def _later(act: Act, until: datetime.date | None, former: StandingChange | None) -> None:
    if until is None or until <= act.today:
        raise Refused(_("请写明中止到哪一天（晚于今天）；到期后申请恢复，或申请延长中止。"))
    if former is not None and former.until is not None and until <= former.until:
        told = _("该问题已中止至%s，延长须晚于这一天；提前恢复的请申请恢复整改。没有任何改动。")
        raise Refused(told % in_words(former.until))


def longest(today: datetime.date, place: Place) -> datetime.date:
    """Until when a problem may rest that is asked for today."""
    return month_later(today, int(place.rule("suspension_longest_months").value))


def latest(finding: Finding) -> StandingChange | None:
    """The last word on its rest; none where it does not rest."""
    if finding.standing != Standing.SUSPENDED:
        return None
    return finding.standing_changes.select_related("request").last()


def suspend(act: Act, request: Request, place: Place) -> Facts:
    """A longer rest is the same rest: it began when the first was approved, and goes by the rule of that day."""
    until = datetime.date.fromisoformat(request.proposal["until"])
    if until <= act.today:
        told = _("申请中止至%s，该日已到或已过，不能批准。请不予批准并说明，由申请人重新申请。没有任何改动。")
        raise Refused(told % in_words(until))
    former = latest(act.finding)
    if former is None:
        rests, since = bool(place.rule("suspension_rests_deadline").value), act.today
    else:
        began = _rests_since(former)
        rests, since = began is not None, began or act.today
    made = change(act, Standing.SUSPENDED, request, until=until)
    return {**made, "rests": rests, "rest_since": since.isoformat()}


def resume(act: Act, request: Request, place: Place) -> Facts:
    """Back in the count. Where the deadline rested, the days of rest are added as a further row."""
    former = latest(act.finding)
    began = _rests_since(former) if former is not None else None
    made = change(act, Standing.ACTIVE, request)
    due = act.finding.due_on
    if due is None or began is None or former is None:
        return made
    days = _ended(former, act.today) - began
    row = Deadline.objects.create(
        finding=act.finding,
        kind=act.finding.deadline_kind,
        date=due + days,
        raw=_("中止%(days)s天，时限顺延至%(date)s") % {"days": days.days, "date": due + days},
        source=DeadlineSource.EXTENSION,
        approver=act.actor,
        request=request,
        created_at=act.now,
    )
    act.finding.due_on = row.date
    return {**made, "deadline": row.pk, "rested": days.days}


def _ended(former: StandingChange, today: datetime.date) -> datetime.date:
    """Who does not come back in time gains nothing by it: after the last day that was granted the deadline runs again."""
    if former.until is None:
        return today
    return min(today, former.until + datetime.timedelta(days=1))


def _rests_since(former: StandingChange) -> datetime.date | None:
    """Since when the deadline rests, where it does. A suspension that was put back rests since it was first approved."""
    request = former.request
    if request is None or request.decided_at is None or not request.facts.get("rests"):
        return None
    since = request.facts.get("rest_since")
    return datetime.date.fromisoformat(since) if since else timezone.localdate(request.decided_at)
