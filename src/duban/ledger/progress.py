"""How a finding stands against its deadline on a given day. Computed, never stored."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duban.ledger.lifecycle import OWING, Stage, Standing
from duban.ledger.models import DeadlineKind, Finding

#: So many days before its date a deadline counts as near.
NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """A word, a shape and a colour. ``state``: idle, good, near, late, done, again."""

    state: str
    icon: str
    words: str
    days: int | None = None


def progress(finding: Finding, today: datetime.date) -> Progress:
    if finding.standing != Standing.ACTIVE:
        return Progress("idle", "minus", _left(finding, today))
    if finding.stage not in OWING:
        return Progress("done", "circle-check", str(Stage(finding.stage).label))
    if finding.due_on is None:
        return _without_date(finding)
    return _against_date((finding.due_on - today).days, finding.stage == Stage.REOPENED)


def _left(finding: Finding, today: datetime.date) -> str:
    """What rests keeps its day: nobody should think that it has more time than it has."""
    if finding.standing != Standing.SUSPENDED or finding.due_on is None or finding.stage not in OWING:
        return str(Standing(finding.standing).label)
    days = (finding.due_on - today).days
    return _("中止，时限已过%s天") % -days if days < 0 else _("中止，距时限%s天") % days


def _without_date(finding: Finding) -> Progress:
    kinds = {
        DeadlineKind.ONGOING: Progress("good", "infinity", _("长期")),
        DeadlineKind.IMMEDIATE: Progress("near", "flag", _("立行立改")),
        DeadlineKind.IMMEDIATE_ONGOING: Progress("near", "flag", _("立行立改，长期")),
        DeadlineKind.CONDITIONAL: Progress("idle", "circle-dashed", _("按条件确定")),
    }
    for kind, told in kinds.items():
        if finding.deadline_kind == kind:
            return told
    return Progress("idle", "help-circle", _("未定时限"))


def _against_date(days: int, reopened: bool) -> Progress:
    if days < 0:
        return Progress("late", "alert-octagon", _("逾期%s天") % -days, days)
    words = _("今天到期") if days == 0 else _("还有%s天") % days
    if reopened:
        return Progress("again", "refresh-alert", words, days)
    if days <= NEAR_DAYS:
        return Progress("near", "alert-triangle", words, days)
    return Progress("good", "circle-dot", words, days)
