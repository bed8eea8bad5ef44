"""When a problem is to be accepted and when to be closed: what was said of it, beside the deadline of the work.

Only the deadline of the work makes a problem late; how near these are is told on its own page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.lifecycle import Stage
from duban.ledger.models import DeadlinePurpose

_CLOSED = frozenset({Stage.CLOSED, Stage.ARCHIVED, Stage.MONITORING})
#: Where nothing more is owed: the acceptance is over once its result is made public.
_OVER = {
    DeadlinePurpose.ACCEPT: _CLOSED | {Stage.PUBLIC_NOTICE, Stage.OBJECTION, Stage.SIGN_OFF},
    DeadlinePurpose.CLOSE: _CLOSED,
}


@dataclass(frozen=True, slots=True)
class BesideDeadline:
    """``row`` is the latest word, ``former`` what was said before, oldest first."""

    name: str
    row: Any
    former: list[Any]
    words: str


def deadlines(finding: Any, today: datetime.date) -> list[BesideDeadline]:
    """Of a finding with its deadlines (:mod:`duban.ledger.dossier`)."""
    found = []
    for purpose in _OVER:
        rows = [row for row in finding.all_deadlines if row.purpose == purpose]
        if rows and (rows[-1].date or rows[-1].rule_amount):
            words = _words(rows[-1].date, today) if finding.stage not in _OVER[purpose] else ""
            found.append(BesideDeadline(str(purpose.label), rows[-1], rows[:-1], words))
    return found


def _words(day: datetime.date | None, today: datetime.date) -> str:
    if day is None:
        return ""
    left = (day - today).days
    if left < 0:
        return _("已过%s天") % -left
    return _("还有%s天") % left if left else _("今天到期")
