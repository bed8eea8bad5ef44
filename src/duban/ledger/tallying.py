"""The totals of rows that are at hand, the way the database counts them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from duban.ledger.lifecycle import Standing
from duban.ledger.models import Finding
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.urgency import NOT_OWED, UNDATED


def tallied(rows: Sequence[Finding], today: datetime.date) -> dict[str, int]:
    day = today.toordinal()
    return {
        "total": len(rows),
        "late": sum(row.urgency < day for row in rows),
        "near": sum(day <= row.urgency <= day + NEAR_DAYS for row in rows),
        "undated": sum(row.urgency == UNDATED for row in rows),
        "finished": sum(row.urgency >= NOT_OWED and row.standing == Standing.ACTIVE for row in rows),
        "suspended": sum(row.standing == Standing.SUSPENDED for row in rows),
    }
